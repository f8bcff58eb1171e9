package mentoring_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tsukiichi/bot/mentoring"
)

func TestMonthState(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	type edit = func(*mentoring.Standing)
	in := func(state mentoring.MeetingState, start string) edit {
		return with(talk(t, state, start, "2026-04-01 09:00"))
	}
	deferred := func(s *mentoring.Standing) { s.Deferred = []mentoring.Period{month(t, "2026-07")} }
	ended := func(s *mentoring.Standing) { s.Pair.Ended = day(t, "2026-07-10") }
	leave := func(s *mentoring.Standing) {
		s.Leave = []mentoring.Leave{{From: day(t, "2026-07-01"), To: day(t, "2026-07-31")}}
	}
	for _, c := range []struct {
		name, period, now string
		s                 mentoring.Standing
		want              mentoring.MonthState
	}{
		{"nothing yet", "2026-07", "2026-07-10 09:00", standing(t), mentoring.MonthOpen},
		{"over without a talk", "2026-07", "2026-09-10 09:00", standing(t), mentoring.MonthOpen},
		{"a talk was held", "2026-07", "2026-07-10 09:00", standing(t, in(mentoring.MeetingMet, "2026-07-02 10:00")), mentoring.MonthMet},
		{"a talk is ahead", "2026-07", "2026-07-10 09:00", standing(t, in(mentoring.MeetingPlanned, "2026-07-20 10:00")), mentoring.MonthPlanned},
		{"a talk is being held", "2026-07", "2026-07-20 10:05", standing(t, in(mentoring.MeetingPlanned, "2026-07-20 10:00")), mentoring.MonthPlanned},
		{"nobody ever answered for it", "2026-07", "2026-07-31 10:05", standing(t, in(mentoring.MeetingPlanned, "2026-07-20 10:00")), mentoring.MonthOpen},
		{"put off", "2026-07", "2026-07-10 09:00", standing(t, deferred), mentoring.MonthDeferred},
		{"put off, and what was planned stays", "2026-07", "2026-07-10 09:00", standing(t, deferred, in(mentoring.MeetingPlanned, "2026-07-20 10:00")), mentoring.MonthDeferred},
		{"put off, and they met all the same", "2026-07", "2026-07-30 09:00", standing(t, deferred, in(mentoring.MeetingMet, "2026-07-20 10:00")), mentoring.MonthMet},
		{"on leave all month", "2026-07", "2026-07-10 09:00", standing(t, leave), mentoring.MonthExempt},
		{"the month after the leave", "2026-08", "2026-08-10 09:00", standing(t, leave), mentoring.MonthOpen},
		{"before the mentor was told", "2026-05", "2026-06-10 09:00", standing(t, func(s *mentoring.Standing) { s.Pair.ToldAt = at(t, "2026-06-01 09:00") }), mentoring.MonthExempt},
		{"the mentor is still to be told", "2026-06", "2026-06-10 09:00", mentoring.Standing{}, mentoring.MonthOpen},
		{"and was not told last month either", "2026-05", "2026-06-10 09:00", mentoring.Standing{}, mentoring.MonthExempt},
		{"outside the window", "2026-10", "2026-10-10 09:00", standing(t), mentoring.MonthExempt},
		{"of one's own will in October", "2026-10", "2026-10-10 09:00", standing(t, in(mentoring.MeetingMet, "2026-10-02 10:00")), mentoring.MonthMet},
		{"ended within the month", "2026-07", "2026-07-10 09:00", standing(t, ended), mentoring.MonthEnded},
		{"ends tomorrow", "2026-07", "2026-07-09 09:00", standing(t, ended), mentoring.MonthOpen},
		{"ended before the month", "2026-08", "2026-08-10 09:00", standing(t, ended), mentoring.MonthEnded},
		{"before it ended", "2026-06", "2026-07-10 09:00", standing(t, ended), mentoring.MonthOpen},
		{"met, then ended", "2026-07", "2026-07-10 09:00", standing(t, ended, in(mentoring.MeetingMet, "2026-07-02 10:00")), mentoring.MonthMet},
		{"paused shows nowhere", "2026-07", "2026-07-10 09:00", standing(t, func(s *mentoring.Standing) { s.Paused = true }), mentoring.MonthOpen},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := r.MonthState(c.s, month(t, c.period), at(t, c.now)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// TestMonthStateIsTotal: every month of every pair is in exactly one state,
// one of the list, and a step is only due in a month that is not met, put off,
// over or none of theirs, but for the one who lags behind.
func TestMonthStateIsTotal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		now := w.when(t, "now")
		for _, p := range append(w.rules.Periods(), mentoring.DateOf(now).Period()) {
			if got := w.rules.MonthState(w.pair, p, now); !slices.Contains(mentoring.MonthStates(), got) {
				t.Fatalf("%s is %q", p, got)
			}
		}
		v := w.rules.Due(w.pair, now)
		if !v.Wanted(now) {
			return
		}
		switch got := w.rules.MonthState(w.pair, v.Period, now); got {
		case mentoring.MonthOpen, mentoring.MonthPlanned:
		case mentoring.MonthMet:
			if !w.rules.Progress(w.pair, now).Behind() {
				t.Fatal("a second talk is asked of a pair that is not behind")
			}
		default:
			t.Fatalf("%s is due in a month that is %s", v.Step.ID, got)
		}
	})
}

