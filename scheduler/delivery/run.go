package delivery

import (
	"context"
	"sync"
	"time"
)

// Waits of [Courier.Run].
const (
	lookEvery  = time.Minute // for what another replica put into the outbox
	retryStore = time.Second // after an error of the store
)

// Run delivers until ctx ends, every lane by itself. Then nothing more is
// claimed; messages under way have [Options.Grace] to arrive, and Run returns
// when their outcome is recorded. It always returns nil.
func (c *Courier) Run(ctx context.Context) error {
	sending, stop := c.grace(ctx)
	defer stop()
	var loops sync.WaitGroup
	defer loops.Wait()
	pokes := map[string]chan struct{}{}
	for {
		wait := lookEvery
		names, err := c.ready(ctx)
		if err != nil && ctx.Err() == nil {
			c.Log.Error().Str("code", "lanes").Msg("store failed")
			wait = retryStore
		}
		for _, name := range names {
			poke, ok := pokes[name]
			if !ok {
				poke = make(chan struct{}, 1)
				pokes[name] = poke
				loops.Go(func() { c.serve(ctx, sending, name, poke) })
			}
			select {
			case poke <- struct{}{}:
			default:
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-c.Store.Wake():
		case <-time.After(wait):
		}
	}
}

// grace is the context of what is being sent: it ends some time after ctx.
func (c *Courier) grace(ctx context.Context) (context.Context, func()) {
	sending, cancel := context.WithCancel(context.WithoutCancel(ctx))
	unhook := context.AfterFunc(ctx, func() {
		select {
		case <-time.After(c.Grace):
			cancel()
		case <-sending.Done():
		}
	})
	return sending, func() { unhook(); cancel() }
}

// serve works on one lane: up to Batch messages under way, claimed as soon as
// there is room and the pace allows, so that a slow one holds up no other.
func (c *Courier) serve(ctx, sending context.Context, name string, poke <-chan struct{}) {
	var under sync.WaitGroup
	defer under.Wait()
	done := make(chan struct{}, c.Batch)
	room := c.Batch
	for {
		var wake <-chan time.Time
		if room > 0 {
			granted, next, err := c.claim(ctx, name, c.Clock.Now(), room)
			if err != nil && ctx.Err() == nil {
				c.Log.Error().Str("lane", name).Str("code", "claim").Msg("store failed")
				next = c.Clock.Now().Add(retryStore)
			}
			room -= len(granted)
			for _, d := range granted {
				under.Go(func() {
					c.deliver(sending, d, c.Clock.Now)
					done <- struct{}{}
				})
			}
			if room > 0 && !next.IsZero() {
				wake = time.After(next.Sub(c.Clock.Now()))
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-poke:
		case <-wake:
		case <-done:
			room++
		}
	}
}
