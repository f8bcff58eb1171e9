package mentoring_test

import (
	"testing"

	"tsukiichi/bot/mentoring"
)

// standing is a pair told in March, changed by the edits.
func standing(t testing.TB, edits ...func(*mentoring.Standing)) mentoring.Standing {
	t.Helper()
	s := mentoring.Standing{Pair: mentoring.Pair{ToldAt: at(t, "2026-03-31 14:00")}}
	for _, edit := range edits {
		edit(&s)
	}
	return s
}

func with(m mentoring.Meeting) func(*mentoring.Standing) {
	return func(s *mentoring.Standing) { s.Meetings = append(s.Meetings, m) }
}

func TestDue(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	type edit = func(*mentoring.Standing)
	planned := func(start string) edit { return with(talk(t, mentoring.MeetingPlanned, start, "2026-04-01 09:00")) }
	in := func(state mentoring.MeetingState, start string) edit {
		return with(talk(t, state, start, "2026-04-01 09:00"))
	}
	answered := func(start string, a mentoring.CheckIn) edit {
		m := talk(t, mentoring.MeetingPlanned, start, "2026-04-01 09:00")
		m.Answers = map[mentoring.Part]mentoring.CheckIn{mentoring.Mentee: a}
		return with(m)
	}
	told := func(when string) edit {
		return func(s *mentoring.Standing) { s.Pair.ToldAt = at(t, when) }
	}
	untold := func(s *mentoring.Standing) { s.Pair = mentoring.Pair{} }
	paused := func(s *mentoring.Standing) { s.Paused = true }
	spring := func(s *mentoring.Standing) {
		in(mentoring.MeetingMet, "2026-04-20 10:00")(s)
		in(mentoring.MeetingMet, "2026-05-20 10:00")(s)
	}
	leave := func(from, to string) edit {
		return func(s *mentoring.Standing) {
			l := mentoring.Leave{From: day(t, from)}
			if to != "" {
				l.To = day(t, to)
			}
			s.Leave = append(s.Leave, l)
		}
	}
	deferred := func(s *mentoring.Standing) { s.Deferred = []mentoring.Period{month(t, "2026-06")} }
	ended := func(s *mentoring.Standing) { s.Pair.Ended = day(t, "2026-06-10") }
	voluntary := func(s *mentoring.Standing) { s.Pair.Voluntary = true }
	for _, c := range []struct {
		name string
		now  string
		s    mentoring.Standing
		want mentoring.Reason
		step mentoring.StepID
	}{
		{"before the window", "2026-03-31 10:00", standing(t), mentoring.OutsideWindow, ""},
		{"after the window", "2026-10-01 10:00", standing(t), mentoring.OutsideWindow, ""},
		{"the mentor does not know", "2026-04-10 09:00", standing(t, untold), mentoring.NotToldYet, ""},
		{"the mentor will be told", "2026-04-10 09:00", standing(t, told("2026-04-10 09:01")), mentoring.NotToldYet, ""},
		{"told on the step's day", "2026-04-10 12:00", standing(t, told("2026-04-10 08:45")), mentoring.ToldSince, "tenth"},
		{"told after the step's day", "2026-04-15 12:00", standing(t, told("2026-04-14 10:00")), mentoring.ToldSince, "tenth"},
		{"told the day before the step's", "2026-04-10 09:00", standing(t, told("2026-04-09 23:59")), mentoring.Due, "tenth"},
		{"the pair ends today", "2026-06-10 09:00", standing(t, ended), mentoring.Ended, ""},
		{"the pair ends tomorrow", "2026-06-09 23:59", standing(t, ended), mentoring.Due, "first"},
		{"paused", "2026-06-10 09:00", standing(t, paused), mentoring.Paused, ""},
		{"voluntary, the month's first step", "2026-06-01 09:00", standing(t, voluntary), mentoring.Due, "first"},
		{"voluntary, a later step", "2026-06-10 09:00", standing(t, voluntary), mentoring.NoDuty, "tenth"},
		{"put off", "2026-06-10 09:00", standing(t, deferred), mentoring.Deferred, ""},
		{"another month put off", "2026-07-10 09:00", standing(t, deferred), mentoring.Due, "tenth"},
		{"no step has come", "2026-08-02 12:00", standing(t), mentoring.NothingYet, ""},
		{"a minute before it rings", "2026-06-10 08:59", standing(t), mentoring.Due, "first"},
		{"as it rings", "2026-06-10 09:00", standing(t), mentoring.Due, "tenth"},
		{"40 days of silence leave the latest step", "2026-07-20 09:00", standing(t), mentoring.Due, "twentieth"},
		{"met this month", "2026-06-10 09:00", standing(t, spring, in(mentoring.MeetingMet, "2026-06-02 10:00")), mentoring.AlreadyMet, "tenth"},
		{"met, but one short for the months left", "2026-06-10 09:00", standing(t, in(mentoring.MeetingMet, "2026-05-20 10:00"), in(mentoring.MeetingMet, "2026-06-02 10:00")), mentoring.Due, "tenth"},
		{"behind, and a second talk is planned", "2026-06-10 09:00", standing(t, in(mentoring.MeetingMet, "2026-06-02 10:00"), planned("2026-06-25 10:00")), mentoring.AlreadyPlanned, "tenth"},
		{"behind, and the second talk has just begun", "2026-06-10 09:00", standing(t, in(mentoring.MeetingMet, "2026-06-02 10:00"), planned("2026-06-10 08:55")), mentoring.AwaitingCheckIn, "tenth"},
		{"behind, on the 20th", "2026-06-19 09:00", standing(t, in(mentoring.MeetingMet, "2026-06-02 10:00")), mentoring.AlreadyMet, "twentieth"},
		{"on leave", "2026-06-10 09:00", standing(t, leave("2026-06-10", "2026-06-12")), mentoring.Away, ""},
		{"on leave until yesterday, before it rings", "2026-06-10 08:59", standing(t, leave("2026-06-08", "2026-06-09")), mentoring.Away, ""},
		{"on leave until Friday, on Sunday", "2026-06-14 12:00", standing(t, leave("2026-06-08", "2026-06-12")), mentoring.Away, ""},
		{"back from leave", "2026-06-10 09:00", standing(t, leave("2026-06-08", "2026-06-09")), mentoring.Due, "tenth"},
		{"leave without an end", "2026-09-10 09:00", standing(t, leave("2026-06-08", "")), mentoring.Away, ""},
		{"met last month", "2026-06-10 09:00", standing(t, in(mentoring.MeetingMet, "2026-05-29 10:00")), mentoring.Due, "tenth"},
		{"missed", "2026-06-10 09:00", standing(t, in(mentoring.MeetingMissed, "2026-06-02 10:00")), mentoring.Due, "tenth"},
		{"cancelled", "2026-06-10 09:00", standing(t, in(mentoring.MeetingCancelled, "2026-06-12 10:00")), mentoring.Due, "tenth"},
		{"met on the 1st, still May in London", "2026-06-10 09:00", standing(t, spring, in(mentoring.MeetingMet, "2026-06-01 08:40")), mentoring.AlreadyMet, "tenth"},
		{"planned ahead", "2026-06-10 09:00", standing(t, planned("2026-06-25 10:00")), mentoring.AlreadyPlanned, "tenth"},
		{"planned for next month", "2026-06-10 09:00", standing(t, planned("2026-07-02 10:00")), mentoring.Due, "tenth"},
		{"planned ahead on the 20th", "2026-06-19 09:00", standing(t, planned("2026-06-30 10:00")), mentoring.AlreadyPlanned, "twentieth"},
		{"planned, but the month is closing", "2026-06-23 09:00", standing(t, planned("2026-06-30 10:00")), mentoring.Due, "closing"},
		{"the talk is going on", "2026-06-10 09:00", standing(t, planned("2026-06-10 08:55")), mentoring.AwaitingCheckIn, "tenth"},
		{"the talk begins now", "2026-06-10 09:00", standing(t, planned("2026-06-10 09:00")), mentoring.AwaitingCheckIn, "tenth"},
		{"just held and not checked in, though closing", "2026-06-23 09:00", standing(t, planned("2026-06-22 16:00")), mentoring.AwaitingCheckIn, "closing"},
		{"three business days of silence", "2026-06-12 08:59", standing(t, planned("2026-06-08 10:00")), mentoring.AwaitingCheckIn, "tenth"},
		{"more than three", "2026-06-12 09:00", standing(t, planned("2026-06-08 10:00")), mentoring.Due, "tenth"},
		{"one side said it could not be held", "2026-06-10 09:00", standing(t, answered("2026-06-08 10:00", mentoring.CheckInNever)), mentoring.Due, "tenth"},
		{"an empty answer is none", "2026-06-10 09:00", standing(t, answered("2026-06-08 10:00", mentoring.CheckInNone)), mentoring.AwaitingCheckIn, "tenth"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := r.Due(c.s, at(t, c.now))
			if got.Reason != c.want || got.Step.ID != c.step {
				t.Errorf("got %s %q, want %s %q", got.Reason, got.Step.ID, c.want, c.step)
			}
			if got.Wanted(at(t, c.now)) != (c.want == mentoring.Due) {
				t.Errorf("Wanted contradicts %s", got.Reason)
			}
		})
	}
}

