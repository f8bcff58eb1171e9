package mentoring

import "time"

// MetIn counts the talks held in the month, by their dates in zone.
func (s Standing) MetIn(p Period, zone *time.Location) int {
	return s.count(func(m Meeting) bool { return m.Counts() && m.period(zone) == p })
}

// PlannedAhead counts the talks of the month that are planned and have not
// begun at now.
func (s Standing) PlannedAhead(p Period, now time.Time, zone *time.Location) int {
	return s.count(func(m Meeting) bool { return m.ahead(now) && m.period(zone) == p })
}

// Met counts all talks held.
func (s Standing) Met() int { return s.count(Meeting.Counts) }

// MetWithin counts the talks held in the programme's window: what a pair does
// of its own will afterwards is nobody's figure.
func (s Standing) MetWithin(r Rules) int {
	return s.count(func(m Meeting) bool { return m.Counts() && r.inWindow(m.period(r.zone)) })
}

// First is the earliest talk held; false before there was one.
func (s Standing) First() (Meeting, bool) {
	return s.pick(Meeting.Counts, func(a, b Meeting) bool { return a.Start.Before(b.Start) })
}

// LastMet is the latest talk held; false before there was one.
func (s Standing) LastMet() (Meeting, bool) {
	return s.pick(Meeting.Counts, func(a, b Meeting) bool { return a.Start.After(b.Start) })
}

// NextPlanned is the earliest planned talk that has not begun at now.
func (s Standing) NextPlanned(now time.Time) (Meeting, bool) {
	ahead := func(m Meeting) bool { return m.ahead(now) }
	return s.pick(ahead, func(a, b Meeting) bool { return a.Start.Before(b.Start) })
}

// IsDeferred reports whether the head has put the month off.
func (s Standing) IsDeferred(p Period) bool {
	for _, d := range s.Deferred {
		if d == p {
			return true
		}
	}
	return false
}

func (s Standing) count(ok func(Meeting) bool) int {
	n := 0
	for _, all := range [][]Meeting{s.Meetings, s.Earlier} {
		for _, m := range all {
			if ok(m) {
				n++
			}
		}
	}
	return n
}

func (s Standing) pick(ok func(Meeting) bool, better func(a, b Meeting) bool) (Meeting, bool) {
	var best Meeting
	found := false
	for _, m := range s.Meetings {
		if ok(m) && (!found || better(m, best)) {
			best, found = m, true
		}
	}
	return best, found
}

func (m Meeting) period(zone *time.Location) Period { return DateOf(m.Start.In(zone)).Period() }

// ahead reports whether the meeting is planned and has not begun.
func (m Meeting) ahead(now time.Time) bool {
	return m.State == MeetingPlanned && m.Start.After(now)
}

// unanswered reports whether nobody has said yet how a planned meeting went.
func (m Meeting) unanswered() bool {
	if m.State != MeetingPlanned {
		return false
	}
	for _, a := range m.Answers {
		if a != CheckInNone {
			return false
		}
	}
	return true
}
