package main

import (
	"context"
	"time"

	"tsukiichi/store"
)

// What the store holds at the end.

// deliveries goes through what the outbox holds at the end, and adds what it
// has forgotten since. Lost is what neither came to an end nor waits for a
// later time, and what is said to be sent but reached nobody.
func deliveries(ctx context.Context, st *store.Store, forgotten deliveryReport, l *ledger, end time.Time) (deliveryReport, error) {
	return forgotten.with(ctx, st, store.Span{}, l, end)
}

// with is the report with the deliveries of the span added.
func (r deliveryReport) with(ctx context.Context, st *store.Store, span store.Span, l *ledger, end time.Time) (out deliveryReport, err error) {
	err = st.View(ctx, func(tx store.Tx) error {
		out = r
		for d, err := range store.Outbox.Each(tx, span) {
			if err != nil {
				return err
			}
			out.add(d, l.reached(d.Key), end)
		}
		return nil
	})
	return out, err
}

func (r *deliveryReport) add(d store.Delivery, reached bool, end time.Time) {
	r.Enqueued++
	switch d.State {
	case store.Sent:
		r.Sent++
		if !reached {
			r.Lost++
		}
	case store.Dropped, store.Blocked:
	case store.Expired:
		r.Expired++
	case store.Dead:
		r.Dead++
	default:
		if d.State != store.Waiting || d.Lane == "" || !d.At.After(end) {
			r.Lost++
		}
	}
}

// kept is the report with what people and HR left in the store.
func (r simReport) kept(tx store.Tx, rec record) (simReport, error) {
	for _, sum := range []func() error{
		func() error { return each(tx, store.Reflections, func(store.Reflection) { r.Reflections++ }) },
		func() error { return each(tx, store.Quiets, func(store.Quiet) { r.Changes.Quiet++ }) },
		func() error { return each(tx, store.HandoverNotes, func(store.HandoverNote) { r.Changes.Notes++ }) },
		func() error { return each(tx, store.SurveyDrafts, func(store.SurveyDraft) { r.Survey.Drafts++ }) },
		func() error { return each(tx, store.Changes, r.Changes.add) },
		func() error { return each(tx, store.Consents, r.Changes.lets) },
		func() (err error) {
			r.Broadcasts.Unkept, err = unkept(tx, rec.read)
			return err
		},
	} {
		if err := sum(); err != nil {
			return r, err
		}
	}
	return r, nil
}

// unkept counts the acknowledgements that somebody made and the store does not
// hold, and those that it holds and nobody made.
func unkept(tx store.Tx, read map[string]map[string]time.Time) (n int, err error) {
	held := map[string]bool{}
	if err := each(tx, store.Acknowledgements, func(a store.Acknowledgement) {
		if held[store.Acknowledgements.Key(a)] = true; read[a.Broadcast][a.Person].IsZero() {
			n++
		}
	}); err != nil {
		return 0, err
	}
	for letter, people := range read {
		for who := range people {
			if !held[store.Join(letter, who)] {
				n++
			}
		}
	}
	return n, nil
}

func (c *changeReport) lets(one store.Consent) {
	if one.WithdrawnAt.IsZero() {
		c.Consents++
	}
}

func (c *changeReport) add(one store.Change) {
	switch one.Cause {
	case store.ChangeAsked:
		c.Asked++
	case store.ChangeLeave:
		c.Leave++
	}
	if one.State == store.ChangeKept {
		c.Kept++
	}
}

// each goes through a table.
func each[T any](tx store.Tx, table store.Table[T], do func(T)) error {
	for one, err := range table.Each(tx, store.Span{}) {
		if err != nil {
			return err
		}
		do(one)
	}
	return nil
}
