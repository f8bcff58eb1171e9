package mentoring

import "time"

// Reason is why a step is wanted or not.
type Reason string

// The reasons, in the order in which they are looked at.
const (
	OutsideWindow   Reason = "outside-window"    // not in the months in which pairs meet
	NoStep          Reason = "no-step"           // the programme has no such step
	NotToldYet      Reason = "not-told-yet"      // the mentor has not been told
	Ended           Reason = "ended"             // it is no longer a pair
	Paused          Reason = "paused"            // by HR
	Deferred        Reason = "deferred"          // the head has put the month off
	Away            Reason = "away"              // one of the two is on leave
	NothingYet      Reason = "nothing-yet"       // the month's first step is still to come
	ToldSince       Reason = "told-since"        // the step's day was not after the day the mentor was told
	NoDuty          Reason = "no-duty"           // a voluntary pair, to whom only the month's first step is said
	AlreadyMet      Reason = "already-met"       // a talk of the month was held
	AlreadyPlanned  Reason = "already-planned"   // a talk of the month is still ahead
	AwaitingCheckIn Reason = "awaiting-check-in" // a talk has begun and nobody has said yet whether it was held
	Due             Reason = "due"               // the step is wanted
)

// Verdict is what the rules say of one step of one pair.
type Verdict struct {
	Step   Step // the zero Step where no step was looked at
	Period Period
	Reason Reason
	// From is when the step rings, Until when it is stale: the next step's
	// ring, or the end of the month. Both are zero where there is no step.
	From, Until time.Time
}

// Wanted reports whether the step is to be sent at now: it is due, it has
// rung, and it is not stale.
func (v Verdict) Wanted(now time.Time) bool {
	return v.Reason == Due && !now.Before(v.From) && now.Before(v.Until)
}

// Due says what the month asks of the pair at now. Only the latest step that
// has rung is looked at, so that an outage of any length leaves one nudge.
// What is looked at after the month has its own question, [Rules.MonthOver].
func (r Rules) Due(s Standing, now time.Time) Verdict {
	p, in := r.PeriodOf(now)
	v := Verdict{Period: p}
	if !in {
		v.Reason = OutsideWindow
		return v
	}
	told := r.told(s.Pair, now)
	if v.Reason = r.barred(s, p, r.Date(now), told); v.Reason != "" {
		return v
	}
	if v.Reason = Away; r.away(s, now) {
		return v
	}
	day, until, rung := r.latest(p, now)
	if !rung {
		v.Reason = NothingYet
		return v
	}
	v.Step, v.From, v.Until = day.Step, day.At, until
	if v.Reason = NoDuty; s.Pair.Voluntary && !day.Step.When.Opening {
		return v
	}
	if v.Reason = ToldSince; day.On.After(r.Date(s.Pair.ToldAt)) {
		v.Reason = r.weigh(s, day.Step.Only, p, now)
	}
	if rested := r.rested(s, p); v.Reason == Due && rested.After(v.From) && day.Step.Only == IfNothingOrBehind {
		v.From = rested
	}
	return v
}

// rested is from when a second talk may be spoken of: when it rings on the
// business day after a talk of the month was reported. Zero for none.
func (r Rules) rested(s Standing, p Period) time.Time {
	var at time.Time
	for _, m := range s.Meetings {
		if !m.Counts() || m.period(r.zone) != p {
			continue
		}
		if ring := r.DigestAt(m.reported()); ring.After(at) {
			at = ring
		}
	}
	return at
}

// MonthOver says whether a month that has ended is held against the pair. It
// is not when the mentor was told on or after the day of the month's last
// step, when the pair ended within the month, when one of the two was on leave
// all month, nor when HR had paused the pair as the month was gone through. A talk whose check-in is
// unanswered moves From to when it no longer keeps nudges away: ask
// [Verdict.Wanted].
func (r Rules) MonthOver(s Standing, p Period) Verdict {
	v := Verdict{Period: p, Step: r.over}
	switch {
	case !r.inWindow(p):
		v.Reason = OutsideWindow
		return v
	case r.over.ID == "":
		v.Reason = NoStep
		return v
	}
	v.From, v.Until = r.MonthOverAt(p), r.startOf(p.Add(2))
	if v.Reason = r.barred(s, p, p.Last(), !s.Pair.ToldAt.IsZero()); v.Reason != "" {
		return v
	}
	if v.Reason = NoDuty; s.Pair.Voluntary {
		return v
	}
	if v.Reason = ToldSince; !r.closingDay(p).After(r.Date(s.Pair.ToldAt)) {
		return v
	}
	switch {
	case s.ResumedAt.After(v.From):
		v.Reason = Paused
		return v
	case s.MetIn(p, r.zone) == 0 && !r.possible(s, p):
		v.Reason = Away
		return v
	}
	if v.Reason = Due; s.MetIn(p, r.zone) > 0 {
		v.Reason = AlreadyMet
	}
	if until := r.shieldedUntil(s, p); until.After(v.From) {
		v.From = until
	}
	return v
}

// LastOver is the latest month whose end has rung at now; false before the
// window's first month has.
func (r Rules) LastOver(now time.Time) (Period, bool) {
	for i := len(r.periods) - 1; i >= 0; i-- {
		if p := r.periods[i]; !now.Before(r.MonthOverAt(p)) {
			return p, true
		}
	}
	return Period{}, false
}

// barred is the reason for which a pair hears nothing of the month at all, or
// "" for none.
func (r Rules) barred(s Standing, p Period, on Date, told bool) Reason {
	switch {
	case !told:
		return NotToldYet
	case !s.Pair.Ended.IsZero() && !on.Before(s.Pair.Ended):
		return Ended
	case s.Paused:
		return Paused
	case s.IsDeferred(p):
		return Deferred
	default:
		return ""
	}
}

// weigh looks at a step's condition.
func (r Rules) weigh(s Standing, c Condition, p Period, now time.Time) Reason {
	switch {
	case s.MetIn(p, r.zone) > 0 && (c != IfNothingOrBehind || !r.Progress(s, now).Behind()):
		return AlreadyMet
	case c != IfUnmet && s.PlannedAhead(p, now, r.zone) > 0:
		return AlreadyPlanned
	case r.shielded(s, p, now):
		return AwaitingCheckIn
	default:
		return Due
	}
}

// latest is the step that rang last in the month, and when it is stale.
func (r Rules) latest(p Period, now time.Time) (day StepDay, until time.Time, rung bool) {
	until = r.startOf(p.Add(1))
	for _, d := range r.days[p] {
		if d.At.After(now) {
			return day, d.At, rung
		}
		day, rung = d, true
	}
	return day, until, rung
}

// closingDay is the day of the month's last step, or its last day where the
// programme has no step within the month.
func (r Rules) closingDay(p Period) Date {
	if days := r.days[p]; len(days) > 0 {
		return days[len(days)-1].On
	}
	return p.Last()
}

func (r Rules) startOf(p Period) time.Time { return p.First().At(TimeOfDay{}, r.zone) }

func (r Rules) told(p Pair, now time.Time) bool { return !p.ToldAt.IsZero() && !p.ToldAt.After(now) }

func (r Rules) ended(p Pair, now time.Time) bool {
	return !p.Ended.IsZero() && !r.Date(now).Before(p.Ended)
}
