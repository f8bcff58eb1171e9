package teams

import (
	"fmt"
	"strings"
	"testing"

	"tsukiichi/adapters/teams/cardcheck"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// lint holds a card against the rules, and against the schema where it is at
// hand.
func lint(t testing.TB, c card) {
	t.Helper()
	for _, p := range cardcheck.Check([]byte(compact(c))) {
		t.Errorf("card: %s", p)
	}
}

// TestSchemaIsAtHand says aloud when the cards were held against the rules
// alone.
func TestSchemaIsAtHand(t *testing.T) {
	t.Parallel()
	found, err := cardcheck.AtHand()
	if err != nil {
		t.Fatal(err)
	}
	if !found {
		t.Skip("TSUKIICHI_SCHEMAS names no folder with the platform's schemas: cards are held against the rules alone, the manifest against its golden file")
	}
}

// longestRender draws the longest that the vocabulary lets through.
func longestRender(t *testing.T) {
	t.Parallel()
	bodies := map[string][]chat.Block{
		"text":       {chat.Line(long(3000)), chat.Line(long(3000)), chat.Line(long(3000)), chat.Line(long(2800))},
		"charts":     {bigChart(20, 6, 18), bigChart(20, 6, 18), bigChart(20, 6, 18)},
		"table":      {chat.Table{Caption: long(150), Head: []string{long(300), long(300)}, Rows: rows(18, 2, long(300))}},
		"wide table": {chat.Table{Caption: "表", Head: rows(1, 10, long(300))[0], Rows: rows(99, 10, "8")}},
		"long table": {chat.Table{Caption: "表", Head: rows(1, 6, "名")[0], Rows: rows(99, 6, "8")}},
		"lines":      {chat.Line(strings.Repeat("あ\n", 1500)), chat.Line(strings.Repeat("い\n", 1500))},
	}
	for range chat.MaxBlocks {
		bodies["many charts"] = append(bodies["many charts"], bigChart(3, 2, 18))
		bodies["notes"] = append(bodies["notes"], chat.Remark(long(580)))
		if len(bodies["small charts"]) < 9 {
			bodies["small charts"] = append(bodies["small charts"], bigChart(20, 6, 0))
		}
	}
	for name, body := range bodies {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, err := chat.NewMessage(long(150), body, manyActions()...)
			if err != nil {
				t.Fatal(err)
			}
			r := drawFor("ja")
			lint(t, r.message(m))
			if n := units(r.summary(m)); n > maxSummary {
				t.Errorf("summary is %d long", n)
			}
		})
	}
	t.Run("form", func(t *testing.T) {
		t.Parallel()
		f := chat.Form{ID: long(100), Version: 9, Arg: long(1400), Title: long(24), Submit: long(24)}
		for range chat.MaxBlocks {
			f.Intro = append(f.Intro, chat.Line(long(2900)))
		}
		for i := range chat.MaxFields {
			f.Fields = append(f.Fields, chat.Field{
				ID: fmt.Sprintf("%02d%s", i, long(98)), Kind: chat.FieldLong, Label: long(150), Hint: long(150),
				Initial: []private.Text{private.New("p", long(500))},
			})
		}
		f, err := chat.NewForm(f)
		if err != nil {
			t.Fatal(err)
		}
		c := drawFor("ja").dialog(f, nil).Card
		lint(t, c)
		if !strings.Contains(compact(c), DefaultWords("ja").Cut) {
			t.Error("does not say that there is more")
		}
	})
}

func long(n int) string { return strings.Repeat("あ", n) }

// manyActions are as many and as long as they may be, one asking first.
func manyActions() []chat.Action {
	var out []chat.Action
	for i := range chat.MaxActions {
		out = append(out, chat.Action{ID: long(100), Label: long(75), Arg: fmt.Sprint(i) + long(1400), Opens: i == 0})
	}
	out[2].Confirm = &chat.Confirm{Title: long(100), Text: long(300), Yes: long(30), No: long(30)}
	return out
}

// bigChart has labels and names of more than n characters.
func bigChart(points, series, n int) chat.Chart {
	c := chat.Chart{Kind: chat.ChartBar, Title: long(n + 1), Unit: long(n)}
	value := 12345.67
	for i := range points {
		c.Labels = append(c.Labels, fmt.Sprintf("%02d%s", i, long(n)))
	}
	for i := range series {
		s := chat.Series{Name: fmt.Sprintf("%02d%s", i, long(n))}
		for range points {
			s.Values = append(s.Values, &value)
		}
		c.Series = append(c.Series, s)
	}
	return c
}

func rows(n, cols int, cell string) [][]string {
	var out [][]string
	for range n {
		var row []string
		for range cols {
			row = append(row, cell)
		}
		out = append(out, row)
	}
	return out
}
