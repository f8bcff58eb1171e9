package mentoring_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"tsukiichi/bot/mentoring"
)

func TestOccurrence(t *testing.T) {
	t.Parallel()
	half := mentoring.TimeOfDay{Hour: 15, Minute: 30}
	second := mentoring.Repeat{Week: 2, Weekday: time.Wednesday, At: half}
	first := mentoring.Repeat{Week: 1, Weekday: time.Wednesday, At: half}
	last := mentoring.Repeat{Week: mentoring.LastWeek, Weekday: time.Tuesday, At: half}
	day := func(d int) mentoring.Repeat { return mentoring.Repeat{Day: d, At: half} }
	r := rules2026(t)
	for _, c := range []struct {
		name  string
		rule  mentoring.Repeat
		month string
		want  string
	}{
		{"second Wednesday", second, "2026-04", "2026-04-08 15:30"},
		{"second Wednesday, when the month begins with one", second, "2026-07", "2026-07-08 15:30"},
		{"first Wednesday, a holiday after holidays: the Friday before", first, "2026-05", "2026-05-01 15:30"},
		{"last Tuesday of four", last, "2026-04", "2026-04-28 15:30"},
		{"last Tuesday of five", last, "2026-06", "2026-06-30 15:30"},
		{"the 10th", day(10), "2026-04", "2026-04-10 15:30"},
		{"the 10th, a Sunday", day(10), "2026-05", "2026-05-08 15:30"},
		{"the 31st of a month with 30, a Thursday", day(31), "2026-04", "2026-04-30 15:30"},
		{"the 1st, a holiday: the first business day, never the month before", day(1), "2027-01", "2027-01-04 15:30"},
		{"the 30th, in the closure: the last day before it", day(30), "2026-12", "2026-12-28 15:30"},
		{"a Wednesday in the closure", mentoring.Repeat{Week: mentoring.LastWeek, Weekday: time.Wednesday, At: half}, "2026-12", "2026-12-28 15:30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m, err := mentoring.ParsePeriod(c.month)
			if err != nil {
				t.Fatal(err)
			}
			if got := r.Occurrence(c.rule, m); !got.Equal(at(t, c.want)) {
				t.Errorf("got %s, want %s", got.In(tokyo).Format("2006-01-02 15:04"), c.want)
			}
		})
	}
}

// TestOccurrenceStaysInItsMonth: whatever the free days, a series has a talk in
// every month, on a day on which the office works, and is planned before the
// month's first nudge rings.
func TestOccurrenceStaysInItsMonth(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		rule := mentoring.Repeat{Day: rapid.IntRange(1, 31).Draw(t, "day"), At: mentoring.TimeOfDay{Hour: rapid.IntRange(8, 17).Draw(t, "hour")}}
		if rapid.Bool().Draw(t, "by week") {
			rule.Week = rapid.IntRange(1, mentoring.LastWeek).Draw(t, "week")
			rule.Weekday = time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday"))
		}
		for _, m := range w.rules.Periods() {
			got := w.rules.Date(w.rules.Occurrence(rule, m))
			if got.Period() != m || !w.cal.Open(got) {
				t.Fatalf("%s has %s", m, got)
			}
			planned, ok := w.rules.SeriesAt(mentoring.Series{Rule: rule, Next: m})
			if !ok || !w.rules.Date(planned).Before(m.First()) {
				t.Fatalf("the talk of %s is planned at %s", m, planned)
			}
		}
	})
}

func TestSeriesSkips(t *testing.T) {
	t.Parallel()
	july := mentoring.Period{Year: 2026, Month: time.July}
	talk := func(state mentoring.MeetingState) []mentoring.Meeting {
		return []mentoring.Meeting{{State: state, Start: at(t, "2026-07-01 10:00")}}
	}
	away := mentoring.Person{Leave: []mentoring.Leave{{From: mentoring.On(2026, 7, 1), To: mentoring.On(2026, 7, 31)}}}
	for name, c := range map[string]struct {
		standing       mentoring.Standing
		mentee, mentor mentoring.Person
		now            string
		want           mentoring.Skip
	}{
		"nothing yet":       {now: "2026-06-10 09:00"},
		"over":              {now: "2026-07-08 15:30", want: mentoring.SkipPast},
		"planned":           {standing: mentoring.Standing{Meetings: talk(mentoring.MeetingPlanned)}, now: "2026-06-10 09:00", want: mentoring.SkipThere},
		"met":               {standing: mentoring.Standing{Meetings: talk(mentoring.MeetingMet)}, now: "2026-07-02 09:00", want: mentoring.SkipThere},
		"called off":        {standing: mentoring.Standing{Meetings: talk(mentoring.MeetingCancelled)}, now: "2026-06-10 09:00"},
		"put off":           {standing: mentoring.Standing{Deferred: []mentoring.Period{july}}, now: "2026-06-10 09:00", want: mentoring.SkipDeferred},
		"another month off": {standing: mentoring.Standing{Deferred: []mentoring.Period{july.Add(1)}}, now: "2026-06-10 09:00"},
		"paused":            {standing: mentoring.Standing{Paused: true}, now: "2026-06-10 09:00", want: mentoring.SkipPaused},
		"mentee away":       {mentee: away, now: "2026-06-10 09:00", want: mentoring.SkipAway},
		"mentor away":       {mentor: away, now: "2026-06-10 09:00", want: mentoring.SkipAway},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			series := mentoring.Series{Next: july, Rule: mentoring.Repeat{Week: 2, Weekday: time.Wednesday, At: mentoring.TimeOfDay{Hour: 15, Minute: 30}}}
			if got := rules2026(t).Skips(series, c.standing, c.mentee, c.mentor, at(t, c.now)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