func TestVerdictSpan(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	for _, c := range []struct{ name, now, from, until string }{
		{"until the next step rings", "2026-06-12 10:00", "2026-06-10 09:00", "2026-06-19 09:00"},
		{"until the month ends", "2026-06-30 23:59", "2026-06-23 09:00", "2026-07-01 00:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			v := r.Due(standing(t), at(t, c.now))
			if !v.From.Equal(at(t, c.from)) || !v.Until.Equal(at(t, c.until)) {
				t.Errorf("got %v to %v, want %s to %s", v.From, v.Until, c.from, c.until)
			}
			if v.Wanted(v.Until) || !v.Wanted(v.From) {
				t.Error("a verdict holds from From on and before Until")
			}
		})
	}
}

func TestMonthOver(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	told := func(when string) func(*mentoring.Standing) {
		return func(s *mentoring.Standing) { s.Pair.ToldAt = at(t, when) }
	}
	ended := func(on string) func(*mentoring.Standing) {
		return func(s *mentoring.Standing) { s.Pair.Ended = day(t, on) }
	}
	in := func(state mentoring.MeetingState, start string) func(*mentoring.Standing) {
		return with(talk(t, state, start, "2026-04-01 09:00"))
	}
	away := func(from, to string) func(*mentoring.Standing) {
		return func(s *mentoring.Standing) {
			s.Leave = append(s.Leave, mentoring.Leave{From: day(t, from), To: day(t, to)})
		}
	}
	for _, c := range []struct {
		name   string
		period string
		s      mentoring.Standing
		want   mentoring.Reason
		from   string
	}{
		{"not met", "2026-04", standing(t), mentoring.Due, "2026-05-01 09:00"},
		{"September is looked at in October", "2026-09", standing(t), mentoring.Due, "2026-10-01 09:00"},
		{"outside the window", "2026-10", standing(t), mentoring.OutsideWindow, ""},
		{"never told", "2026-04", mentoring.Standing{}, mentoring.NotToldYet, "2026-05-01 09:00"},
		{"told on 28 April", "2026-04", standing(t, told("2026-04-28 09:00")), mentoring.ToldSince, "2026-05-01 09:00"},
		{"told on the closing day", "2026-04", standing(t, told("2026-04-22 08:30")), mentoring.ToldSince, "2026-05-01 09:00"},
		{"told the day before it", "2026-04", standing(t, told("2026-04-21 17:00")), mentoring.Due, "2026-05-01 09:00"},
		{"ended within the month", "2026-04", standing(t, ended("2026-04-30")), mentoring.Ended, "2026-05-01 09:00"},
		{"ended after it", "2026-04", standing(t, ended("2026-05-01")), mentoring.Due, "2026-05-01 09:00"},
		{"met", "2026-04", standing(t, in(mentoring.MeetingMet, "2026-04-30 16:00")), mentoring.AlreadyMet, "2026-05-01 09:00"},
		{"met in the next month", "2026-04", standing(t, in(mentoring.MeetingMet, "2026-05-01 08:40")), mentoring.Due, "2026-05-01 09:00"},
		{"planned and never answered", "2026-04", standing(t, in(mentoring.MeetingPlanned, "2026-04-30 16:00")), mentoring.Due, "2026-05-11 09:00"},
		{"planned early in the month", "2026-04", standing(t, in(mentoring.MeetingPlanned, "2026-04-03 16:00")), mentoring.Due, "2026-05-01 09:00"},
		{"put off", "2026-04", standing(t, func(s *mentoring.Standing) {
			s.Deferred = []mentoring.Period{month(t, "2026-04")}
		}), mentoring.Deferred, "2026-05-01 09:00"},
		{"paused", "2026-04", standing(t, func(s *mentoring.Standing) { s.Paused = true }), mentoring.Paused, "2026-05-01 09:00"},
		{"paused until May", "2026-04", standing(t, func(s *mentoring.Standing) { s.ResumedAt = at(t, "2026-05-11 10:00") }), mentoring.Paused, "2026-05-01 09:00"},
		{"paused within April", "2026-04", standing(t, func(s *mentoring.Standing) { s.ResumedAt = at(t, "2026-04-11 10:00") }), mentoring.Due, "2026-05-01 09:00"},
		{"on leave all month", "2026-04", standing(t, away("2026-04-01", "2026-04-30")), mentoring.Away, "2026-05-01 09:00"},
		{"on leave but for a day", "2026-04", standing(t, away("2026-04-02", "2026-04-30")), mentoring.Due, "2026-05-01 09:00"},
		{"met although on leave", "2026-04", standing(t, away("2026-04-01", "2026-04-30"), in(mentoring.MeetingMet, "2026-04-30 16:00")), mentoring.AlreadyMet, "2026-05-01 09:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := r.MonthOver(c.s, month(t, c.period))
			if got.Reason != c.want {
				t.Errorf("got %s, want %s", got.Reason, c.want)
			}
			if c.from != "" && !got.From.Equal(at(t, c.from)) {
				t.Errorf("from %v, want %s", got.From, c.from)
			}
		})
	}
	t.Run("a programme without the step", func(t *testing.T) {
		t.Parallel()
		p := aomori(t, 2026)
		p.Steps = p.Steps[:4]
		got := rules(t, p, office2026).MonthOver(standing(t), month(t, "2026-04"))
		if got.Reason != mentoring.NoStep {
			t.Errorf("got %s, want no-step", got.Reason)
		}
	})
}

