package chat_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

func TestMessageText(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"text":     "a\nb<&>c例田 由美",
		"facts":    "日時: 7月15日（水） 15:30\n場所: 会議室",
		"table":    "件数\n課 | 済\n市民課 | 3\n環境課 | ",
		"chart":    "実施率\n市民部: 4月 97.5%, 5月 –%",
		"progress": "面談 2/6",
		"note":     "評価には使いません。",
		"file":     "a.ics",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, err := chat.NewMessage("件名", []chat.Block{everyBlock()[name]})
			if err != nil {
				t.Fatal(err)
			}
			if got := m.Text(); got != "件名\n"+want {
				t.Errorf("got\n%s\nwant\n件名\n%s", got, want)
			}
		})
	}
}

func TestTextOfUnbuilt(t *testing.T) {
	t.Parallel()
	t.Run("a chart with figures too many", func(t *testing.T) {
		t.Parallel()
		m := chat.Message{Body: chat.Blocks{chat.Chart{Title: "a", Series: []chat.Series{{Name: "b", Values: []*float64{ptr(1)}}}}}}
		if got, want := m.Text(), "a\nb: "; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
	t.Run("private words in a message", func(t *testing.T) {
		t.Parallel()
		m := chat.Message{Body: chat.Blocks{chat.Paragraph(chat.Words(private.New("p", "ひみつ")))}}
		if got := m.Text(); strings.Contains(got, "ひみつ") || got != private.Mask {
			t.Errorf("got %q, want the mask", got)
		}
	})
}

func TestFigure(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		v    *float64
		want string
	}{
		"withheld":         {nil, "–"},
		"zero":             {ptr(0), "0"},
		"whole":            {ptr(100), "100"},
		"one decimal":      {ptr(31.2), "31.2"},
		"two decimals":     {ptr(3.25), "3.25"},
		"rounded":          {ptr(3.2449), "3.24"},
		"rounded to whole": {ptr(2.999), "3"},
		"negative":         {ptr(-1.5), "-1.5"},
		"nearly nothing":   {ptr(-0.001), "0"},
		"minus zero":       {ptr(math.Copysign(0, -1)), "0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := chat.Figure(tt.v); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAccounts(t *testing.T) {
	t.Parallel()
	for s, ok := range map[string]bool{
		"web/city/1": true, "web/city/a/b": true, "": false, "web": false, "web/city": false,
		"web//1": false, "/city/1": false, "web/city/": false,
	} {
		t.Run(s, func(t *testing.T) {
			t.Parallel()
			a, err := chat.ParseAccount(s)
			if (err == nil) != ok {
				t.Fatalf("ParseAccount(%q) = %v, %v", s, a, err)
			}
			if ok && a.String() != s {
				t.Errorf("got %q back, want %q", a, s)
			}
			if !ok && !a.IsZero() {
				t.Errorf("got %v beside an error", a)
			}
		})
	}
}

func TestChartInWords(t *testing.T) {
	t.Parallel()
	twelve, half := 12.0, 0.5
	c := chat.Chart{Title: "面談", Unit: "組", Labels: []string{"4月", "5月", "6月"}}
	if got := c.Caption(); got != "面談（組）" {
		t.Errorf("caption %q", got)
	}
	if got := (chat.Chart{Title: "面談"}).Caption(); got != "面談" {
		t.Errorf("caption without a unit %q", got)
	}
	for want, values := range map[string][]*float64{
		"済: 4月 12, 5月 –, 6月 0.5": {&twelve, nil, &half},
		"済: 4月 12":               {&twelve},
		"済: 4月 –, 5月 –, 6月 –":    {nil, nil, nil, &twelve}, // more than the axis has
	} {
		if got := c.InWords(chat.Series{Name: "済", Values: values}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestSteps(t *testing.T) {
	t.Parallel()
	f := chat.Field{Options: []chat.Option{{Value: "5", Label: "はい", Hint: "とても"}, {Value: "1", Label: "いいえ"}, {Value: "9", Label: "ない"}}}
	want := []chat.Option{{Value: "1", Label: "1 いいえ"}, {Value: "2", Label: "2"}, {Value: "3", Label: "3"}, {Value: "4", Label: "4"}, {Value: "5", Label: "5 はい", Hint: "とても"}}
	if got := f.Steps(); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}
