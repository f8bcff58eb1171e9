package bot

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/sheet"
)

// The figures as tables, for the page and for files.

// exportFigures is the figures of the programme in arg, "" being the one to
// speak of.
const exportFigures = "figures"

func figuresFile(s *scene, programme string) (chat.File, error) {
	return s.yearBook(programme, catalog.FiguresFile, s.figuresTables)
}

// countCell is a number with the text that shows it on a page.
func countCell(n int) sheet.Cell {
	c := sheet.Count(n)
	c.Text = strconv.Itoa(n)
	return c
}

// meanCell is a mean to one decimal, or a dash where it is withheld or not there.
func meanCell(row mentoring.Published, shown bool) sheet.Cell {
	if !shown {
		return sheet.Text("–")
	}
	c := sheet.Figure(math.Round(row.Means[0]*10) / 10)
	c.Text = strconv.FormatFloat(*c.Number, 'f', 1, 64)
	return c
}

// onPage is a table of figures as a page shows it, as much of it as fits.
func onPage(t sheet.Table, caption string) chat.Table {
	out := chat.Table{Caption: shorten(caption, chat.MaxTitle), Head: t.Head[:min(len(t.Head), chat.MaxTableCols)]}
	for _, row := range t.Rows[:min(len(t.Rows), chat.MaxTableRows)] {
		var cells []string
		for _, c := range row[:len(out.Head)] {
			cells = append(cells, shorten(c.Text, chat.MaxCell))
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}

// figuresTables is all of the programme's figures as tables, sections too. What
// is withheld on the page is withheld there.
func (s *scene) figuresTables(r mentoring.Rules) ([]sheet.Table, error) {
	f, err := s.figuresOf(r)
	if err != nil {
		return nil, err
	}
	out, err := s.monthTables(r)
	if err != nil {
		return nil, err
	}
	out = append(out, s.reachedTable(f))
	for _, k := range scores() {
		out = append(out, s.scoreTable(f, k.kind, true))
	}
	for _, kind := range []string{figureTopics, figureResponses} {
		out = append(out, s.pickTable(f, kind))
	}
	return out, nil
}

// reachedTable is how many pairs have had their talks, by department.
func (s *scene) reachedTable(f figures) sheet.Table {
	t := sheet.Table{Name: s.w.T(catalog.FiguresReached, catalog.N(f.rules.Programme().Minimum)),
		Head: []string{s.w.T(catalog.FactDepartment), s.w.T(catalog.FiguresDone), s.w.T(catalog.FiguresNotDone), s.w.T(catalog.FiguresPairs)}}
	for _, dep := range slices.Sorted(maps.Keys(f.reached)) {
		c := f.reached[dep]
		t.Rows = append(t.Rows, []sheet.Cell{sheet.Text(dep), countCell(c.done), countCell(c.pairs - c.done), countCell(c.pairs)})
	}
	return t
}

// scoreTable is a kind of score by month, of the city and its departments, and
// of their sections in a file.
func (s *scene) scoreTable(f figures, kind string, sections bool) sheet.Table {
	t := sheet.Table{Name: s.w.T(kindWord(kind)), Head: []string{s.w.T(catalog.FactDepartment)}}
	if sections {
		t.Head = append(t.Head, s.w.T(catalog.FactSection))
	}
	months := f.closedMonths()
	var places [][2]string
	for _, period := range months {
		t.Head = append(t.Head, s.w.Month(period.Month))
		for _, row := range f.scores[kind][period] {
			if at := [2]string{row.Department, row.Section}; (sections || row.Section == "") && !slices.Contains(places, at) {
				places = append(places, at)
			}
		}
	}
	slices.SortFunc(places, func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	for _, at := range places {
		row := []sheet.Cell{sheet.Text(cmp.Or(at[0], s.w.T(catalog.FiguresCity)))}
		if sections {
			row = append(row, sheet.Text(at[1]))
		}
		for _, period := range months {
			row = append(row, meanCell(rowOf(f.scores[kind][period], at[0], at[1])))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// pickTable is how many mentees chose what, the most frequent first and what is
// withheld last.
func (s *scene) pickTable(f figures, kind string) sheet.Table {
	t := sheet.Table{Name: s.w.T(kindWord(kind)), Head: []string{s.w.T(kindWord(kind)), s.w.T(catalog.FiguresPeople)}}
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
		cell := sheet.Text("–")
		if !row.Withheld {
			cell = countCell(row.People)
		}
		t.Rows = append(t.Rows, []sheet.Cell{sheet.Text(label), cell})
	}
	return t
}
