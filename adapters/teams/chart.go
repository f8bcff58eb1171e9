package teams

import (
	"strings"

	"tsukiichi/bot/chat"
)

// chart draws a chart where the client can, and always says its figures in
// words: for phones, for those who do not see, and where nothing can be drawn.
// Charts are drawn by Teams on desktops, and no part of Adaptive Cards 1.5
// (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards).
func (d *drawing) chart(b chat.Chart) []element {
	title := said(chartTitle(b), strong())
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
		out = append(out, merge(element{"spacing": "small"}, said(figures(b, s), nil)))
	}
	if partial {
		out = append(out, said(d.words.NotDrawn, look{"isSubtle": true, "size": "small"}))
	}
	return out
}

func chartTitle(b chat.Chart) string {
	if b.Unit == "" {
		return b.Title
	}
	return b.Title + "（" + b.Unit + "）"
}

// figures is one series in words: withheld figures read as "–".
func figures(b chat.Chart, s chat.Series) string {
	parts := make([]string, 0, len(s.Values))
	for i, v := range s.Values[:min(len(s.Values), len(b.Labels))] {
		parts = append(parts, b.Labels[i]+" "+chat.Figure(v))
	}
	return s.Name + ": " + strings.Join(parts, ", ")
}

// drawChart is the chart as Teams draws it, or nil where it cannot. A withheld
// figure is not zero: points that no series has are left out, and a series that
// lacks one of the others is not drawn, since the points of the first series
// give the order of the axis; partial says so.
func drawChart(b chat.Chart) (drawing element, partial bool) {
	var points []int
	for i := range b.Labels {
		for _, s := range b.Series {
			if i < len(s.Values) && s.Values[i] != nil {
				points = append(points, i)
				break
			}
		}
	}
	var data []element
	for _, s := range b.Series {
		var values []element
		for _, i := range points {
			if i < len(s.Values) && s.Values[i] != nil {
				values = append(values, element{"x": b.Labels[i], "y": *s.Values[i]})
			}
		}
		if len(values) == len(points) && len(points) > 0 {
			data = append(data, element{"legend": s.Name, "values": values})
		}
	}
	if len(data) == 0 || repeats(b.Labels) {
		return nil, false
	}
	kind := "Chart.VerticalBar.Grouped"
	if b.Kind == chat.ChartLine {
		kind = "Chart.Line"
	}
	return element{"type": kind, "title": chartTitle(b), "data": data}, len(data) < len(b.Series)
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
