package mentoring

import (
	"fmt"
	"time"
)

// Date is a civil date. The zero Date is no date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// On returns the date with the parts normalised (32 January is 1 February).
func On(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateOf is the date that t shows in its own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads 2026-07-15.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("mentoring: not a date like 2026-07-15")
	}
	return DateOf(t), nil
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String is the date as 2026-07-15, or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Add returns the date n days later, or earlier for a negative n.
func (d Date) Add(n int) Date { return On(d.Year, d.Month, d.Day+n) }

// Compare is negative, zero or positive as d is before, on or after e.
func (d Date) Compare(e Date) int {
	switch {
	case d.Year != e.Year:
		return d.Year - e.Year
	case d.Month != e.Month:
		return int(d.Month) - int(e.Month)
	default:
		return d.Day - e.Day
	}
}

// Before reports whether d is before e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is after e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Weekday()
}

// At is the instant of the time of day on this date in loc.
func (d Date) At(c TimeOfDay, loc *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, c.Hour, c.Minute, 0, 0, loc)
}

// Period is the month that holds the date.
func (d Date) Period() Period { return Period{d.Year, d.Month} }

// MarshalText writes 2026-07-15.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads 2026-07-15, or nothing.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	got, err := ParseDate(string(b))
	*d = got
	return err
}

// Period is one month of a programme's window.
type Period struct {
	Year  int
	Month time.Month
}

// ParsePeriod reads 2026-07.
func ParsePeriod(s string) (Period, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return Period{}, fmt.Errorf("mentoring: not a month like 2026-07")
	}
	return DateOf(t).Period(), nil
}

// String is the period as 2026-07.
func (p Period) String() string { return fmt.Sprintf("%04d-%02d", p.Year, p.Month) }

// First is the first day of the period.
func (p Period) First() Date { return On(p.Year, p.Month, 1) }

// Last is the last day of the period.
func (p Period) Last() Date { return On(p.Year, p.Month+1, 0) }

// Add returns the period n months later.
func (p Period) Add(n int) Period { return On(p.Year, p.Month+time.Month(n), 1).Period() }

// Before reports whether p is before q.
func (p Period) Before(q Period) bool { return p.First().Before(q.First()) }

// MarshalText writes 2026-07.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads 2026-07, or nothing.
func (p *Period) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*p = Period{}
		return nil
	}
	got, err := ParsePeriod(string(b))
	*p = got
	return err
}

// TimeOfDay is a time of day, minutes exact.
type TimeOfDay struct{ Hour, Minute int }

// ParseTimeOfDay reads 15:30.
func ParseTimeOfDay(s string) (TimeOfDay, error) {
	t, err := time.Parse("15:04", s)
	if err != nil {
		return TimeOfDay{}, fmt.Errorf("mentoring: not a time like 15:30")
	}
	return TimeOfDay{t.Hour(), t.Minute()}, nil
}

// String is the time as 15:30.
func (c TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", c.Hour, c.Minute) }

// MarshalText writes 15:30.
func (c TimeOfDay) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads 15:30.
func (c *TimeOfDay) UnmarshalText(b []byte) error {
	got, err := ParseTimeOfDay(string(b))
	*c = got
	return err
}

// Calendar says on which days the office works: no weekend, no public
// holiday, no closure.
type Calendar interface{ Open(d Date) bool }
