package delivery

import (
	"context"
	"errors"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

var (
	errPanic   = errors.New("delivery: panic")
	errNothing = errors.New("delivery: composed to nothing")
)

// deliver brings one claimed delivery to its outcome and records it.
func (c *Courier) deliver(ctx context.Context, d store.Delivery, now func() time.Time) {
	o := c.outcomeOf(ctx, d, now, c.compose)
	c.log(d, o, c.record(ctx, d, o))
}

// composing is what a delivery has become when it is its turn.
type composing func(ctx context.Context, d store.Delivery, now time.Time) (store.Composed, error)

// deliverAll composes deliveries side by side, before any outcome is written,
// brings them to their outcomes one after the other, and records them, so many
// together. It counts the messages that reached somebody.
func (c *Courier) deliverAll(ctx context.Context, ds []store.Delivery, at time.Time) (sent int) {
	now := func() time.Time { return at }
	var beside sync.WaitGroup
	outcomes, drafts := make([]outcome, len(ds)), c.draft(ctx, ds, at)
	for from := 0; from < len(ds); from += together {
		to := min(from+together, len(ds))
		for i, d := range ds[from:to] {
			o := c.outcomeOf(ctx, d, now, drafts[from+i])
			if o.sent && !o.owed {
				sent++
			}
			outcomes[from+i] = o
		}
		beside.Go(func() { c.writeDown(ctx, ds[from:to], outcomes[from:to]) })
	}
	beside.Wait()
	return sent
}

// together is how many outcomes one transaction writes down.
const together = 32

// writeDown records outcomes together, or, where that fails, each by itself.
func (c *Courier) writeDown(ctx context.Context, ds []store.Delivery, outcomes []outcome) {
	all := c.recordAll(ctx, ds, outcomes) == nil
	for i, d := range ds {
		var err error
		if !all {
			err = c.record(ctx, d, outcomes[i])
		}
		c.log(d, outcomes[i], err)
	}
}

// draft composes deliveries side by side, each for another person. A single one
// is composed by whoever asks.
func (c *Courier) draft(ctx context.Context, ds []store.Delivery, now time.Time) []composing {
	out := make([]composing, len(ds))
	work := make(chan int, len(ds))
	for i, d := range ds {
		out[i] = c.compose
		if _, owed := c.owed(d.Key); !owed && len(ds) > 1 { // what was sent is only owed its record
			work <- i
		}
	}
	close(work)
	var all sync.WaitGroup
	for range min(len(work), runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			for i := range work {
				out[i] = c.draftOne(ctx, ds[i], now)
			}
		})
	}
	all.Wait()
	return out
}

func (c *Courier) draftOne(ctx context.Context, d store.Delivery, now time.Time) composing {
	ctx, cancel := context.WithTimeout(ctx, c.Lease/4)
	defer cancel()
	m, err := c.compose(ctx, d, now)
	return func(context.Context, store.Delivery, time.Time) (store.Composed, error) { return m, err }
}

// outcomeOf attempts the delivery, or takes up what became of it before and
// could not be written then.
func (c *Courier) outcomeOf(ctx context.Context, d store.Delivery, now func() time.Time, compose composing) outcome {
	o, owed := c.owed(d.Key)
	switch {
	case !owed:
		return c.attempt(ctx, d, now, compose)
	case c.tooOld(d, now()):
		o = bury("gave-up", now())
	}
	o.owed = true
	return o
}

// attempt composes and sends, outside every transaction.
func (c *Courier) attempt(ctx context.Context, d store.Delivery, now func() time.Time, compose composing) outcome {
	if until, paused := c.pausedUntil(d.Lane, now()); paused {
		return release(until, "rate-limited")
	}
	if ctx.Err() != nil {
		return release(now(), "stopped")
	}
	ctx, cancel := context.WithTimeout(ctx, c.Lease*3/4)
	defer cancel()
	m, err := compose(ctx, d, now())
	switch {
	case errors.Is(err, errPanic):
		return c.retry(d, now(), "panic", setAside)
	case errors.Is(ctx.Err(), context.Canceled):
		return release(now(), "stopped")
	case err != nil:
		return c.retry(d, now(), "compose", setAside)
	case m.Unknown:
		return unknown(now())
	case m.Drop != "":
		return drop(m.Drop, now())
	case !m.Later.IsZero():
		return putOff(m.Later, now())
	}
	sender := c.Senders[m.To.Account.Platform]
	if sender == nil {
		return c.retry(d, now(), "no-sender", setAside)
	}
	done, err := c.send(ctx, sender, chat.Dispatch{ID: d.Key, To: m.To, Replace: m.Replace, Message: m.Message})
	if err == nil {
		c.note(m.To.Account.Lane(), func(l *lane) { l.limited = 0 })
		return sentTo(m, done, now())
	}
	return c.judge(ctx, d, m, err, now())
}

