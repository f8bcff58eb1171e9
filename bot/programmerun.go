package bot

import (
	"maps"
	"slices"
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
)

// How a programme is run: who chooses mentors, the hours, the steps, what is
// used.

const (
	byHead          = "head"
	byMentee        = "mentee"
	onlyOther       = "other-section"
	onlyHigher      = "higher"
	noMore          = 20 // mentees of one mentor, and business days between reminders
	withinMost      = 60
	noticeMost      = 10
	trainingMinutes = 8 * 60
)

func nominationFields(s *scene, r mentoring.Rules) ([]chat.Field, chat.Values, error) {
	n := r.Programme().Nomination
	by := byHead
	if n.By == mentoring.ByMentee {
		by = byMentee
	}
	held := chat.Set("by", by, "within", strconv.Itoa(n.Within), "every", strconv.Itoa(n.RemindEvery), "capacity", strconv.Itoa(n.Capacity))
	if n.OtherSection {
		maps.Copy(held, chat.Set("only", onlyOther))
	}
	if n.Higher {
		held["only"] = append(held["only"], chat.Set("only", onlyHigher)["only"]...)
	}
	return []chat.Field{
		{ID: "by", Kind: chat.FieldChoice, Label: s.w.T(catalog.ProgrammeFBy), Required: true, Options: []chat.Option{
			{Value: byHead, Label: s.w.T(catalog.ProgrammeByHead)}, {Value: byMentee, Label: s.w.T(catalog.ProgrammeByMentee)},
		}},
		{ID: "only", Kind: chat.FieldSeveral, Label: s.w.T(catalog.ProgrammeFConditions), Options: []chat.Option{
			{Value: onlyOther, Label: s.w.T(catalog.ProgrammeFOtherSection)}, {Value: onlyHigher, Label: s.w.T(catalog.ProgrammeFHigher)},
		}},
		must(short("within", s.w.T(catalog.ProgrammeFWithin), 4)),
		must(short("every", s.w.T(catalog.ProgrammeFEvery), 4)),
		must(short("capacity", s.w.T(catalog.ProgrammeFCapacity), 4)),
	}, held, nil
}

func (t *turn) applyNomination(r mentoring.Rules, p *mentoring.Programme, v chat.Values) error {
	n := &p.Nomination
	n.By, n.OtherSection, n.Higher = mentoring.ByHead, false, false
	if v.Option("by") == byMentee {
		only := v.Options("only")
		n.By, n.OtherSection, n.Higher = mentoring.ByMentee, slices.Contains(only, onlyOther), slices.Contains(only, onlyHigher)
	}
	n.Within = t.number(v, "within", 0, withinMost)
	n.RemindEvery = t.number(v, "every", 1, noMore)
	n.Capacity = t.number(v, "capacity", 0, noMore)
	if t.refused {
		return nil
	}
	return t.checkDeadline(r, *p)
}

// checkDeadline keeps the day by which mentors are chosen from slipping into
// the past.
func (t *turn) checkDeadline(r mentoring.Rules, p mentoring.Programme) error {
	from, today := r.Periods()[0].First(), r.Date(t.now)
	was, had := r.NominateBy(from)
	changed, err := mentoring.NewRules(p, t.b.Calendar(p))
	if err != nil {
		t.wrong("by", catalog.ProgrammeUnfit)
		return nil
	}
	by, has := changed.NominateBy(from)
	if has && by.Before(today) && (!had || !was.Before(today)) {
		t.wrong("within", catalog.ProgrammeLate, catalog.A("Day", t.w.Day(by.At(mentoring.TimeOfDay{}, r.Zone()))))
	}
	return nil
}

func hoursFields(s *scene, r mentoring.Rules) ([]chat.Field, chat.Values, error) {
	p := r.Programme()
	held := chat.Set("from", p.WorkFrom.String(), "to", p.WorkTo.String(), "ring", p.RingAt.String())
	if len(p.Closures) > 0 {
		c := p.Closures[0]
		maps.Copy(held, chat.Set("closed_from", closureDate(p, c.From), "closed_to", closureDate(p, c.To)))
	}
	clock := func(id string, label catalog.Key) chat.Field {
		return chat.Field{ID: id, Kind: chat.FieldTime, Label: s.w.T(label), Required: true}
	}
	return []chat.Field{
		clock("from", catalog.ProgrammeFFrom), clock("to", catalog.ProgrammeFTo), clock("ring", catalog.ProgrammeFRing),
		{ID: "closed_from", Kind: chat.FieldDate, Label: s.w.T(catalog.ProgrammeFClosedFrom)},
		{ID: "closed_to", Kind: chat.FieldDate, Label: s.w.T(catalog.ProgrammeFClosedTo), With: "closed_from"},
	}, held, nil
}

// closureDate is the day of every year as it falls in the programme's year.
func closureDate(p mentoring.Programme, d mentoring.MonthDay) string {
	y := p.Year
	if d.Month < 4 {
		y++
	}
	return mentoring.On(y, d.Month, d.Day).String()
}