// TestHeldAgainst: what HR's list holds against a pair is open, and nothing
// else is.
func TestHeldAgainst(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		now := w.when(t, "now")
		for _, p := range w.rules.Periods() {
			if v := w.rules.MonthOver(w.pair, p); v.Wanted(now) {
				if got := w.rules.MonthState(w.pair, p, now); got != mentoring.MonthOpen {
					t.Fatalf("%s is held against the pair and %s", p, got)
				}
			}
		}
	})
}

// TestArithmetic: putting a month off changes no count, and leave never asks
// for more than there was to do before.
func TestArithmetic(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		now := w.when(t, "now")
		before := w.rules.Progress(w.pair, now)
		p := rapid.SampledFrom(w.rules.Periods()).Draw(t, "put off")
		off := w.rules.PutOff(w.pair, p, now)
		if off.Met != before.Met || off.Minimum != before.Minimum || off.Lacking() != before.Lacking() {
			t.Fatalf("putting %s off makes %+v of %+v", p, off, before)
		}
		if len(off.Months) > len(before.Months) || off.Fresh > before.Fresh {
			t.Fatalf("putting %s off leaves more months: %+v of %+v", p, off, before)
		}
		if slices.Contains(w.pair.Deferred, p) == false && w.pair.IsDeferred(p) {
			t.Fatal("the pair itself was changed")
		}
		away := w.pair
		from := w.rules.Date(w.when(t, "away from"))
		away.Leave = append(slices.Clone(away.Leave), mentoring.Leave{From: from, To: from.Add(rapid.IntRange(0, 90).Draw(t, "days"))})
		if got := w.rules.Progress(away, now); got.Minimum > before.Minimum || got.Met != before.Met {
			t.Fatalf("leave makes %+v of %+v", got, before)
		}
	})
}

// TestASecondTalkRests: whoever has just reported a talk is not asked about the
// next one in the same breath, but when it rings on the business day after.
func TestASecondTalkRests(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	m := talk(t, mentoring.MeetingMet, "2026-06-12 10:00", "2026-06-01 09:00")
	m.MetAt = at(t, "2026-06-12 11:00") // a Friday
	s := standing(t, with(m))
	now := m.MetAt
	v := r.Due(s, now)
	if v.Reason != mentoring.Due || v.Wanted(now) || !v.From.Equal(at(t, "2026-06-15 09:00")) {
		t.Errorf("on Friday: %s, wanted %v, from %v", v.Reason, v.Wanted(now), v.From)
	}
	if next := r.NextLook(s, now); !next.Equal(v.From) {
		t.Errorf("looked at again at %v, want %v", next, v.From)
	}
	if !r.Due(s, v.From).Wanted(v.From) {
		t.Error("on Monday: not wanted")
	}
}
