package teams

import (
	"tsukiichi/bot/chat"
)

// chart draws a chart where the client can, and always says its figures in
// words: for phones, for those who do not see, and where nothing can be drawn.
// Charts are drawn by Teams on desktops, and no part of Adaptive Cards 1.5
// (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards).
func (d *drawing) chart(b chat.Chart) []element {
	title := said(b.Caption(), strong())
	out := []element{title}
	drawing, partial := drawChart(b)
	if d.undrawn {
		drawing, partial = nil, false
	}
	if drawing != nil {
		drawing["fallback"] = title
		out = []element{drawing}
	}
	for _, s := range b.Series {
		out = append(out, merge(element{"spacing": "small"}, said(b.InWords(s), nil)))
	}
	if partial {
		out = append(out, said(d.words.NotDrawn, look{"isSubtle": true, "size": "small"}))
	}
	return out
}

// drawChart is the chart as Teams draws it, or nil where it cannot. A withheld
// figure is not zero: points that no series has are left out, bars that lack a
// point have a gap there, and a line that lacks one is not drawn, since it
// would run through it; partial says so. The first series has every point,
// because its points give the order of the axis.
func drawChart(b chat.Chart) (drawing element, partial bool) {
	points := drawnPoints(b)
	var whole, gaps []element
	for _, s := range b.Series {
		var values []element
		for _, i := range points {
			if i < len(s.Values) && s.Values[i] != nil {
				values = append(values, element{"x": b.Labels[i], "y": *s.Values[i]})
			}
		}
		switch one := (element{"legend": s.Name, "values": values}); {
		case len(values) == 0:
		case len(values) == len(points):
			whole = append(whole, one)
		case b.Kind == chat.ChartBar:
			gaps = append(gaps, one)
		}
	}
	if len(whole) == 0 || repeats(b.Labels) {
		return nil, false
	}
	kind := "Chart.VerticalBar.Grouped"
	if b.Kind == chat.ChartLine {
		kind = "Chart.Line"
	}
	data := append(whole, gaps...)
	return element{"type": kind, "title": b.Caption(), "data": data}, len(data) < len(b.Series)
}

// drawnPoints are the places on the axis that some series has.
func drawnPoints(b chat.Chart) []int {
	var out []int
	for i := range b.Labels {
		for _, s := range b.Series {
			if i < len(s.Values) && s.Values[i] != nil {
				out = append(out, i)
				break
			}
		}
	}
	return out
}

// repeats reports whether a label stands there twice: the axis would take both
// for one.
func repeats(labels []string) bool {
	seen := map[string]bool{}
	for _, l := range labels {
		if seen[l] {
			return true
		}
		seen[l] = true
	}
	return false
}
