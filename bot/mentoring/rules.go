package mentoring

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Errors of [NewRules].
var (
	ErrNoCalendar = errors.New("mentoring: rules need a calendar")
	ErrNeverOpen  = errors.New("mentoring: a month without a business day")
)

// Rules is a programme with its calendar, ready to be asked. It is safe for
// concurrent use as long as the calendar is, and never changes: make new Rules
// when HR changes the programme.
type Rules struct {
	programme Programme
	calendar  Calendar
	zone      *time.Location
	periods   []Period
	days      map[Period][]StepDay
	over      Step // the zero Step where the programme has none
	overAt    map[Period]time.Time
	rungs     map[string]int
}

// NewRules checks the programme and works out its year. The errors are those
// of [Programme.Validate], [ErrNoCalendar] and [ErrNeverOpen].
func NewRules(p Programme, cal Calendar) (Rules, error) {
	if cal == nil {
		return Rules{}, ErrNoCalendar
	}
	if err := p.Validate(); err != nil {
		return Rules{}, err
	}
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		return Rules{}, fmt.Errorf("mentoring: zone: %w", err)
	}
	r := Rules{programme: p, calendar: cal, zone: zone, periods: p.periods(), days: map[Period][]StepDay{}, overAt: map[Period]time.Time{}}
	r.rungs = p.Nomination.rungs()
	for _, s := range p.Steps {
		if s.When.Over && !s.Off {
			r.over = s
		}
	}
	for _, m := range r.periods {
		if !r.anyOpen(m) || !r.anyOpen(m.Add(1)) {
			return Rules{}, fmt.Errorf("%w: %s or the one after it", ErrNeverOpen, m)
		}
		r.days[m], r.overAt[m] = r.schedule(m), r.MonthOverAt(m)
	}
	return r, nil
}

// Programme is the programme that the rules were made from.
func (r Rules) Programme() Programme { return r.programme }

// Zone is the programme's time zone.
func (r Rules) Zone() *time.Location { return r.zone }

// Date is the date that t shows in the programme's zone.
func (r Rules) Date(t time.Time) Date { return DateOf(t.In(r.zone)) }

// Periods is the months of the window, in order.
func (r Rules) Periods() []Period { return slices.Clone(r.periods) }

// PeriodOf is the month of the window that holds t; false outside the window.
func (r Rules) PeriodOf(t time.Time) (Period, bool) {
	p := r.Date(t).Period()
	return p, r.inWindow(p)
}

func (r Rules) inWindow(p Period) bool {
	_, in := r.days[p]
	return in
}

// periods is the months of the window; months from January on belong to the
// year after Year.
func (p Programme) periods() []Period {
	var out []Period
	for m, last := p.monthOf(p.FirstMonth), p.monthOf(p.LastMonth); !last.Before(m); m = m.Add(1) {
		out = append(out, m)
	}
	return out
}

// monthOf is the month of the programme's fiscal year.
func (p Programme) monthOf(m time.Month) Period {
	if m < time.April {
		return Period{p.Year + 1, m}
	}
	return Period{p.Year, m}
}