func TestLastOver(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	for _, c := range []struct{ now, want string }{
		{"2026-05-01 08:59", ""},
		{"2026-05-01 09:00", "2026-04"},
		{"2026-08-03 08:59", "2026-06"},
		{"2026-08-03 09:00", "2026-07"},
		{"2027-01-15 09:00", "2026-09"},
	} {
		t.Run(c.now, func(t *testing.T) {
			t.Parallel()
			got, ok := r.LastOver(at(t, c.now))
			if ok != (c.want != "") || ok && got.String() != c.want {
				t.Errorf("got %v %v, want %s", got, ok, c.want)
			}
		})
	}
}

func TestNextLook(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	planned := with(talk(t, mentoring.MeetingPlanned, "2026-06-12 15:30", "2026-06-02 09:00"))
	for _, c := range []struct {
		name string
		now  string
		s    mentoring.Standing
		want string
	}{
		{"the next step", "2026-06-08 10:00", standing(t), "2026-06-10 09:00"},
		{"never now", "2026-06-10 09:00", standing(t), "2026-06-17 09:00"},
		{"a week at most", "2026-06-02 10:00", standing(t), "2026-06-09 10:00"},
		{"the month's end", "2026-06-30 10:00", standing(t), "2026-07-01 00:00"},
		{"the month is over", "2026-07-31 10:00", standing(t), "2026-08-01 00:00"},
		{"the first business day", "2026-08-01 00:00", standing(t), "2026-08-03 09:00"},
		{"a talk begins", "2026-06-11 10:00", standing(t, planned), "2026-06-12 15:30"},
		{"its check-in", "2026-06-12 15:30", standing(t, planned), "2026-06-12 16:15"},
		{"the silence after it", "2026-06-15 09:00", standing(t, planned), "2026-06-18 09:00"},
		{"September is over", "2026-09-30 10:00", standing(t), "2026-10-01 00:00"},
		{"and looked at", "2026-10-01 00:00", standing(t), "2026-10-01 09:00"},
		{"long after the window", "2027-02-01 10:00", standing(t), "2027-02-08 10:00"},
		{"long before it", "2026-01-05 10:00", standing(t), "2026-01-12 10:00"},
		{"the window opens", "2026-03-30 10:00", standing(t), "2026-03-31 14:00"}, // told
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := r.NextLook(c.s, at(t, c.now)); !got.Equal(at(t, c.want)) {
				t.Errorf("got %v, want %s", got.In(tokyo), c.want)
			}
		})
	}
}
