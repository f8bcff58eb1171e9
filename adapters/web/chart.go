package web

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"tsukiichi/bot/chat"
)

// Charts are drawn for a narrow column and grow with it; all lengths are in
// the drawing's own units. Series differ by pattern, dash and mark as well as
// by colour, and the same figures stand in a table below.
const (
	chartWidth = 300
	barHeight  = 14
	barGap     = 3
	groupGap   = 12
	labelRoom  = 18 // above a group of bars
	valueRoom  = 60 // right of the longest bar
	lineHeight = 190
)

type chartView struct {
	chat.Chart
	Height int
	Bars   []barView
	Texts  []textView
	Grid   []gridView
	Lines  []pathView
	Legend []legendView // for more than one series
}

type barView struct {
	X, Y, Width string
	Height      int
	Series      int // from 1
}

type textView struct {
	X, Y, Anchor, Class, Text string
}

type gridView struct{ X1, Y1, X2, Y2 string }

type pathView struct {
	D, Marks string
	Series   int
}

type legendView struct {
	Name, Mark string
	Series     int
	Line       bool
}

func drawChart(c chat.Chart) chartView {
	v := chartView{Chart: c}
	if c.Kind == chat.ChartLine {
		v.drawLines()
	} else {
		v.drawBars()
	}
	if len(c.Series) > 1 {
		for i, s := range c.Series {
			v.Legend = append(v.Legend, legendView{
				Name: s.Name, Series: i + 1, Line: c.Kind == chat.ChartLine, Mark: mark(i, 16, 8),
			})
		}
	}
	return v
}

// drawBars lays the bars from left to right, one group below the other: long
// Japanese labels fit above their group however narrow the column is.
func (v *chartView) drawBars() {
	low, high := v.reach()
	scale := (chartWidth - valueRoom) / (high - low)
	zero := -low * scale
	y := 0
	for i, label := range v.Labels {
		y += labelRoom
		v.text(0, float64(y-5), "start", "label", label)
		for _, n := range v.drawn(i) {
			v.bar(n, y, zero, scale, v.Series[n].Values[i])
			y += barHeight + barGap
		}
		y += groupGap - barGap
	}
	v.Height = y
	v.Grid = []gridView{{X1: unit(zero), Y1: "0", X2: unit(zero), Y2: strconv.Itoa(y - groupGap/2)}}
}

// drawn is which series have a bar in the group. Where there are several, a
// zero would be an empty line; the table below the chart has it.
func (v *chartView) drawn(group int) (out []int) {
	for n, s := range v.Series {
		if value := s.Values[group]; value == nil || *value != 0 {
			out = append(out, n)
		}
	}
	if len(out) == 0 && len(v.Series) > 0 {
		out = append(out, 0)
	}
	return out
}

func (v *chartView) bar(series, y int, zero, scale float64, value *float64) {
	end := zero
	if value != nil {
		end = zero + *value*scale
		left := min(zero, end)
		v.Bars = append(v.Bars, barView{
			X: unit(left), Y: strconv.Itoa(y), Width: unit(math.Abs(end - zero)), Height: barHeight, Series: series + 1,
		})
	}
	v.text(max(zero, end)+6, float64(y+barHeight-3), "start", "value", v.figure(value))
}

func (v *chartView) figure(value *float64) string {
	if value == nil {
		return chat.Figure(nil)
	}
	return chat.Figure(value) + v.Unit
}

// The frame of a line chart, inside its labels.
const (
	frameLeft   = 32.0
	frameRight  = chartWidth - 18.0
	frameTop    = 12.0
	frameBottom = lineHeight - 28.0
	gridLines   = 5
)

