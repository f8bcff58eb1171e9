package delivery

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Round sends whatever may go at now, lane by lane and one message after the
// other, until nothing more does. sent is how many messages reached somebody,
// next is when something may go again, or zero where nothing waits. A lane
// that fails does not stop the others.
func (c *Courier) Round(ctx context.Context, now time.Time) (sent int, next time.Time, err error) {
	now = now.UTC().Truncate(time.Microsecond)
	for {
		// What a sending entailed may wait in a lane that was done already.
		p, err := c.pass(ctx, now)
		sent += p.sent
		if err != nil {
			return sent, p.next, fmt.Errorf("delivery: round: %w", err)
		}
		if p.worked == 0 {
			return sent, p.next, nil
		}
	}
}

// pass is what one pass over lanes did.
type pass struct {
	worked, sent int
	next         time.Time
}

func (c *Courier) pass(ctx context.Context, now time.Time) (total pass, err error) {
	names, err := c.ready(ctx)
	if err != nil {
		return total, err
	}
	var errs []error
	for _, name := range names {
		p, err := c.drain(ctx, name, now)
		total.worked += p.worked
		total.sent += p.sent
		total.next = earliest(total.next, p.next)
		if err != nil {
			errs = append(errs, fmt.Errorf("lane %s: %w", name, err))
		}
	}
	return total, errors.Join(errs...)
}

// drain sends what the lane lets go at now.
func (c *Courier) drain(ctx context.Context, name string, now time.Time) (p pass, err error) {
	for ctx.Err() == nil {
		granted, next, err := c.claim(ctx, name, now, c.Batch)
		if err != nil {
			return p, err
		}
		p.worked += len(granted)
		p.sent += c.deliverAll(ctx, granted, now)
		if len(granted) == 0 && (next.IsZero() || next.After(now)) {
			p.next = next
			return p, nil
		}
	}
	return p, ctx.Err()
}

// earliest is the earlier of two times, of which zero is none.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}
