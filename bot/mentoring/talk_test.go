package mentoring_test

import (
	"testing"
	"time"

	"tsukiichi/bot/mentoring"
)

func TestPrepareAt(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	for _, c := range []struct{ name, booked, start, want string }{
		{"planned long before", "2026-07-01 10:00", "2026-07-15 15:30", "2026-07-14 13:00"},
		{"over a weekend", "2026-07-01 10:00", "2026-07-13 15:30", "2026-07-10 13:00"},
		{"behind a row of holidays", "2026-09-01 10:00", "2026-09-24 10:30", "2026-09-18 13:00"},
		{"planned the day before, in the morning", "2026-07-14 09:00", "2026-07-15 15:30", "2026-07-14 13:00"},
		{"planned a little before the hour", "2026-07-14 12:30", "2026-07-15 15:30", "2026-07-14 13:30"},
		{"planned the day before, in the afternoon", "2026-07-14 14:00", "2026-07-15 15:30", "2026-07-14 15:00"},
		{"planned at the end of the day", "2026-07-14 17:00", "2026-07-15 15:30", "2026-07-15 08:30"},
		{"planned on the day", "2026-07-15 09:10", "2026-07-15 15:30", "2026-07-15 10:10"},
		{"planned two hours before", "2026-07-15 13:29", "2026-07-15 15:30", "2026-07-15 14:29"},
		{"planned within two hours", "2026-07-15 13:30", "2026-07-15 15:30", ""},
		{"planned at night for the morning", "2026-07-14 21:00", "2026-07-15 09:00", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := mentoring.Meeting{BookedAt: at(t, c.booked), Start: at(t, c.start)}
			got, ok := r.PrepareAt(m)
			wantAt(t, got, ok, c.want)
			if ok && (!r.Working(got) || got.Sub(m.BookedAt) < time.Hour || m.Start.Sub(got) < time.Hour) {
				t.Errorf("%s is no time to ask", got)
			}
		})
	}
}

func TestDayCardAt(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	for _, c := range []struct{ name, booked, start, want string }{
		{"on the day", "2026-07-01 10:00", "2026-07-15 15:30", "2026-07-15 08:30"},
		{"a talk at nine", "2026-07-01 10:00", "2026-07-15 09:00", "2026-07-14 13:00"},
		{"a talk on a Saturday", "2026-07-01 10:00", "2026-07-18 15:30", "2026-07-17 13:00"},
		{"planned on the day", "2026-07-15 13:00", "2026-07-15 15:30", "2026-07-15 13:00"},
		{"planned at night for nine", "2026-07-14 21:00", "2026-07-15 09:00", "2026-07-15 08:30"},
		{"planned at night for eight", "2026-07-14 21:00", "2026-07-15 08:00", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, ok := r.DayCardAt(mentoring.Meeting{BookedAt: at(t, c.booked), Start: at(t, c.start)})
			wantAt(t, got, ok, c.want)
		})
	}
}

func TestHoursOfATalkMayBeMissing(t *testing.T) {
	t.Parallel()
	p := aomori(t, 2026)
	p.PrepareAt, p.DayCardAt, p.PrepareWait = mentoring.TimeOfDay{}, mentoring.TimeOfDay{}, 0
	r := rules(t, p, office2026)
	m := mentoring.Meeting{BookedAt: at(t, "2026-07-01 10:00"), Start: at(t, "2026-07-15 15:30")}
	got, ok := r.PrepareAt(m)
	wantAt(t, got, ok, "2026-07-14 08:30")
	got, ok = r.DayCardAt(m)
	wantAt(t, got, ok, "2026-07-15 08:30")
}

func wantAt(t *testing.T, got time.Time, ok bool, want string) {
	t.Helper()
	if ok != (want != "") || ok && !got.Equal(at(t, want)) {
		t.Errorf("got %s, %v, want %q", got, ok, want)
	}
}