func (v *chartView) drawLines() {
	low, high := v.span()
	step := (frameRight - frameLeft) / math.Max(1, float64(len(v.Labels)-1))
	x := func(i int) float64 { return frameLeft + float64(i)*step }
	y := func(value float64) float64 {
		return frameTop + (high-value)/(high-low)*(frameBottom-frameTop)
	}
	v.Height = lineHeight
	v.drawFrame(low, high, y)
	every := 1 + int(labelWidth(v.Labels)/step)
	for i, l := range v.Labels {
		if i%every == 0 {
			v.text(x(i), lineHeight-6, "middle", "axis", l)
		}
		if v.missing(i) {
			v.text(x(i), frameBottom-4, "middle", "value", chat.Figure(nil))
		}
	}
	for n, s := range v.Series {
		v.Lines = append(v.Lines, line(n, s, x, y))
	}
}

func (v *chartView) drawFrame(low, high float64, y func(float64) float64) {
	for i := range gridLines {
		value := low + (high-low)*float64(i)/(gridLines-1)
		at := y(value)
		v.Grid = append(v.Grid, gridView{X1: unit(frameLeft), Y1: unit(at), X2: unit(frameRight), Y2: unit(at)})
		v.text(frameLeft-6, at+4, "end", "axis", chat.Figure(&value))
	}
}

// line joins the points that have a value; a withheld one leaves a gap.
func line(n int, s chat.Series, x func(int) float64, y func(float64) float64) pathView {
	var path, marks strings.Builder
	verb := "M"
	for i, value := range s.Values {
		if value == nil {
			verb = "M"
			continue
		}
		fmt.Fprintf(&path, "%s%s %s", verb, unit(x(i)), unit(y(*value)))
		marks.WriteString(mark(n, x(i), y(*value)))
		verb = "L"
	}
	return pathView{D: path.String(), Marks: marks.String(), Series: n + 1}
}

// missing reports whether a point has a series without a value.
func (v *chartView) missing(i int) bool {
	for _, s := range v.Series {
		if s.Values[i] == nil {
			return true
		}
	}
	return false
}

// span is the range that lines are drawn in: from zero, or below, to a round
// number.
func (v *chartView) span() (low, high float64) {
	low, high = v.reach()
	return -roundUp(-low), max(roundUp(high), -roundUp(-low)+1)
}

// reach is the range of the values and zero, never empty.
func (v *chartView) reach() (low, high float64) {
	for _, s := range v.Series {
		for _, value := range s.Values {
			if value != nil && !math.IsNaN(*value) && !math.IsInf(*value, 0) {
				low, high = min(low, *value), max(high, *value)
			}
		}
	}
	if low == high {
		high = low + 1
	}
	return low, high
}

// roundUp gives 1, 2, 4, 5, 6, 8 or 10 times a power of ten: four even steps.
func roundUp(x float64) float64 {
	if x <= 0 {
		return 0
	}
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 4, 5, 6, 8} {
		if x <= m*power {
			return m * power
		}
	}
	return 10 * power
}

func (v *chartView) text(x, y float64, anchor, class, s string) {
	v.Texts = append(v.Texts, textView{X: unit(x), Y: unit(y), Anchor: anchor, Class: class, Text: s})
}

// mark is a small shape, another one for each series, as path data.
func mark(series int, x, y float64) string {
	shapes := [...]string{
		"m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", // disc
		"m-4-4h8v8h-8z",                      // square
		"m0-5l5 9h-10z",                      // triangle
		"m0-5l5 5l-5 5l-5-5z",                // diamond
		"m0 5l5-9h-10z",                      // triangle, point down
		"m-5-1.5h10v3h-10z",                  // dash
	}
	return "M" + unit(x) + " " + unit(y) + shapes[series%len(shapes)]
}

// labelWidth is about how wide the longest label is.
func labelWidth(labels []string) float64 {
	longest := 0.0
	for _, l := range labels {
		w := 8.0
		for _, r := range l {
			if r < 0x2000 {
				w += 7
			} else {
				w += 13
			}
		}
		longest = max(longest, w)
	}
	return longest
}

// unit is a length in the drawing, with one decimal.
func unit(x float64) string {
	x = math.Round(x*10) / 10
	if x == 0 {
		x = 0 // not -0
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}
