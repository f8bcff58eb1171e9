package catalog

import (
	"fmt"
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
