package mentoring

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// ErrProgramme is what every problem that [Programme.Validate] finds wraps.
var ErrProgramme = errors.New("mentoring: programme")

// Validate lists everything that is wrong with the programme, one sentence a
// problem, each naming its field as the JSON does; nil for nothing.
func (p Programme) Validate() error {
	v := &problems{}
	p.validateYear(v)
	p.validateDay(v)
	p.validateSteps(v)
	p.Nomination.validate(v)
	p.Change.validate(v)
	p.validateTrainings(v)
	v.choices("places", p.Places)
	if p.CalendarFiles {
		v.words("calendar_title", p.CalendarTitle)
	}
	v.choices("topics", p.Topics)
	v.choices("responses", p.Responses)
	p.validateTips(v)
	p.validateLookBacks(v)
	p.validateSurvey(v)
	p.validateClosures(v)
	p.Joining.validate(v)
	if p.OpenRoom != nil {
		p.OpenRoom.validate(v)
	}
	p.validateKeeping(v)
	v.contact("contact", p.Contact)
	for i, c := range p.Counselors {
		v.contact(fmt.Sprintf("counsellors[%d]", i), c)
	}
	return errors.Join(v.found...)
}

type problems struct{ found []error }

// unless records a problem if ok is false.
func (v *problems) unless(ok bool, field, format string, args ...any) {
	if !ok {
		v.found = append(v.found, fmt.Errorf("%w: %s %s", ErrProgramme, field, fmt.Sprintf(format, args...)))
	}
}

func (v *problems) words(field string, w Words) {
	v.unless(w["ja"] != "", field, "needs Japanese words (ja)")
}

func (v *problems) unique(field string, seen map[string]bool, id string) {
	v.unless(id != "", field, "needs an id")
	v.unless(id == "" || !seen[id], field, "repeats the id %q", id)
	seen[id] = true
}

func (v *problems) choices(field string, list []Choice) {
	v.unless(len(list) > 0, field, "is empty")
	seen := map[string]bool{}
	for i, c := range list {
		at := fmt.Sprintf("%s[%d]", field, i)
		v.unique(at, seen, c.ID)
		v.words(at+".label", c.Label)
		for j, n := range c.Notes {
			v.words(fmt.Sprintf("%s.notes[%d]", at, j), n)
		}
	}
}

func (v *problems) contact(field string, c Contact) {
	v.words(field+".name", c.Name)
	v.unless(len(c.Phones) > 0 || c.Mail != "", field, "needs a phone or a mail address")
	v.unless(!slices.Contains(c.Phones, ""), field+".phones", "holds an empty number")
}

func (p Programme) validateYear(v *problems) {
	v.unless(p.ID != "", "id", "is empty")
	v.words("name", p.Name)
	v.unless(p.Year >= 2000 && p.Year <= 2099, "year", "is %d, which is not between 2000 and 2099", p.Year)
	_, err := time.LoadLocation(p.Zone)
	v.unless(err == nil && p.Zone != "", "zone", "is %q, which is not a time zone like Asia/Tokyo", p.Zone)
	first, last := monthOK(p.FirstMonth), monthOK(p.LastMonth)
	v.unless(first, "first_month", "is %d, which is not a month", p.FirstMonth)
	v.unless(last, "last_month", "is %d, which is not a month", p.LastMonth)
	v.unless(!first || !last || len(p.periods()) > 0, "last_month", "is before first_month in the year that begins in April")
}

// MaxMinimum is the most talks that can be due: one a week.
const MaxMinimum = 52

// maxSuggestAt keeps a day's hours to what a form can show for several days.
const maxSuggestAt = 4

