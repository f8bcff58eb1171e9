package bot

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// HR's home, first form: the months by department, the pairs that need a
// hand, who has no account, what did not reach somebody. That it was read is
// in the audit log.

const actMonths = "hr.months" // arg: programme, or "" for the one to speak of

// departmentMonth counts the pairs of one department in one month.
type departmentMonth struct{ met, planned, deferred, exempt, notYet int }

// hrSections is HR's part of the home, what waits for somebody first.
func (t *turn) hrSections([]part) ([]chat.Section, error) {
	if !t.hr {
		return nil, nil
	}
	rules, ok, err := t.cityRules()
	if err != nil {
		return nil, err
	}
	if !ok {
		return []chat.Section{{Title: t.w.T(catalog.HomeHR), Body: []chat.Block{chat.Line(t.w.T(catalog.HRNoProgramme))},
			Actions: []chat.Action{t.button(actProgrammes, catalog.ActProgrammes, "", chat.StylePrimary)}}}, nil
	}
	prog := rules.Programme()
	t.audit("read-home", "programme/"+prog.ID)
	out, err := t.waitingQuiet()
	if err != nil {
		return nil, err
	}
	vacant, err := t.vacancySection(prog)
	if err != nil {
		return nil, err
	}
	out = append(out, vacant...)
	hand, waits, err := t.handSection(prog)
	if err != nil {
		return nil, err
	}
	months, err := t.monthSection(prog)
	if err != nil {
		return nil, err
	}
	if waits {
		out = append(out, hand, months)
	} else {
		out = append(out, months, hand)
	}
	reach, err := t.reachSection(prog)
	if err != nil {
		return nil, err
	}
	desk, err := t.deskSection(prog)
	if err != nil {
		return nil, err
	}
	reach.Actions = append(reach.Actions, t.button(actReach, catalog.ActReach, "", chat.StyleNormal),
		t.button(actFind, catalog.ActFind, "", chat.StyleNormal))
	if len(prog.Trainings) > 0 {
		reach.Actions = append(reach.Actions, t.button(actTraining, catalog.ActTraining, prog.ID, chat.StyleNormal))
	}
	broadcasts, err := t.broadcastSection()
	if err != nil {
		return nil, err
	}
	keep, err := t.keepSection()
	if err != nil {
		return nil, err
	}
	paper, err := t.paperSection(prog)
	if err != nil {
		return nil, err
	}
	programmes, err := t.programmeSection(prog)
	if err != nil {
		return nil, err
	}
	survey, err := t.surveyHRSection(prog.ID)
	if err != nil {
		return nil, err
	}
	out = append(append(out, survey...), reach, broadcasts, desk, paper, keep, programmes)
	return out, t.addChatTextButton(out)
}

// vacancySection is the sections without a mentor, if there are any.
func (t *turn) vacancySection(prog mentoring.Programme) ([]chat.Section, error) {
	rules, err := t.rules(prog.ID)
	if err != nil {
		return nil, err
	}
	open, err := t.openSections(rules)
	if err != nil || len(open) == 0 {
		return nil, err
	}
	if prog.Nomination.By == mentoring.ByMentee {
		rows, _, err := t.choosers(open, rules)
		return []chat.Section{{Title: t.w.T(catalog.ChooseLateTitle), Body: []chat.Block{chat.Facts{Rows: rows}}}}, err
	}
	sec := chat.Section{Title: t.w.T(catalog.VacancyTitle), Body: []chat.Block{chat.Facts{Rows: t.vacancyFacts(open, rules)}}}
	sec.Actions, err = t.nomineeButtons(open)
	return []chat.Section{sec}, err
}

// monthSection is this month by department: a table and a chart of the same.
func (t *turn) monthSection(prog mentoring.Programme) (chat.Section, error) {
	sec := chat.Section{Title: t.w.T(catalog.HomeHR)}
	rules, err := t.rules(prog.ID)
	if err != nil {
		return sec, err
	}
	period, in := rules.PeriodOf(t.now)
	if !in {
		period = rules.Periods()[len(rules.Periods())-1]
		if t.now.Before(rules.Periods()[0].First().At(mentoring.TimeOfDay{}, rules.Zone())) {
			period = rules.Periods()[0]
		}
	}
	counts, err := t.countMonth(prog.ID, period, rules)
	if err != nil {
		return sec, err
	}
	month := catalog.A("Month", t.w.Month(period.Month))
	if !in {
		sec.Title = t.w.T(catalog.HomeHROutside, month)
	}
	if len(counts) == 0 {
		sec.Body = []chat.Block{chat.Line(t.w.T(catalog.HRNoPairs))}
		return sec, nil
	}
	sec.Body = t.monthBlocks(counts, month)
	sec.Actions = []chat.Action{
		t.button(actMonths, catalog.ActMonths, prog.ID, chat.StyleNormal),
		t.button(actFigures, catalog.ActFigures, prog.ID, chat.StyleNormal),
		t.exportButton(catalog.ActExportMonths, exportMonths, prog.ID),
	}
	return sec, nil
}

