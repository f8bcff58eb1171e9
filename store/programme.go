package store

import (
	"time"

	"tsukiichi/bot/mentoring"
)

// ActiveProgrammes lists the programmes whose fiscal year holds now (1 April
// of their year to 31 March, in their zone), by id.
func ActiveProgrammes(tx Tx, now time.Time) ([]mentoring.Programme, error) {
	var active []mentoring.Programme
	for p, err := range Programmes.Each(tx, Span{}) {
		if err != nil {
			return nil, err
		}
		if yearOf(p, now) == p.Year {
			active = append(active, p)
		}
	}
	return active, nil
}

// CurrentProgramme is the programme to speak of where nobody named one: the
// first active one; outside every year the one that was active last, or, where
// none was yet, the first to come. ok is false where there is none at all.
func CurrentProgramme(tx Tx, now time.Time) (current mentoring.Programme, ok bool, err error) {
	for p, err := range Programmes.Each(tx, Span{}) {
		if err != nil {
			return current, false, err
		}
		if !ok || NearerYear(yearOf(p, now), p.Year, current.Year) {
			current, ok = p, true
		}
	}
	return current, ok, nil
}

// NearerYear reports whether a programme of the year a is a better choice in the
// year now than one of the year b.
func NearerYear(now, a, b int) bool {
	switch {
	case a <= now && b <= now:
		return a > b
	case a > now && b > now:
		return a < b
	default:
		return a <= now
	}
}

// yearOf is the fiscal year of now in the programme's zone.
func yearOf(p mentoring.Programme, now time.Time) int {
	loc, err := time.LoadLocation(p.Zone)
	if err != nil {
		loc = time.UTC
	}
	now = now.In(loc)
	if now.Month() < time.April {
		return now.Year() - 1
	}
	return now.Year()
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
