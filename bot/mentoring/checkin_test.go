package mentoring_test

import (
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tsukiichi/bot/mentoring"
)

// TestAnswers goes through what two people may say about one talk.
func TestAnswers(t *testing.T) {
	t.Parallel()
	const mentee, mentor = mentoring.Mentee, mentoring.Mentor
	now := time.Date(2026, 7, 15, 6, 0, 0, 0, time.UTC)
	met := func(p mentoring.Part) func(mentoring.Meeting) mentoring.Meeting {
		return func(m mentoring.Meeting) mentoring.Meeting { return m.Say(p, mentoring.CheckInMet, now) }
	}
	no := func(p mentoring.Part) func(mentoring.Meeting) mentoring.Meeting {
		return func(m mentoring.Meeting) mentoring.Meeting { return m.Say(p, mentoring.CheckInNever, now) }
	}
	undo := func(p mentoring.Part) func(mentoring.Meeting) mentoring.Meeting {
		return func(m mentoring.Meeting) mentoring.Meeting { return m.Unsay(p, now) }
	}
	type steps []func(mentoring.Meeting) mentoring.Meeting
	for _, c := range []struct {
		name     string
		steps    steps
		want     mentoring.MeetingState
		disputed bool
	}{
		{"nobody", nil, mentoring.MeetingPlanned, false},
		{"one", steps{met(mentee)}, mentoring.MeetingMet, false},
		{"both", steps{met(mentee), met(mentor)}, mentoring.MeetingMet, false},
		{"the first decides", steps{no(mentee), met(mentor)}, mentoring.MeetingMissed, true},
		{"the first takes it back", steps{no(mentee), met(mentor), undo(mentee)}, mentoring.MeetingMet, false},
		{"the second takes it back", steps{no(mentee), met(mentor), undo(mentor)}, mentoring.MeetingMissed, false},
		{"the first thinks again", steps{no(mentee), met(mentor), met(mentee)}, mentoring.MeetingMet, false},
		{"alone, and thinks again", steps{met(mentor), no(mentor)}, mentoring.MeetingMissed, false},
		{"alone, and takes it back", steps{met(mentor), undo(mentor)}, mentoring.MeetingPlanned, false},
		{"the first says it again", steps{no(mentee), met(mentor), no(mentee)}, mentoring.MeetingMissed, true},
		{"nothing to take back", steps{met(mentor), undo(mentee)}, mentoring.MeetingMet, false},
		{"one of two who agree", steps{met(mentor), met(mentee), undo(mentor)}, mentoring.MeetingMet, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := mentoring.Meeting{State: mentoring.MeetingPlanned}
			for _, step := range c.steps {
				m = step(m)
			}
			if m.State != c.want || m.Disputed() != c.disputed || m.MetAt.IsZero() == m.Counts() {
				t.Errorf("got %s, disputed %t, met at %v", m.State, m.Disputed(), m.MetAt)
			}
		})
	}
}

// TestAnswersAlwaysAddUp: whatever the two press in whatever order, the meeting
// is what one of them says, or nothing is known; and nobody's meeting in
// another hand changes.
func TestAnswersAlwaysAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := mentoring.Meeting{State: mentoring.MeetingPlanned}
		for range rapid.IntRange(0, 12).Draw(t, "presses") {
			before, held := m, maps.Clone(m.Answers)
			part := rapid.SampledFrom([]mentoring.Part{mentoring.Mentee, mentoring.Mentor}).Draw(t, "part")
			a := rapid.SampledFrom([]mentoring.CheckIn{mentoring.CheckInNone, mentoring.CheckInMet, mentoring.CheckInNever}).Draw(t, "answer")
			if a == mentoring.CheckInNone {
				m = m.Unsay(part, time.Unix(1, 0))
			} else {
				m = m.Say(part, a, time.Unix(1, 0))
			}
			if !maps.Equal(before.Answers, held) {
				t.Fatal("an older copy has changed")
			}
			if m.Answers[part] != a {
				t.Fatalf("%s said %q, noted is %q", part, a, m.Answers[part])
			}
		}
		stands := len(m.Answers) == 0 && m.State == mentoring.MeetingPlanned
		for _, a := range m.Answers {
			stands = stands || a.Outcome() == m.State
		}
		if !stands || m.Counts() == m.MetAt.IsZero() {
			t.Fatalf("%v came to %s", m.Answers, m.State)
		}
	})
}
