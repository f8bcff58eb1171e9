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
//   - For tests only: the store does not wait for the disk, unless it is told to.
package bottest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/bot"
	"tsukiichi/bot/calendar"
	"tsukiichi/bot/catalog"
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

// WebURL is where the people of a world sign in to the web.
const WebURL = "https://desk.example.lg.jp/code"

// words is the catalogue of all worlds: it is read once a process.
var words = sync.OnceValues(catalog.New)

// Options makes a world unlike the usual one: with a platform's adapter and
// its fake around it.
type Options struct {
	// Account is where a person of the roster is; nil is the person's id in
	// [Tenant] on [Platform].
	Account func(person string) chat.Account
	// Senders makes what delivers there, by platform, each time the world opens,
	// when all of the world but its courier stands; nil is the world's Chats.
	Senders func(w *World) map[string]delivery.Sender
	// Durable has the store wait for the disk, as in production.
	Durable bool
}

// World is a house in a directory.
type World struct {
	Options
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

	watch watched
}

// watched is the bot as a composer that remembers what it could not compose:
// the delivery would try that again, and a test would not see it.
type watched struct {
	*bot.Bot
	mu   sync.Mutex
	errs []error
}

// Compose composes and remembers the error.
func (w *watched) Compose(ctx context.Context, d store.Delivery, now time.Time) (store.Composed, error) {
	c, err := w.Bot.Compose(ctx, d, now)
	if err != nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.errs = append(w.errs, err)
	}
	return c, err
}

// failed is everything that could not be composed so far.
func (w *watched) failed() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return errors.Join(w.errs...)
}

// NewWorld opens a world at the time; the roster was imported and the preset
// started a minute before.
func NewWorld(t testing.TB, at time.Time, preset string, roster []byte) *World {
	t.Helper()
	return Options{}.NewWorld(t, at, preset, roster)
}

// NewWorld opens a world with the options.
func (o Options) NewWorld(t testing.TB, at time.Time, preset string, roster []byte) *World {
	t.Helper()
	if o.Account == nil {
		o.Account = func(person string) chat.Account {
			return chat.Account{Platform: Platform, Tenant: Tenant, ID: person}
		}
	}
	if o.Senders == nil {
		o.Senders = func(w *World) map[string]delivery.Sender {
			return map[string]delivery.Sender{Platform: w.Chats, store.WebAccount("").Platform: w.Chats}
		}
	}
	w := &World{Options: o, T: t, Dir: t.TempDir(), Clock: clock.NewManual(at.Add(-time.Minute)), Log: &Log{}, Chats: NewChats()}
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
	engine, err := bolt.Open(filepath.Join(w.Dir, "town.db"), bolt.Options{NoSync: !w.Durable, InitialMmap: 1 << 26})
	if err != nil {
		w.T.Fatal(err)
	}
	if w.Store, err = store.Open(context.Background(), engine, nil); err != nil {
		w.T.Fatal(err)
	}
	log := zerolog.New(w.Log)
	cal := func(p mentoring.Programme) mentoring.Calendar { return calendar.New(p.Closures) }
	catalogue, err := words()
	if err != nil {
		w.T.Fatal(err)
	}
	w.Bot, err = bot.New(bot.Options{
		Words: catalogue,
		Store: w.Store, Clock: w.Clock, NewID: w.NewID, Log: log, Calendar: cal, WebURL: WebURL,
		Accounts: func(p mentoring.Person) []chat.Account {
			if strings.HasPrefix(p.Accounts[Platform], "-") {
				return nil // on the roster, without an account
			}
			return []chat.Account{w.Account(p.ID)}
		},
	})
	if err != nil {
		w.T.Fatal(err)
	}
	w.watch.Bot = w.Bot
	w.Scheduler, err = scheduler.New(scheduler.Options{
		Store: w.Store, NewID: w.NewID, Log: log,
		Rules: func(p mentoring.Programme) (mentoring.Rules, error) { return mentoring.NewRules(p, cal(p)) },
	})
	if err != nil {
		w.T.Fatal(err)
	}
	senders, paces := w.Senders(w), map[string]delivery.Pace{}
	for platform := range senders {
		paces[platform] = delivery.Pace{Every: time.Millisecond, Burst: 1000}
	}
	w.Courier, err = delivery.New(delivery.Options{
		Store: w.Store, Composer: &w.watch, Clock: w.Clock, Log: log,
		Senders: senders, Paces: paces, Rand: func() float64 { return 0.5 },
	})
	if err != nil {
		w.T.Fatal(err)
	}
	w.Player = play.New(w.Clock, w.Scheduler.Ring, w.Courier.Round, w.Scheduler.NextDue).Nightly(w.Scheduler.Prune, japan())
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
func (w *World) Settle() error { return w.Advance(w.Clock.Now()) }

// Advance plays everything until the time. What could not be composed on the
// way, or was to be sent twice, is an error.
func (w *World) Advance(to time.Time) error {
	return errors.Join(w.Player.To(context.Background(), to), w.watch.failed(), w.Chats.Twice())
}