// unknownFor is how long a kind that a newer version wrote is left alone.
const unknownFor = time.Hour

// compose is the composer's answer, with a panic as an error.
func (c *Courier) compose(ctx context.Context, d store.Delivery, now time.Time) (m store.Composed, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = c.panicked(d)
		}
	}()
	m, err = c.Composer.Compose(ctx, d, now)
	if err == nil && !m.Unknown && m.Drop == "" && m.Later.IsZero() && m.To.Account.IsZero() {
		err = errNothing
	}
	return m, err
}

// send is the sender's answer, with a panic as an error.
func (c *Courier) send(ctx context.Context, s Sender, d chat.Dispatch) (done chat.Sent, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = c.panicked(store.Delivery{Intent: store.Intent{Key: d.ID}})
		}
	}()
	return s.Send(ctx, d)
}

// panicked logs where a panic came from, not what it said.
func (c *Courier) panicked(d store.Delivery) error {
	c.Log.Error().Str("key", d.Key).Bytes("stack", debug.Stack()).Msg("panic")
	return errPanic
}

// judge turns a sender's error into what becomes of the delivery.
func (c *Courier) judge(ctx context.Context, d store.Delivery, m store.Composed, err error, now time.Time) outcome {
	var limited chat.RateLimited
	var later chat.Later
	switch {
	case errors.As(err, &later):
		return release(now.Add(max(later.After, leastLater)), "paced")
	case errors.As(err, &limited):
		name := m.To.Account.Lane()
		return pause(name, c.limit(name, limited, now))
	case errors.Is(err, chat.ErrBlocked):
		return block(m.To.Account, now)
	case errors.Is(err, chat.ErrRejected):
		return bury("rejected", now)
	case errors.Is(err, chat.ErrGone) && m.Replace != "" && d.Reason != reasonRefGone:
		return forgetRef(m.Replace, now)
	case errors.Is(err, chat.ErrGone) && m.Replace == "":
		o := c.again(d, now, "gone")
		return forgetRoute(o, m.To)
	case errors.Is(err, chat.ErrGone):
		return c.again(d, now, "gone")
	case errors.Is(err, errPanic):
		return c.again(d, now, "panic")
	case errors.Is(ctx.Err(), context.Canceled):
		return release(now, "stopped")
	case errors.Is(err, context.DeadlineExceeded):
		return c.again(d, now, "timeout")
	default:
		return c.again(d, now, "send")
	}
}

// leastLater keeps a sender that names no time from being asked without end.
const leastLater = 100 * time.Millisecond

// again is what follows a sending that failed.
func (c *Courier) again(d store.Delivery, now time.Time, reason string) outcome {
	return c.retry(d, now, reason, tryAgain)
}

// retry tries once more later, and never behind the delivery's end. What has
// no end is given up when it is too old.
func (c *Courier) retry(d store.Delivery, now time.Time, reason string, back func(now, at time.Time, reason string) outcome) outcome {
	if c.tooOld(d, now) {
		return bury("gave-up", now)
	}
	at := now.Add(backoff(d.Attempts, c.Rand()))
	if !d.Expires.IsZero() && at.After(d.Expires) {
		at = d.Expires
	}
	return back(now, at, reason)
}

func (c *Courier) tooOld(d store.Delivery, now time.Time) bool {
	born := d.Created
	if d.NotBefore.After(born) {
		born = d.NotBefore
	}
	return d.Expires.IsZero() && now.Sub(born) >= c.MaxAge
}
