package delivery

import (
	"context"
	"strings"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// ready lists the lanes that hold something and that we have a sender for,
// each with its pace set.
func (c *Courier) ready(ctx context.Context) (names []string, err error) {
	var all []string
	err = c.Store.View(ctx, func(tx store.Tx) error {
		all, err = store.ReadyLanes(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, name := range all {
		ok, err := c.open(ctx, name)
		if err != nil {
			return nil, err
		}
		if ok {
			names = append(names, name)
		}
	}
	return names, nil
}

// open prepares a lane that is seen for the first time; ok is false where no
// sender serves it: what waits there waits.
func (c *Courier) open(ctx context.Context, name string) (ok bool, err error) {
	platform, _, _ := strings.Cut(name, "/")
	var paced, told bool
	c.note(name, func(l *lane) { paced, told = l.paced, l.mute })
	if paced {
		return true, nil
	}
	if c.Senders[platform] == nil {
		if !told {
			c.Log.Warn().Str("lane", name).Msg("no sender for lane")
			c.note(name, func(l *lane) { l.mute = true })
		}
		return false, nil
	}
	if err := c.setPace(ctx, name, platform); err != nil {
		return false, err
	}
	c.note(name, func(l *lane) { l.paced = true })
	return true, nil
}

func (c *Courier) setPace(ctx context.Context, name, platform string) error {
	pace, ok := c.Paces[platform]
	if !ok {
		pace = DefaultPace
	}
	var set bool
	err := c.Store.View(ctx, func(tx store.Tx) (err error) {
		set, err = store.Paced(tx, name, pace.Every, pace.Burst)
		return err
	})
	if err != nil || set {
		return err
	}
	return c.Store.Update(ctx, func(tx store.Tx) error {
		return store.SetPace(tx, name, pace.Every, pace.Burst)
	})
}

// claim grants up to limit deliveries of the lane. next is when to ask again,
// zero where nothing waits. It writes only where there is something to grant.
func (c *Courier) claim(ctx context.Context, name string, now time.Time, limit int) (granted []store.Delivery, next time.Time, err error) {
	var ok bool
	err = c.Store.View(ctx, func(tx store.Tx) error {
		next, ok, err = store.LaneNext(tx, name)
		return err
	})
	if err != nil || !ok || next.After(now) {
		return nil, next, err
	}
	return c.Store.Claim(ctx, name, now, c.Lease, limit)
}

// note reads or changes what is remembered of the lane.
func (c *Courier) note(name string, fn func(*lane)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	l, ok := c.lanes[name]
	if !ok {
		l = &lane{}
		c.lanes[name] = l
	}
	fn(l)
}

// pausedUntil spares what was granted together with a message that met a rate
// limit from meeting it too.
func (c *Courier) pausedUntil(name string, now time.Time) (until time.Time, paused bool) {
	c.note(name, func(l *lane) { until, paused = l.paused, l.paused.After(now) })
	return until, paused
}

// limit notes a rate limit and returns until when the lane pauses.
func (c *Courier) limit(name string, e chat.RateLimited, now time.Time) (until time.Time) {
	c.note(name, func(l *lane) {
		wait := e.After
		if wait <= 0 {
			wait = backoff(l.limited, c.Rand())
		}
		l.limited++
		until = now.Add(wait)
		l.paused = until
	})
	return until
}
