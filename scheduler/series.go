package scheduler

import (
	"slices"
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// lookAtSeries plans the talks of a monthly series that are due to be planned:
// one, or after an outage those whose day is still to come.
func lookAtSeries(v view) (p plan, err error) {
	series, ok, err := store.Series.Get(v.tx, v.subject)
	if err != nil || !ok || !series.Stopped.IsZero() {
		return p, err
	}
	pair, err := store.Pairs.Must(v.tx, series.Pair)
	if err != nil {
		return p, err
	}
	rules, err := v.rules(pair.Programme)
	if err != nil || ended(pair, rules, v.now) {
		return p, err
	}
	standing, err := store.Standing(v.tx, pair)
	if err != nil {
		return p, err
	}
	for {
		at, in := rules.SeriesAt(series)
		if !in || at.After(v.now) {
			p.next = at
			if !in {
				p.next = time.Time{}
			}
			break
		}
		if err := v.repeat(&p, series, standing, rules); err != nil {
			return p, err
		}
		series.Next = series.Next.Add(1)
	}
	p.series = append(p.series, series)
	return p, nil
}

// repeat plans the series' next talk, or says that it is left out. Nobody
// learns why: it may be somebody's leave.
func (v view) repeat(p *plan, series mentoring.Series, st mentoring.Standing, rules mentoring.Rules) error {
	mentee, err := store.People.Must(v.tx, st.Pair.Mentee)
	if err != nil {
		return err
	}
	mentor, err := store.People.Must(v.tx, st.Pair.Mentor)
	if err != nil {
		return err
	}
	both := []string{mentor.ID, mentee.ID}
	switch rules.Skips(series, st, mentee, mentor, v.now) {
	case mentoring.SkipPast, mentoring.SkipThere, mentoring.SkipPaused:
		return nil
	case mentoring.SkipDeferred, mentoring.SkipAway:
		for _, to := range both {
			p.tell(store.Intent{
				Key:  "series-skipped/" + series.ID + "/" + series.Next.String() + "/" + to,
				Kind: store.KindSeriesSkipped, Subject: "series/" + series.ID, Arg: series.Next.String(), To: to,
				Expires: rules.Occurrence(series.Rule, series.Next),
			})
		}
		return nil
	}
	m := mentoring.Meeting{
		ID: v.s.NewID(), Pair: series.Pair, State: mentoring.MeetingPlanned, Start: rules.Occurrence(series.Rule, series.Next),
		Minutes: series.Minutes, Place: series.Place, BookedBy: series.MadeBy, BookedAt: v.now, Series: series.ID,
	}
	p.meetings = append(p.meetings, m)
	p.due = append(p.due,
		store.Due{Kind: store.DueCheckIn, Subject: m.ID, At: rules.CheckInAt(m)},
		store.Due{Kind: store.DueTalks, Subject: series.Pair, At: v.now},
		store.Due{Kind: store.DuePair, Subject: series.Pair, At: v.now}) // whose next look may come sooner
	for _, to := range both {
		p.tell(store.Intent{Key: store.PlannedKey(m, to), Kind: store.KindPlanned, Subject: store.PlannedSubject(m), To: to, Expires: m.Start})
	}
	return v.closeOffers(p, rules, series, st.Pair)
}

// closeOffers closes the open offers of times in the month that the series has
// filled.
func (v view) closeOffers(p *plan, rules mentoring.Rules, series mentoring.Series, pair mentoring.Pair) error {
	open, err := store.OpenOffers(v.tx, pair.ID)
	if err != nil {
		return err
	}
	for _, o := range open {
		if !slices.ContainsFunc(o.Slots, func(at time.Time) bool { return rules.Date(at).Period() == series.Next }) {
			continue
		}
		o.Closed = mentoring.OfferReplaced
		p.offers = append(p.offers, o)
		to := pair.Person(o.Taker())
		p.tell(store.Intent{
			Key:  "edit/" + store.KindOffer + "/offer/" + o.ID + "/" + series.ID + "/" + to,
			Kind: store.KindOffer, Subject: "offer/" + o.ID, To: to, Urgent: true, Edit: true,
		})
	}
	return nil
}
