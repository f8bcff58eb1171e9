package bot

import (
	"slices"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
)

// What a head sees on the home: who waits for a mentor, and of each pair the
// fact of the month, never what was said or how often they met.

// headRows is how many pairs a table of a head's shows; the rest is on the page.
const headRows = 40

func (t *turn) headSections(_ []part, whole bool) ([]chat.Section, error) {
	sections, err := t.sections()
	if err != nil || len(sections) == 0 || !t.me.Active {
		return nil, err
	}
	out, err := t.waitingMentees(whole)
	if err != nil {
		return nil, err
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
	for _, pair := range pairs {
		row, err := t.headRow(pair)
		if err != nil {
			return nil, err
		}
		table.Rows = append(table.Rows, row)
	}
	table.Rows = append(table.Rows, over...)
	if len(sections) == 1 {
		table = withoutLast(table)
	}
	actions, err := t.headActions(pairs)
	if err != nil {
		return nil, err
	}
	facts := t.tableSections(catalog.HomeHead, table, whole)
	facts[0].Body = append(facts[0].Body, chat.Remark(t.w.T(catalog.FactOnly)))
	facts[0].Actions = append(actions, facts[0].Actions...)
	out = append(out, facts...)
	if len(trainings.Rows) > 0 {
		out = append(out, t.tableSections(catalog.TrainingTitle, trainings, whole)...)
	}
	return out, nil
}

// waitingMentees is the mentees for whom the reader is to choose a mentor.
func (t *turn) waitingMentees(whole bool) ([]chat.Section, error) {
	waiting, err := t.menteesWithout()
	if err != nil || len(waiting) == 0 {
		return nil, err
	}
	l := listing{
		title: t.w.T(catalog.NominateTitle),
		intro: append([]chat.Block{chat.Line(t.w.T(catalog.NominateText, catalog.N(len(waiting))))}, t.inPlaceOf(waiting)...),
	}
	for _, n := range waiting {
		l.actions = append(l.actions, t.nominateButton(n))
	}
	return l.sections(t.scene, partOfHead, whole), nil
}

// tableSections is a table of a head's on the home, with how many rows it had no
// room for; whole, all of it.
func (s *scene) tableSections(title catalog.Key, table chat.Table, whole bool) (out []chat.Section) {
	rows := table.Rows
	for some := range slices.Chunk(rows, headRows) {
		table.Rows = some
		out = append(out, chat.Section{Title: s.w.T(title), Body: []chat.Block{table}})
	}
	if more := len(rows) - headRows; more > 0 && !whole {
		out = out[:1]
		out[0].Body = append(out[0].Body, chat.Line(s.w.T(catalog.HomeRowsMore, catalog.N(more))))
		out[0].Actions = []chat.Action{s.allButton(partOfHead, more)}
	}
	return out
}

// headed is what the running programmes have in the reader's sections: the
// pairs, a row for each that is over, and who attended the trainings.
func (t *turn) headed() (pairs []mentoring.Pair, over [][]string, trainings chat.Table, err error) {
	running, err := t.runningRules()
	if err != nil {
		return nil, nil, trainings, err
	}
	for _, r := range running {
		some, err := t.headedPairs(r.Programme().ID)
		if err != nil {
			return nil, nil, trainings, err
		}
		rows, err := t.endedRows(r.Programme().ID)
		if err != nil {
			return nil, nil, trainings, err
		}
		attended, err := t.headTrainings(r)
		if err != nil {
			return nil, nil, trainings, err
		}
		attended.Rows = append(trainings.Rows, attended.Rows...)
		pairs, over, trainings = append(pairs, some...), append(over, rows...), attended
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
