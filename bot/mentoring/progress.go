package mentoring

import "time"

// Progress is how far a pair is on its way to the minimum.
type Progress struct {
	Met     int
	Minimum int      // due of this pair, which may be fewer than of others
	Months  []Period // of the window, this one included, in which they can still meet
	Fresh   int      // of Months, those without a talk held so far
}

// Lacking is how many talks the pair is short of its minimum.
func (p Progress) Lacking() int { return max(0, p.Minimum-p.Met) }

// Behind reports whether one talk in every month that has none would still
// not reach the minimum: 「残り3か月で4回。2回目も決めますか」.
func (p Progress) Behind() bool { return p.Lacking() > p.Fresh }

// Progress does a pair's arithmetic at now. A month put off stays due and is
// made up in another (seeds/000, Q2). The minimum shrinks with the months in
// which no talk was possible: before the mentor was told, after the pair
// ended, or with one of the two on leave on every business day.
func (r Rules) Progress(s Standing, mentee, mentor Person, now time.Time) Progress {
	out := Progress{Met: s.Met()}
	possible, here := 0, r.Date(now).Period()
	for _, p := range r.periods {
		held := s.MetIn(p, r.zone) > 0
		if !held && !r.possible(s.Pair, mentee, mentor, p) {
			continue
		}
		possible++
		if p.Before(here) || s.IsDeferred(p) || !r.possible(s.Pair, mentee, mentor, p) {
			continue
		}
		out.Months = append(out.Months, p)
		if !held {
			out.Fresh++
		}
	}
	if s.Pair.Voluntary {
		return out
	}
	n := len(r.periods)
	out.Minimum = (r.programme.Minimum*possible + n - 1) / n
	return out
}

// possible reports whether the pair could have met in the month, as far as
// anybody knows: a mentor who has not been told yet still may be.
func (r Rules) possible(pair Pair, mentee, mentor Person, p Period) bool {
	from, to := p.First(), p.Last()
	if told := pair.ToldAt; !told.IsZero() && !r.Date(told).Before(r.closingDay(p)) {
		return false
	}
	if !pair.Ended.IsZero() && !pair.Ended.After(to) {
		to = pair.Ended.Add(-1)
	}
	for d := from; !d.After(to); d = d.Add(1) {
		if r.calendar.Open(d) && !mentee.Away(d) && !mentor.Away(d) {
			return true
		}
	}
	return false
}
