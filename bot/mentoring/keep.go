package mentoring

import "time"

// How long what people wrote is kept, and when a month's figures are made.

// FiguresAt is when the figures of the month are made: from then on they stay
// as they are, whoever writes late or takes something back.
func (r Rules) FiguresAt(p Period) time.Time {
	return p.Last().Add(1+r.programme.FiguresAfter).At(TimeOfDay{}, r.zone)
}

// EraseOn is the day on which what people wrote in the fiscal year is removed
// where HR set no other: the first such day after the year; ok is false where
// the programme has none.
func (r Rules) EraseOn() (on Date, ok bool) {
	d := r.programme.EraseOn
	if d == (MonthDay{}) {
		return on, false
	}
	next := r.Date(r.YearEnd())
	if on = On(next.Year, d.Month, d.Day); on.Before(next) {
		on = On(next.Year+1, d.Month, d.Day)
	}
	return on, true
}

// NoticeAt is when people hear that what they wrote is removed on the day: on the
// last business day that leaves them the days of notice.
func (r Rules) NoticeAt(on Date) time.Time {
	return r.businessBefore(on.Add(1-r.programme.EraseNotice), 1).At(r.programme.RingAt, r.zone)
}

// EraseAt is when it is removed: at night on the day, but not before everybody
// had the days of notice. A notice that was never given is zero.
func (r Rules) EraseAt(on Date, noticed time.Time) time.Time {
	if earliest := r.Date(noticed).Add(r.programme.EraseNotice); on.Before(earliest) {
		on = earliest
	}
	return on.At(TimeOfDay{}, r.zone)
}

func (p Programme) validateKeeping(v *problems) {
	v.unless(p.FiguresAfter >= 0 && p.FiguresAfter <= 60, "figures_after", "is %d days, which is not between 0 and 60", p.FiguresAfter)
	if p.EraseOn == (MonthDay{}) {
		return
	}
	v.unless(p.EraseOn.valid(), "erase_on", "is not a day of a year like 06-30")
	v.unless(p.EraseNotice >= 1 && p.EraseNotice <= 180, "erase_notice", "is %d days, which is not between 1 and 180", p.EraseNotice)
}