func (p Programme) validateDay(v *problems) {
	v.unless(p.Minimum >= 0, "minimum", "is negative")
	v.unless(p.Minimum <= MaxMinimum, "minimum", "is %d, which is more than %d", p.Minimum, MaxMinimum)
	v.unless(p.Minutes >= 5 && p.Minutes <= 240, "minutes", "is %d, which is not between 5 and 240", p.Minutes)
	v.unless(p.MaxSlots >= 1 && p.MaxSlots <= 10, "max_slots", "is %d, which is not between 1 and 10", p.MaxSlots)
	for _, c := range []struct {
		field string
		at    TimeOfDay
	}{{"work_from", p.WorkFrom}, {"work_to", p.WorkTo}, {"ring_at", p.RingAt}} {
		v.unless(c.at.valid(), c.field, "is %s, which is not a time of day", c.at)
	}
	v.unless(p.WorkFrom.minutes() < p.WorkTo.minutes(), "work_to", "is not after work_from")
	v.unless(p.RingAt.minutes() >= p.WorkFrom.minutes() && p.RingAt.minutes() < p.WorkTo.minutes(),
		"ring_at", "is outside the working hours")
	v.unless(len(p.SuggestAt) <= maxSuggestAt, "suggest_at", "holds more than %d hours", maxSuggestAt)
	for i, at := range p.SuggestAt {
		field := fmt.Sprintf("suggest_at[%d]", i)
		v.unless(at.valid(), field, "is %s, which is not a time of day", at)
		v.unless(at.minutes() >= p.WorkFrom.minutes() && at.minutes()+p.Minutes <= p.WorkTo.minutes(), field, "leaves no time for a talk within the working hours")
		v.unless(i == 0 || at.minutes() > p.SuggestAt[i-1].minutes(), field, "is not after the hour before it")
	}
	p.validatePrepare(v)
	v.unless(p.CheckInWait >= 0 && p.CheckInWait <= 24*60, "check_in_wait", "is %d minutes, which is not between 0 and a day", p.CheckInWait)
	v.unless(p.CheckInDays >= 0 && p.CheckInDays <= 20, "check_in_days", "is %d, which is not between 0 and 20", p.CheckInDays)
	// Shown to few, a figure tells on them; asked of many, it tells nothing.
	v.unless(p.SmallGroup >= 3 && p.SmallGroup <= 10, "small_group", "is %d, which is not between 3 and 10", p.SmallGroup)
}

func (p Programme) validateSteps(v *problems) {
	seen := map[string]bool{}
	overs, last := 0, 0
	for i, s := range p.Steps {
		at := fmt.Sprintf("steps[%d]", i)
		v.unique(at, seen, string(s.ID))
		s.validate(v, at)
		if s.When.Over {
			overs++
		}
		if d := s.When.Day; d > 0 {
			v.unless(d > last, at+".when.day", "is not after the day of the step before it")
			last = d
		}
		v.unless(s.When.Over || overs == 0, at, "stands after the step that rings when the month is over")
	}
	v.unless(overs <= 1, "steps", "has more than one step that rings when the month is over")
}

func (s Step) validate(v *problems, at string) {
	set := 0
	for _, is := range []bool{s.When.Opening, s.When.Day != 0, s.When.BeforeEnd != 0, s.When.Over} {
		if is {
			set++
		}
	}
	v.unless(set == 1, at+".when", "needs exactly one of opening, day, before_end and over")
	v.unless(s.When.Day >= 0 && s.When.Day <= 31, at+".when.day", "is %d, which is not a day of a month", s.When.Day)
	v.unless(s.When.BeforeEnd >= 0 && s.When.BeforeEnd <= 20, at+".when.before_end", "is %d, which is not between 1 and 20", s.When.BeforeEnd)
	v.unless(len(s.To) > 0, at+".to", "is empty")
	for _, to := range s.To {
		v.unless(slices.Contains([]Audience{ToMentor, ToMentee, ToHead, ToHR}, to), at+".to", "holds %q, which nobody is", to)
	}
	v.unless(slices.Contains([]Condition{IfNothing, IfUnmet, IfUnmetNow, IfNothingOrBehind}, s.Only), at+".only", "is %q, which is not a condition", s.Only)
}

