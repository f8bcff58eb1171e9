package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"tsukiichi/store"
)

// simReport is what a run found.
type simReport struct {
	Pairs          int            `json:"pairs"`
	People         int            `json:"people"`
	Meetings       meetingReport  `json:"meetings"`
	Reflections    int            `json:"reflections"`
	Nudges         nudgeReport    `json:"nudges"`
	Deliveries     deliveryReport `json:"deliveries"`
	MinimumReached int            `json:"minimum_reached"` // pairs
	Seconds        float64        `json:"seconds"`
}

type meetingReport struct {
	Planned   int `json:"planned"` // by taking a slot or by a series, whatever became of it
	Met       int `json:"met"`
	Deferred  int `json:"deferred"`  // months of a pair that a head put off
	Cancelled int `json:"cancelled"` // called off, or another day was to be found
}

// nudgeReport counts messages to persons. ByStep adds up to Sent; the heads'
// digests belong to the closing step.
type nudgeReport struct {
	Expected     int            `json:"expected"`
	Sent         int            `json:"sent"`
	Missing      int            `json:"missing"`
	ByStep       map[string]int `json:"by_step"`
	Duplicates   int            `json:"duplicates"` // of any message
	OnHolidays   int            `json:"on_holidays"`
	OutsideHours int            `json:"outside_hours"`
	AfterMeeting int            `json:"after_meeting"`
}

type deliveryReport struct {
	Enqueued int `json:"enqueued"`
	Sent     int `json:"sent"`
	Expired  int `json:"expired"`
	Dead     int `json:"dead"`
	Lost     int `json:"lost"`
}

// minimumDue is how many talks a pair owes in the half year.
const minimumDue = 6

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

// reflections counts what people wrote about their talks.
func reflections(ctx context.Context, st *store.Store) (n int, err error) {
	err = st.View(ctx, func(tx store.Tx) error {
		n = 0
		for _, err := range store.Reflections.Each(tx, store.Span{}) {
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	return n, err
}

// write writes the report as one JSON object, or as lines.
func (r simReport) write(w io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(r)
	}
	n, d := r.Nudges, r.Deliveries
	_, err := fmt.Fprintf(w, `%d pairs, %d people, April to September in %.1f s
meetings     %d planned, %d met, %d cancelled, %d months deferred; %d pairs reached the minimum
reflections  %d
nudges       %d expected, %d sent, %d missing
             first %d, tenth %d, twentieth %d, closing %d, month-over %d
             %d duplicates, %d on holidays, %d outside hours, %d after the meeting
deliveries   %d enqueued, %d sent, %d expired, %d dead, %d lost
`,
		r.Pairs, r.People, r.Seconds, r.Meetings.Planned, r.Meetings.Met, r.Meetings.Cancelled, r.Meetings.Deferred, r.MinimumReached, r.Reflections,
		n.Expected, n.Sent, n.Missing,
		n.ByStep[stepFirst], n.ByStep[stepTenth], n.ByStep[stepTwentieth], n.ByStep[stepClosing], n.ByStep[stepMonthOver],
		n.Duplicates, n.OnHolidays, n.OutsideHours, n.AfterMeeting,
		d.Enqueued, d.Sent, d.Expired, d.Dead, d.Lost)
	return err
}
