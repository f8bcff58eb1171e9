package scheduler

import (
	"context"
	"strconv"
	"time"

	"tsukiichi/store"
)

// quietAgain is when a broadcast is counted again in which nothing moved, as
// at night. One that moves is counted at every ring: HR's card is changed once
// for all that happened since, not for each message.
const quietAgain = 10 * time.Minute

// patience is how long HR waits to hear of the others while somebody's message
// is tried again and again (ours); from then on it is counted every slowAgain.
const (
	patience  = 2 * time.Hour
	slowAgain = time.Hour
)

// progress brings HR's card of a broadcast up to date, and tells HR when
// nothing more happens by itself. It counts everybody, so it does that in a
// transaction that nobody waits for.
func (s *Scheduler) progress(ctx context.Context, d store.Due, now time.Time) (Report, error) {
	var t store.Tally
	_, err := s.guard(func() (plan, error) {
		return plan{}, s.Store.View(ctx, func(tx store.Tx) error {
			b, ok, err := store.Broadcasts.Get(tx, d.Subject)
			if err == nil && ok {
				t, err = store.TallyOf(tx, b)
			}
			return err
		})
	})
	if err != nil {
		return Report{}, s.later(ctx, d, now, err)
	}
	var enqueued int
	err = s.update(ctx, func(tx store.Tx) error {
		b, ok, err := store.Broadcasts.Get(tx, d.Subject)
		if err != nil {
			return err
		}
		if !ok || b.FrozenAt.IsZero() {
			return store.Unschedule(tx, d.Kind, d.Subject)
		}
		p := counted(b, t, now)
		if moved := t != b.Told; moved {
			b.Told = t
			if err := store.Broadcasts.Put(tx, b); err != nil {
				return err
			}
		}
		enqueued, err = s.apply(tx, d, p, now)
		return err
	})
	if err != nil {
		return Report{}, s.later(ctx, d, now, err)
	}
	return Report{Looked: 1, Enqueued: enqueued}, nil
}

// counted is what to tell HR of a broadcast that has come so far, and when to
// count again.
func counted(b store.Broadcast, t store.Tally, now time.Time) (p plan) {
	moved := t != b.Told
	if moved {
		p.tell(store.Intent{
			Key:  "broadcast-desk/" + b.ID + "/" + store.Stamp(now) + "/" + b.SentBy,
			Kind: store.KindBroadcastDesk, Subject: store.BroadcastSubject(b.ID), To: b.SentBy, Urgent: true, Edit: true,
		})
	}
	late := t.Waiting == 0 && !now.Before(b.RoundAt.Add(patience))
	if t.Over() || late {
		round := strconv.Itoa(b.Round)
		p.tell(store.Intent{
			Key:  "broadcast-done/" + b.ID + "/" + round + "/" + b.SentBy,
			Kind: store.KindBroadcastDone, Subject: store.BroadcastSubject(b.ID), Arg: round, To: b.SentBy,
		})
	}
	switch {
	case t.Over():
	case late:
		p.next = now.Add(slowAgain)
	case moved:
		p.next = now.Add(leastAhead)
	default:
		p.next = now.Add(quietAgain)
	}
	return p
}
