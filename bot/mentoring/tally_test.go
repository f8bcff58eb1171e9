package mentoring_test

import (
	"fmt"
	"testing"
	"time"

	"tsukiichi/bot/mentoring"
)

func TestTallies(t *testing.T) {
	t.Parallel()
	in := func(id string, state mentoring.MeetingState, start string) mentoring.Meeting {
		m := talk(t, state, start, "2026-04-01 09:00")
		m.ID = id
		return m
	}
	s := mentoring.Standing{Meetings: []mentoring.Meeting{
		in("june", mentoring.MeetingMet, "2026-06-03 10:00"),
		in("july-late", mentoring.MeetingPlanned, "2026-07-30 10:00"),
		in("may", mentoring.MeetingMet, "2026-05-01 08:30"), // still April in London
		in("july", mentoring.MeetingPlanned, "2026-07-15 15:30"),
		in("june-too", mentoring.MeetingMet, "2026-06-24 10:00"),
		in("missed", mentoring.MeetingMissed, "2026-04-24 10:00"),
		in("cancelled", mentoring.MeetingCancelled, "2026-07-14 10:00"),
	}}
	before, begun := at(t, "2026-07-15 15:29"), at(t, "2026-07-15 15:30")
	id := func(m mentoring.Meeting, ok bool) string { return fmt.Sprintf("%s %v", m.ID, ok) }
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"met in May", s.MetIn(month(t, "2026-05"), tokyo), 1},
		{"met in April", s.MetIn(month(t, "2026-04"), tokyo), 0},
		{"met in April, in London", s.MetIn(month(t, "2026-04"), time.UTC), 1},
		{"met in June", s.MetIn(month(t, "2026-06"), tokyo), 2},
		{"met", s.Met(), 3},
		{"ahead", s.PlannedAhead(month(t, "2026-07"), before, tokyo), 2},
		{"ahead once one has begun", s.PlannedAhead(month(t, "2026-07"), begun, tokyo), 1},
		{"ahead in June", s.PlannedAhead(month(t, "2026-06"), before, tokyo), 0},
		{"first", id(s.First()), "may true"},
		{"last", id(s.LastMet()), "june-too true"},
		{"next", id(s.NextPlanned(before)), "july true"},
		{"next once it has begun", id(s.NextPlanned(begun)), "july-late true"},
		{"none left", id(s.NextPlanned(at(t, "2026-08-01 00:00"))), " false"},
		{"none held", id(mentoring.Standing{}.First()), " false"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if fmt.Sprint(c.got) != fmt.Sprint(c.want) {
				t.Errorf("got %v, want %v", c.got, c.want)
			}
		})
	}
}

func TestProgress(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	met := func(starts ...string) func(*mentoring.Standing) {
		return func(s *mentoring.Standing) {
			for _, start := range starts {
				s.Meetings = append(s.Meetings, talk(t, mentoring.MeetingMet, start, "2026-04-01 09:00"))
			}
		}
	}
	told := func(when string) func(*mentoring.Standing) {
		return func(s *mentoring.Standing) { s.Pair.ToldAt = at(t, when) }
	}
	deferred := func(s *mentoring.Standing) { s.Deferred = []mentoring.Period{month(t, "2026-07")} }
	away := func(from, to string) mentoring.Person {
		return mentoring.Person{Leave: []mentoring.Leave{{From: day(t, from), To: day(t, to)}}}
	}
	for _, c := range []struct {
		name   string
		s      mentoring.Standing
		mentee mentoring.Person
		now    string
		want   string // met/minimum, months left, of these without a talk, behind
	}{
		{"April", standing(t), mentoring.Person{}, "2026-04-10 09:00", "0/6 6 6 false"},
		{"two in two months", standing(t, met("2026-04-10 10:00", "2026-05-11 10:00")), mentoring.Person{}, "2026-06-10 09:00", "2/6 4 4 false"},
		{"four due in three months", standing(t, met("2026-04-10 10:00", "2026-07-01 10:00")), mentoring.Person{}, "2026-07-10 09:00", "2/6 3 2 true"},
		{"a month put off is made up in another", standing(t, deferred, met("2026-04-10 10:00", "2026-05-11 10:00", "2026-06-11 10:00")),
			mentoring.Person{}, "2026-07-10 09:00", "3/6 2 2 true"},
		{"not told yet", mentoring.Standing{}, mentoring.Person{}, "2026-04-10 09:00", "0/6 6 6 false"},
		{"told in July", standing(t, told("2026-07-06 10:00")), mentoring.Person{}, "2026-07-10 09:00", "0/3 3 3 false"},
		{"told in July, talks moved from the pair before", standing(t, told("2026-07-06 10:00"), met("2026-05-11 10:00")),
			mentoring.Person{}, "2026-07-10 09:00", "1/4 3 3 false"},
		{"two months of leave", standing(t), away("2026-06-01", "2026-07-31"), "2026-04-10 09:00", "0/4 4 4 false"},
		{"leave that leaves a day", standing(t), away("2026-06-02", "2026-07-30"), "2026-04-10 09:00", "0/6 6 6 false"},
		{"leave but for a Sunday", standing(t), away("2026-06-01", "2026-06-30"), "2026-04-10 09:00", "0/5 5 5 false"},
		{"ended in June", standing(t, func(s *mentoring.Standing) { s.Pair.Ended = day(t, "2026-06-01") }), mentoring.Person{}, "2026-05-10 09:00", "0/2 1 1 true"},
		{"after the window", standing(t, met("2026-04-10 10:00")), mentoring.Person{}, "2026-10-01 09:00", "1/6 0 0 true"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.s.Leave = c.mentee.Leave
			p := r.Progress(c.s, at(t, c.now))
			got := fmt.Sprintf("%d/%d %d %d %v", p.Met, p.Minimum, len(p.Months), p.Fresh, p.Behind())
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	t.Run("lacking is never negative", func(t *testing.T) {
		t.Parallel()
		if got := (mentoring.Progress{Met: 8, Minimum: 6}).Lacking(); got != 0 {
			t.Errorf("got %d, want 0", got)
		}
	})
}

func TestClosureHolds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to, on string
		want         bool
	}{
		{"12-29", "01-03", "2026-12-28", false},
		{"12-29", "01-03", "2026-12-29", true},
		{"12-29", "01-03", "2027-01-01", true},
		{"12-29", "01-03", "2027-01-04", false},
		{"08-13", "08-15", "2026-08-14", true},
		{"08-13", "08-15", "2026-08-16", false},
		{"08-13", "08-15", "2026-01-01", false},
		{"02-29", "02-29", "2028-02-29", true},
	} {
		t.Run(c.from+" to "+c.to+" on "+c.on, func(t *testing.T) {
			t.Parallel()
			from, err1 := mentoring.ParseMonthDay(c.from)
			to, err2 := mentoring.ParseMonthDay(c.to)
			if err1 != nil || err2 != nil {
				t.Fatal(err1, err2)
			}
			if got := (mentoring.Closure{From: from, To: to}).Holds(day(t, c.on)); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
	for _, bad := range []string{"", "12", "13-01", "02-30", "2026-12-29"} {
		if _, err := mentoring.ParseMonthDay(bad); err == nil {
			t.Errorf("%q: want an error", bad)
		}
	}
}
