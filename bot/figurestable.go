package bot

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
)

// The figures as tables, for the page and for files.

// figureTable is a table of figures, for a page or a file.
type figureTable struct {
	name string
	head []string
	rows [][]figureCell
}

// figureCell is a text, or a number with the text that shows it.
type figureCell struct {
	text   string
	number *float64
}

func textCell(s string) figureCell { return figureCell{text: s} }

func numberCell(n int) figureCell {
	v := float64(n)
	return figureCell{text: strconv.Itoa(n), number: &v}
}

// meanCell is a mean, or a dash where it is withheld or not there.
func meanCell(row mentoring.Published, shown bool) figureCell {
	if !shown {
		return textCell("–")
	}
	return figureCell{text: strconv.FormatFloat(row.Means[0], 'f', 1, 64), number: &row.Means[0]}
}

// onPage is the table as a page shows it, as much of it as fits.
func (t figureTable) onPage(caption string) chat.Table {
	out := chat.Table{Caption: shorten(caption, chat.MaxTitle), Head: t.head[:min(len(t.head), chat.MaxTableCols)]}
	for _, row := range t.rows[:min(len(t.rows), chat.MaxTableRows)] {
		var cells []string
		for _, c := range row[:len(out.Head)] {
			cells = append(cells, shorten(c.text, chat.MaxCell))
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}

// figuresTables is all of the programme's figures as tables, sections too. What
// is withheld on the page is withheld there.
func (s *scene) figuresTables(r mentoring.Rules) ([]figureTable, error) {
	f, err := s.figuresOf(r)
	if err != nil {
		return nil, err
	}
	out := []figureTable{s.monthsTable(f), s.reachedTable(f)}
	for _, k := range scores() {
		out = append(out, s.scoreTable(f, k.kind, true))
	}
	for _, kind := range []string{figureTopics, figureResponses} {
		out = append(out, s.pickTable(f, kind))
	}
	return out, nil
}

// monthsTable is how the pairs stood in each month, by department.
func (s *scene) monthsTable(f figures) figureTable {
	t := figureTable{name: s.w.T(catalog.FiguresMonths), head: []string{s.w.T(catalog.FiguresMonth), s.w.T(catalog.FactDepartment)}}
	for _, k := range []catalog.Key{catalog.StateMet, catalog.StatePlanned, catalog.StateDeferred, catalog.StateNotYet, catalog.StateExempt} {
		t.head = append(t.head, s.w.T(k))
	}
	for _, period := range f.rules.Periods() {
		for _, dep := range slices.Sorted(maps.Keys(f.months[period])) {
			c := f.months[period][dep]
			row := []figureCell{textCell(s.w.Month(period.Month)), textCell(dep)}
			for _, n := range []int{c.met, c.planned, c.deferred, c.notYet, c.exempt} {
				row = append(row, numberCell(n))
			}
			t.rows = append(t.rows, row)
		}
	}
	return t
}

func (s *scene) reachedTable(f figures) figureTable {
	t := figureTable{name: s.w.T(catalog.FiguresReached, catalog.N(f.rules.Programme().Minimum)),
		head: []string{s.w.T(catalog.FactDepartment), s.w.T(catalog.FiguresDone), s.w.T(catalog.FiguresNotDone), s.w.T(catalog.FiguresPairs)}}
	for _, dep := range slices.Sorted(maps.Keys(f.reached)) {
		c := f.reached[dep]
		t.rows = append(t.rows, []figureCell{textCell(dep), numberCell(c.done), numberCell(c.pairs - c.done), numberCell(c.pairs)})
	}
	return t
}

// scoreTable is a kind of score by month, of the city and its departments, and
// of their sections in a file.
func (s *scene) scoreTable(f figures, kind string, sections bool) figureTable {
	t := figureTable{name: s.w.T(kindWord(kind)), head: []string{s.w.T(catalog.FactDepartment)}}
	if sections {
		t.head = append(t.head, s.w.T(catalog.FactSection))
	}
	months := f.closedMonths()
	var places [][2]string
	for _, period := range months {
		t.head = append(t.head, s.w.Month(period.Month))
		for _, row := range f.scores[kind][period] {
			if at := [2]string{row.Department, row.Section}; (sections || row.Section == "") && !slices.Contains(places, at) {
				places = append(places, at)
			}
		}
	}
	slices.SortFunc(places, func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	for _, at := range places {
		row := []figureCell{textCell(cmp.Or(at[0], s.w.T(catalog.FiguresCity)))}
		if sections {
			row = append(row, textCell(at[1]))
		}
		for _, period := range months {
			row = append(row, meanCell(rowOf(f.scores[kind][period], at[0], at[1])))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// pickTable is how many mentees chose what, the most frequent first and what is
// withheld last.
func (s *scene) pickTable(f figures, kind string) figureTable {
	t := figureTable{name: s.w.T(kindWord(kind)), head: []string{s.w.T(kindWord(kind)), s.w.T(catalog.FiguresPeople)}}
	from := f.rules.Programme().Topics
	if kind == figureResponses {
		from = f.rules.Programme().Responses
	}
	rows := slices.Clone(f.picks[kind])
	slices.SortStableFunc(rows, func(a, b mentoring.Published) int { return cmp.Compare(b.People, a.People) })
	for _, row := range rows {
		if row.Department == "" {
			continue // a mentee may have chosen several
		}
		label := row.Department // of a list that HR has changed since
		if i := slices.IndexFunc(from, func(c mentoring.Choice) bool { return c.ID == row.Department }); i >= 0 {
			label = from[i].Label.In(s.w.Lang())
		}
		cell := textCell("–")
		if !row.Withheld {
			cell = numberCell(row.People)
		}
		t.rows = append(t.rows, []figureCell{textCell(label), cell})
	}
	return t
}
