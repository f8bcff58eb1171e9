package catalog

import (
	"fmt"
	"strconv"
	"time"
)

// Day is the date as people read it: 7月15日（水） or Wed 15 July. The time
// must already be in the reader's zone.
func (w Words) Day(t time.Time) string {
	if w.lang == English {
		return t.Format("Mon 2 January")
	}
	days := [...]string{"日", "月", "火", "水", "木", "金", "土"}
	return fmt.Sprintf("%d月%d日（%s）", t.Month(), t.Day(), days[t.Weekday()])
}

// Moment is the date and the time of day: 7月15日（水） 15:30.
func (w Words) Moment(t time.Time) string {
	return w.Day(t) + " " + t.Format("15:04")
}

// Month is the name of a month: 7月 or July.
func (w Words) Month(m time.Month) string {
	if w.lang == English {
		return m.String()
	}
	return fmt.Sprintf("%d月", m)
}

// Weekday is the name of a day of the week: 水曜日 or Wednesday.
func (w Words) Weekday(d time.Weekday) string {
	if w.lang == English {
		return d.String()
	}
	return [...]string{"日", "月", "火", "水", "木", "金", "土"}[d] + "曜日"
}

// Ordinal is a number as one of a row: 2 or 2nd.
func (w Words) Ordinal(n int) string {
	if w.lang != English {
		return strconv.Itoa(n)
	}
	end := "th"
	switch {
	case n%100 >= 11 && n%100 <= 13:
	case n%10 == 1:
		end = "st"
	case n%10 == 2:
		end = "nd"
	case n%10 == 3:
		end = "rd"
	}
	return strconv.Itoa(n) + end
}

// MonthDay is a day of any year: 12月29日 or 29 December.
func (w Words) MonthDay(m time.Month, day int) string {
	if w.lang == English {
		return fmt.Sprintf("%d %s", day, m)
	}
	return fmt.Sprintf("%d月%d日", m, day)
}
