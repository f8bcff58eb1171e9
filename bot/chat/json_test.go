package chat_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

func ptr(v float64) *float64 { return &v }

// everyBlock is one block of each kind, every part of it filled.
func everyBlock() map[string]chat.Block {
	who := chat.Account{Platform: "web", Tenant: "city", ID: "10101"}
	return map[string]chat.Block{
		"text": chat.Paragraph(chat.Plain("a\nb"), chat.Bold("<&>"), chat.Link("c", "https://example.jp/?a=1&b=2"), chat.Mention("例田 由美", who)),
		"facts": chat.Facts{Rows: []chat.Fact{chat.Pair("日時", "7月15日（水） 15:30"),
			{Label: "場所", Value: []chat.Span{chat.Bold("会議室")}}}},
		"table": chat.Table{Caption: "件数", Head: []string{"課", "済"}, Rows: [][]string{{"市民課", "3"}, {"環境課", ""}}},
		"chart": chat.Chart{Kind: chat.ChartLine, Title: "実施率", Unit: "%", Labels: []string{"4月", "5月"},
			Series: []chat.Series{{Name: "市民部", Values: []*float64{ptr(97.5), nil}}}},
		"progress": chat.Progress{Label: "面談", Done: 2, Of: 6},
		"note":     chat.Remark("評価には使いません。"),
		"file":     chat.File{Name: "a.ics", Type: "text/calendar", Data: []byte{0, 1, 255}, Note: "予定"},
	}
}

func TestBlocksRoundTrip(t *testing.T) {
	t.Parallel()
	for name, b := range everyBlock() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := message(b); err != nil {
				t.Fatalf("the block does not build: %v", err)
			}
			raw, err := json.Marshal(chat.Blocks{b})
			if err != nil {
				t.Fatal(err)
			}
			if want := `[{"kind":"` + name + `",`; !strings.HasPrefix(string(raw), want) {
				t.Errorf("got %s, want it to begin with %s", raw, want)
			}
			var back chat.Blocks
			if err := json.Unmarshal(raw, &back); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(back, chat.Blocks{b}) {
				t.Errorf("got %#v, want %#v", back, b)
			}
		})
	}
}

func TestMessageRoundTrip(t *testing.T) {
	t.Parallel()
	var body []chat.Block
	for _, name := range []string{"text", "facts", "table", "chart", "progress", "note", "file"} {
		body = append(body, everyBlock()[name])
	}
	m, err := chat.NewMessage("件名", body, chat.Action{
		ID: "plan.cancel", Label: "取りやめる", Arg: "m1", Style: chat.StyleDanger, Opens: true,
		Confirm: &chat.Confirm{Title: "取りやめますか", Text: "相手にも知らせます。", Yes: "はい", No: "いいえ"},
	})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var back chat.Message
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(back, m) {
		t.Errorf("got %#v, want %#v", back, m)
	}
}

// TestAnswerRestored plays what a store does: JSON without the words, the
// words put back through the private fields.
func TestAnswerRestored(t *testing.T) {
	t.Parallel()
	text := func(s string) private.Text { return private.New("p1", s) }
	a := chat.Answer{
		Form: &chat.Form{ID: "f", Version: 1, Title: "a", Submit: "b",
			Intro:  chat.Blocks{chat.Line("a"), chat.Paragraph(chat.Plain("前回: "), chat.Words(text("いち")))},
			Fields: []chat.Field{{ID: "x", Kind: chat.FieldLong, Label: "a", Initial: []private.Text{text("に")}}}},
		Page: &chat.Page{Title: "a", Sections: []chat.Section{
			{Body: chat.Blocks{chat.Note{Spans: []chat.Span{chat.Words(text("さん"))}}}},
			{Body: chat.Blocks{chat.Facts{Rows: []chat.Fact{{Label: "a", Value: []chat.Span{chat.Words(text("よん"))}}}}}},
		}},
	}
	raw, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]private.Text{}
	for _, f := range a.Private() {
		if strings.Contains(string(raw), f.Text.Reveal()) {
			t.Errorf("the JSON shows the words of %s: %s", f.Name, raw)
		}
		if _, twice := kept[f.Name]; twice {
			t.Errorf("two private fields are named %s", f.Name)
		}
		kept[f.Name] = *f.Text
	}
	if len(kept) != 4 {
		t.Fatalf("got %d private fields, want 4", len(kept))
	}
	var back chat.Answer
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	for _, f := range back.Private() {
		if !f.Text.Empty() {
			t.Errorf("%s came through the JSON", f.Name)
		}
		*f.Text = kept[f.Name]
	}
	if !reflect.DeepEqual(back, a) {
		t.Errorf("got %#v, want %#v", back, a)
	}
}

func TestBlocksRefuseJSON(t *testing.T) {
	t.Parallel()
	for name, raw := range map[string]string{
		"unknown kind":   `[{"kind":"map","block":{}}]`,
		"no kind":        `[{}]`,
		"not a list":     `{"kind":"text"}`,
		"another shape":  `[{"kind":"text","block":{"spans":"a"}}]`,
		"block is a row": `[{"kind":"facts","block":[]}]`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var bs chat.Blocks
			if err := json.Unmarshal([]byte(raw), &bs); err == nil {
				t.Errorf("%s was taken as %#v", raw, bs)
			}
		})
	}
	t.Run("nil block out", func(t *testing.T) {
		t.Parallel()
		if _, err := json.Marshal(chat.Blocks{nil}); err == nil {
			t.Error("a nil block was written")
		}
	})
}
