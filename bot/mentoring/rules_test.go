package mentoring_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/mentoring"
)

// office2026 is the office calendar of fiscal 2026 as printed on the wall:
// public holidays from the Cabinet Office's list, typed, not computed.
var office2026 = closedOn(
	"2026-04-29", "2026-05-03", "2026-05-04", "2026-05-05", "2026-05-06", "2026-07-20", "2026-08-11",
	"2026-09-21", "2026-09-22", "2026-09-23", "2026-10-12", "2026-11-03", "2026-11-23",
	"2026-12-29", "2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02", "2027-01-03",
	"2027-01-11", "2027-02-11", "2027-02-23", "2027-03-21", "2027-03-22",
)

type wall map[mentoring.Date]bool

func closedOn(days ...string) wall {
	w := wall{}
	for _, s := range days {
		d, err := mentoring.ParseDate(s)
		if err != nil {
			panic(err)
		}
		w[d] = true
	}
	return w
}

func (w wall) Open(d mentoring.Date) bool {
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday && !w[d]
}

var tokyo = time.FixedZone("JST", 9*60*60)

// at reads 2026-07-15 15:30 as Tokyo's time.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	got, err := time.ParseInLocation("2006-01-02 15:04", s, tokyo)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func day(t testing.TB, s string) mentoring.Date {
	t.Helper()
	d, err := mentoring.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func month(t testing.TB, s string) mentoring.Period {
	t.Helper()
	p, err := mentoring.ParsePeriod(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func aomori(t testing.TB, year int) mentoring.Programme {
	t.Helper()
	p, err := mentoring.LoadPreset("aomori", year)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func rules(t testing.TB, p mentoring.Programme, cal mentoring.Calendar) mentoring.Rules {
	t.Helper()
	r, err := mentoring.NewRules(p, cal)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func rules2026(t testing.TB) mentoring.Rules { return rules(t, aomori(t, 2026), office2026) }

func TestNewRules(t *testing.T) {
	t.Parallel()
	t.Run("no calendar", func(t *testing.T) {
		t.Parallel()
		if _, err := mentoring.NewRules(aomori(t, 2026), nil); !errors.Is(err, mentoring.ErrNoCalendar) {
			t.Errorf("got %v, want ErrNoCalendar", err)
		}
	})
	t.Run("a broken programme", func(t *testing.T) {
		t.Parallel()
		p := aomori(t, 2026)
		p.Zone = "Asia/Aomori"
		if _, err := mentoring.NewRules(p, office2026); !errors.Is(err, mentoring.ErrProgramme) {
			t.Errorf("got %v, want ErrProgramme", err)
		}
	})
	t.Run("a month without a business day", func(t *testing.T) {
		t.Parallel()
		w := wall{}
		for d := day(t, "2026-10-01"); d.Month == time.October; d = d.Add(1) {
			w[d] = true
		}
		_, err := mentoring.NewRules(aomori(t, 2026), w)
		if !errors.Is(err, mentoring.ErrNeverOpen) || !strings.Contains(err.Error(), "2026-09") {
			t.Errorf("got %v, want ErrNeverOpen naming 2026-09", err)
		}
	})
	t.Run("a calendar that is never open ends too", func(t *testing.T) {
		t.Parallel()
		if _, err := mentoring.NewRules(aomori(t, 2026), never{}); !errors.Is(err, mentoring.ErrNeverOpen) {
			t.Errorf("got %v, want ErrNeverOpen", err)
		}
	})
}

type never struct{}

func (never) Open(mentoring.Date) bool { return false }

func TestPeriods(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		first, last time.Month
		want        string
	}{
		{"aomori", time.April, time.September, "2026-04 2026-05 2026-06 2026-07 2026-08 2026-09"},
		{"over new year", time.November, time.February, "2026-11 2026-12 2027-01 2027-02"},
		{"one month of next year", time.March, time.March, "2027-03"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := aomori(t, 2026)
			p.FirstMonth, p.LastMonth = c.first, c.last
			var got []string
			for _, m := range rules(t, p, office2026).Periods() {
				got = append(got, m.String())
			}
			if g := strings.Join(got, " "); g != c.want {
				t.Errorf("got %s, want %s", g, c.want)
			}
		})
	}
}

func TestPeriodOf(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	for _, c := range []struct {
		at   time.Time
		want string
		in   bool
	}{
		{at(t, "2026-03-31 23:59"), "2026-03", false},
		{at(t, "2026-04-01 00:00"), "2026-04", true},
		{time.Date(2026, 6, 30, 15, 0, 0, 0, time.UTC), "2026-07", true}, // already July in Tokyo
		{at(t, "2026-09-30 23:59"), "2026-09", true},
		{at(t, "2026-10-01 00:00"), "2026-10", false},
	} {
		t.Run(c.at.String(), func(t *testing.T) {
			t.Parallel()
			if p, in := r.PeriodOf(c.at); p.String() != c.want || in != c.in {
				t.Errorf("got %s %v, want %s %v", p, in, c.want, c.in)
			}
		})
	}
}
