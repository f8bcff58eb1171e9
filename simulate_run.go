package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/bot/mentoring"
	"tsukiichi/scheduler/delivery"
	"tsukiichi/scheduler/play"
	"tsukiichi/store"
)

// simulation is one year of one made-up town.
type simulation struct {
	almanac almanac
	town    *town
	clock   *clock.Manual
	phones  *phones
	ledger  *ledger
	house   *house
	player  *play.Player
	people  map[string]*person
	asleep  span
	down    span
	months  int // that are played
	end     time.Time

	programme string
	seed      uint64
	rng       *rand.Rand // of what is nobody's habit
	ids       atomic.Int64
	forgotten deliveryReport
	deeds     agenda
	circles   circles
	couples   map[string]*couple
	of        map[string][]*couple // by person
	headed    map[string][]*couple // by head
	former    map[string][]*couple // that are over, by their mentor
	misled    int                  // messages to a mentor about somebody who is another's mentee
	survey    questionnaire
	letters   []letter // of HR's to many
	truths    sync.Mutex
	outcomes  map[uint64]byte // by what stands for a talk: which button tells the truth
}

// simBatch is how many messages go out together.
const simBatch = 1024

// openSimulation opens a house on the file and moves the town in on the
// morning of 1 April.
func openSimulation(ctx context.Context, c SimulateCmd, path string) (*simulation, error) {
	s := &simulation{
		almanac: newAlmanac(c.Year), seed: c.Seed, rng: rand.New(rand.NewPCG(c.Seed, 0)),
		people: map[string]*person{}, couples: map[string]*couple{}, of: map[string][]*couple{}, headed: map[string][]*couple{},
		former: map[string][]*couple{}, outcomes: map[uint64]byte{},
	}
	s.months, s.survey = c.Months, s.almanac.questionnaire()
	s.end = s.almanac.day(time.April, 1).AddDate(0, s.months, 0)
	s.asleep, s.down = c.spans(s.almanac)
	s.clock = clock.NewManual(s.almanac.day(time.April, 1).Add(8 * time.Hour))
	s.ledger = newLedger(s.almanac)
	s.phones = newPhones(s.clock.Now, s.down.holds, s.ledger)
	s.town = newTown(c.Pairs, c.Year, s.rng)
	s.circles = s.town.circles()
	for _, r := range s.town.residents {
		s.people[r.id] = newPerson(s, r.id, c.Seed)
	}
	var err error
	s.house, err = openHouse(ctx, houseOptions{
		Path: path, NoSync: true, Clock: s.clock, NewID: s.newID, Rand: s.rng.Float64, Log: zerolog.Nop(),
		Senders:  map[string]delivery.Sender{simPlatform: s.phones},
		Paces:    map[string]delivery.Pace{simPlatform: {Every: time.Microsecond, Burst: 1 << 20}},
		Batch:    simBatch,
		Accounts: func(p mentoring.Person) []chat.Account { return []chat.Account{accountOf(p.ID)} },
	})
	if err != nil {
		return nil, err
	}
	s.player = play.New(s.clock, s.tick, s.house.Courier.Round, s.next).Nightly(s.prune, townZone)
	if err := s.moveIn(ctx, c.Year); err != nil {
		_ = s.house.Close()
		return nil, err
	}
	return s, nil
}

func (s *simulation) moveIn(ctx context.Context, year int) error {
	p, err := mentoring.LoadPreset("aomori", year)
	if err != nil {
		return err
	}
	s.programme = p.ID
	if _, err := s.house.Bot.StartProgramme(ctx, p); err != nil {
		return err
	}
	s.town.sendAway(year, time.Time{})
	if err := s.handIn(ctx); err != nil {
		return err
	}
	s.deskWork()
	s.doubts()
	return nil
}

// handInLeaves hands the roster in again after more of the town's leaves were
// entered.
func (s *simulation) handInLeaves(ctx context.Context) error {
	s.town.sendAway(s.almanac.year, s.clock.Now())
	for _, c := range s.couples {
		c.absences = s.town.absencesOf(c)
	}
	return s.handIn(ctx)
}

// handIn hands in the town's roster, a big town's in several files.
func (s *simulation) handIn(ctx context.Context) error {
	for some := range slices.Chunk(s.town.residents, rosterRows) {
		file, err := rosterOf(some)
		if err != nil {
			return err
		}
		if pv, err := s.house.Bot.ImportRoster(ctx, "operator", file, nil); err != nil {
			return fmt.Errorf("%d problems: %w", len(pv.Problems), err)
		}
	}
	return nil
}

// rosterRows is how many people one file names, fewer than roster.MaxRows.
const rosterRows = 5000

// newID gives ids in order: the same run gives the same ids.
func (s *simulation) newID() string { return fmt.Sprintf("%010d", s.ids.Add(1)) }

// tick rings the scheduler, unless it sleeps.
func (s *simulation) tick(ctx context.Context, now time.Time) error {
	if s.asleep.holds(now) {
		return nil
	}
	return s.house.Scheduler.Ring(ctx, now)
}

