package bot

import (
	"maps"
	"slices"
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// The months by department, as HR sees them: how many pairs met, planned, put
// off and have not met. Nothing of how anybody felt.

const actMonths = "hr.months" // arg: programme, or "" for the one to speak of

// departmentMonth counts the pairs of one department in one month.
type departmentMonth struct{ met, planned, deferred, exempt, notYet int }

// monthSections is this month on HR's home and, where several programmes run, the
// way to the other ones.
func (t *turn) monthSections([]part, bool) ([]chat.Section, error) {
	rules, ok, err := t.office()
	if err != nil || !ok {
		return nil, err
	}
	sec, err := t.monthSection(rules.Programme())
	if err != nil {
		return nil, err
	}
	others, err := t.otherProgrammes(rules)
	return append([]chat.Section{sec}, others...), err
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
	none, err := t.nobodyWaits(rules)
	if err != nil {
		return sec, err
	}
	if len(counts) == 0 {
		sec.Body = []chat.Block{chat.Line(t.w.T(catalog.HRNoPairs))}
		if _, over := rules.LastOver(t.now); over {
			sec.Body = append(sec.Body, none...)
		}
		return sec, nil
	}
	sec.Body = append(t.monthBlocks(counts, month), none...)
	sec.Actions = []chat.Action{
		t.button(actMonths, catalog.ActMonths, prog.ID, chat.StyleNormal),
		t.button(actFigures, catalog.ActFigures, prog.ID, chat.StyleNormal),
		t.exportButton(catalog.ActExportMonths, exportMonths, prog.ID),
	}
	return sec, nil
}

// nobodyWaits says of the month that was over last that no pair needs a hand, or
// that none is over yet.
func (t *turn) nobodyWaits(r mentoring.Rules) ([]chat.Block, error) {
	period, over := r.LastOver(t.now)
	if !over {
		return []chat.Block{chat.Remark(t.w.T(catalog.HRHandEarly))}, nil
	}
	pairs, err := t.needAHand(r.Programme().ID, period)
	if err != nil || len(pairs) > 0 {
		return nil, err
	}
	return []chat.Block{chat.Remark(t.w.T(catalog.HRHandNone, catalog.A("Month", t.w.Month(period.Month))))}, nil
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

// openMonths shows every month so far by department; behind | stands the section
// to go on from.
func (t *turn) openMonths(arg string) error {
	programme, from := cutFrom(arg)
	rules, known, err := t.deskRules(programme)
	if err != nil {
		return err
	}
	if !known || !t.hr {
		return t.sorry(catalog.FormGone)
	}
	t.audit("read-months", "programme/"+rules.Programme().ID)
	out, err := t.switcher(rules, actMonths, same)
	if err != nil {
		return err
	}
	switches := len(out)
	for _, period := range rules.Periods() {
		if rules.Date(t.now).Before(period.First()) {
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
	if len(out) == switches {
		out = append(out, chat.Section{Body: []chat.Block{chat.Line(t.w.T(catalog.HRNoPairs))}})
	}
	return t.showFrom(t.w.T(catalog.ActMonths), out, from, func(next string) chat.Action {
		return t.button(actMonths, catalog.ActHomeNext, rules.Programme().ID+"|"+next, chat.StyleNormal)
	})
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
