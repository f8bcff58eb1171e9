package mentoring

import "time"

// WantedFrom is the day from which a mentor is wanted for the mentee, for whom
// one is looked for since the day: not before the window opens, nor before they
// are hired.
func (r Rules) WantedFrom(mentee Person, since Date) Date {
	for _, d := range []Date{r.periods[0].First(), mentee.HiredOn} {
		if since.Before(d) {
			since = d
		}
	}
	return since
}

// NominateBy is the last day on which the nomination is in time, for a mentor
// wanted from the day; ok is false where the programme has no such day.
func (r Rules) NominateBy(from Date) (by Date, ok bool) {
	n := r.programme.Nomination.Within
	if n == 0 {
		return by, false
	}
	return r.businessAfter(from.Add(-1), n), true
}

// NominationLateAt is when it rings on the business day after [Rules.NominateBy]:
// from then on the deputy and HR are asked too. It is zero where the programme
// has no such day.
func (r Rules) NominationLateAt(from Date) time.Time {
	by, ok := r.NominateBy(from)
	if !ok {
		return time.Time{}
	}
	return r.ring(r.businessAfter(by, 1))
}

// RemindAfter is when the next reminder to nominate is due after now.
func (r Rules) RemindAfter(now time.Time) time.Time {
	return r.ring(r.businessAfter(r.Date(now), r.programme.Nomination.RemindEvery))
}