// prune is the scheduler's work of the night, unless it sleeps. What the
// outbox is about to forget is counted first.
func (s *simulation) prune(ctx context.Context, now time.Time) (err error) {
	if s.asleep.holds(now) {
		return nil
	}
	span := store.Span{Index: "done", Until: store.Stamp(now.Add(-store.DoneKeep))}
	if s.forgotten, err = s.forgotten.with(ctx, s.house.Store, span, s.ledger, s.end); err != nil {
		return err
	}
	return s.house.Scheduler.Prune(ctx, now)
}

// next is when the scheduler has something to do; what is due in its sleep
// waits until it wakes.
func (s *simulation) next(ctx context.Context) (time.Time, bool, error) {
	at, ok, err := s.house.Scheduler.NextDue(ctx)
	if now := s.clock.Now(); at.Before(now) {
		at = now
	}
	if s.asleep.holds(at) {
		at = s.asleep.to
	}
	return at, ok, err
}

// run plays until the end; progress hears of every day.
func (s *simulation) run(ctx context.Context, progress func(time.Time)) error {
	for {
		until := s.end
		if s.deeds.Len() > 0 && s.deeds.entries[0].at.Before(until) {
			until = s.deeds.entries[0].at
		}
		sent, err := s.player.Next(ctx, until)
		if err != nil {
			return err
		}
		progress(s.clock.Now())
		if err := s.hear(ctx); err != nil {
			return err
		}
		switch {
		case sent:
		case !s.clock.Now().Before(s.end):
			return nil
		default:
			if err := s.act(ctx, until); err != nil {
				return err
			}
		}
	}
}

// hear lets people read what has arrived.
func (s *simulation) hear(ctx context.Context) error {
	for _, a := range s.phones.arrived() {
		if c, told := coupleOf(a); told && s.couples[c.id] == nil {
			if err := s.acquaint(ctx, c); err != nil {
				return err
			}
		}
		s.wrongMentor(a)
		p := s.people[a.to]
		p.reads(a)
		s.phones.keep(a.ref, len(p.plans))
		for i := range p.plans {
			p.plans[i].about = a.ref
		}
		s.takeUp(p)
	}
	return nil
}

// acquaint makes the two acquainted, and the mentor before, if there was one,
// the former one.
func (s *simulation) acquaint(ctx context.Context, c *couple) error {
	s.couples[c.id] = c
	affected := []*couple{c}
	for _, o := range s.of[c.mentee] {
		if o.mentee == c.mentee && o.over.IsZero() {
			c.follows(o)
			s.former[o.mentor] = append(s.former[o.mentor], o)
			affected = append(affected, o)
		}
	}
	c.absences = s.town.absencesOf(c)
	for _, head := range s.town.headsOf(c.mentee) {
		s.headed[head] = append(s.headed[head], c)
	}
	for _, who := range []string{c.mentee, c.mentor} {
		s.of[who] = append(s.of[who], c)
	}
	s.circles.join(c.mentee, c.mentor)
	if c.before == nil {
		return nil
	}
	return s.house.Store.View(ctx, func(tx store.Tx) error { return note(tx, c.told, affected) })
}

// hand hands something that a person does to the bot, and notes what became
// of their talks.
func (s *simulation) hand(ctx context.Context, p *person, what chat.What) (chat.Answer, error) {
	e := chat.Event{
		ID: "e" + s.newID(), From: accountOf(p.id), At: s.clock.Now(), Route: chat.Route("to " + p.id), What: what,
	}
	answer, err := s.house.Bot.Handle(ctx, e)
	if err != nil {
		return answer, err
	}
	p.keeps(what, answer, e.At)
	concerned := s.of[p.id]
	if putsOff(what) {
		concerned = s.headed[p.id]
	}
	return answer, s.house.Store.View(ctx, func(tx store.Tx) error {
		if err := s.noteSheets(tx, p, e.At); err != nil {
			return err
		}
		return note(tx, e.At, concerned)
	})
}

// note notes what has become of the couples.
func note(tx store.Tx, at time.Time, couples []*couple) error {
	for _, c := range couples {
		meetings, err := store.Meetings.All(tx, store.Span{Index: "pair", Prefix: store.Under(c.id)})
		if err != nil {
			return err
		}
		deferrals, err := store.Deferrals.All(tx, store.Span{Prefix: store.Under(c.id)})
		if err != nil {
			return err
		}
		var off months
		for _, d := range deferrals {
			off = off.with(d.Period.First().At(mentoring.TimeOfDay{}, townZone))
		}
		c.note(at, meetings, off)
	}
	return nil
}

// truth is the button that tells what really became of a talk. Whoever of the
// two is asked first decides.
func (s *simulation) truth(talk string, rng *rand.Rand) string {
	s.truths.Lock()
	defer s.truths.Unlock()
	n, decided := s.outcomes[keyOf(talk)]
	if !decided {
		n = byte(rng.IntN(10))
		s.outcomes[keyOf(talk)] = n
	}
	switch n {
	case 8:
		return pressMove
	case 9:
		return pressNotMet
	default:
		return pressMet
	}
}
