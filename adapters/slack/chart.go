package slack

import (
	sdk "github.com/slack-go/slack"

	"tsukiichi/bot/chat"
)

// chart draws a chart in a message and always says its figures in words: for
// older clients, for those who do not see, and where nothing can be drawn.
func (r *renderer) chart(b chat.Chart, where surface, add func(sdk.Block)) {
	if where == inView {
		lines := []sdk.RichTextElement{line(r.word(nil, b.Caption(), bold()))}
		for _, s := range b.Series {
			lines = append(lines, line(r.word(nil, b.InWords(s), nil)))
		}
		add(rich(lines...))
		return
	}
	drawn, partial := false, false
	if !r.undrawn {
		var block *sdk.DataVisualizationBlock
		if block, partial = r.drawing(b); block != nil {
			add(block)
			drawn = true
		}
	}
	words := []string{b.Caption()} // again, for those who do not see the drawing
	for _, s := range b.Series {
		words = append(words, b.InWords(s))
	}
	if drawn && partial {
		words = append(words, r.words.NotDrawn)
	}
	add(r.remark(words...))
}

// drawing is the chart as Slack draws it, or nil where it cannot: Slack wants
// a figure at every point, and a withheld one is not zero. Points that no
// series has are left out; a series that lacks one of the others is not drawn,
// and partial says so.
func (r *renderer) drawing(b chat.Chart) (block *sdk.DataVisualizationBlock, partial bool) {
	var points []int
	for i := range b.Labels {
		for _, s := range b.Series {
			if s.Values[i] != nil {
				points = append(points, i)
				break
			}
		}
	}
	var axis sdk.DataVisualizationAxisConfig
	for _, i := range points {
		axis.Categories = append(axis.Categories, cut(b.Labels[i], maxChartLabel))
	}
	axis.YLabel = b.Unit
	var series []sdk.DataVisualizationDataSeries
	for _, s := range b.Series {
		one := sdk.DataVisualizationDataSeries{Name: cut(s.Name, maxChartLabel)}
		for n, i := range points {
			if s.Values[i] != nil {
				one.Data = append(one.Data, sdk.NewDataVisualizationDataPoint(axis.Categories[n], *s.Values[i]))
			}
		}
		if len(one.Data) == len(points) {
			series = append(series, one)
		}
	}
	var drawing sdk.DataVisualizationChart = sdk.NewDataVisualizationBarChart(axis, series...)
	if b.Kind == chat.ChartLine {
		drawing = sdk.NewDataVisualizationLineChart(axis, series...)
	}
	block = sdk.NewDataVisualizationBlock(cut(b.Title, maxChartTitle), drawing)
	if block.Validate() != nil { // no series left, or labels that appear twice
		return nil, false
	}
	r.size += units(block.Title) + units(b.Unit)
	for _, s := range series {
		r.size += units(s.Name)
		for _, p := range s.Data {
			r.size += units(p.Label)
		}
	}
	return block, len(series) < len(b.Series)
}
