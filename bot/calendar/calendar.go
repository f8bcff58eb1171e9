// Package calendar says on which days a Japanese office works.
//
// A day is open unless it is a Saturday or a Sunday, a Japanese public holiday
// (振替休日 and 国民の休日 included) or part of an office closure. The holidays
// come from rickar/cal; the package reads no clock and knows no time zone:
// it is asked about civil dates.
//
// # Caveats
//
//   - Holidays are computed, not announced: a law that moves one (as for the
//     games of 2020) needs a newer library.
//   - The equinoxes are right from 1900 to 2099.
package calendar

import (
	"sync"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/jp"

	"tsukiichi/bot/mentoring"
)

// New returns the calendar of a Japanese office with the closures, which hold
// every year. It is safe for concurrent use; a year is worked out once.
func New(closures []mentoring.Closure) mentoring.Calendar {
	c := &japan{closures: append([]mentoring.Closure(nil), closures...)}
	for _, h := range jp.Holidays {
		// Copies, because the vernal equinox writes into the holiday that
		// it is asked about, and the library's are shared.
		c.holidays = append(c.holidays, h.Clone(nil))
	}
	return c
}

type japan struct {
	closures []mentoring.Closure
	years    sync.Map // int → *table

	mu       sync.Mutex // guards the calculation
	holidays []*cal.Holiday
}

// table marks the closed days of a year by month and day.
type table [13][32]bool

var _ mentoring.Calendar = (*japan)(nil)

// Open reports whether the office works on d.
func (c *japan) Open(d mentoring.Date) bool {
	d = mentoring.On(d.Year, d.Month, d.Day)
	if t, ok := c.years.Load(d.Year); ok {
		return !t.(*table)[d.Month][d.Day]
	}
	t, _ := c.years.LoadOrStore(d.Year, c.year(d.Year))
	return !t.(*table)[d.Month][d.Day]
}

func (c *japan) year(year int) *table {
	c.mu.Lock()
	defer c.mu.Unlock()
	named, instead := c.publicHolidays(year)
	var t table
	for d := mentoring.On(year, time.January, 1); d.Year == year; d = d.Add(1) {
		// A day between two named holidays is one too: 国民の休日 (祝日法第3条第3項).
		between := named[d.Add(-1)] && named[d.Add(1)]
		weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
		t[d.Month][d.Day] = weekend || named[d] || instead[d] || between || c.shut(d)
	}
	return &t
}

// publicHolidays is the named holidays of a year, and the days that stand in
// for those on a Sunday (振替休日).
func (c *japan) publicHolidays(year int) (named, instead map[mentoring.Date]bool) {
	named, instead = map[mentoring.Date]bool{}, map[mentoring.Date]bool{}
	for _, h := range c.holidays {
		actual, observed := h.Calc(year)
		if !actual.IsZero() {
			named[mentoring.DateOf(actual)] = true
		}
		if !observed.IsZero() {
			instead[mentoring.DateOf(observed)] = true
		}
	}
	return named, instead
}

func (c *japan) shut(d mentoring.Date) bool {
	for _, s := range c.closures {
		if s.Holds(d) {
			return true
		}
	}
	return false
}
