// Package play moves a manual clock forward and plays everything that would
// have happened on the way: the rings of the scheduler and the deliveries
// between them. The playground's slider, the simulator and conversation
// scripts use it.
//
// # Basics
//
//	p := play.New(clk, sched.Ring, courier.Round, sched.NextDue)
//	err := p.To(ctx, friday)
//
// Rings are each minute on the minute, as in production. A ring with nothing
// due changes nothing, so the player goes straight to the first one that has
// something to do. [Player.Nightly] adds the ring of the night, at which the
// scheduler forgets what has been kept for long enough.
//
// # Caveats
//
//   - Time only goes forward: To with an earlier time delivers what is ready
//     and stays.
//   - What fails is tried again at its time; an error of the store ends the
//     play where it stands, and calling To again goes on from there.
//   - Nothing else may move the clock meanwhile.
package play

import (
	"context"
	"fmt"
	"sync"
	"time"

	"tsukiichi/bot/clock"
)

// Tick does what is due at now.
type Tick func(ctx context.Context, now time.Time) error

// Deliver sends what may go at now. sent is how many messages reached
// somebody, next is when something may go again, or zero where nothing waits.
type Deliver func(ctx context.Context, now time.Time) (sent int, next time.Time, err error)

// NextDue is when a tick has something to do next; ok is false for never.
type NextDue func(ctx context.Context) (at time.Time, ok bool, err error)

// Player moves a clock. It is safe for concurrent use: plays follow each
// other.
type Player struct {
	clock   *clock.Manual
	tick    Tick
	deliver Deliver
	next    NextDue
	night   Tick // nil for none
	zone    *time.Location

	mu sync.Mutex
}

// New returns a player of the clock.
func New(c *clock.Manual, tick Tick, deliver Deliver, next NextDue) *Player {
	return &Player{clock: c, tick: tick, deliver: deliver, next: next}
}

// Nightly has the job done in every night that is played, at the hour of the
// zone at which scheduler.EveryNight rings. It returns the player.
func (p *Player) Nightly(job Tick, zone *time.Location) *Player {
	p.night, p.zone = job, zone
	return p
}

// ring is the time between two rings.
const ring = time.Minute

// The ring of the night: that of scheduler.EveryNight.
const nightHour, nightMinute = 3, 17

// To plays until t and leaves the clock there.
func (p *Player) To(ctx context.Context, t time.Time) error {
	_, err := p.play(ctx, t, false)
	return err
}

// Next plays until a moment at which something is sent, or until t where
// nothing is. It reports whether something was.
func (p *Player) Next(ctx context.Context, t time.Time) (sent bool, err error) {
	return p.play(ctx, t, true)
}

func (p *Player) play(ctx context.Context, until time.Time, stop bool) (bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	sent, ready, err := p.settle(ctx)
	for err == nil && !(stop && sent > 0) {
		var at time.Time
		var rings, night bool
		if at, rings, err = p.moment(ctx, ready); err != nil {
			break
		}
		at, rings, night = p.orNight(at, rings)
		if at.IsZero() || at.After(until) {
			p.clock.Set(until)
			return false, nil
		}
		p.clock.Set(at)
		if rings {
			if err = p.tick(ctx, at); err != nil {
				break
			}
		}
		if night {
			if err = p.night(ctx, at); err != nil {
				break
			}
		}
		sent, ready, err = p.settle(ctx)
	}
	if err != nil {
		return false, fmt.Errorf("play: at %s: %w", p.clock.Now().Format(time.RFC3339), err)
	}
	return true, nil
}

// settle delivers until nothing more goes at this moment.
func (p *Player) settle(ctx context.Context) (sent int, next time.Time, err error) {
	now := p.clock.Now()
	for {
		if err := ctx.Err(); err != nil {
			return sent, next, err
		}
		n, at, err := p.deliver(ctx, now)
		sent += n
		if err != nil || at.IsZero() || at.After(now) {
			return sent, at, err
		}
	}
}

// moment is the next one at which something happens: a ring that finds
// something due, or a delivery that may go. Both may be the same.
func (p *Player) moment(ctx context.Context, ready time.Time) (at time.Time, rings bool, err error) {
	due, ok, err := p.next(ctx)
	if err != nil || !ok {
		return ready, false, err
	}
	now := p.clock.Now()
	if at = due; !at.After(now) {
		at = now.Add(1) // the ring of this moment has been
	}
	if at = up(at); ready.IsZero() || !ready.Before(at) {
		return at, true, nil
	}
	return ready, false, nil
}

// orNight is the moment, or the ring of the night where that comes first or
// falls on it.
func (p *Player) orNight(at time.Time, rings bool) (time.Time, bool, bool) {
	if p.night == nil {
		return at, rings, false
	}
	now := p.clock.Now().In(p.zone)
	night := time.Date(now.Year(), now.Month(), now.Day(), nightHour, nightMinute, 0, 0, p.zone)
	if !night.After(now) {
		night = night.AddDate(0, 0, 1)
	}
	switch {
	case at.IsZero() || night.Before(at):
		return night, false, true
	default:
		return at, rings, night.Equal(at)
	}
}

// up is the first ring at t or after it.
func up(t time.Time) time.Time {
	if on := t.Truncate(ring); on.Before(t) {
		return on.Add(ring)
	}
	return t
}
