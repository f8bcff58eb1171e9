package mentoring_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/mentoring"
)

// TestYear plays fiscal 2026 for pairs with a history and compares who hears
// what on which day with the tables in testdata/year. The tables are typed by
// hand: there is no -update.
func TestYear(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		s    mentoring.Standing
	}{
		{"never-meets", mentoring.Standing{Pair: mentoring.Pair{ToldAt: at(t, "2026-03-31 14:00")}}},
		{"told-late", mentoring.Standing{
			Pair: mentoring.Pair{ToldAt: at(t, "2026-04-28 10:00")},
			Meetings: []mentoring.Meeting{
				talk(t, mentoring.MeetingMet, "2026-05-12 10:00", "2026-05-09 12:00"),
				talk(t, mentoring.MeetingMet, "2026-05-19 10:00", "2026-05-12 12:00"),
				talk(t, mentoring.MeetingMet, "2026-06-05 16:00", "2026-06-02 12:00"),
				talk(t, mentoring.MeetingMet, "2026-08-28 13:00", "2026-08-14 12:00"),
				talk(t, mentoring.MeetingPlanned, "2026-09-29 15:30", "2026-09-25 12:00"),
			},
			Deferred: []mentoring.Period{month(t, "2026-07")},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile("testdata/year/" + c.name + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			want := rows(string(raw))
			got := play(t, c.s)
			for _, row := range got {
				if !slices.Contains(want, row) {
					t.Errorf("heard, but not in the table: %s", row)
				}
			}
			for _, row := range want {
				if !slices.Contains(got, row) {
					t.Errorf("in the table, but not heard: %s", row)
				}
			}
			if len(got) != len(want) {
				t.Errorf("got %d rows, want %d", len(got), len(want))
			}
		})
	}
}

// talk is a talk of 15 minutes and, if it was held, reported at its end.
func talk(t testing.TB, state mentoring.MeetingState, start, booked string) mentoring.Meeting {
	t.Helper()
	return mentoring.Meeting{State: state, Start: at(t, start), Minutes: 15, BookedAt: at(t, booked)}
}

// asOf is the standing as it was known at now: a talk not booked yet is
// unknown, one that has not ended is planned.
func asOf(s mentoring.Standing, now time.Time) mentoring.Standing {
	var known []mentoring.Meeting
	for _, m := range s.Meetings {
		if m.BookedAt.After(now) {
			continue
		}
		if now.Before(m.End()) {
			m.State = mentoring.MeetingPlanned
		}
		known = append(known, m)
	}
	s.Meetings = known
	return s
}

// play asks every morning from March to October and gives the rows of a table.
func play(t *testing.T, s mentoring.Standing) []string {
	t.Helper()
	r := rules2026(t)
	sent := map[string]bool{}
	var out []string
	row := func(on time.Time, step mentoring.StepID, to ...mentoring.Audience) {
		names := strings.Trim(fmt.Sprint(to), "[]")
		out = append(out, fmt.Sprintf("%s  %-10s  %s", on.In(tokyo).Format("2006-01-02 Mon"), step, names))
	}
	hear := func(v mentoring.Verdict, now time.Time) {
		key := v.Period.String() + string(v.Step.ID)
		if !v.Wanted(now) || sent[key] {
			return
		}
		sent[key] = true
		pair := slices.DeleteFunc(slices.Clone(v.Step.To), func(a mentoring.Audience) bool { return a == mentoring.ToHead })
		row(now, v.Step.ID, pair...)
		if len(pair) < len(v.Step.To) {
			row(r.DigestAt(now), v.Step.ID, mentoring.ToHead)
		}
	}
	for now := at(t, "2026-03-20 09:00"); now.Before(at(t, "2026-10-20 09:00")); now = now.AddDate(0, 0, 1) {
		known := asOf(s, now)
		if p, ok := r.LastOver(now); ok {
			hear(r.MonthOver(known, p), now)
		}
		hear(r.Due(known, now), now)
	}
	return out
}

func rows(table string) []string {
	var out []string
	for line := range strings.Lines(table) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

func TestStepDays(t *testing.T) {
	t.Parallel()
	day := func(n int) mentoring.StepWhen { return mentoring.StepWhen{Day: n} }
	end := func(n int) mentoring.StepWhen { return mentoring.StepWhen{BeforeEnd: n} }
	opening := mentoring.StepWhen{Opening: true}
	for _, c := range []struct {
		name  string
		when  []mentoring.StepWhen
		month string
		want  string
	}{
		{"a fixed day on a holiday moves to the business day before", []mentoring.StepWhen{day(20)}, "2026-07", "17"},
		{"a fixed day with no business day before it falls on the first", []mentoring.StepWhen{day(2)}, "2026-08", "3"},
		{"a day that the month has not is its last", []mentoring.StepWhen{day(31)}, "2026-09", "30"},
		{"a last day on a weekend moves to the business day before", []mentoring.StepWhen{day(31)}, "2026-05", "29"},
		{"business days before the last one, holidays skipped", []mentoring.StepWhen{end(5)}, "2026-04", "22"},
		{"one business day before the last", []mentoring.StepWhen{end(1)}, "2026-05", "28"},
		{"more business days before the end than there are", []mentoring.StepWhen{end(20)}, "2026-05", "1"},
		{"a step never overtakes", []mentoring.StepWhen{day(20), end(5)}, "2026-09", "18 24"},
		{"nor does it share a day", []mentoring.StepWhen{opening, day(1), day(2)}, "2026-08", "3 4 5"},
		{"what no day is left for is dropped", []mentoring.StepWhen{day(30), end(1), end(1)}, "2026-09", "30"},
		{"a month outside the window has none", []mentoring.StepWhen{opening}, "2026-10", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := aomori(t, 2026)
			p.Steps = nil
			for i, w := range c.when {
				p.Steps = append(p.Steps, mentoring.Step{
					ID: mentoring.StepID(fmt.Sprint("step-", i)), When: w,
					To: []mentoring.Audience{mentoring.ToMentor}, Only: mentoring.IfUnmet,
				})
			}
			var got []string
			for _, d := range rules(t, p, office2026).StepDays(month(t, c.month)) {
				got = append(got, fmt.Sprint(d.On.Day))
			}
			if g := strings.Join(got, " "); g != c.want {
				t.Errorf("got %q, want %q", g, c.want)
			}
		})
	}
}

func TestStepDaysIsACopy(t *testing.T) {
	t.Parallel()
	r, july := rules2026(t), month(t, "2026-07")
	r.StepDays(july)[0].On = mentoring.Date{}
	r.Periods()[0] = mentoring.Period{}
	if r.StepDays(july)[0].On.IsZero() || r.Periods()[0].Year == 0 {
		t.Error("a caller could change the rules")
	}
}
