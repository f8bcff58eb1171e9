package mentoring

import (
	"fmt"
	"slices"
	"time"
)

// LookBack is an invitation to look back at the vision: so many months after it
// was first written, or in a month of the year. Exactly one is set.
type LookBack struct {
	ID          string     `json:"id"` // part of the keys of what was sent
	AfterMonths int        `json:"after_months,omitempty"`
	Month       time.Month `json:"month,omitempty"`
}

// LookBackDay is when somebody is invited to look back.
type LookBackDay struct {
	ID string
	At time.Time
}

// LookBacks is when a mentee who first wrote a vision at written is invited to
// look back, earliest first: when it rings on the business day on or after the
// day. One that is too soon after the vision or too soon before the next, or
// after the window, is left out.
func (r Rules) LookBacks(written time.Time) []LookBackDay {
	first := r.Date(written)
	over := r.periods[len(r.periods)-1].Last()
	var out []LookBackDay
	for _, l := range r.programme.LookBacks {
		day := r.lookBackDay(l, first)
		if !day.Before(first.Add(r.programme.LookBackGap)) && !day.After(over) {
			out = append(out, LookBackDay{ID: l.ID, At: r.ring(day)})
		}
	}
	slices.SortFunc(out, func(a, b LookBackDay) int { return a.At.Compare(b.At) })
	for i := len(out) - 2; i >= 0; i-- {
		if r.Date(out[i+1].At).Before(r.Date(out[i].At).Add(r.programme.LookBackGap)) {
			out = slices.Delete(out, i, i+1)
		}
	}
	return out
}

// lookBackDay is the business day on or after the day that is meant.
func (r Rules) lookBackDay(l LookBack, first Date) Date {
	day := On(first.Year, first.Month+time.Month(l.AfterMonths), first.Day)
	if l.Month != 0 {
		day = r.programme.monthOf(l.Month).First()
	}
	return r.businessAfter(day.Add(-1), 1)
}

// LookedBack reports whether somebody who last looked back at last has done
// what the invitation asks for: since then, or not long before.
func (r Rules) LookedBack(d LookBackDay, last time.Time) bool {
	return !r.Date(last).Before(r.Date(d.At).Add(1 - r.programme.LookBackGap))
}

// LookBackUntil is when the invitation is no longer worth sending.
func (r Rules) LookBackUntil(d LookBackDay) time.Time {
	return d.At.AddDate(0, 0, r.programme.LookBackGap)
}

func (p Programme) validateLookBacks(v *problems) {
	v.unless(len(p.LookBacks) == 0 || p.LookBackGap >= 1 && p.LookBackGap <= 180, "look_back_gap", "is %d, which is not between 1 and 180 days", p.LookBackGap)
	seen := map[string]bool{}
	for i, l := range p.LookBacks {
		at := fmt.Sprintf("look_backs[%d]", i)
		v.unique(at, seen, l.ID)
		v.unless((l.AfterMonths == 0) != (l.Month == 0), at, "needs exactly one of after_months and month")
		v.unless(l.AfterMonths >= 0 && l.AfterMonths <= 12, at+".after_months", "is %d, which is not between 1 and 12", l.AfterMonths)
		v.unless(l.Month == 0 || monthOK(l.Month), at+".month", "is %d, which is not a month", l.Month)
	}
}