func (t *turn) applyHours(_ mentoring.Rules, p *mentoring.Programme, v chat.Values) error {
	clock := func(id string) mentoring.TimeOfDay {
		h, m, _ := v.Clock(id)
		return mentoring.TimeOfDay{Hour: h, Minute: m}
	}
	before := func(a, b mentoring.TimeOfDay) bool { return a.String() < b.String() }
	p.WorkFrom, p.WorkTo, p.RingAt = clock("from"), clock("to"), clock("ring")
	switch {
	case !before(p.WorkFrom, p.WorkTo):
		t.wrong("to", catalog.ProgrammeHoursOrder)
	case before(p.RingAt, p.WorkFrom) || !before(p.RingAt, p.WorkTo):
		t.wrong("ring", catalog.ProgrammeHoursRing)
	}
	p.SuggestAt = fittingHours(*p)
	for _, at := range []*mentoring.TimeOfDay{&p.PrepareAt, &p.DayCardAt} {
		if before(*at, p.WorkFrom) || !before(*at, p.WorkTo) {
			*at = mentoring.TimeOfDay{} // when work begins
		}
	}
	return t.applyClosure(p, v)
}

// applyClosure takes the first closure; others stay.
func (t *turn) applyClosure(p *mentoring.Programme, v chat.Values) error {
	first, from := chosenDate(v, "closed_from")
	last, to := chosenDate(v, "closed_to")
	rest := p.Closures[min(1, len(p.Closures)):]
	switch {
	case from != to:
		t.wrong("closed_to", catalog.ProgrammeClosureBoth)
		return nil
	case !from:
		p.Closures = rest
		return nil
	}
	var was mentoring.Closure
	if len(p.Closures) > 0 {
		was = p.Closures[0]
	}
	c := mentoring.Closure{From: closureDay(*p, first, was.From), To: closureDay(*p, last, was.To)}
	if c.Days() > mentoring.LongestClosure {
		t.wrong("closed_to", catalog.ProgrammeClosureLong, catalog.N(mentoring.LongestClosure))
	}
	p.Closures = append([]mentoring.Closure{c}, rest...)
	return nil
}

// chosenDate is the date in a form's field; ok is false where there is none.
func chosenDate(v chat.Values, field string) (on mentoring.Date, ok bool) {
	y, m, d, ok := v.Date(field)
	return mentoring.On(y, m, d), ok
}

// closureDay is the chosen day as one of every year. What was not changed stays:
// 29 February is shown as another day in most years.
func closureDay(p mentoring.Programme, on mentoring.Date, was mentoring.MonthDay) mentoring.MonthDay {
	if was.Day > 0 && closureDate(p, was) == on.String() {
		return was
	}
	return mentoring.MonthDay{Month: on.Month, Day: on.Day}
}

func stepsFields(s *scene, r mentoring.Rules) ([]chat.Field, chat.Values, error) {
	fd := chat.Field{ID: "steps", Kind: chat.FieldSeveral, Label: s.w.T(catalog.ProgrammeFSteps)}
	var on []string
	for _, st := range r.Programme().Steps[:min(len(r.Programme().Steps), chat.MaxShownOptions)] {
		fd.Options = append(fd.Options, chat.Option{Value: string(st.ID), Label: s.stepName(st)})
		if !st.Off {
			on = append(on, "steps", string(st.ID))
		}
	}
	if len(fd.Options) == 0 {
		return nil, nil, nil
	}
	return []chat.Field{fd}, chat.Set(on...), nil
}

func (t *turn) applySteps(_ mentoring.Rules, p *mentoring.Programme, v chat.Values) error {
	on := v.Options("steps")
	p.Steps = slices.Clone(p.Steps)
	for i := range p.Steps[:min(len(p.Steps), chat.MaxShownOptions)] {
		p.Steps[i].Off = !slices.Contains(on, string(p.Steps[i].ID))
	}
	return nil
}

func switchesFields(s *scene, r mentoring.Rules) ([]chat.Field, chat.Values, error) {
	fd := chat.Field{ID: "uses", Kind: chat.FieldSeveral, Label: s.w.T(catalog.ProgrammeFUses)}
	var on []string
	for _, u := range uses(r.Programme()) {
		fd.Options = append(fd.Options, chat.Option{Value: u.id, Label: s.w.T(u.label)})
		if u.on {
			on = append(on, "uses", u.id)
		}
	}
	return []chat.Field{fd}, chat.Set(on...), nil
}

func (t *turn) applySwitches(_ mentoring.Rules, p *mentoring.Programme, v chat.Values) error {
	on := v.Options("uses")
	p.CalendarFiles = slices.Contains(on, useCalendar)
	p.ThankYouCard = slices.Contains(on, useThanks)
	p.NoVision = !slices.Contains(on, useVision)
	if p.CalendarFiles && p.CalendarTitle[catalog.Japanese] == "" {
		p.CalendarTitle = mentoring.Words{catalog.Japanese: "1on1", catalog.English: "1on1"}
	}
	return nil
}
