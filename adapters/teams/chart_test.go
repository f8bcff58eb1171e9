package teams

import (
	"strings"
	"testing"

	"tsukiichi/bot/chat"
)

func TestDrawnCharts(t *testing.T) {
	t.Parallel()
	one, two := 1.0, 2.5
	series := func(name string, v ...*float64) chat.Series { return chat.Series{Name: name, Values: v} }
	for name, tt := range map[string]struct {
		kind    chat.ChartKind
		labels  []string
		series  []chat.Series
		want    string // the drawing's data; "" for none
		partial bool
	}{
		"bars": {chat.ChartBar, []string{"4月", "5月"}, []chat.Series{series("a", &one, &two)},
			`[{"legend":"a","values":[{"x":"4月","y":1},{"x":"5月","y":2.5}]}]`, false},
		"bars with a gap, behind those that give the axis": {chat.ChartBar, []string{"4月", "5月"}, []chat.Series{series("a", nil, &two), series("b", &one, &two)},
			`[{"legend":"b","values":[{"x":"4月","y":1},{"x":"5月","y":2.5}]},{"legend":"a","values":[{"x":"5月","y":2.5}]}]`, false},
		"a line with a gap": {chat.ChartLine, []string{"4月", "5月"}, []chat.Series{series("a", nil, &two), series("b", &one, &two)},
			`[{"legend":"b","values":[{"x":"4月","y":1},{"x":"5月","y":2.5}]}]`, true},
		"a point that nobody has": {chat.ChartLine, []string{"4月", "5月"}, []chat.Series{series("a", nil, &two)},
			`[{"legend":"a","values":[{"x":"5月","y":2.5}]}]`, false},
		"a series without figures": {chat.ChartBar, []string{"4月"}, []chat.Series{series("a", &one), series("b", nil)},
			`[{"legend":"a","values":[{"x":"4月","y":1}]}]`, true},
		"gaps everywhere":      {chat.ChartBar, []string{"4月", "5月"}, []chat.Series{series("a", nil, &two), series("b", &one, nil)}, "", false},
		"nothing but withheld": {chat.ChartBar, []string{"4月"}, []chat.Series{series("a", nil)}, "", false},
		"a label twice":        {chat.ChartBar, []string{"4月", "4月"}, []chat.Series{series("a", &one, &two)}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := chat.Chart{Kind: tt.kind, Title: "様子", Labels: tt.labels, Series: tt.series}
			drawing, partial := drawChart(b)
			got := ""
			if drawing != nil {
				got = compact(drawing["data"])
			}
			if got != tt.want || partial != tt.partial {
				t.Errorf("got %s, %v; want %s, %v", got, partial, tt.want, tt.partial)
			}
			c := drawFor("ja").message(chat.Message{Title: "x", Body: chat.Blocks{b}})
			lint(t, c)
			raw := compact(c)
			for _, s := range tt.series { // its figures are words, whatever is drawn
				if !strings.Contains(raw, b.InWords(s)) {
					t.Errorf("does not say %q: %s", b.InWords(s), raw)
				}
			}
			if strings.Contains(raw, DefaultWords("ja").NotDrawn) != tt.partial {
				t.Errorf("says the wrong thing about what is not drawn: %s", raw)
			}
		})
	}
}
