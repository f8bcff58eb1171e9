package mentoring

import "time"

// When the two hear of a talk that is planned: the mentee is asked what it is
// to be about, the mentor gets what they need for it.

// PrepareAt is when the mentee is asked to choose a topic: at the hour of the
// programme on the business day before the talk, or, where it was planned
// after that, PrepareWait later, when the office works. ok is false where less
// than PrepareWait would be left until the talk: nobody is hurried.
func (r Rules) PrepareAt(m Meeting) (at time.Time, ok bool) {
	at = r.eve(m)
	if planned := m.settledAt().Add(r.prepareWait()); planned.After(at) {
		at = r.NextWorking(planned)
	}
	return at, at.Before(r.PrepareUntil(m))
}

// PrepareUntil is when it is too late to ask.
func (r Rules) PrepareUntil(m Meeting) time.Time { return m.Start.Add(-r.prepareWait()) }

// DayCardAt is when the mentor gets what belongs to the talk: on its day, or on
// the business day before where it is early or the office is closed; where it
// was planned after that, at once when the office works. ok is false where the
// talk would have begun.
func (r Rules) DayCardAt(m Meeting) (at time.Time, ok bool) {
	day := r.Date(m.Start)
	at = day.At(r.orOpening(r.programme.DayCardAt), r.zone)
	if !r.calendar.Open(day) || at.After(r.PrepareUntil(m)) {
		at = r.eve(m)
	}
	if m.settledAt().After(at) {
		at = r.NextWorking(m.settledAt())
	}
	return at, at.Before(m.Start)
}

// settledAt is when the talk got its time.
func (m Meeting) settledAt() time.Time {
	if m.MovedAt.After(m.BookedAt) {
		return m.MovedAt
	}
	return m.BookedAt
}

// eve is the hour of preparing on the business day before the talk.
func (r Rules) eve(m Meeting) time.Time {
	return r.businessBefore(r.Date(m.Start), 1).At(r.orOpening(r.programme.PrepareAt), r.zone)
}

func (r Rules) prepareWait() time.Duration {
	return time.Duration(r.programme.PrepareWait) * time.Minute
}

// orOpening is the time of day, or when work begins where it is none.
func (r Rules) orOpening(at TimeOfDay) TimeOfDay {
	if at == (TimeOfDay{}) {
		return r.programme.WorkFrom
	}
	return at
}

func (p Programme) validatePrepare(v *problems) {
	for _, c := range []struct {
		field string
		at    TimeOfDay
	}{{"prepare_at", p.PrepareAt}, {"day_card_at", p.DayCardAt}} {
		v.unless(c.at == (TimeOfDay{}) || c.at.valid() && c.at.minutes() >= p.WorkFrom.minutes() && c.at.minutes() < p.WorkTo.minutes(),
			c.field, "is outside the working hours")
	}
	v.unless(p.PrepareWait >= 0 && p.PrepareWait <= 8*60, "prepare_wait", "is %d minutes, which is not between 0 and 8 hours", p.PrepareWait)
}