func (p Programme) validateTrainings(v *problems) {
	seen := map[string]bool{}
	for i, t := range p.Trainings {
		at := fmt.Sprintf("trainings[%d]", i)
		v.unique(at, seen, t.ID)
		v.unless(t.Name["ja"] != "", at+".name", "has no Japanese")
		v.unless(t.For == Mentee || t.For == Mentor, at+".for", "is %q, which is neither mentee nor mentor", t.For)
		v.unless(t.Minutes >= 5 && t.Minutes <= 8*60, at+".minutes", "is %d, which is not between 5 and 480", t.Minutes)
		v.unless(t.FromWeek >= 1 && t.FromWeek <= t.ToWeek, at+".to_week", "is before from_week, or that is below 1")
		v.unless(t.Material == "" || strings.HasPrefix(t.Material, "https://"), at+".material", "does not begin with https://")
	}
}

func (n NominationRules) validate(v *problems) {
	v.unless(len(n.Ladder) > 0, "nomination.ladder", "is empty")
	seen := map[string]bool{}
	for i, p := range n.Ladder {
		at := fmt.Sprintf("nomination.ladder[%d]", i)
		v.unless(p.Name != "" && !seen[p.Name], at+".name", "is empty or stands there twice: %q", p.Name)
		v.unless(p.Rung >= 1, at+".rung", "is %d, which is below 1", p.Rung)
		v.unless(p.FromGrade <= p.ToGrade, at+".to_grade", "is below from_grade")
		v.unless(i == 0 || p.Rung >= n.Ladder[i-1].Rung, at+".rung", "is below the rung of the post before it")
		seen[p.Name] = true
	}
	v.unless(seen[n.From], "nomination.from", "is %q, which is not on the ladder", n.From)
	rungs := n.rungs()
	v.unless(n.Junior == "" || seen[n.Junior], "nomination.junior", "is %q, which is not on the ladder", n.Junior)
	v.unless(n.Junior == "" || !seen[n.Junior] || !seen[n.From] || rungs[n.Junior] < rungs[n.From],
		"nomination.junior", "is not below nomination.from")
	v.unless(n.By == ByHead || n.By == ByMentee, "nomination.by", "is %q, which nobody is", n.By)
	v.unless(n.By == ByMentee || !n.OtherSection && !n.Higher, "nomination.by", "is not mentee, whom other_section and higher are for")
	v.unless(n.Capacity >= 0, "nomination.capacity", "is negative")
	v.unless(n.Within >= 0 && n.Within <= 60, "nomination.within", "is %d, which is not between 0 and 60", n.Within)
	v.unless(n.RemindEvery >= 1 && n.RemindEvery <= 20, "nomination.remind_every", "is %d, which is not between 1 and 20", n.RemindEvery)
	for _, e := range []Entry{EntryHighSchool, EntryUniversity, EntryExperienced} {
		v.unless(n.Junior == "" || n.YearsByEntry[e] > 0, "nomination.years_by_entry", "has no years for %s", e)
	}
}

func (p Programme) validateClosures(v *problems) {
	for i, c := range p.Closures {
		at := fmt.Sprintf("closures[%d]", i)
		v.unless(c.From.valid() && c.To.valid(), at, "is not from a day like 12-29 to one like 01-03")
		v.unless(!c.From.valid() || !c.To.valid() || c.Days() <= LongestClosure, at,
			"lasts %d days, which is more than %d", c.Days(), LongestClosure)
	}
}

// LongestClosure leaves a business day in every month.
const LongestClosure = 21

// Days is how many days the closure lasts.
func (c Closure) Days() int {
	// 2023 to 2024: a year in which 29 February is a day, reached from March.
	from, to := On(2024, c.From.Month, c.From.Day), On(2024, c.To.Month, c.To.Day)
	if to.Before(from) {
		to = On(2025, c.To.Month, c.To.Day)
	}
	n := 1
	for ; from.Before(to); from = from.Add(1) {
		n++
	}
	return n
}

func (m MonthDay) valid() bool {
	return monthOK(m.Month) && m.Day >= 1 && On(2024, m.Month, m.Day).Month == m.Month
}

func (c TimeOfDay) minutes() int { return c.Hour*60 + c.Minute }

func (c TimeOfDay) valid() bool {
	return c.Hour >= 0 && c.Hour < 24 && c.Minute >= 0 && c.Minute < 60
}

func monthOK(m time.Month) bool { return m >= time.January && m <= time.December }
