package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
)

// HR's figures on a page: how far the pairs are, how people felt, and what they
// chose to talk about. Facts are of now; answers are what was published.

const actFigures = "hr.figures" // arg: programme, or "" for the one to speak of

func (t *turn) openFigures(programme string) error {
	r, known, err := t.deskRules(programme)
	if err != nil {
		return err
	}
	if !known || !t.hr {
		return t.sorry(catalog.FormGone)
	}
	t.audit("read-figures", subject("programme", r.Programme().ID))
	f, err := t.figuresOf(r)
	if err != nil {
		return err
	}
	out, err := t.switcher(r, actFigures, same)
	if err != nil {
		return err
	}
	out = append(out, t.reachedSection(f))
	rate, err := t.rateFigure(r)
	if err != nil {
		return err
	}
	out = append(out, rate...)
	for _, k := range scores() {
		if len(f.closedMonths()) > 0 {
			out = append(out, t.scoreSection(f, k.kind))
		}
	}
	for _, kind := range []string{figureTopics, figureResponses} {
		if f.picks[kind] != nil {
			out = append(out, t.pickSection(f, kind))
		}
	}
	p := r.Programme()
	out = append(out, chat.Section{Body: []chat.Block{
		chat.Remark(t.w.T(catalog.FiguresSmall, catalog.N(p.SmallGroup))),
		chat.Remark(t.w.T(catalog.FiguresWhen, catalog.N(p.FiguresAfter))),
	}, Actions: []chat.Action{t.exportButton(catalog.ActExportFigures, exportFigures, p.ID)}})
	return t.show(t.w.T(catalog.FiguresTitle), out...)
}

// reachedSection is how many pairs have had their talks, by department.
func (s *scene) reachedSection(f figures) chat.Section {
	sec := chat.Section{Title: s.w.T(catalog.FiguresReached, catalog.N(f.rules.Programme().Minimum))}
	table := s.reachedTable(f)
	all := reached{}
	for _, c := range f.reached {
		all.done, all.pairs = all.done+c.done, all.pairs+c.pairs
	}
	if all.pairs == 0 {
		sec.Body = []chat.Block{chat.Line(s.w.T(catalog.HRNoPairs))}
		return sec
	}
	sec.Body = []chat.Block{
		chat.Progress{Label: s.w.T(catalog.FiguresReachedAll), Done: all.done, Of: all.pairs},
		onPage(table, sec.Title),
	}
	return sec
}

func kindWord(kind string) catalog.Key {
	switch kind {
	case figureRelief:
		return catalog.FiguresRelief
	case figureGrowth:
		return catalog.FiguresGrowth
	case figureWent:
		return catalog.FiguresWent
	case figureTopics:
		return catalog.FiguresTopics
	default:
		return catalog.FiguresResponses
	}
}

// scoreSection is a kind of score: the city's line over the months, and the
// departments in a table.
func (s *scene) scoreSection(f figures, kind string) chat.Section {
	title := s.w.T(kindWord(kind))
	line := chat.Series{Name: s.w.T(catalog.FiguresCity)}
	chart := chat.Chart{Kind: chat.ChartLine, Title: shorten(title, chat.MaxChartTitle)}
	for _, period := range f.closedMonths() {
		chart.Labels = append(chart.Labels, s.w.Month(period.Month))
		city, shown := rowOf(f.scores[kind][period], "", "")
		var v *float64
		if shown {
			v = &city.Means[0]
		}
		line.Values = append(line.Values, v)
	}
	chart.Series = []chat.Series{line}
	return chat.Section{Title: title, Body: []chat.Block{chart, onPage(s.scoreTable(f, kind, false), title)}}
}

// pickSection is how many mentees chose what, the most frequent first.
func (s *scene) pickSection(f figures, kind string) chat.Section {
	title := s.w.T(kindWord(kind))
	table := s.pickTable(f, kind)
	chart := chat.Chart{Kind: chat.ChartBar, Title: shorten(title, chat.MaxChartTitle), Unit: s.w.T(catalog.UnitPeople)}
	bars := chat.Series{Name: s.w.T(catalog.FiguresPeople)}
	for _, row := range table.Rows[:min(len(table.Rows), chat.MaxPoints)] {
		chart.Labels = append(chart.Labels, shorten(row[0].Text, chat.MaxPointLabel))
		bars.Values = append(bars.Values, row[1].Number)
	}
	chart.Series = []chat.Series{bars}
	return chat.Section{Title: title, Body: []chat.Block{chart, onPage(table, title)}}
}
