package chat

import (
	"strconv"
	"strings"
)

// lines gives each block as plain text, private spans masked.
func (bs Blocks) lines() []string {
	var out []string
	for _, b := range bs {
		switch b := b.(type) {
		case Text:
			out = append(out, join(b.Spans))
		case Note:
			out = append(out, join(b.Spans))
		case Facts:
			for _, f := range b.Rows {
				out = append(out, f.Label+": "+join(f.Value))
			}
		case Table:
			out = append(out, b.Caption, strings.Join(b.Head, " | "))
			for _, r := range b.Rows {
				out = append(out, strings.Join(r, " | "))
			}
		case Chart:
			out = append(out, b.lines()...)
		case Progress:
			out = append(out, b.Label+" "+strconv.Itoa(b.Done)+"/"+strconv.Itoa(b.Of))
		case File:
			out = append(out, b.Name)
		}
	}
	return out
}

func join(spans []Span) string {
	var sb strings.Builder
	for _, s := range spans {
		sb.WriteString(s.String())
	}
	return sb.String()
}

// lines is the chart in words: the title, then one line for each series. The
// renderers show it where a chart cannot be drawn.
func (b Chart) lines() []string {
	out := []string{b.Title}
	for _, s := range b.Series {
		parts := make([]string, 0, len(s.Values))
		for i, v := range s.Values[:min(len(s.Values), len(b.Labels))] {
			parts = append(parts, b.Labels[i]+" "+Figure(v)+b.Unit)
		}
		out = append(out, s.Name+": "+strings.Join(parts, ", "))
	}
	return out
}

// Figure is a number as people read it: at most two decimals, "–" for a
// withheld or missing one.
func Figure(v *float64) string {
	if v == nil {
		return "–"
	}
	s := strconv.FormatFloat(*v, 'f', 2, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" { // -0.001 rounds to it
		return "0"
	}
	return s
}

// Caption is the chart's title with its unit.
func (c Chart) Caption() string {
	if c.Unit == "" {
		return c.Title
	}
	return c.Title + "（" + c.Unit + "）"
}

// InWords is one of the chart's series in words, for who sees no drawing:
// "済んだ: 4月 12, 5月 –".
func (c Chart) InWords(s Series) string {
	parts := make([]string, 0, len(s.Values))
	for i, v := range s.Values[:min(len(s.Values), len(c.Labels))] {
		parts = append(parts, c.Labels[i]+" "+Figure(v))
	}
	return s.Name + ": " + strings.Join(parts, ", ")
}
