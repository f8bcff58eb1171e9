package store

import (
	"time"

	"tsukiichi/bot/mentoring"
)

// ActiveProgrammes lists the programmes that are run now (1 April of their year
// to 31 March, in their zone, and not closed by HR), by id.
func ActiveProgrammes(tx Tx, now time.Time) ([]mentoring.Programme, error) {
	var active []mentoring.Programme
	for p, err := range Programmes.Each(tx, Span{}) {
		if err != nil {
			return nil, err
		}
		if p.Running(dateIn(p, now)) {
			active = append(active, p)
		}
	}
	return active, nil
}

// CurrentProgramme is the programme to speak of where nobody named one: the
// first active one; outside every year the one that was active last, or, where
// none was yet, the first to come. One that is closed stands behind those that
// are not. ok is false where there is none at all.
func CurrentProgramme(tx Tx, now time.Time) (current mentoring.Programme, ok bool, err error) {
	all, err := Programmes.All(tx, Span{})
	current, ok = IntakeOf(tx, all).Current(now)
	return current, ok && err == nil, err
}

// Nearer reports whether a is the better programme to speak of on the day where
// nobody named one.
func Nearer(on mentoring.Date, a, b mentoring.Programme) bool {
	now := on.FiscalYear()
	switch {
	case a.Year == b.Year:
		return b.ClosedBy(on) && !a.ClosedBy(on)
	case a.Year <= now && b.Year <= now:
		return a.Year > b.Year
	case a.Year > now && b.Year > now:
		return a.Year < b.Year
	default:
		return a.Year <= now
	}
}

// dateIn is the date of now in the programme's zone.
func dateIn(p mentoring.Programme, now time.Time) mentoring.Date {
	loc, err := time.LoadLocation(p.Zone)
	if err != nil {
		loc = time.UTC
	}
	return mentoring.DateOf(now.In(loc))
}

// thankYouCards gives programmes of an earlier version the card of thanks, where
// their preset has one.
func thankYouCards(tx Tx) error {
	return fromPreset(tx, func(p *mentoring.Programme, preset mentoring.Programme) bool {
		p.ThankYouCard = preset.ThankYouCard
		return true
	})
}

// LivePair is the pair that the mentee has in the programme on the day; ok is
// false where there is none. A voluntary pair is none of the programme's.
func LivePair(tx Tx, programme, mentee string, on mentoring.Date) (live mentoring.Pair, ok bool, err error) {
	pairs, err := Pairs.All(tx, Span{Index: "mentee", Prefix: Under(programme, mentee)})
	for _, p := range pairs {
		if !p.Voluntary && (p.Ended.IsZero() || on.Before(p.Ended)) {
			return p, true, err
		}
	}
	return mentoring.Pair{}, false, err
}