// monthBlocks is a month by department: a table and a chart of the same.
func (s *scene) monthBlocks(counts map[string]departmentMonth, month catalog.Arg) []chat.Block {
	states := []catalog.Key{catalog.StateNotYet, catalog.StatePlanned, catalog.StateMet, catalog.StateDeferred, catalog.StateExempt}
	table := chat.Table{Caption: s.w.T(catalog.HRMonth, month), Head: []string{s.w.T(catalog.FactDepartment)}}
	chart := chat.Chart{Kind: chat.ChartBar, Title: s.w.T(catalog.HRMonthChart, month), Unit: s.w.T(catalog.UnitPairs)}
	for _, k := range states {
		table.Head = append(table.Head, s.w.T(k))
		chart.Series = append(chart.Series, chat.Series{Name: s.w.T(k)})
	}
	for _, dep := range slices.Sorted(maps.Keys(counts)) {
		c := counts[dep]
		row := []string{dep}
		if len(chart.Labels) < chat.MaxPoints {
			chart.Labels = append(chart.Labels, shorten(dep, chat.MaxPointLabel))
		}
		for i, n := range []int{c.notYet, c.planned, c.met, c.deferred, c.exempt} {
			row = append(row, strconv.Itoa(n))
			if len(chart.Series[i].Values) < chat.MaxPoints {
				v := float64(n)
				chart.Series[i].Values = append(chart.Series[i].Values, &v)
			}
		}
		if len(table.Rows) < chat.MaxTableRows {
			table.Rows = append(table.Rows, row)
		}
	}
	return []chat.Block{table, chart}
}

// openMonths shows every month so far by department.
func (t *turn) openMonths(programme string) error {
	rules, known, err := t.deskRules(programme)
	if err != nil {
		return err
	}
	if !known || !t.hr {
		return t.sorry(catalog.FormGone)
	}
	t.audit("read-months", "programme/"+rules.Programme().ID)
	var out []chat.Section
	for _, period := range rules.Periods() {
		if rules.Date(t.now).Before(period.First()) || len(out) == chat.MaxSections {
			break
		}
		counts, err := t.countMonth(rules.Programme().ID, period, rules)
		if err != nil {
			return err
		}
		month := catalog.A("Month", t.w.Month(period.Month))
		sec := chat.Section{Title: t.w.T(catalog.HomeHROutside, month), Body: []chat.Block{chat.Line(t.w.T(catalog.HRNoPairs))}}
		if len(counts) > 0 {
			sec.Body = t.monthBlocks(counts, month)
		}
		out = append(out, sec)
	}
	if len(out) == 0 {
		out = append(out, chat.Section{Body: []chat.Block{chat.Line(t.w.T(catalog.HRNoPairs))}})
	}
	return t.show(t.w.T(catalog.ActMonths), out...)
}

// countMonth counts each department's pairs, without the reader's own.
func (s *scene) countMonth(prog string, period mentoring.Period, rules mentoring.Rules) (map[string]departmentMonth, error) {
	out := map[string]departmentMonth{}
	for pair, err := range store.Pairs.Each(s.tx, store.Span{Index: "programme", Prefix: store.Under(prog)}) {
		if err != nil {
			return nil, err
		}
		over := ended(pair, rules, s.now)
		if pair.Voluntary || (over && pair.ToldAt.IsZero()) || pair.PartOf(s.me.ID) != "" {
			continue // none of the figures, or taken back before anybody knew
		}
		if pending, err := s.takesOver(pair); err != nil || pending {
			if err != nil {
				return nil, err
			}
			continue // the pair that it is to take over from counts
		}
		mentee, err := s.person(pair.Mentee)
		if err != nil {
			return nil, err
		}
		st, err := s.standing(pair)
		if err != nil {
			return nil, err
		}
		c, state := out[mentee.Department], rules.MonthState(st, period, s.now)
		if state == mentoring.MonthEnded || (over && state == mentoring.MonthExempt) {
			continue // what was before the end stays counted
		}
		switch state {
		case mentoring.MonthMet:
			c.met++
		case mentoring.MonthPlanned:
			c.planned++
		case mentoring.MonthDeferred:
			c.deferred++
		case mentoring.MonthExempt:
			c.exempt++
		default:
			c.notYet++
		}
		out[mentee.Department] = c
	}
	return out, nil
}

