package mentoring

import (
	"slices"
	"time"
)

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
func (r Rules) Progress(s Standing, now time.Time) Progress {
	out := Progress{Met: s.MetWithin(r)}
	possible, here := 0, r.Date(now).Period()
	for _, p := range r.periods {
		held, could := s.MetIn(p, r.zone) > 0, r.possible(s, p)
		if !held && !could {
			continue
		}
		possible++
		if p.Before(here) || s.IsDeferred(p) || !could {
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

// PutOff is the arithmetic as it would be with the month put off as well.
func (r Rules) PutOff(s Standing, p Period, now time.Time) Progress {
	s.Deferred = append(slices.Clone(s.Deferred), p)
	return r.Progress(s, now)
}

// Ahead is the months of the window that are not over at now: those that a
// head can still put off.
func (r Rules) Ahead(now time.Time) []Period {
	here := r.Date(now).Period()
	return slices.DeleteFunc(r.Periods(), func(p Period) bool { return p.Before(here) })
}

// possible reports whether the pair could have met in the month, as far as
// anybody knows: a mentor who has not been told yet still may be.
func (r Rules) possible(s Standing, p Period) bool {
	from, to := p.First(), p.Last()
	told := s.Pair.ToldAt
	if !s.Began.IsZero() {
		told = s.Began
	}
	if !told.IsZero() && !r.Date(told).Before(r.closingDay(p)) {
		return false
	}
	if ended := s.Pair.Ended; !ended.IsZero() && !ended.After(to) {
		to = ended.Add(-1)
	}
	for d := from; !d.After(to); d = d.Add(1) {
		if r.calendar.Open(d) && !onLeave(s.Leave, d) {
			return true
		}
	}
	return false
}

// away reports whether one of the two is on leave at t. They are back when it
// rings on the first business day after the leave.
func (r Rules) away(s Standing, t time.Time) bool {
	today := r.Date(t)
	return slices.ContainsFunc(s.Leave, func(l Leave) bool {
		return l.Holds(today) || (l.From.Before(today) && t.Before(r.backAt(l)))
	})
}

// backAt is when somebody is back from a leave that has an end.
func (r Rules) backAt(l Leave) time.Time { return r.ring(r.businessAfter(l.To, 1)) }
