package bot

import (
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/sheet"
)

// HR's figures as a workbook: the city month by month with a chart, and every
// table of the page, down to sections. They are the figures of the page.

// exportMonths is the figures of the current programme; arg: "".
const exportMonths = "months"

func monthsFile(s *scene, _ string) (f chat.File, err error) {
	rules, ok, err := s.currentRules()
	if err != nil || !ok {
		return f, err
	}
	city, err := s.cityMonths(rules)
	if err != nil {
		return f, err
	}
	tables := []sheet.Table{city}
	all, err := s.figuresTables(rules)
	if err != nil {
		return f, err
	}
	for _, t := range all {
		tables = append(tables, asSheet(t))
	}
	return s.workbook(catalog.ExportMonthsFile, tables, catalog.A("Year", strconv.Itoa(rules.Programme().Year)))
}

// cityMonths is the months that have begun, of the whole city, with a chart.
func (s *scene) cityMonths(rules mentoring.Rules) (sheet.Table, error) {
	t := sheet.Table{Name: s.w.T(catalog.ExportCity), Head: []string{s.w.T(catalog.FactMonth)}}
	chart := sheet.Chart{Title: s.w.T(catalog.ExportMonthsChart)}
	for i, k := range []catalog.Key{catalog.StateMet, catalog.StatePlanned, catalog.StateDeferred, catalog.StateNotYet, catalog.StateExempt} {
		t.Head = append(t.Head, s.w.T(k))
		chart.Series = append(chart.Series, i+1)
	}
	for _, period := range rules.Periods() {
		if rules.Date(s.now).Before(period.First()) {
			break
		}
		counts, err := s.countMonth(rules.Programme().ID, period, rules)
		if err != nil {
			return t, err
		}
		var all departmentMonth
		for _, c := range counts {
			all.met, all.planned, all.deferred = all.met+c.met, all.planned+c.planned, all.deferred+c.deferred
			all.notYet, all.exempt = all.notYet+c.notYet, all.exempt+c.exempt
		}
		row := sheet.Texts(s.w.Month(period.Month))
		for _, n := range []int{all.met, all.planned, all.deferred, all.notYet, all.exempt} {
			row = append(row, sheet.Count(n))
		}
		t.Rows = append(t.Rows, row)
	}
	t.Charts = []sheet.Chart{chart}
	return t, nil
}
