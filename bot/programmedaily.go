package bot

import (
	"slices"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// The sections of a programme's page that say how it is run from day to day.

func (t *turn) programmeDaily(r mentoring.Rules) (chat.Section, error) {
	p := r.Programme()
	var closures, places, trainings []string
	for _, c := range p.Closures {
		closures = append(closures, t.w.T(catalog.ProgrammeClosureText, catalog.A("From", t.yearDay(c.From)), catalog.A("To", t.yearDay(c.To))))
	}
	for _, c := range p.Places {
		places = append(places, c.Label.In(t.w.Lang()))
	}
	for _, tr := range p.Trainings {
		trainings = append(trainings, tr.Name.In(t.w.Lang()))
	}
	actions := t.editButtons(r, partHours, partSteps, partSwitches, partTrainings)
	if t.editable(r) {
		actions = slices.Insert(actions, 2, t.button(actList, catalog.ActProgrammePlaces, listRef{list: listPlaces, programme: p.ID}.String(), chat.StyleNormal))
	}
	return chat.Section{Title: t.w.T(catalog.ProgrammeDaily), Body: []chat.Block{chat.Facts{Rows: []chat.Fact{
		chat.Pair(t.w.T(catalog.ProgrammeHours), t.w.T(catalog.ProgrammeHoursText,
			catalog.A("From", p.WorkFrom.String()), catalog.A("To", p.WorkTo.String()), catalog.A("Ring", p.RingAt.String()))),
		chat.Pair(t.w.T(catalog.ProgrammeClosures), t.listed(closures)),
		chat.Pair(t.w.T(catalog.ProgrammeSteps), t.listed(t.stepsOn(p))),
		chat.Pair(t.w.T(catalog.ProgrammePlaces), t.listed(places)),
		chat.Pair(t.w.T(catalog.ProgrammeUses), t.listed(t.usesOn(p))),
		chat.Pair(t.w.T(catalog.TrainingTitle), t.listed(trainings)),
	}}}, Actions: actions}, nil
}

// listed is the names in a line.
func (s *scene) listed(names []string) string {
	if len(names) == 0 {
		return s.w.T(catalog.ProgrammeNoneSet)
	}
	return shorten(strings.Join(names, s.w.T(catalog.Comma)), chat.MaxFactValue)
}

// yearDay is a day of every year, such as 12-29.
func (s *scene) yearDay(m mentoring.MonthDay) string {
	return s.w.MonthDay(m.Month, m.Day)
}

func (s *scene) stepsOn(p mentoring.Programme) (out []string) {
	for _, st := range p.Steps {
		if !st.Off {
			out = append(out, s.stepName(st))
		}
	}
	return out
}

// stepName is a step in words.
func (s *scene) stepName(st mentoring.Step) string {
	if k := catalog.Key("programme.step-" + string(st.ID)); s.w.Has(k) {
		return s.w.T(k)
	}
	return string(st.ID)
}

// The switches of a programme.
const (
	useCalendar = "calendar"
	useThanks   = "thanks"
	useVision   = "vision"
)

type use struct {
	id    string
	label catalog.Key
	on    bool
}

func uses(p mentoring.Programme) []use {
	return []use{
		{useCalendar, catalog.ProgrammeUseCalendar, p.CalendarFiles},
		{useThanks, catalog.ProgrammeUseThanks, p.ThankYouCard},
		{useVision, catalog.ProgrammeUseVision, !p.NoVision},
	}
}

func (s *scene) usesOn(p mentoring.Programme) (out []string) {
	for _, u := range uses(p) {
		if u.on {
			out = append(out, s.w.T(u.label))
		}
	}
	return out
}

func (t *turn) programmeContacts(r mentoring.Rules) (chat.Section, error) {
	p := r.Programme()
	return chat.Section{Title: t.w.T(catalog.ProgrammeContacts),
		Body:    []chat.Block{t.contacts(append([]mentoring.Contact{p.Contact}, p.Counselors...)...)},
		Actions: t.editButtons(r, partContact, partCounsellors),
	}, nil
}

// programmePeople is who was added by name, and the way to former mentees.
func (t *turn) programmePeople(r mentoring.Rules) (chat.Section, error) {
	sec := chat.Section{Title: t.w.T(catalog.ProgrammeNamed), Actions: t.editButtons(r, partPeople)}
	named, err := t.joiners(r)
	if err != nil {
		return sec, err
	}
	var names []string
	for _, p := range named {
		names = append(names, p.Name)
	}
	sec.Body = []chat.Block{chat.Line(t.listed(names))}
	if t.editable(r) {
		sec.Actions = append(sec.Actions, t.button(actFormer, catalog.ActProgrammeFormer, r.Programme().ID, chat.StyleNormal))
	}
	return sec, nil
}

// joiners lists those whom HR has named for the programme.
func (s *scene) joiners(r mentoring.Rules) (out []mentoring.Person, err error) {
	for j, err := range store.Joiners.Each(s.tx, store.Span{Prefix: store.Under(r.Programme().ID)}) {
		if err != nil {
			return nil, err
		}
		p, ok, err := store.People.Get(s.tx, j.Person)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, p)
		}
	}
	return out, nil
}
