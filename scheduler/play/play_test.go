package play_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"
	"go.uber.org/goleak"

	"tsukiichi/bot/calendar"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/bot/mentoring"
	"tsukiichi/scheduler"
	"tsukiichi/scheduler/delivery"
	"tsukiichi/scheduler/play"
	"tsukiichi/store"
	"tsukiichi/store/bolt"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

var start = time.Date(2026, 4, 1, 0, 0, 30, 0, time.UTC) // between two rings

// stage is a player whose ticks and deliveries are written down.
type stage struct {
	clock  *clock.Manual
	player *play.Player
	seen   []string
	due    []time.Time // of the agenda
	ready  []time.Time // of the outbox
	fail   error
}

func newStage(due ...time.Duration) *stage {
	s := &stage{clock: clock.NewManual(start)}
	for _, d := range due {
		s.due = append(s.due, start.Add(d))
	}
	s.player = play.New(s.clock, s.tick, s.deliver, func(context.Context) (time.Time, bool, error) {
		if len(s.due) == 0 {
			return time.Time{}, false, nil
		}
		return s.due[0], true, nil
	})
	return s
}

func (s *stage) tick(_ context.Context, now time.Time) error {
	s.seen = append(s.seen, "tick "+now.Format("15:04:05"))
	for len(s.due) > 0 && !s.due[0].After(now) {
		s.due = s.due[1:]
		s.ready = append(s.ready, now.Add(90*time.Second))
	}
	return s.fail
}

func (s *stage) deliver(_ context.Context, now time.Time) (sent int, next time.Time, err error) {
	for len(s.ready) > 0 && !s.ready[0].After(now) {
		s.ready = s.ready[1:]
		s.seen = append(s.seen, "send "+now.Format("15:04:05"))
		sent++
	}
	if len(s.ready) > 0 {
		next = s.ready[0]
	}
	return sent, next, nil
}

