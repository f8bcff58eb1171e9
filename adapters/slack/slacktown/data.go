package slacktown

import (
	"fmt"

	"tsukiichi/adapters/townhall"
)

// The limits of tables and charts.
const (
	mostRows     = 100
	mostCells    = 20
	mostSeries   = 6
	mostSegments = 6
	mostPoints   = 20
	mostLabel    = 20
	mostTitle    = 50
)

func (i *inspection) table(where string, b object) {
	i.tables++
	if i.place == "home" {
		i.bad("%s: the home takes no tables", where)
	}
	rows := townhall.ListAt(b, "rows")
	i.count(where+" rows", len(rows), 1, mostRows)
	width := -1
	for n, r := range rows {
		cells, ok := r.([]any)
		if !ok {
			i.bad("%s: row %d is no list", where, n)
			continue
		}
		i.count(where+" cells", len(cells), 1, mostCells)
		if width >= 0 && len(cells) != width {
			i.bad("%s: row %d has %d cells, the first %d", where, n, len(cells), width)
		}
		width = len(cells)
		for _, c := range cells {
			i.cell(where, n, c)
		}
	}
	if b["type"] == "data_table" {
		i.text(where+" caption", townhall.TextAt(b, "caption"), 1, 3000)
	}
}

func (i *inspection) cell(where string, row int, c any) {
	o, _ := c.(object)
	switch townhall.TextAt(o, "type") {
	case "raw_text":
		i.text(where+" cell", townhall.TextAt(o, "text"), 1, 3000)
	case "raw_number":
		if _, ok := o["value"].(float64); !ok {
			i.bad("%s: a number without a value", where)
		}
	case "rich_text":
		if row == 0 {
			i.bad("%s: rich text in the head row", where)
		}
	default:
		i.bad("%s: cell of type %q", where, townhall.TextAt(o, "type"))
	}
}

func (i *inspection) chart(where string, b object) {
	if i.place != "message" {
		i.bad("%s: charts stand in messages", where)
	}
	i.text(where+" title", townhall.TextAt(b, "title"), 1, mostTitle)
	c := townhall.ObjectAt(b, "chart")
	switch townhall.TextAt(c, "type") {
	case "pie":
		list := townhall.ListAt(c, "segments")
		i.count(where+" segments", len(list), 1, mostSegments)
		for _, v := range list {
			s, _ := v.(object)
			i.text(where+" segment", townhall.TextAt(s, "label"), 1, mostLabel)
			if n, ok := s["value"].(float64); !ok || n <= 0 {
				i.bad("%s: a segment's value must be above 0", where)
			}
		}
	case "bar", "line", "area":
		i.series(where, c)
	default:
		i.bad("%s: chart of type %q", where, townhall.TextAt(c, "type"))
	}
}

func (i *inspection) series(where string, c object) {
	axis := townhall.ObjectAt(c, "axis_config")
	i.text(where+" x_label", townhall.TextAt(axis, "x_label"), 0, mostTitle)
	i.text(where+" y_label", townhall.TextAt(axis, "y_label"), 0, mostTitle)
	categories := townhall.ListAt(axis, "categories")
	i.unique(where+" categories", categories, mostPoints)
	list := townhall.ListAt(c, "series")
	var names []any
	for _, v := range list {
		s, _ := v.(object)
		names = append(names, s["name"])
		var labels []any
		for _, p := range townhall.ListAt(s, "data") {
			o, _ := p.(object)
			labels = append(labels, o["label"])
			if _, ok := o["value"].(float64); !ok {
				i.bad("%s: a point without a value", where)
			}
		}
		i.unique(where+" points", labels, mostPoints)
		if len(labels) != len(categories) || !sameSet(labels, categories) {
			i.bad("%s: a series must have one point for each category", where)
		}
	}
	i.unique(where+" series", names, mostSeries)
}

// unique checks a list of labels.
func (i *inspection) unique(where string, labels []any, most int) {
	i.count(where, len(labels), 1, most)
	seen := map[string]bool{}
	for _, l := range labels {
		s, _ := l.(string)
		i.text(where, s, 1, mostLabel)
		if seen[s] {
			i.bad("%s: a label appears twice", where)
		}
		seen[s] = true
	}
}

func sameSet(a, b []any) bool {
	in := map[string]bool{}
	for _, v := range a {
		in[fmt.Sprint(v)] = true
	}
	for _, v := range b {
		if !in[fmt.Sprint(v)] {
			return false
		}
	}
	return true
}
