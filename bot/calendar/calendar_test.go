package calendar_test

import (
	"sync"
	"testing"
	"time"

	"tsukiichi/bot/calendar"
	"tsukiichi/bot/mentoring"
)

// holidays2026 is the Cabinet Office's list of 2026, typed by hand.
var holidays2026 = map[string]string{
	"2026-01-01": "元日",
	"2026-01-12": "成人の日",
	"2026-02-11": "建国記念の日",
	"2026-02-23": "天皇誕生日",
	"2026-03-20": "春分の日",
	"2026-04-29": "昭和の日",
	"2026-05-03": "憲法記念日",
	"2026-05-04": "みどりの日",
	"2026-05-05": "こどもの日",
	"2026-05-06": "振替休日",
	"2026-07-20": "海の日",
	"2026-08-11": "山の日",
	"2026-09-21": "敬老の日",
	"2026-09-22": "国民の休日",
	"2026-09-23": "秋分の日",
	"2026-10-12": "スポーツの日",
	"2026-11-03": "文化の日",
	"2026-11-23": "勤労感謝の日",
}

func day(t testing.TB, s string) mentoring.Date {
	t.Helper()
	d, err := mentoring.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func closure(t testing.TB, from, to string) mentoring.Closure {
	t.Helper()
	a, err1 := mentoring.ParseMonthDay(from)
	b, err2 := mentoring.ParseMonthDay(to)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	return mentoring.Closure{From: a, To: b}
}

func TestEveryDayOf2026(t *testing.T) {
	t.Parallel()
	cal := calendar.New(nil)
	for d := day(t, "2026-01-01"); d.Year == 2026; d = d.Add(1) {
		name, holiday := holidays2026[d.String()]
		weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
		if got, want := cal.Open(d), !holiday && !weekend; got != want {
			t.Errorf("%s %s %s: open is %v, want %v", d, d.Weekday(), name, got, want)
		}
	}
}

func TestSpots(t *testing.T) {
	t.Parallel()
	cal := calendar.New([]mentoring.Closure{closure(t, "12-29", "01-03"), closure(t, "08-13", "08-14")})
	for _, c := range []struct {
		on   string
		open bool
		why  string
	}{
		{"2024-02-12", false, "振替休日"},
		{"2024-03-20", false, "春分の日"},
		{"2024-05-06", false, "振替休日"},
		{"2024-08-12", false, "振替休日 of 山の日"},
		{"2024-09-22", false, "秋分の日, a Sunday"},
		{"2024-09-23", false, "振替休日"},
		{"2024-11-04", false, "振替休日"},
		{"2025-02-24", false, "振替休日"},
		{"2025-05-06", false, "振替休日 of みどりの日"},
		{"2025-05-07", true, "after the golden week"},
		{"2025-11-24", false, "振替休日"},
		{"2026-09-22", false, "国民の休日"},
		{"2026-09-24", true, "after the silver week"},
		{"2027-03-22", false, "振替休日 of 春分の日"},
		{"2027-09-22", true, "no 国民の休日 in 2027"},
		{"2027-09-23", false, "秋分の日"},
		{"2032-09-21", false, "国民の休日"},
		{"2037-09-22", false, "国民の休日, beyond the library's list"},
		{"2026-12-28", true, "before the closure"},
		{"2026-12-29", false, "closure"},
		{"2026-12-31", false, "closure"},
		{"2027-01-01", false, "元日 and closure"},
		{"2027-01-04", true, "after the closure"},
		{"2024-01-03", false, "closure"},
		{"2026-08-13", false, "a second closure"},
		{"2026-08-17", true, "after it"},
		{"2026-07-18", false, "a Saturday"},
		{"2026-07-15", true, "a Wednesday"},
	} {
		t.Run(c.on+" "+c.why, func(t *testing.T) {
			t.Parallel()
			if got := cal.Open(day(t, c.on)); got != c.open {
				t.Errorf("got %v, want %v", got, c.open)
			}
		})
	}
}

func TestOddDatesAreNormalised(t *testing.T) {
	t.Parallel()
	cal := calendar.New(nil)
	for _, d := range []mentoring.Date{{Year: 2026, Month: 13, Day: 1}, {Year: 2026, Month: 4, Day: 29 + 365}, {}} {
		if want := cal.Open(mentoring.On(d.Year, d.Month, d.Day)); cal.Open(d) != want {
			t.Errorf("%v: want %v, as of the date it stands for", d, want)
		}
	}
}

func TestTheCallersClosuresAreCopied(t *testing.T) {
	t.Parallel()
	closures := []mentoring.Closure{closure(t, "08-13", "08-14")}
	cal := calendar.New(closures)
	closures[0] = mentoring.Closure{}
	if cal.Open(day(t, "2026-08-13")) {
		t.Error("open, want closed")
	}
}

// TestManyAtOnce is for the race detector: two calendars share the library's
// holidays, and one of those writes into itself when asked.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	a, b := calendar.New(nil), calendar.New(nil)
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			for year := 2020; year < 2040; year++ {
				d := mentoring.On(year, time.March, 1+i)
				if a.Open(d) != b.Open(d) {
					t.Errorf("%s: two calendars differ", d)
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkOpen(b *testing.B) {
	cal := calendar.New(nil)
	d := mentoring.On(2026, time.July, 15)
	for b.Loop() {
		cal.Open(d)
	}
}