// handSection is the pairs that need a hand: those who did not meet in the
// month that was over last; waits says that there are any.
func (t *turn) handSection(prog mentoring.Programme) (sec chat.Section, waits bool, err error) {
	sec = chat.Section{Title: t.w.T(catalog.HRHand)}
	rules, err := t.rules(prog.ID)
	if err != nil {
		return sec, false, err
	}
	period, over := rules.LastOver(t.now)
	if !over {
		sec.Body = []chat.Block{chat.Line(t.w.T(catalog.HRHandEarly))}
		return sec, false, nil
	}
	pairs, err := t.needAHand(prog.ID, period)
	if err != nil {
		return sec, false, err
	}
	rows, err := t.pairFacts(pairs)
	if err != nil {
		return sec, false, err
	}
	month := catalog.A("Month", t.w.Month(period.Month))
	if len(rows) == 0 {
		sec.Body = []chat.Block{chat.Line(t.w.T(catalog.HRHandNone, month))}
		return sec, false, nil
	}
	sec.Body = []chat.Block{chat.Line(t.w.T(catalog.MonthOverText, month, catalog.N(len(pairs)))), chat.Facts{Rows: rows}}
	buttons, replies, err := t.askButtons(pairs, period)
	if err != nil {
		return sec, false, err
	}
	sec.Actions = buttons
	if len(replies) > 0 {
		sec.Body = append(sec.Body, chat.Facts{Rows: replies})
	}
	return sec, true, nil
}

// failedFor is for how long a message that did not arrive is HR's concern: by
// then the next month's step has gone out (ours).
const failedFor = 30 * 24 * time.Hour

// reachSection is who cannot be reached: mentees without a mentor, people
// without an account, strangers, messages that did not arrive.
func (t *turn) reachSection(prog mentoring.Programme) (chat.Section, error) {
	sec := chat.Section{Title: t.w.T(catalog.HRReach)}
	rules, err := t.rules(prog.ID)
	if err != nil {
		return sec, err
	}
	without, untold, mute := 0, 0, 0
	for p, err := range store.People.Each(t.tx, store.Span{}) {
		if err != nil {
			return sec, err
		}
		if !p.Active {
			continue
		}
		if p.Has(mentoring.RoleMentee) {
			pair, ok, err := store.LivePair(t.tx, prog.ID, p.ID, rules.Date(t.now))
			if err != nil {
				return sec, err
			}
			at, open, err := t.seeking(p)
			switch {
			case err != nil:
				return sec, err
			case open && at.Programme().ID == prog.ID:
				without++
			case ok && pair.ToldAt.IsZero():
				untold++
			}
		}
		_, ok, err := store.AccountOf(t.tx, p.ID)
		if err != nil {
			return sec, err
		}
		if !ok {
			mute++
		}
	}
	strangers, _, err := store.Contacts.List(t.tx, store.Span{Index: "person", Prefix: store.Under("")}, chat.MaxTableRows)
	if err != nil {
		return sec, err
	}
	failed, _, err := store.Outbox.List(t.tx, store.Span{Index: "failed", After: store.Stamp(t.now.Add(-failedFor))}, chat.MaxTableRows)
	if err != nil {
		return sec, err
	}
	sec.Body = []chat.Block{chat.Facts{Rows: []chat.Fact{
		chat.Pair(t.w.T(catalog.HRWithoutMentor), t.people(without)),
		chat.Pair(t.w.T(catalog.HRUntold), t.people(untold)),
		chat.Pair(t.w.T(catalog.HRWithoutAccount), t.people(mute)),
		chat.Pair(t.w.T(catalog.HRStrangers), t.people(len(strangers))),
		chat.Pair(t.w.T(catalog.HRFailed), t.w.T(catalog.CountMessages, catalog.N(len(failed)))),
	}}}
	return sec, nil
}

func (s *scene) people(n int) string { return s.w.T(catalog.CountPeople, catalog.N(n)) }
