package delivery

import (
	"context"
	"errors"
	"time"

	"tsukiichi/store"
)

// recordTries is how often an outcome is written before it is left to the
// lease: what was sent is remembered and written when the lease ends.
const recordTries = 4

// recordWait is the wait after the first try that failed; it doubles.
const recordWait = 20 * time.Millisecond

// record writes the outcome, even while we are told to stop: what was sent
// must be known.
func (c *Courier) record(ctx context.Context, d store.Delivery, o outcome) error {
	ctx = context.WithoutCancel(ctx)
	var err error
	for try := range recordTries {
		if try > 0 {
			time.Sleep(recordWait << (try - 1))
		}
		err = c.write(ctx, d, o)
		if err == nil || errors.Is(err, store.ErrLeaseLost) {
			c.settle(d.Key)
			return err
		}
	}
	if o.sent {
		c.owe(d.Key, o)
	}
	return err
}

// recordAll writes all outcomes or none.
func (c *Courier) recordAll(ctx context.Context, ds []store.Delivery, os []outcome) (err error) {
	ctx = context.WithoutCancel(ctx)
	defer func() {
		if v := recover(); v != nil {
			err = errPanic // each by itself says which
		}
	}()
	err = c.Store.Update(ctx, func(tx store.Tx) error {
		for i, d := range ds {
			if err := os[i].write(tx, d); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		for _, d := range ds {
			c.settle(d.Key)
		}
	}
	return err
}

func (c *Courier) write(ctx context.Context, d store.Delivery, o outcome) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = c.panicked(d)
		}
	}()
	return c.Store.Update(ctx, func(tx store.Tx) error { return o.write(tx, d) })
}

// owed is the outcome of an earlier sending that could not be written then.
func (c *Courier) owed(key string) (outcome, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	o, ok := c.unpaid[key]
	return o, ok
}

func (c *Courier) owe(key string, o outcome) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.unpaid[key] = o
}

func (c *Courier) settle(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.unpaid, key)
}

func (c *Courier) log(d store.Delivery, o outcome, err error) {
	e := c.Log.Debug()
	switch {
	case err != nil:
		e = c.Log.Error().Bool("recorded", false).Bool("lease_lost", errors.Is(err, store.ErrLeaseLost))
	case o.fails:
		e = c.Log.Warn()
	}
	e.Str("id", d.ID).Str("kind", d.Kind).Str("lane", d.Lane).Int("attempts", d.Attempts).Str("code", o.code).Msg("delivery")
}
