package scheduler

import (
	"context"
	"fmt"
	"time"

	"github.com/robfig/cron/v3"

	"tsukiichi/bot/clock"
	"tsukiichi/store"
)

// Rings is when [Scheduler.Run] does what. Only Clock is required.
type Rings struct {
	Clock clock.Clock
	// Zone is where the specs' hours are; nil is UTC.
	Zone *time.Location
	// Tick and Prune are cron specs (minute hour day month weekday); "" is
	// [EveryMinute] and [EveryNight].
	Tick, Prune string
}

// The default rings.
const (
	EveryMinute = "* * * * *"
	EveryNight  = "17 3 * * *"
)

// Run ticks and prunes at once and then whenever it rings, until ctx ends; it
// returns when what is under way has finished. A ring during a tick is
// skipped. An error says that a spec cannot be read; what goes wrong later is
// logged and made up for by the next ring.
func (s *Scheduler) Run(ctx context.Context, r Rings) error {
	if r.Clock == nil {
		return fmt.Errorf("scheduler: run: a clock is required")
	}
	if r.Zone == nil {
		r.Zone = time.UTC
	}
	quiet := cron.DiscardLogger
	c := cron.New(cron.WithLocation(r.Zone), cron.WithLogger(quiet), cron.WithChain(cron.SkipIfStillRunning(quiet)))
	tick := func() { s.job(ctx, "tick", func() error { return s.Ring(ctx, r.Clock.Now()) }) }
	prune := func() { s.job(ctx, "prune", func() error { return s.Prune(ctx, r.Clock.Now()) }) }
	if _, err := c.AddFunc(or(r.Tick, EveryMinute), tick); err != nil {
		return fmt.Errorf("scheduler: ring for ticks: %w", err)
	}
	if _, err := c.AddFunc(or(r.Prune, EveryNight), prune); err != nil {
		return fmt.Errorf("scheduler: ring for pruning: %w", err)
	}
	tick()
	prune()
	c.Start()
	<-ctx.Done()
	<-c.Stop().Done()
	return nil
}

// Ring is [Scheduler.Tick] with its report in the log.
func (s *Scheduler) Ring(ctx context.Context, now time.Time) error {
	r, err := s.Tick(ctx, now)
	if r.Looked > 0 {
		s.Log.Debug().Int("looked", r.Looked).Int("enqueued", r.Enqueued).Msg("tick")
	}
	return err
}

// job does what a ring asks for; neither an error nor a panic ends the rings.
func (s *Scheduler) job(ctx context.Context, name string, job func() error) {
	if ctx.Err() != nil {
		return
	}
	_, err := s.guard(func() (plan, error) { return plan{}, job() })
	if err != nil && ctx.Err() == nil {
		s.Log.Error().Str("ring", name).Str("code", code(err)).Msg("ring failed")
	}
}

// NextDue is when a tick has something to do next; ok is false for never.
func (s *Scheduler) NextDue(ctx context.Context) (at time.Time, ok bool, err error) {
	err = s.Store.View(ctx, func(tx store.Tx) error {
		at, ok, err = store.NextDue(tx)
		return err
	})
	return at, ok, err
}

func or(s, standard string) string {
	if s == "" {
		return standard
	}
	return s
}

// pruneChunk is how many records of a kind one transaction forgets.
const pruneChunk = 500

// Prune forgets what has been kept for long enough and closes what expired
// while nobody could be reached.
func (s *Scheduler) Prune(ctx context.Context, now time.Time) error {
	for {
		var more bool
		err := s.update(ctx, func(tx store.Tx) error {
			more = false
			for _, sweep := range []func(store.Tx, time.Time, int) (int, error){
				store.PruneAnswers, store.PruneOutbox, store.PruneChatLines, store.PruneDrafts, store.PruneDoors, store.ExpireUnreached,
			} {
				n, err := sweep(tx, now, pruneChunk)
				if err != nil {
					return err
				}
				more = more || n == pruneChunk
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("scheduler: prune: %w", err)
		}
		if !more {
			return nil
		}
	}
}
