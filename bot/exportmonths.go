package bot

import (
	"maps"
	"slices"
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/sheet"
)

// The months so far as a workbook: the city in one sheet with a chart, the
// departments in another. They are the figures of HR's home.

// exportMonths is the months of the current programme; arg: "".
const exportMonths = "months"

func monthsFile(s *scene, _ string) (f chat.File, err error) {
	rules, ok, err := s.currentRules()
	if err != nil || !ok {
		return f, err
	}
	tables, err := s.monthTables(rules)
	if err != nil || len(tables) == 0 {
		return f, err
	}
	return s.workbook(catalog.ExportMonthsFile, tables, catalog.A("Year", strconv.Itoa(rules.Programme().Year)))
}

// monthStates is the columns of the months, in their order.
func monthStates() []catalog.Key {
	return []catalog.Key{catalog.StateNotYet, catalog.StatePlanned, catalog.StateMet, catalog.StateDeferred, catalog.StateExempt}
}

func (m departmentMonth) figures() []int {
	return []int{m.notYet, m.planned, m.met, m.deferred, m.exempt}
}

// monthTables is the months that have begun: the city, then each department.
// None before there is a pair.
func (s *scene) monthTables(rules mentoring.Rules) ([]sheet.Table, error) {
	month, dep := s.w.T(catalog.FactMonth), s.w.T(catalog.FactDepartment)
	var states []string
	for _, k := range monthStates() {
		states = append(states, s.w.T(k))
	}
	city := sheet.Table{Name: s.w.T(catalog.ExportCity), Head: append([]string{month}, states...)}
	deps := sheet.Table{Name: s.w.T(catalog.ExportDepartments), Head: append([]string{month, dep}, states...)}
	for _, period := range rules.Periods() {
		if rules.Date(s.now).Before(period.First()) {
			break
		}
		counts, err := s.countMonth(rules.Programme().ID, period, rules)
		if err != nil {
			return nil, err
		}
		total, name := make([]int, len(states)), s.w.Month(period.Month)
		for _, d := range slices.Sorted(maps.Keys(counts)) {
			figures := counts[d].figures()
			for i, n := range figures {
				total[i] += n
			}
			deps.Rows = append(deps.Rows, append(sheet.Texts(name, d), countCells(figures)...))
		}
		city.Rows = append(city.Rows, append(sheet.Texts(name), countCells(total)...))
	}
	if len(deps.Rows) == 0 {
		return nil, nil
	}
	chart := sheet.Chart{Title: s.w.T(catalog.ExportMonthsChart)}
	for i := range states {
		chart.Series = append(chart.Series, i+1)
	}
	city.Charts = []sheet.Chart{chart}
	return []sheet.Table{city, deps}, nil
}

func countCells(figures []int) []sheet.Cell {
	out := make([]sheet.Cell, len(figures))
	for i, n := range figures {
		out[i] = sheet.Count(n)
	}
	return out
}
