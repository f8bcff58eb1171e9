package mentoring

import "time"

// shielded reports whether a talk of the month has begun and waits for its
// check-in: it may well have been held.
func (r Rules) shielded(s Standing, p Period, now time.Time) bool {
	for _, m := range s.Meetings {
		if m.unanswered() && m.period(r.zone) == p && !m.Start.After(now) && now.Before(r.shieldEnd(m)) {
			return true
		}
	}
	return false
}

// shieldedUntil is when the last unanswered talk of the month stops keeping
// nudges away; zero for none.
func (r Rules) shieldedUntil(s Standing, p Period) time.Time {
	var until time.Time
	for _, m := range s.Meetings {
		if end := r.shieldEnd(m); m.unanswered() && m.period(r.zone) == p && end.After(until) {
			until = end
		}
	}
	return until
}

// shieldEnd is when an unanswered check-in stops keeping nudges away: when it
// rings on the business day after CheckInDays business days.
func (r Rules) shieldEnd(m Meeting) time.Time {
	return r.ring(r.businessAfter(r.Date(m.Start), r.programme.CheckInDays+1))
}
