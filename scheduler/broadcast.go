package scheduler

import (
	"context"
	"errors"
	"time"

	"tsukiichi/store"
)

// broadcast goes through the people of a broadcast, a chunk in each
// transaction. How far it came is written with what the chunk did, so that a
// crash or a second ticker goes on from there.
func (s *Scheduler) broadcast(ctx context.Context, d store.Due, now time.Time) (Report, error) {
	var total Report
	for {
		if err := ctx.Err(); err != nil {
			return total, err
		}
		people, err := s.audience(ctx, d, now)
		if err != nil {
			return total, s.later(ctx, d, now, err)
		}
		var r Report
		var more bool
		err = s.update(ctx, func(tx store.Tx) (err error) {
			r, more, err = s.pass(tx, d, people, now)
			return err
		})
		if err != nil {
			return total, s.later(ctx, d, now, err)
		}
		total.add(r)
		if !more {
			return total, nil
		}
	}
}

// later puts a run that failed off. One whose process ends is found as it is
// by the next.
func (s *Scheduler) later(ctx context.Context, d store.Due, now time.Time, why error) error {
	if errors.Is(why, context.Canceled) {
		return why
	}
	return s.putOff(ctx, d, now, why)
}

// audience reads whom a broadcast means that begins now: after an outage not
// those of the day for which it was meant. It reads everybody, so it is not
// done in a transaction that others wait for.
func (s *Scheduler) audience(ctx context.Context, d store.Due, now time.Time) (people []string, err error) {
	_, err = s.guard(func() (plan, error) {
		return plan{}, s.Store.View(ctx, func(tx store.Tx) error {
			run, b, ok, err := runOf(tx, d)
			if err != nil || !ok || run.Kind != store.RunSend || !b.FrozenAt.IsZero() {
				return err
			}
			rules, err := s.rules.Get(tx, b.Programme)
			if err != nil {
				return err
			}
			people, err = store.AudienceOf(tx, rules, b.Audience, rules.Date(now))
			return err
		})
	})
	return people, err
}

// runOf is the run of an entry with its broadcast; ok is false where either is
// gone.
func runOf(tx store.Tx, d store.Due) (run store.BroadcastRun, b store.Broadcast, ok bool, err error) {
	if run, ok, err = store.BroadcastRuns.Get(tx, d.Subject); err != nil || !ok {
		return run, b, false, err
	}
	b, ok, err = store.Broadcasts.Get(tx, run.Broadcast)
	return run, b, ok, err
}

// pass does the run's next chunk; more is false when it is finished.
func (s *Scheduler) pass(tx store.Tx, d store.Due, people []string, now time.Time) (r Report, more bool, err error) {
	still, ok, err := store.Agenda.Get(tx, store.Agenda.Key(d))
	if err != nil || !ok || still.At.After(now) {
		return r, false, err // another ticker finished it
	}
	run, b, ok, err := runOf(tx, d)
	if err != nil {
		return r, false, err
	}
	if !ok {
		return r, false, store.EndRun(tx, d.Subject)
	}
	if run.Kind == store.RunSend {
		r, more, err = s.send(tx, &run, b, people, now)
	} else {
		r, more, err = s.sweep(tx, &run, b, now)
	}
	if err != nil {
		return r, false, err
	}
	if more {
		return r, true, store.BroadcastRuns.Put(tx, run)
	}
	return r, false, store.EndRun(tx, run.ID)
}

// send enqueues the next part of the audience, which it freezes first.
func (s *Scheduler) send(tx store.Tx, run *store.BroadcastRun, b store.Broadcast, people []string, now time.Time) (r Report, more bool, err error) {
	if b.State != store.BroadcastScheduled && b.State != store.BroadcastSending {
		return r, false, nil // called off
	}
	if b.FrozenAt.IsZero() {
		if err := store.Freeze(tx, &b, people, now); err != nil {
			return r, false, err
		}
		if err := store.Schedule(tx, store.DueProgress, b.ID, now.Add(leastAhead)); err != nil {
			return r, false, err
		}
	}
	key := store.AudienceLists.Key(store.Addressees{Broadcast: b.ID, Part: run.Part})
	part, ok, err := store.AudienceLists.Get(tx, key)
	if err != nil || !ok {
		return r, false, err
	}
	var intents []store.Intent
	for _, id := range part.People {
		intents = append(intents, store.BroadcastIntent(b, id, now))
	}
	r.Looked = len(intents)
	r.Enqueued, err = s.enqueue(tx, intents, now)
	run.Part++
	return r, run.Part*store.BroadcastChunk < b.People, err
}

// sweep goes through the next deliveries of the broadcast.
func (s *Scheduler) sweep(tx store.Tx, run *store.BroadcastRun, b store.Broadcast, now time.Time) (r Report, more bool, err error) {
	span := store.Span{Prefix: store.BroadcastPrefix(b.ID), After: run.After}
	rows, next, err := store.Outbox.List(tx, span, store.BroadcastChunk)
	if err != nil {
		return r, false, err
	}
	r.Looked, run.After = len(rows), next
	var intents []store.Intent
	for _, d := range rows {
		some, err := s.touch(tx, *run, b, d, now)
		if err != nil {
			return r, false, err
		}
		intents = append(intents, some...)
	}
	if r.Enqueued, err = s.enqueue(tx, intents, now); err != nil || next != "" {
		return r, next != "", err
	}
	return r, false, store.Schedule(tx, store.DueProgress, b.ID, now)
}

// touch does with one delivery what the run is for, and returns what is to be
// sent besides.
func (s *Scheduler) touch(tx store.Tx, run store.BroadcastRun, b store.Broadcast, d store.Delivery, now time.Time) (out []store.Intent, err error) {
	reached := d.State == store.Sent || d.State == store.Leased // or is about to be
	switch run.Kind {
	case store.RunCancel:
		_, err = store.DropWaiting(tx, d, store.ReasonCancelled, now)
	case store.RunResend:
		_, err = store.Revive(tx, d, now.Add(store.BroadcastFor), now)
	case store.RunCorrect:
		if reached {
			return corrections(tx, run, b, d.To, now)
		}
	case store.RunRemind:
		read, err := store.Acknowledged(tx, b.ID, d.To)
		if err != nil || read || !reached {
			return nil, err
		}
		in := store.BroadcastIntent(b, d.To, now)
		in.Kind, in.Key = store.KindBroadcastAgain, runKey("broadcast-again", run, d.To)
		out = append(out, in)
	}
	return out, err
}

// corrections changes every card on which a person has the words: the message,
// and the reminder where they got one.
func corrections(tx store.Tx, run store.BroadcastRun, b store.Broadcast, to string, now time.Time) ([]store.Intent, error) {
	in := store.BroadcastIntent(b, to, now)
	in.Key, in.Edit = runKey("broadcast-edit", run, to), true
	_, reminded, err := store.Refs.Get(tx, store.Join(to, store.KindBroadcastAgain, in.Subject))
	if err != nil || !reminded {
		return []store.Intent{in}, err
	}
	again := in
	again.Kind, again.Key = store.KindBroadcastAgain, runKey("broadcast-edit-again", run, to)
	return []store.Intent{in, again}, nil
}

// runKey is the key of what a run says to a person: once for the run, whose id
// is never used again.
func runKey(what string, run store.BroadcastRun, to string) string {
	return what + "/" + run.Broadcast + "/" + run.ID + "/" + to
}
