package mentoring_test

import (
	"testing"
	"time"

	"tsukiichi/bot/mentoring"
)

func TestWorking(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	for _, c := range []struct {
		name, at string
		want     bool
		next     string
	}{
		{"at opening", "2026-07-15 08:30", true, "2026-07-15 08:30"},
		{"a minute before", "2026-07-15 08:29", false, "2026-07-15 08:30"},
		{"at noon", "2026-07-15 12:00", true, "2026-07-15 12:00"},
		{"a minute before closing", "2026-07-15 17:14", true, "2026-07-15 17:14"},
		{"at closing", "2026-07-15 17:15", false, "2026-07-16 08:30"},
		{"at midnight", "2026-07-15 00:00", false, "2026-07-15 08:30"},
		{"Friday evening", "2026-07-17 18:00", false, "2026-07-21 08:30"}, // 20 July is a holiday
		{"a Saturday", "2026-07-18 10:00", false, "2026-07-21 08:30"},
		{"the long weekend of September", "2026-09-18 17:15", false, "2026-09-24 08:30"},
		{"the closure of new year", "2026-12-28 20:00", false, "2027-01-04 08:30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			now := at(t, c.at)
			if got := r.Working(now); got != c.want {
				t.Errorf("Working: got %v, want %v", got, c.want)
			}
			if got := r.NextWorking(now); !got.Equal(at(t, c.next)) {
				t.Errorf("NextWorking: got %v, want %s", got, c.next)
			}
			if utc := now.UTC(); r.Working(utc) != c.want {
				t.Error("the answer depends on the location of the argument")
			}
		})
	}
}

func TestCheckInAt(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	for _, c := range []struct {
		name, start string
		minutes     int
		want        string
	}{
		{"half an hour after the end", "2026-07-15 15:30", 15, "2026-07-15 16:15"},
		{"just inside the day", "2026-07-15 16:29", 15, "2026-07-15 17:14"},
		{"at the end of the day", "2026-07-15 16:30", 15, "2026-07-16 08:30"},
		{"an evening", "2026-07-17 18:00", 30, "2026-07-21 08:30"},
		{"before the office opens", "2026-07-15 07:30", 15, "2026-07-15 08:30"},
		{"a free day", "2026-07-20 10:00", 15, "2026-07-21 08:30"},
		{"around midnight", "2026-07-15 23:20", 15, "2026-07-16 08:30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := r.CheckInAt(mentoring.Meeting{Start: at(t, c.start), Minutes: c.minutes})
			if !got.Equal(at(t, c.want)) {
				t.Errorf("got %v, want %s", got, c.want)
			}
		})
	}
}

func TestRings(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	for _, c := range []struct {
		name string
		got  time.Time
		want string
	}{
		{"the digest of a morning is the next morning's", r.DigestAt(at(t, "2026-07-15 09:00")), "2026-07-16 09:00"},
		{"of an early morning too", r.DigestAt(at(t, "2026-07-15 00:10")), "2026-07-16 09:00"},
		{"of a Friday it is Monday's", r.DigestAt(at(t, "2026-06-19 09:00")), "2026-06-22 09:00"},
		{"over holidays", r.DigestAt(at(t, "2026-09-18 09:00")), "2026-09-24 09:00"},
		{"the day is Tokyo's", r.DigestAt(time.Date(2026, 7, 15, 16, 0, 0, 0, time.UTC)), "2026-07-17 09:00"},
		{"April is over", r.MonthOverAt(month(t, "2026-04")), "2026-05-01 09:00"},
		{"July is over on a Monday", r.MonthOverAt(month(t, "2026-07")), "2026-08-03 09:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if !c.got.Equal(at(t, c.want)) {
				t.Errorf("got %v, want %s", c.got, c.want)
			}
		})
	}
}
