package mentoring

import "time"

// Closing says whether the two hear that their programme's months are over,
// and what they did: when it rings for the last month, and for a month after.
// Who was never a pair, or is none any more, does not.
func (r Rules) Closing(s Standing, now time.Time) Verdict {
	last := r.LastPeriod()
	v := Verdict{Period: last, From: r.MonthOverAt(last), Until: r.allSaid()}
	switch {
	case !r.told(s.Pair, now):
		v.Reason = NotToldYet
	case r.ended(s.Pair, now):
		v.Reason = Ended
	case s.Pair.Voluntary:
		v.Reason = NoDuty
	case s.Paused:
		v.Reason = Paused
	default:
		v.Reason = Due
	}
	return v
}

// allSaid is when the last month's end is no longer worth speaking of.
func (r Rules) allSaid() time.Time { return r.startOf(r.LastPeriod().Add(2)) }

// AllSaid reports whether nothing is said any more of the months of the
// programme's pairs: no look at one of them can find anything after now.
func (r Rules) AllSaid(now time.Time) bool { return !now.Before(r.allSaid()) }

// LastPeriod is the last month of the window.
func (r Rules) LastPeriod() Period { return r.periods[len(r.periods)-1] }

// WindowOver reports whether the window's last month has ended at now.
func (r Rules) WindowOver(now time.Time) bool { return r.Date(now).After(r.LastPeriod().Last()) }

// YearOver reports whether the programme's fiscal year has ended at now: what
// is written is closed.
func (r Rules) YearOver(now time.Time) bool { return !now.Before(r.YearEnd()) }

// YearEnd is the first moment after the programme's fiscal year.
func (r Rules) YearEnd() time.Time {
	return On(r.programme.Year+1, time.April, 1).At(TimeOfDay{}, r.zone)
}
