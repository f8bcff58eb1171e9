// Package bottest runs the whole house without a network for tests: a store
// on bbolt, the conversation core, the scheduler and the delivery, with a
// clock that the test moves and chats that it reads.
//
// # Basics
//
// [NewWorld] makes one; [Scripts] runs the conversations in a directory of
// scripts, one behaviour a file.
//
// # Caveats
//
//   - For tests only: the store does not wait for the disk.
package bottest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/bot"
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

// Platform and Tenant are where the people of a world are.
const (
	Platform = "test"
	Tenant   = "town"
)

// World is a house in a directory.
type World struct {
	T         testing.TB
	Dir       string
	Clock     *clock.Manual
	Log       *Log
	Chats     *Chats
	Store     *store.Store
	Bot       *bot.Bot
	Scheduler *scheduler.Scheduler
	Courier   *delivery.Courier
	Player    *play.Player

	ids sync.Mutex
	id  int
	run int
}

// NewWorld opens a world at the time; the roster was imported and the preset
// started a minute before.
func NewWorld(t testing.TB, at time.Time, preset string, roster []byte) *World {
	t.Helper()
	w := &World{T: t, Dir: t.TempDir(), Clock: clock.NewManual(at.Add(-time.Minute)), Log: &Log{}, Chats: NewChats()}
	w.Open()
	t.Cleanup(func() { _ = w.Store.Close() })
	year := at.In(time.FixedZone("JST", 9*3600)).Year()
	if at.Month() < time.April {
		year--
	}
	p, err := mentoring.LoadPreset(preset, year)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Bot.StartProgramme(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if len(roster) > 0 {
		if pv, err := w.Bot.ImportRoster(t.Context(), "operator", roster, []string{Platform}); err != nil {
			t.Fatalf("import roster: %v %v", err, pv.Problems)
		}
	}
	if err := w.Advance(at); err != nil {
		t.Fatal(err)
	}
	return w
}

// Open opens the store and everything on it; with [World.Close] before it, it
// is a restart of the process.
func (w *World) Open() {
	w.T.Helper()
	w.run++
	engine, err := bolt.Open(filepath.Join(w.Dir, "town.db"), bolt.Options{NoSync: true, InitialMmap: 1 << 26})
	if err != nil {
		w.T.Fatal(err)
	}
	if w.Store, err = store.Open(context.Background(), engine, nil); err != nil {
		w.T.Fatal(err)
	}
	log := zerolog.New(w.Log)
	cal := func(p mentoring.Programme) mentoring.Calendar { return calendar.New(p.Closures) }
	w.Bot, err = bot.New(bot.Options{
		Store: w.Store, Clock: w.Clock, NewID: w.NewID, Log: log, Calendar: cal,
		Accounts: func(p mentoring.Person) []chat.Account {
			if strings.HasPrefix(p.Accounts[Platform], "-") {
				return nil // on the roster, without an account
			}
			return []chat.Account{{Platform: Platform, Tenant: Tenant, ID: p.ID}}
		},
	})
	if err != nil {
		w.T.Fatal(err)
	}
	w.Scheduler, err = scheduler.New(scheduler.Options{
		Store: w.Store, NewID: w.NewID, Log: log,
		Rules: func(p mentoring.Programme) (mentoring.Rules, error) { return mentoring.NewRules(p, cal(p)) },
	})
	if err != nil {
		w.T.Fatal(err)
	}
	w.Courier, err = delivery.New(delivery.Options{
		Store: w.Store, Composer: w.Bot, Clock: w.Clock, Log: log,
		Senders: map[string]delivery.Sender{Platform: w.Chats},
		Paces:   map[string]delivery.Pace{Platform: {Every: time.Millisecond, Burst: 1000}},
		Rand:    func() float64 { return 0.5 },
	})
	if err != nil {
		w.T.Fatal(err)
	}
	w.Player = play.New(w.Clock, w.Scheduler.Ring, w.Courier.Round, w.Scheduler.NextDue)
}

// Close lets go of the store.
func (w *World) Close() {
	w.T.Helper()
	if err := w.Store.Close(); err != nil {
		w.T.Fatal(err)
	}
}

// NewID gives ids in order: the same run gives the same ids.
func (w *World) NewID() string {
	w.ids.Lock()
	defer w.ids.Unlock()
	w.id++
	return fmt.Sprintf("%02d%08d", w.run, w.id)
}

// Account is where a person of the world is.
func (w *World) Account(person string) chat.Account {
	return chat.Account{Platform: Platform, Tenant: Tenant, ID: person}
}

// Event is something that a person does now.
func (w *World) Event(person string, what chat.What) chat.Event {
	return chat.Event{ID: "e" + w.NewID(), From: w.Account(person), At: w.Clock.Now(), Route: chat.Route("to " + person), What: what}
}

// Do hands an event over and delivers what follows at once.
func (w *World) Do(e chat.Event) (chat.Answer, error) {
	answer, err := w.Bot.Handle(context.Background(), e)
	if err != nil {
		return answer, err
	}
	return answer, w.Settle()
}

// Settle delivers what may go now.
func (w *World) Settle() error { return w.Player.To(context.Background(), w.Clock.Now()) }

// Advance plays everything until the time.
func (w *World) Advance(to time.Time) error { return w.Player.To(context.Background(), to) }

// Log keeps what was logged.
type Log struct {
	mu    sync.Mutex
	lines []byte
}

// Write adds lines.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, p...)
	return len(p), nil
}

// String is everything logged.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.lines)
}

// Chats is a sender that keeps what each account was sent.
type Chats struct {
	mu    sync.Mutex
	lines map[string][]Line
	seen  map[string]chat.Ref
	down  bool
	n     int
}

// Line is one message in a chat, as it looks now.
type Line struct {
	Ref     chat.Ref
	ID      string // of the delivery that sent it
	Message chat.Message
	Edited  bool
}

var _ delivery.Sender = (*Chats)(nil)

// ErrDown is what a sender that is down returns.
var ErrDown = errors.New("bottest: sender is down")

// NewChats returns empty chats.
func NewChats() *Chats { return &Chats{lines: map[string][]Line{}, seen: map[string]chat.Ref{}} }

// Down makes every send fail, or work again.
func (c *Chats) Down(down bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.down = down
}

// Send puts the message into the account's chat, or changes it in place.
func (c *Chats) Send(_ context.Context, d chat.Dispatch) (chat.Ref, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.down {
		return "", ErrDown
	}
	who := d.To.Account.String()
	if d.Replace != "" {
		return d.Replace, c.face(who, d.Replace, d.Message)
	}
	if ref, again := c.seen[d.ID]; again {
		return ref, fmt.Errorf("bottest: delivery %q sent twice", d.ID)
	}
	c.n++
	ref := chat.Ref(strconv.Itoa(c.n))
	c.seen[d.ID] = ref
	c.lines[who] = append(c.lines[who], Line{Ref: ref, ID: d.ID, Message: d.Message})
	return ref, nil
}

// Face gives a message its new look.
func (c *Chats) Face(a chat.Account, ref chat.Ref, m chat.Message) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.face(a.String(), ref, m)
}

func (c *Chats) face(who string, ref chat.Ref, m chat.Message) error {
	for i := range c.lines[who] {
		if c.lines[who][i].Ref == ref {
			c.lines[who][i].Message, c.lines[who][i].Edited = m, true
			return nil
		}
	}
	return chat.ErrGone
}

// Of is the account's chat, oldest first.
func (c *Chats) Of(a chat.Account) []Line {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]Line(nil), c.lines[a.String()]...)
}