func TestPlaysWhatHappensOnTheWay(t *testing.T) {
	t.Parallel()
	s := newStage(10*time.Second, 10*time.Minute)
	if err := s.player.To(t.Context(), start.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	same(t, "seen", s.seen, []string{"tick 00:01:00", "send 00:02:30", "tick 00:11:00", "send 00:12:30"})
	same(t, "clock", s.clock.Now(), start.Add(time.Hour))
}

func TestRingsBeforeALaterDelivery(t *testing.T) {
	t.Parallel()
	s := newStage(10*time.Second, 70*time.Second)
	if err := s.player.To(t.Context(), start.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	same(t, "seen", s.seen, []string{"tick 00:01:00", "tick 00:02:00", "send 00:02:30", "send 00:03:30"})
}

func TestStopsAtTheEnd(t *testing.T) {
	t.Parallel()
	s := newStage(30*time.Second, 90*time.Second)
	if err := s.player.To(t.Context(), start.Add(30*time.Second)); err != nil {
		t.Fatal(err)
	}
	same(t, "a ring at the end is played", s.seen, []string{"tick 00:01:00"})
	if err := s.player.To(t.Context(), start); err != nil {
		t.Fatal(err)
	}
	same(t, "never back", s.clock.Now(), start.Add(30*time.Second))
}

func TestNextStopsAtASending(t *testing.T) {
	t.Parallel()
	s := newStage(10*time.Second, 10*time.Minute)
	var at []string
	for {
		sent, err := s.player.Next(t.Context(), start.Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		at = append(at, fmt.Sprint(s.clock.Now().Format("15:04:05 "), sent))
		if !sent {
			break
		}
	}
	same(t, "moments", at, []string{"00:02:30 true", "00:12:30 true", "01:00:30 false"})
}

func TestAnErrorStopsThePlay(t *testing.T) {
	t.Parallel()
	s := newStage(10 * time.Second)
	s.fail = errors.New("disk full")
	if err := s.player.To(t.Context(), start.Add(time.Hour)); !errors.Is(err, s.fail) {
		t.Errorf("got %v, want %v", err, s.fail)
	}
	same(t, "clock", s.clock.Now(), start.Add(30*time.Second))
}

func TestACancelledPlayEnds(t *testing.T) {
	t.Parallel()
	s := newStage(10 * time.Second)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.player.To(ctx, start.Add(time.Hour)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	same(t, "clock", s.clock.Now(), start)
}

// inbox is a platform on which everything arrives.
type inbox []string

func (i *inbox) Send(_ context.Context, d chat.Dispatch) (chat.Sent, error) {
	*i = append(*i, d.ID)
	return chat.Sent{Ref: "ref"}, nil
}

// words composes anything within working hours.
type words struct {
	store *store.Store
	rules mentoring.Rules
}

func (w words) Compose(ctx context.Context, d store.Delivery, now time.Time) (m store.Composed, err error) {
	if !w.rules.Working(now) {
		return store.Composed{Later: w.rules.NextWorking(now)}, nil
	}
	err = w.store.View(ctx, func(tx store.Tx) error {
		c, _, err := store.AccountOf(tx, d.To)
		m.To.Account = c.Account
		return err
	})
	if err == nil {
		m.Message, err = chat.NewMessage("", []chat.Block{chat.Line(d.Key)})
	}
	return m, err
}

// year is three pairs that never meet, on a real file.
func year(t testing.TB) (p *play.Player, clk *clock.Manual, arrived *inbox) {
	t.Helper()
	engine, err := bolt.Open(filepath.Join(t.TempDir(), "t.db"), bolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), engine, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	programme, err := mentoring.LoadPreset("aomori", 2026)
	if err != nil {
		t.Fatal(err)
	}
	rules := func(p mentoring.Programme) (mentoring.Rules, error) {
		return mentoring.NewRules(p, calendar.New(p.Closures))
	}
	r, err := rules(programme)
	if err != nil {
		t.Fatal(err)
	}
	people := map[string]mentoring.Role{
		"a": mentoring.RoleMentee, "b": mentoring.RoleMentee, "c": mentoring.RoleMentee,
		"x": mentoring.RoleMentor, "y": mentoring.RoleMentor, "z": mentoring.RoleMentor,
		"head": mentoring.RoleHead, "hr": mentoring.RoleHR,
	}
	err = s.Update(t.Context(), func(tx store.Tx) error {
		errs := []error{store.Programmes.Put(tx, programme), store.Schedule(tx, store.DueMonth, programme.ID, start)}
		for id, role := range people {
			person := mentoring.Person{ID: id, Name: id, Section: "sec", Roles: []mentoring.Role{role}, Active: true}
			contact := store.Contact{Account: chat.Account{Platform: "slack", Tenant: "T", ID: id}, Person: id, SeenAt: start}
			errs = append(errs, store.People.Put(tx, person), store.Contacts.Put(tx, contact))
		}
		for _, both := range []string{"ax", "by", "cz"} {
			pair := mentoring.Pair{ID: both, Programme: programme.ID, Mentee: both[:1], Mentor: both[1:], ToldAt: start}
			errs = append(errs, store.Pairs.Put(tx, pair), store.Schedule(tx, store.DuePair, both, start))
		}
		return errors.Join(errs...)
	})
	if err != nil {
		t.Fatal(err)
	}
	clk = clock.NewManual(start)
	var ids atomic.Int64
	sched, err := scheduler.New(scheduler.Options{
		Store: s, Rules: rules, Log: zerolog.Nop(),
		NewID: func() string { return fmt.Sprintf("%08d", ids.Add(1)) },
	})
	if err != nil {
		t.Fatal(err)
	}
	arrived = &inbox{}
	courier, err := delivery.New(delivery.Options{
		Store: s, Composer: words{s, r}, Senders: map[string]delivery.Sender{"slack": arrived},
		Paces: map[string]delivery.Pace{"slack": {Every: 250 * time.Millisecond, Burst: 4}},
		Clock: clk, Log: zerolog.Nop(), Rand: func() float64 { return 0 },
	})
	if err != nil {
		t.Fatal(err)
	}
	p = play.New(clk, sched.Ring, courier.Round, sched.NextDue).Nightly(sched.Prune, time.FixedZone("JST", 9*60*60))
	return p, clk, arrived
}

func TestAYearOfThreePairs(t *testing.T) {
	t.Parallel()
	p, _, arrived := year(t)
	if err := p.To(t.Context(), start.AddDate(1, 0, 0)); err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, key := range *arrived {
		kind, _, _ := strings.Cut(key, "/")
		count[kind]++
		if strings.HasSuffix(key, "/first/x") {
			count["first of x"]++
		}
	}
	// April's first step fell on the day the mentors were told; then 6 months
	// of tenth (1), twentieth (2), closing (2) and 5 of first, for 3 pairs;
	// the head hears once a month, and so does HR. In October both of each pair
	// hear that the months are over, and the head how they ended.
	same(t, "arrived", count, map[string]int{
		"nudge": 3 * (6*5 + 5), "head-digest": 6, "month-over": 6, "first of x": 5, "closing": 3 * 2, "shortfall": 1,
	})
}

func BenchmarkAYearOfThreePairs(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		p, _, _ := year(b)
		b.StartTimer()
		if err := p.To(b.Context(), start.AddDate(1, 0, 0)); err != nil {
			b.Fatal(err)
		}
	}
}
