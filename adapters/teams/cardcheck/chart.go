package cardcheck

import (
	"encoding/json"
	"slices"
)

// chart checks the two kinds of charts that are used, as Microsoft describes
// them (charts-in-adaptive-cards). Each needs words for clients that do not
// draw it, and the first series every point, in the order of the axis; a line has
// all of them.
func (c *check) chart(kind string, o object) {
	counts.charts.Add(1)
	if kind != "Chart.VerticalBar.Grouped" && kind != "Chart.Line" {
		c.fail("%s is no kind of chart that is used here", kind)
	}
	for key := range o {
		switch key {
		case "type", "title", "data", "fallback", "id", "spacing", "separator", "xAxisTitle", "yAxisTitle", "colorSet":
		default:
			c.fail("%s has no property %q", kind, key)
		}
	}
	if title, _ := o["title"].(string); title == "" {
		c.fail("%s without a title", kind)
	}
	if fallback, _ := o["fallback"].(object); fallback["type"] != "RichTextBlock" && fallback["type"] != "Container" {
		c.fail("%s without words for clients that do not draw it", kind)
	}
	data, _ := o["data"].([]any)
	if len(data) == 0 {
		c.fail("%s without data", kind)
	}
	var first []string
	for i, e := range data {
		series, _ := e.(object)
		points := c.points(kind, series)
		if i == 0 {
			first = points
		}
		if kind == "Chart.Line" && len(points) != len(first) {
			c.fail("%s through a point that is missing", kind)
		}
		rest := first
		for _, x := range points {
			n := slices.Index(rest, x)
			if n < 0 {
				c.fail("%s with a point that the first series has not, or has elsewhere", kind)
				break
			}
			rest = rest[n+1:]
		}
	}
}

// points are the places on the axis that a series has.
func (c *check) points(kind string, series object) []string {
	if legend, _ := series["legend"].(string); legend == "" {
		c.fail("%s with a series that has no name", kind)
	}
	values, _ := series["values"].([]any)
	if len(values) == 0 {
		c.fail("%s with an empty series", kind)
	}
	seen := map[string]bool{}
	var out []string
	for _, v := range values {
		p, _ := v.(object)
		x, _ := p["x"].(string)
		if _, ok := p["y"].(json.Number); !ok || x == "" || seen[x] {
			c.fail("%s with a point that cannot be drawn", kind)
		}
		seen[x] = true
		out = append(out, x)
	}
	return out
}
