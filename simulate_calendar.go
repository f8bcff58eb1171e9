package main

import (
	"slices"
	"time"

	"tsukiichi/bot/calendar"
	"tsukiichi/bot/mentoring"
)

// The simulator's own idea of a month: which days the office works and on
// which day each step falls, written from the table that the programme's
// people were shown. It shares nothing with package mentoring, so that a rule
// that is wrong there is not wrong here in the same way.

// Office hours and the hour at which steps ring, in the town's zone.
const (
	officeOpens  = 8*time.Hour + 30*time.Minute
	officeCloses = 17*time.Hour + 15*time.Minute
	ringsAt      = 9 * time.Hour
)

// townZone is Japan's time, which has no summer time.
var townZone = time.FixedZone("JST", 9*60*60)

// holidays2026 is the public holidays of the fiscal year 2026, as the Cabinet
// Office published them: January to March are those of 2027.
var holidays2026 = map[time.Month][]int{
	time.April: {29}, time.May: {3, 4, 5, 6}, time.July: {20}, time.August: {11}, time.September: {21, 22, 23},
	time.October: {12}, time.November: {3, 23}, time.January: {1, 11}, time.February: {11, 23}, time.March: {21, 22},
}

// resting reports whether the day is one of the turn of the year, on which the
// office rests: 29 December to 3 January.
func resting(day time.Time) bool {
	_, month, n := day.Date()
	return month == time.December && n >= 29 || month == time.January && n <= 3
}

// almanac says when the town works. Days are midnights in [townZone].
type almanac struct {
	year  int
	first time.Time
	open  []bool // of each day from the first
}

// Days that an almanac knows before and after its year.
const daysAround = 60

// newAlmanac knows 2026 by heart; for other years it asks package calendar
// for the holidays and for nothing else.
func newAlmanac(year int) almanac {
	japan := calendar.New(nil)
	closed := func(d time.Time) bool { return !japan.Open(mentoring.DateOf(d)) }
	if year == 2026 {
		closed = func(d time.Time) bool {
			_, month, day := d.Date()
			return slices.Contains(holidays2026[month], day)
		}
	}
	a := almanac{year: year}
	a.first = a.day(time.April, 1).AddDate(0, 0, -daysAround)
	for d := a.first; d.Before(a.yearEnd().AddDate(0, 0, daysAround)); d = d.AddDate(0, 0, 1) {
		w := d.Weekday()
		a.open = append(a.open, w != time.Saturday && w != time.Sunday && !resting(d) && !closed(d))
	}
	return a
}

func midnight(t time.Time) time.Time {
	y, m, d := t.In(townZone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, townZone)
}

// works reports whether the office is open on the day.
func (a almanac) works(day time.Time) bool { return a.open[int(day.Sub(a.first)/(24*time.Hour))] }

// after is the n-th working day after the day, before the n-th one before it.
func (a almanac) after(day time.Time, n int) time.Time  { return a.walk(day, n, 1) }
func (a almanac) before(day time.Time, n int) time.Time { return a.walk(day, n, -1) }

func (a almanac) walk(day time.Time, n, step int) time.Time {
	for n > 0 {
		if day = day.AddDate(0, 0, step); a.works(day) {
			n--
		}
	}
	return day
}

// inHours reports whether somebody may be written to unasked.
func (a almanac) inHours(t time.Time) bool {
	day := midnight(t)
	return a.works(day) && !t.Before(day.Add(officeOpens)) && t.Before(day.Add(officeCloses))
}

// fromHours is t itself in office hours, else when the office opens next.
func (a almanac) fromHours(t time.Time) time.Time {
	day := midnight(t)
	switch {
	case a.inHours(t):
		return t
	case a.works(day) && t.Before(day.Add(officeOpens)):
		return day.Add(officeOpens)
	default:
		return a.after(day, 1).Add(officeOpens)
	}
}

// shieldEnd is until when a talk that began keeps nudges away although nobody
// has said how it went: for three working days, until it rings on the next.
func (a almanac) shieldEnd(start time.Time) time.Time {
	return a.after(midnight(start), 4).Add(ringsAt)
}

// The steps by the names they have in the keys of what is sent.
const (
	stepFirst     = "first"
	stepTenth     = "tenth"
	stepTwentieth = "twentieth"
	stepClosing   = "closing"
	stepMonthOver = "month-over"
)

// step is one step of one month: the day, when it rings, and until when it is
// worth sending.
type step struct {
	name       string
	day        time.Time
	rings, end time.Time
}

// steps is a month's steps in their order, no two on one day.
func (a almanac) steps(month time.Time) []step {
	next := month.AddDate(0, 1, 0)
	last := a.before(next, 1)
	out := []step{
		{name: stepFirst, day: a.after(month.AddDate(0, 0, -1), 1)},
		{name: stepTenth, day: a.before(month.AddDate(0, 0, 10), 1)},
		{name: stepTwentieth, day: a.before(month.AddDate(0, 0, 20), 1)},
		{name: stepClosing, day: a.before(last, 5)},
	}
	for i := range out {
		if i > 0 && !out[i].day.After(out[i-1].day) {
			out[i].day = a.after(out[i-1].day, 1)
		}
		out[i].rings = out[i].day.Add(ringsAt)
	}
	for i := range out {
		out[i].end = next
		if i+1 < len(out) {
			out[i].end = out[i+1].rings
		}
	}
	return out
}

// day is a day of the fiscal year: January to March are those of its end.
func (a almanac) day(month time.Month, day int) time.Time {
	year := a.year
	if month < time.April {
		year++
	}
	return time.Date(year, month, day, 0, 0, 0, 0, townZone)
}

// from is the day, or the working day after it where it is none.
func (a almanac) from(day time.Time) time.Time { return a.after(day.AddDate(0, 0, -1), 1) }

// yearEnd is the first moment after the fiscal year.
func (a almanac) yearEnd() time.Time { return time.Date(a.year+1, time.April, 1, 0, 0, 0, 0, townZone) }

// months is the first days of the months in which the pairs meet.
func (a almanac) months() []time.Time {
	var out []time.Time
	for m := time.April; m <= time.September; m++ {
		out = append(out, a.day(m, 1))
	}
	return out
}

// overAt is when it rings for a month that has ended.
func (a almanac) overAt(month time.Time) time.Time {
	return a.after(month.AddDate(0, 1, -1), 1).Add(ringsAt)
}
