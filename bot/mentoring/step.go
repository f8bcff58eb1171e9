package mentoring

import (
	"slices"
	"time"
)

// StepDay is a step on the day on which it rings.
type StepDay struct {
	Step Step
	On   Date
	At   time.Time // when it rings
}

// StepDays is the steps of a month of the window, in order, at most one a
// day, every day a business day of that month. What rings after the month is
// not among them: see [Rules.MonthOver]. A month outside the window has none.
func (r Rules) StepDays(p Period) []StepDay { return slices.Clone(r.days[p]) }

// schedule places a month's steps. A step that would fall on or before the
// one in front of it moves to the business day after that one; a step for
// which the month has no day left is dropped.
func (r Rules) schedule(p Period) []StepDay {
	var out []StepDay
	for _, s := range r.programme.Steps {
		if s.When.Over || s.Off {
			continue
		}
		on := r.wanted(s.When, p)
		if n := len(out); n > 0 && !on.After(out[n-1].On) {
			on = r.businessAfter(out[n-1].On, 1)
		}
		if on.Period() == p {
			out = append(out, StepDay{s, on, r.ring(on)})
		}
	}
	return out
}

// wanted is the day a step would have on its own. A fixed day on which the
// office is closed moves to the business day before it. Where that leaves the
// month, the first business day takes its place.
func (r Rules) wanted(w StepWhen, p Period) Date {
	opening := r.businessAfter(p.First().Add(-1), 1)
	on := opening
	switch {
	case w.Day > 0:
		day := min(w.Day, p.Last().Day)
		on = r.businessBefore(On(p.Year, p.Month, day+1), 1)
	case w.BeforeEnd > 0:
		last := r.businessBefore(p.Last().Add(1), 1)
		on = r.businessBefore(last, w.BeforeEnd)
	}
	if on.Before(opening) {
		return opening
	}
	return on
}

func (r Rules) anyOpen(p Period) bool {
	return r.businessAfter(p.First().Add(-1), 1).Period() == p
}
