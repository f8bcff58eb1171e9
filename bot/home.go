package bot

import (
	"slices"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
)

// Homes: one page for each person with a section for every part and role they
// have. A mentee and a mentor see their pair, a head facts, HR what needs a
// hand.

// home answers with the reader's home.
func (t *turn) home() error {
	sections, err := t.homeSections()
	if err != nil {
		return err
	}
	return t.show(t.w.T(catalog.HomeTitle, catalog.A("Name", t.me.Name)), sections...)
}

// homeSections is what there is to do and to see, the reader's own talks first.
func (t *turn) homeSections() ([]chat.Section, error) {
	parts, err := t.parts()
	if err != nil {
		return nil, err
	}
	var out []chat.Section
	for _, build := range []func([]part) ([]chat.Section, error){
		t.surveySections, t.pairSections, t.chooseSections, t.quietSections, t.changeSections, t.headSections, t.surveyHeadSections, t.hrSections, t.voluntarySections,
	} {
		some, err := build(parts)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	if len(out) == 0 {
		out = append(out, chat.Section{Body: []chat.Block{chat.Line(t.w.T(t.emptyHome()))}})
	}
	last, err := t.lastSection(parts)
	// One may hold every role there is.
	return append(out[:min(len(out), chat.MaxSections-1)], last), err
}

// emptyHome is what somebody reads whom nothing concerns yet.
func (s *scene) emptyHome() catalog.Key {
	if s.me.Has(mentoring.RoleMentee) {
		return catalog.HomeEmptyMentee
	}
	return catalog.HomeEmpty
}

// lastSection is for everybody: somebody to turn to, help, the language.
func (t *turn) lastSection(parts []part) (chat.Section, error) {
	last := chat.Section{
		Body: []chat.Block{chat.Remark(t.w.T(catalog.NotAppraisal))},
		Actions: []chat.Action{
			t.consultButton(),
			t.button(actHelp, catalog.ActHelp, "", chat.StyleNormal),
			t.button(actMyData, catalog.ActMyData, "", chat.StyleNormal),
			{ID: actLanguage, Label: t.w.T(catalog.ActOtherLanguage), Arg: t.w.T(catalog.LanguageOther)},
		},
	}
	calendar, ok, err := t.calendarButton()
	if ok && len(parts) > 0 {
		last.Actions = append(last.Actions, calendar)
	}
	t.addWebButton(&last)
	return last, err
}

// headRows is how many pairs a head's table shows.
const headRows = 40

// headSections is what a head sees: who waits for a mentor, and of each pair
// the fact of the month, never what was said or how often they met.
func (t *turn) headSections([]part) ([]chat.Section, error) {
	sections, err := t.sections()
	if err != nil || len(sections) == 0 || !t.me.Active {
		return nil, err
	}
	waiting, err := t.menteesWithout()
	if err != nil {
		return nil, err
	}
	var out []chat.Section
	if len(waiting) > 0 {
		sec := chat.Section{Title: t.w.T(catalog.NominateTitle), Body: []chat.Block{chat.Line(t.w.T(catalog.NominateText, catalog.N(len(waiting))))}}
		sec.Body = append(sec.Body, t.inPlaceOf(waiting)...)
		for _, n := range waiting {
			if len(sec.Actions) < chat.MaxActions {
				sec.Actions = append(sec.Actions, t.nominateButton(n))
			}
		}
		out = append(out, sec)
	}
	pairs, over, trainings, err := t.headed()
	if err != nil {
		return nil, err
	}
	if len(pairs) == 0 && !t.me.Has(mentoring.RoleHead) {
		return out, nil // a deputy while the head is there
	}
	if len(pairs)+len(over) == 0 {
		return append(out, chat.Section{Title: t.w.T(catalog.HomeHead), Body: []chat.Block{chat.Line(t.w.T(catalog.HeadEmpty))}}), nil
	}
	table := chat.Table{Caption: t.w.T(catalog.HeadCaption), Head: []string{t.w.T(catalog.FactMentee), t.w.T(catalog.FactThisMonth), t.w.T(catalog.FactMentor), t.w.T(catalog.FactSection)}}
	for _, pair := range pairs[:min(len(pairs), headRows)] {
		row, err := t.headRow(pair)
		if err != nil {
			return nil, err
		}
		table.Rows = append(table.Rows, row)
	}
	table.Rows = append(table.Rows, over[:min(len(over), headRows)]...)
	if len(sections) == 1 {
		table = withoutLast(table)
	}
	actions, err := t.headActions(pairs)
	if err != nil {
		return nil, err
	}
	sec := chat.Section{Title: t.w.T(catalog.HomeHead), Body: []chat.Block{table, chat.Remark(t.w.T(catalog.FactOnly))}, Actions: actions}
	return append(append(out, sec), trainings...), nil
}

// headed is what the running programmes have in the reader's sections: the
// pairs, a row for each that is over, and who attended the trainings.
func (t *turn) headed() (pairs []mentoring.Pair, over [][]string, trainings []chat.Section, err error) {
	running, err := t.runningRules()
	if err != nil {
		return nil, nil, nil, err
	}
	for _, r := range running {
		some, err := t.headedPairs(r.Programme().ID)
		if err != nil {
			return nil, nil, nil, err
		}
		rows, err := t.endedRows(r.Programme().ID)
		if err != nil {
			return nil, nil, nil, err
		}
		attended, err := t.headTrainings(r)
		if err != nil {
			return nil, nil, nil, err
		}
		pairs, over, trainings = append(pairs, some...), append(over, rows...), append(trainings, attended...)
	}
	return pairs, over, trainings, nil
}

// withoutLast is the table without its last column: the section of everybody
// in it, where there is only one.
func withoutLast(t chat.Table) chat.Table {
	t.Head = t.Head[:len(t.Head)-1]
	for i, row := range t.Rows {
		t.Rows[i] = row[:len(row)-1]
	}
	return t
}

func (t *turn) headRow(pair mentoring.Pair) ([]string, error) {
	mentee, err := t.person(pair.Mentee)
	if err != nil {
		return nil, err
	}
	mentor, err := t.person(pair.Mentor)
	if err != nil {
		return nil, err
	}
	rules, err := t.rules(pair.Programme)
	if err != nil {
		return nil, err
	}
	st, err := t.standing(pair)
	if err != nil {
		return nil, err
	}
	state := t.w.T(catalog.OutsideWindow)
	if period, in := rules.PeriodOf(t.now); in {
		month := rules.MonthState(st, period, t.now)
		if state = t.w.T(stateWord(month)); month == mentoring.MonthExempt {
			away, err := t.awayIn(period, mentee, mentor)
			if err != nil {
				return nil, err
			}
			state = shorten(strings.TrimSpace(state+" "+away), chat.MaxCell)
		}
	}
	return []string{mentee.Name, state, mentor.Name, mentee.Section}, nil
}

// awayIn is the days of leave in the month of those who are of the reader's own
// sections: of others a head sees that the month does not count, no more.
func (s *scene) awayIn(period mentoring.Period, people ...mentoring.Person) (string, error) {
	sections, err := s.sections()
	if err != nil {
		return "", err
	}
	var out []string
	for _, p := range people {
		for _, l := range p.Leave {
			if slices.Contains(sections, p.Section) && !l.To.Before(period.First()) && !period.Last().Before(l.From) {
				out = append(out, s.w.T(catalog.FactLeave)+" "+l.From.String()+" – "+l.To.String())
			}
		}
	}
	return strings.Join(out, s.w.T(catalog.Comma)), nil
}
