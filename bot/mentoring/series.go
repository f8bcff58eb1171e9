package mentoring

import "time"

// LastWeek is the last of a weekday in its month, whether that is the fourth
// or the fifth.
const LastWeek = 5

// Repeat is the rule of a monthly series: a weekday of a week (the second
// Wednesday) or a day of the month (the 10th).
type Repeat struct {
	Week    int          `json:"week,omitempty"` // 1 to 4 or LastWeek; 0 goes by Day
	Weekday time.Weekday `json:"weekday,omitempty"`
	Day     int          `json:"day,omitempty"` // 1 to 31; the last day in a shorter month
	At      TimeOfDay    `json:"at"`
}

// On is the day of the month that the rule names, open or not.
func (p Repeat) On(m Period) Date {
	if p.Week == 0 {
		return On(m.Year, m.Month, min(p.Day, m.Last().Day))
	}
	if p.Week >= LastWeek {
		last := m.Last()
		return last.Add(-int(last.Weekday()-p.Weekday+7) % 7)
	}
	first := m.First()
	return first.Add(int(p.Weekday-first.Weekday()+7)%7 + 7*(p.Week-1))
}

// Series is a talk that two repeat every month. Its talks are planned one by
// one, a month ahead; each can be moved or called off alone.
type Series struct {
	ID      string    `json:"id"`
	Pair    string    `json:"pair"`
	Rule    Repeat    `json:"rule"`
	Minutes int       `json:"minutes"`
	Place   string    `json:"place,omitempty"` // id in Programme.Places
	MadeBy  string    `json:"made_by"`
	MadeAt  time.Time `json:"made_at"`
	Next    Period    `json:"next"` // the month to plan next
	Stopped time.Time `json:"stopped,omitzero"`
}

// Occurrence is the series' talk of the month. A day on which the office is
// closed moves to the business day before, or, where the month has none, to
// the month's first business day.
func (r Rules) Occurrence(p Repeat, m Period) time.Time {
	on := p.On(m)
	if !r.Open(on) {
		if on = r.businessBefore(on, 1); on.Period() != m {
			on = r.businessAfter(m.First().Add(-1), 1)
		}
	}
	return on.At(p.At, r.zone)
}

// Open reports whether the office works on the day.
func (r Rules) Open(d Date) bool { return r.calendar.Open(d) }

// SeriesAt is when the series' next talk is planned: when it rings on the day
// of the month before's, so that no nudge of the month comes first; false
// where the window has ended.
func (r Rules) SeriesAt(s Series) (time.Time, bool) {
	before := r.Occurrence(s.Rule, s.Next.Add(-1))
	return r.ring(r.Date(before)), r.inWindow(s.Next)
}

// Skip is why a series leaves a month out, or "" for not at all.
type Skip string

// The reasons.
const (
	SkipPast     Skip = "past"     // its day is over
	SkipThere    Skip = "there"    // the month has a talk already
	SkipPaused   Skip = "paused"   // by HR
	SkipDeferred Skip = "deferred" // the head has put the month off
	SkipAway     Skip = "away"     // one of the two is on leave that day
)

// Skips says whether the series leaves its next month out.
func (r Rules) Skips(series Series, s Standing, mentee, mentor Person, now time.Time) Skip {
	at := r.Occurrence(series.Rule, series.Next)
	there := s.count(func(m Meeting) bool {
		return m.period(r.zone) == series.Next && (m.State == MeetingPlanned || m.State == MeetingMet)
	})
	on := r.Date(at)
	switch {
	case !at.After(now):
		return SkipPast
	case there > 0:
		return SkipThere
	case s.Paused:
		return SkipPaused
	case s.IsDeferred(series.Next):
		return SkipDeferred
	case mentee.Away(on) || mentor.Away(on):
		return SkipAway
	default:
		return ""
	}
}
