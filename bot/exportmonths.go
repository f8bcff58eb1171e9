package bot

import (
	"maps"
	"slices"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/sheet"
)

// The months so far as a workbook: the city in one sheet with a chart, the
// departments in another. They are the facts of HR's home.

// exportMonths is the months of the programme in arg, "" being the one to speak
// of.
const exportMonths = "months"

func monthsFile(s *scene, programme string) (chat.File, error) {
	return s.yearBook(programme, catalog.ExportMonthsFile, s.monthTables)
}

func (m departmentMonth) figures() []int {
	return []int{m.met, m.planned, m.deferred, m.notYet, m.exempt}
}

// monthTables is the months that have begun: the city with a chart, then each
// department.
func (s *scene) monthTables(rules mentoring.Rules) ([]sheet.Table, error) {
	month := s.w.T(catalog.FactMonth)
	city := sheet.Table{Name: s.w.T(catalog.ExportCity), Head: []string{month}}
	deps := sheet.Table{Name: s.w.T(catalog.ExportDepartments), Head: []string{month, s.w.T(catalog.FactDepartment)}}
	chart := sheet.Chart{Title: s.w.T(catalog.ExportMonthsChart)}
	for i, k := range []catalog.Key{catalog.StateMet, catalog.StatePlanned, catalog.StateDeferred, catalog.StateNotYet, catalog.StateExempt} {
		city.Head, deps.Head = append(city.Head, s.w.T(k)), append(deps.Head, s.w.T(k))
		chart.Series = append(chart.Series, i+1)
	}
	city.Charts = []sheet.Chart{chart}
	for _, period := range rules.Periods() {
		if rules.Date(s.now).Before(period.First()) {
			break
		}
		counts, err := s.countMonth(rules.Programme().ID, period, rules)
		if err != nil {
			return nil, err
		}
		total, name := make([]int, len(chart.Series)), s.w.Month(period.Month)
		for _, d := range slices.Sorted(maps.Keys(counts)) {
			figures := counts[d].figures()
			for i, n := range figures {
				total[i] += n
			}
			deps.Rows = append(deps.Rows, append(sheet.Texts(name, d), countCells(figures)...))
		}
		city.Rows = append(city.Rows, append(sheet.Texts(name), countCells(total)...))
	}
	return []sheet.Table{city, deps}, nil
}

func countCells(figures []int) []sheet.Cell {
	out := make([]sheet.Cell, len(figures))
	for i, n := range figures {
		out[i] = sheet.Count(n)
	}
	return out
}
