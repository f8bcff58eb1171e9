package mentoring

import (
	"maps"
	"time"
)

// Outcome is what a meeting becomes by the answer alone.
func (a CheckIn) Outcome() MeetingState {
	switch a {
	case CheckInMet:
		return MeetingMet
	case CheckInMove:
		return MeetingCancelled
	case CheckInNever:
		return MeetingMissed
	default:
		return MeetingPlanned
	}
}

// Say notes what one side answers, in place of what it had answered before.
// The first answer decides what became of the meeting; what the other side
// says differently stands beside it.
func (m Meeting) Say(part Part, a CheckIn, now time.Time) Meeting {
	if m.Answers[part] == a {
		return m
	}
	m = m.Unsay(part, now)
	m.Answers[part] = a
	if m.State == MeetingPlanned {
		m = m.decided(a, now)
	}
	return m
}

// Unsay takes one side's answer back. Where it had decided, the other side's
// does from then on; without one nothing is known again.
func (m Meeting) Unsay(part Part, now time.Time) Meeting {
	m.Answers = maps.Clone(m.Answers)
	if m.Answers == nil {
		m.Answers = map[Part]CheckIn{}
	}
	mine, said := m.Answers[part]
	delete(m.Answers, part)
	if !said || mine.Outcome() != m.State {
		return m
	}
	other := m.Answers[part.Other()]
	if other.Outcome() == m.State {
		return m
	}
	return m.decided(other, now)
}

func (m Meeting) decided(a CheckIn, now time.Time) Meeting {
	m.State, m.MetAt = a.Outcome(), time.Time{}
	if m.State == MeetingMet {
		m.MetAt = now
	}
	if m.State == MeetingPlanned && !m.Planned.IsZero() {
		m.Start, m.Planned = m.Planned, time.Time{}
	}
	return m
}

// Disputed reports whether the two have answered and differ: what became of
// the meeting is then unconfirmed, for the pair alone to see.
func (m Meeting) Disputed() bool {
	a, b := m.Answers[Mentee], m.Answers[Mentor]
	return a != CheckInNone && b != CheckInNone && a != b
}
