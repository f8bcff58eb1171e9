package mentoring

import "time"

// farAhead bounds every search for a business day: a calendar that is closed
// for longer than a year is broken, and a search in it must still end.
const farAhead = 400

// Working reports whether t is inside working hours: a business day, from
// WorkFrom on and before WorkTo.
func (r Rules) Working(t time.Time) bool {
	d := r.Date(t)
	return r.calendar.Open(d) &&
		!t.Before(d.At(r.programme.WorkFrom, r.zone)) && t.Before(d.At(r.programme.WorkTo, r.zone))
}

// NextWorking is t itself inside working hours, else the next opening.
func (r Rules) NextWorking(t time.Time) time.Time {
	if r.Working(t) {
		return t
	}
	d := r.Date(t)
	if open := d.At(r.programme.WorkFrom, r.zone); r.calendar.Open(d) && t.Before(open) {
		return open
	}
	return r.businessAfter(d, 1).At(r.programme.WorkFrom, r.zone)
}

// CheckInAt is when both sides are asked whether they met: CheckInWait after
// the planned end if that is inside working hours, else at the next opening.
func (r Rules) CheckInAt(m Meeting) time.Time {
	wait := time.Duration(r.programme.CheckInWait) * time.Minute
	return r.NextWorking(m.End().Add(wait))
}

// DigestAt is when a head hears of what the pair heard at t: when it rings on
// the next business day.
func (r Rules) DigestAt(t time.Time) time.Time { return r.ring(r.businessAfter(r.Date(t), 1)) }

// EveOf is when it rings on the business day before the time's.
func (r Rules) EveOf(t time.Time) time.Time { return r.ring(r.businessBefore(r.Date(t), 1)) }

// MonthOverAt is when it rings for a month that has ended: on the first
// business day after it.
func (r Rules) MonthOverAt(p Period) time.Time {
	if at, ok := r.overAt[p]; ok {
		return at
	}
	return r.ring(r.businessAfter(p.Last(), 1))
}

func (r Rules) ring(d Date) time.Time { return d.At(r.programme.RingAt, r.zone) }

// businessAfter is the n-th business day after d.
func (r Rules) businessAfter(d Date, n int) Date { return r.walk(d, n, 1) }

// businessBefore is the n-th business day before d.
func (r Rules) businessBefore(d Date, n int) Date { return r.walk(d, n, -1) }

func (r Rules) walk(d Date, n, step int) Date {
	for range farAhead {
		if n == 0 {
			break
		}
		if d = d.Add(step); r.calendar.Open(d) {
			n--
		}
	}
	return d
}
