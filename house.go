package main

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/google/uuid"
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

// houseOptions is what a house needs: Clock, and Path or Engine.
type houseOptions struct {
	Path   string       // of the bbolt file
	Engine store.Engine // in place of the file
	NoSync bool         // never wait for the disk: for the simulator alone
	Seal   store.Seal   // nil keeps private text as it is
	Clock  clock.Clock
	NewID  func() string  // time-ordered and unique; nil is UUIDv7
	Rand   func() float64 // keeps retries apart, for concurrent use; nil is the machine's
	Log    zerolog.Logger
	Locale string // "" is Japanese
	WebURL string // where people sign in to the web; "" where there is none

	Senders  map[string]delivery.Sender // by platform
	Paces    map[string]delivery.Pace   // by platform
	Batch    int                        // of a lane; 0 is the courier's own
	Accounts func(mentoring.Person) []chat.Account
	Ours     func(chat.Account) bool // nil: every account is
}

// house is everything but the adapters, tied together over one clock.
type house struct {
	Engine    store.Engine
	Store     *store.Store
	Bot       *bot.Bot
	Scheduler *scheduler.Scheduler
	Courier   *delivery.Courier
	Clock     clock.Clock
}

// openHouse opens the store and everything on it. Close it again. Errors of
// the file are those of package bolt, [store.ErrInUse] among them.
func openHouse(ctx context.Context, o houseOptions) (h *house, err error) {
	if o.NewID == nil {
		o.NewID = newID
	}
	if o.Rand == nil {
		o.Rand = rand.Float64
	}
	h = &house{Engine: o.Engine, Clock: o.Clock}
	if h.Engine == nil {
		if h.Engine, err = bolt.Open(o.Path, bolt.Options{NoSync: o.NoSync}); err != nil {
			return nil, fmt.Errorf("open house: %w", err)
		}
	}
	if err := h.furnish(ctx, o); err != nil {
		_ = h.Engine.Close()
		return nil, fmt.Errorf("open house: %w", err)
	}
	return h, nil
}

// furnish makes what stands on the engine.
func (h *house) furnish(ctx context.Context, o houseOptions) (err error) {
	if h.Store, err = store.Open(ctx, h.Engine, o.Seal); err != nil {
		return err
	}
	office := func(p mentoring.Programme) mentoring.Calendar { return calendar.New(p.Closures) }
	h.Bot, err = bot.New(bot.Options{
		Store: h.Store, Clock: o.Clock, NewID: o.NewID, Calendar: office, Log: o.Log,
		Accounts: o.Accounts, AccountID: accountID, Ours: o.Ours, Locale: o.Locale, WebURL: o.WebURL,
	})
	if err != nil {
		return err
	}
	h.Scheduler, err = scheduler.New(scheduler.Options{
		Store: h.Store, NewID: o.NewID, Log: o.Log,
		Rules: func(p mentoring.Programme) (mentoring.Rules, error) { return mentoring.NewRules(p, office(p)) },
	})
	if err != nil {
		return err
	}
	h.Courier, err = delivery.New(delivery.Options{
		Store: h.Store, Composer: h.Bot, Senders: o.Senders, Paces: o.Paces, Clock: o.Clock, Log: o.Log, Rand: o.Rand, Batch: o.Batch,
	})
	return err
}

// Player plays the house's rings and deliveries on a manual clock, which must
// be the one the house was opened with; the nights are Japan's.
func (h *house) Player(c *clock.Manual) *play.Player {
	return play.New(c, h.Scheduler.Ring, h.Courier.Round, h.Scheduler.NextDue).Nightly(h.Scheduler.Prune, japan())
}

// Close lets go of the store after the writes under way.
func (h *house) Close() error {
	if err := h.Store.Close(); err != nil {
		return fmt.Errorf("close house: %w", err)
	}
	return nil
}

// newID is a UUIDv7: ids made later sort behind. Only a machine that cannot
// give random numbers fails, and nothing works there.
func newID() string { return uuid.Must(uuid.NewV7()).String() }
