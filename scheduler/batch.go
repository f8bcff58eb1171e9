package scheduler

import (
	"context"
	"errors"
	"runtime/debug"
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// batch goes through the entries: those of one transaction together, a month
// that is over on its own.
func (s *Scheduler) batch(ctx context.Context, due []store.Due, now time.Time) (Report, error) {
	var together []store.Due
	var total Report
	for _, d := range due {
		if d.Kind != store.DueMonth {
			together = append(together, d)
			continue
		}
		r, err := s.month(ctx, d, now)
		total.add(r)
		if err != nil {
			return total, err
		}
	}
	if len(together) == 0 {
		return total, nil
	}
	r, err := s.each(ctx, together, now)
	if err != nil && ctx.Err() == nil {
		r, err = s.oneByOne(ctx, together, now)
	}
	total.add(r)
	return total, err
}

// each looks at the entries in one transaction. What a look finds is written
// after it was found, so that a look that fails leaves nothing behind.
func (s *Scheduler) each(ctx context.Context, due []store.Due, now time.Time) (r Report, err error) {
	err = s.update(ctx, func(tx store.Tx) error {
		r = Report{}
		for _, d := range due {
			still, ok, err := store.Agenda.Get(tx, store.Agenda.Key(d))
			if err != nil {
				return err
			}
			if !ok || still.At.After(now) {
				continue // another ticker was faster
			}
			n, err := s.apply(tx, d, s.look(tx, d, now), now)
			if err != nil {
				return err
			}
			r.add(Report{Looked: 1, Enqueued: n})
		}
		return nil
	})
	return r, err
}

// oneByOne is for a batch that could not be written: each entry stands alone,
// and one that fails is put off. It fails where even that cannot be written.
func (s *Scheduler) oneByOne(ctx context.Context, due []store.Due, now time.Time) (Report, error) {
	var total Report
	for _, d := range due {
		r, err := s.each(ctx, []store.Due{d}, now)
		if err != nil {
			err = s.putOff(ctx, d, now, err)
		}
		if err != nil {
			return total, err
		}
		total.add(r)
	}
	return total, nil
}

func (s *Scheduler) putOff(ctx context.Context, d store.Due, now time.Time, why error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	s.failed(d, why)
	return s.update(ctx, func(tx store.Tx) error {
		return store.Schedule(tx, d.Kind, d.Subject, now.Add(retryAfter))
	})
}

// plan is what a look found: what to enqueue, whom HR should look after, what
// a series has become, and when to look again; the zero time is never.
type plan struct {
	intents    []store.Intent
	attentions []store.Attention
	meetings   []mentoring.Meeting // planned
	offers     []mentoring.Offer   // closed
	series     []mentoring.Series
	due        []store.Due // what else is to be looked at
	// writes is what else to write; more says that the entry is looked at again
	// at once, in a transaction of its own.
	writes []func(store.Tx) error
	more   bool
	next   time.Time
}

// tell adds an intent; one to nobody is none.
func (p *plan) tell(in store.Intent) {
	if in.To != "" {
		p.intents = append(p.intents, in)
	}
}

// apply writes the plan and returns how many intents are new.
func (s *Scheduler) apply(tx store.Tx, d store.Due, p plan, now time.Time) (int, error) {
	enqueued, err := s.enqueue(tx, p.intents, now)
	if err != nil {
		return enqueued, err
	}
	for _, a := range p.attentions {
		if _, err := store.Attentions.Insert(tx, a); err != nil {
			return enqueued, err
		}
	}
	if err := p.write(tx); err != nil {
		return enqueued, err
	}
	if p.more {
		return enqueued, store.Schedule(tx, d.Kind, d.Subject, now)
	}
	if p.next.IsZero() {
		return enqueued, store.Unschedule(tx, d.Kind, d.Subject)
	}
	if soonest := now.Add(leastAhead); p.next.Before(soonest) && !p.next.After(now) {
		p.next = soonest
	}
	return enqueued, store.Schedule(tx, d.Kind, d.Subject, p.next)
}

// write keeps what a series has become.
func (p plan) write(tx store.Tx) error {
	for _, m := range p.meetings {
		if _, err := store.Meetings.Insert(tx, m); err != nil {
			return err
		}
	}
	for _, o := range p.offers {
		if err := store.Offers.Put(tx, o); err != nil {
			return err
		}
	}
	for _, r := range p.series {
		if err := store.Series.Put(tx, r); err != nil {
			return err
		}
	}
	for _, write := range p.writes {
		if err := write(tx); err != nil {
			return err
		}
	}
	for _, d := range p.due {
		if err := store.Schedule(tx, d.Kind, d.Subject, d.At); err != nil {
			return err
		}
	}
	return nil
}

func (s *Scheduler) enqueue(tx store.Tx, intents []store.Intent, now time.Time) (n int, err error) {
	for _, in := range intents {
		in.ID = s.NewID()
		fresh, err := store.Enqueue(tx, in, now)
		if err != nil {
			return n, err
		}
		if fresh {
			n++
		}
	}
	return n, nil
}

// update is [store.Store.Update] with a panic as an error.
func (s *Scheduler) update(ctx context.Context, fn func(store.Tx) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = s.panicked()
		}
	}()
	return s.Store.Update(ctx, fn)
}

var errPanic = errors.New("scheduler: panic")

// panicked logs where a panic came from, not what it said: that may quote a
// person.
func (s *Scheduler) panicked() error {
	s.Log.Error().Bytes("stack", debug.Stack()).Msg("panic")
	return errPanic
}

func (s *Scheduler) failed(d store.Due, err error) {
	s.Log.Error().Str("kind", d.Kind).Str("subject", d.Subject).Str("code", code(err)).Msg("look failed")
}

// code names an error without quoting it.
func code(err error) string {
	for _, known := range []struct {
		err  error
		code string
	}{
		{errPanic, "panic"},
		{store.ErrNotFound, "not-found"},
		{store.ErrDamaged, "damaged"},
		{context.Canceled, "stopped"},
		{context.DeadlineExceeded, "timeout"},
	} {
		if errors.Is(err, known.err) {
			return known.code
		}
	}
	return "error"
}
