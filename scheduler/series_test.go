package scheduler_test

import (
	"testing"
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// monthly puts a series of every second Wednesday 15:30 into the house, which
// plans May next, and has it looked at on 1 April.
func (h *house) monthly(change ...func(*mentoring.Series)) {
	h.t.Helper()
	s := mentoring.Series{
		ID: "r1", Pair: "p1", MadeBy: "sato", MadeAt: at(h.t, "2026-04-01 09:00"), Minutes: 15, Place: "room",
		Rule: mentoring.Repeat{Week: 2, Weekday: time.Wednesday, At: mentoring.TimeOfDay{Hour: 15, Minute: 30}},
		Next: mentoring.Period{Year: 2026, Month: time.May},
	}
	for _, c := range change {
		c(&s)
	}
	h.person("sato", mentoring.RoleMentee)
	h.person("kato", mentoring.RoleMentor)
	h.write(func(tx store.Tx) error { return store.Series.Put(tx, s) })
	h.schedule(store.DueSeries, "r1", "2026-04-01 09:00")
}

// talks lists when the pair's talks are.
func (h *house) talks() (out []string) {
	h.t.Helper()
	out = []string{}
	h.read(func(tx store.Tx) error {
		all, err := store.Meetings.All(tx, store.Span{Index: "pair", Prefix: store.Under("p1")})
		for _, m := range all {
			out = append(out, show(m.Start)+" "+string(m.State))
		}
		return err
	})
	return out
}

func TestSeries(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.pair("p1", "sato", "kato", "2026-04-01 09:00")
	h.monthly()
	h.tick("2026-04-01 09:00")
	same(t, "talks before the month before's day", h.talks(), []string{})
	same(t, "next look", h.next(store.DueSeries, "r1"), "2026-04-08 09:00")
	h.tick("2026-04-08 09:00")
	same(t, "talks", h.talks(), []string{"2026-05-13 15:30 planned"})
	same(t, "next look", h.next(store.DueSeries, "r1"), "2026-05-13 09:00")
	var id string
	h.read(func(tx store.Tx) error {
		all, err := store.Meetings.All(tx, store.Span{Index: "pair", Prefix: store.Under("p1")})
		id = all[0].ID
		same(t, "talk", []any{all[0].Series, all[0].BookedBy, all[0].Place, all[0].Minutes}, []any{"r1", "sato", "room", 15})
		return err
	})
	same(t, "check-in", h.next(store.DueCheckIn, id), "2026-05-13 16:15")
	for _, who := range []string{"sato", "kato"} {
		d := h.delivery("planned/" + id + "/" + who)
		same(t, "delivery", []any{d.Kind, d.Subject, show(d.Expires)}, []any{store.KindPlanned, "meeting/" + id, "2026-05-13 15:30"})
	}
	h.tick("2026-04-08 09:01")
	same(t, "talks after another tick", len(h.talks()), 1)
}

// TestSeriesAfterAnOutage plans what is still to come and nothing of what is
// over.
func TestSeriesAfterAnOutage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.pair("p1", "sato", "kato", "2026-04-01 09:00")
	h.monthly()
	h.tick("2026-07-08 10:00")
	same(t, "talks", h.talks(), []string{"2026-07-08 15:30 planned", "2026-08-12 15:30 planned"})
	same(t, "next look", h.next(store.DueSeries, "r1"), "2026-08-12 09:00")
	h.tick("2026-09-09 09:00")
	same(t, "talks", h.talks()[2:], []string{"2026-09-09 15:30 planned"})
	same(t, "a look after the window", h.next(store.DueSeries, "r1"), "")
}

func TestSeriesEnds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		series func(*mentoring.Series)
		pair   func(*mentoring.Pair)
	}{
		"stopped":        {series: func(s *mentoring.Series) { s.Stopped = s.MadeAt }},
		"no pair longer": {pair: func(p *mentoring.Pair) { p.Ended = mentoring.On(2026, 4, 8) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			if c.pair == nil {
				c.pair = func(*mentoring.Pair) {}
			}
			if c.series == nil {
				c.series = func(*mentoring.Series) {}
			}
			h.pair("p1", "sato", "kato", "2026-04-01 09:00", c.pair)
			h.monthly(c.series)
			h.tick("2026-04-08 09:00")
			same(t, "talks", h.talks(), []string{})
			same(t, "next look", h.next(store.DueSeries, "r1"), "")
		})
	}
}

// TestSeriesClosesOffers: an offer of the month that the series fills is
// closed, on the card of who was to choose; one of another month stays.
func TestSeriesClosesOffers(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.pair("p1", "sato", "kato", "2026-04-01 09:00")
	h.write(func(tx store.Tx) error {
		for id, slot := range map[string]string{"may": "2026-05-20 10:00", "june": "2026-06-10 10:00"} {
			o := mentoring.Offer{ID: id, Pair: "p1", By: mentoring.Mentee, Slots: []time.Time{at(t, slot)}, MadeAt: at(t, "2026-04-01 09:00")}
			if err := store.Offers.Put(tx, o); err != nil {
				return err
			}
		}
		return nil
	})
	h.monthly()
	h.tick("2026-04-08 09:00")
	h.read(func(tx store.Tx) error {
		open, err := store.OpenOffers(tx, "p1")
		same(t, "open offers", []any{len(open), open[0].ID}, []any{1, "june"})
		return err
	})
	d := h.delivery("edit/offer/offer/may/r1/kato")
	same(t, "edit", []any{d.Kind, d.Subject, d.Edit, d.Urgent}, []any{store.KindOffer, "offer/may", true, true})
}
