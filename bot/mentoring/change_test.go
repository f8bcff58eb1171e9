package mentoring_test

import (
	"testing"

	"tsukiichi/bot/mentoring"
)

func TestAnswerDays(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	for _, c := range []struct{ asked, by, near, late string }{
		{"2026-06-01 09:00", "2026-06-08", "2026-06-04 09:00", "2026-06-09 09:00"},
		{"2026-06-05 22:00", "2026-06-12", "2026-06-10 09:00", "2026-06-15 09:00"},
		{"2026-06-06 12:00", "2026-06-12", "2026-06-10 09:00", "2026-06-15 09:00"}, // a Saturday
	} {
		t.Run(c.asked, func(t *testing.T) {
			t.Parallel()
			by := r.AnswerBy(at(t, c.asked))
			if by != day(t, c.by) {
				t.Errorf("by %s, want %s", by, c.by)
			}
			if near := r.AnswerNear(by); !near.Equal(at(t, c.near)) {
				t.Errorf("near at %s, want %s", near, c.near)
			}
			if late := r.AnswerLate(by); !late.Equal(at(t, c.late)) {
				t.Errorf("late at %s, want %s", late, c.late)
			}
		})
	}
}

func TestAskedOnLeave(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	leave := func(from, to string) []mentoring.Leave {
		l := mentoring.Leave{From: day(t, from)}
		if to != "" {
			l.To = day(t, to)
		}
		return []mentoring.Leave{l}
	}
	for _, c := range []struct {
		name  string
		leave []mentoring.Leave
		now   string
		holds bool
		next  string
	}{
		{"none", nil, "2026-07-01 09:00", false, ""},
		{"still to come", leave("2026-07-01", "2026-08-31"), "2026-06-10 09:00", false, "2026-07-01 09:00"},
		{"it begins", leave("2026-07-01", "2026-08-31"), "2026-07-01 09:00", true, ""},
		{"it begins on a Saturday", leave("2026-07-04", ""), "2026-07-04 10:00", false, "2026-07-06 09:00"},
		{"without an end", leave("2026-07-01", ""), "2026-09-01 09:00", true, ""},
		{"four weeks", leave("2026-07-01", "2026-07-28"), "2026-07-02 09:00", true, ""},
		{"a day less", leave("2026-07-01", "2026-07-27"), "2026-07-02 09:00", false, ""},
		{"over", leave("2026-06-01", "2026-06-30"), "2026-07-01 09:00", false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, holds, next := r.AskedOnLeave(mentoring.Person{Leave: c.leave}, at(t, c.now))
			if holds != c.holds {
				t.Errorf("holds: %v", holds)
			}
			if c.next == "" != next.IsZero() || c.next != "" && !next.Equal(at(t, c.next)) {
				t.Errorf("next at %s, want %q", next, c.next)
			}
		})
	}
}

func TestWithin(t *testing.T) {
	t.Parallel()
	all := []mentoring.Leave{
		{From: day(t, "2026-05-01"), To: day(t, "2026-05-31")},
		{From: day(t, "2026-07-01")},
	}
	got := mentoring.Within(all, day(t, "2026-05-20"), day(t, "2026-06-30"))
	if len(got) != 1 || got[0].From != day(t, "2026-05-20") || got[0].To != day(t, "2026-05-31") {
		t.Errorf("got %v", got)
	}
	if got := mentoring.Within(all, day(t, "2026-08-01"), mentoring.Date{}); len(got) != 1 || got[0].From != day(t, "2026-08-01") || !got[0].To.IsZero() {
		t.Errorf("got %v", got)
	}
}

// TestTakenOver: a pair that takes over counts the talks held before, from the
// first mentor's beginning on; the one before counts nothing any more.
func TestTakenOver(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	now := at(t, "2026-07-10 09:00")
	held := func(start string) mentoring.Meeting {
		return mentoring.Meeting{State: mentoring.MeetingMet, Start: at(t, start), BookedAt: at(t, "2026-04-01 09:00")}
	}
	st := mentoring.Standing{
		Pair:    mentoring.Pair{ID: "b", Follows: "a", ToldAt: at(t, "2026-07-06 09:00"), Since: day(t, "2026-07-06")},
		Began:   at(t, "2026-04-02 09:00"),
		Earlier: []mentoring.Meeting{held("2026-04-15 10:00"), held("2026-05-15 10:00")},
	}
	p := r.Progress(st, now)
	if p.Met != 2 || p.Minimum != 6 {
		t.Errorf("met %d of %d, want 2 of 6", p.Met, p.Minimum)
	}
	if got := r.MonthState(st, month(t, "2026-04"), now); got != mentoring.MonthMet {
		t.Errorf("April is %s", got)
	}
	if got := r.MonthState(st, month(t, "2026-06"), now); got != mentoring.MonthOpen {
		t.Errorf("June is %s", got)
	}
	if _, met := st.LastMet(); met {
		t.Error("a talk with the mentor before is the last one of the new mentor's")
	}
	before := mentoring.Standing{Pair: mentoring.Pair{ID: "a", Heir: "b", ToldAt: at(t, "2026-04-02 09:00"), Ended: day(t, "2026-07-06")}, Meetings: st.Earlier}
	for _, m := range []string{"2026-04", "2026-06", "2026-07"} {
		if got := r.MonthState(before, month(t, m), now); got != mentoring.MonthEnded {
			t.Errorf("%s of the pair before is %s", m, got)
		}
	}
}

func TestPassedOn(t *testing.T) {
	t.Parallel()
	now := at(t, "2026-07-10 09:00")
	m := mentoring.Meeting{ID: "m", Pair: "a", State: mentoring.MeetingPlanned, Start: at(t, "2026-07-15 15:30"), Minutes: 15, Place: "room", Moves: 2, Series: "s"}
	on := m.PassedOn("n", "b", "", now)
	if id, edition := on.InCalendar(); id != "m" || edition != 3 {
		t.Errorf("in calendars %s, edition %d", id, edition)
	}
	if !on.Unsure || on.Pair != "b" || on.ID != "n" || on.Moves != 0 || !on.Start.Equal(m.Start) || on.Series != "" {
		t.Errorf("passed on: %+v", on)
	}
	again := on.Move(at(t, "2026-07-16 10:30"), "x", now)
	if id, edition := again.InCalendar(); again.Unsure || id != "m" || edition != 4 {
		t.Errorf("moved: %+v", again)
	}
	last := again.PassedOn("o", "c", "", now)
	if id, edition := last.InCalendar(); id != "m" || edition != 5 {
		t.Errorf("passed on again: in calendars %s, edition %d", id, edition)
	}
}
