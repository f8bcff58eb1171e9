package teams

import (
	"fmt"
	"strings"
	"testing"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// longPage is far too long for one card: private words, a long table, a file.
func longPage(t testing.TB) chat.Page {
	t.Helper()
	var sections []chat.Section
	for i := range 12 {
		body := chat.Blocks{chat.Paragraph(chat.Words(private.New("p", fmt.Sprintf("〔%02d〕", i)+adaptertest.Secret+long(2900))))}
		for n := range 2 {
			body = append(body, chat.Line(fmt.Sprintf("〈%02d-%d〉", i, n)+long(2900)))
		}
		switch i {
		case 3:
			body[2] = chat.Table{Caption: "表", Head: []string{"名", "値", "値"}, Rows: rows(99, 3, strings.Repeat("ろ", 290))}
		case 4:
			body[2] = chat.File{Name: "様式1.xlsx", Type: "application/x", Data: []byte("x")}
		}
		sections = append(sections, chat.Section{Title: fmt.Sprintf("節%02d", i), Body: body, Actions: []chat.Action{{ID: "a.b", Label: "押す", Arg: fmt.Sprint(i)}}})
	}
	p, err := chat.NewPage("長いページ", sections...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestPagesTurn turns a page to its end: every part fits, and all parts
// together hold all of it, once.
func TestPagesTurn(t *testing.T) {
	t.Parallel()
	p, from := longPage(t), source{Action: "long.page", Arg: "x"}
	whole, n := "", 0
	for ; n < 50; n++ {
		c := drawFor("ja").pageDialog(p, from, n).Card
		lint(t, c)
		raw := compact(c)
		whole += raw
		if !strings.Contains(raw, DefaultWords("ja").More) {
			break
		}
		if next := fmt.Sprintf(`{"t":{"a":"long.page","g":"x","n":%d}}`, n+1); !strings.Contains(raw, next) {
			t.Fatalf("part %d does not lead to the next", n)
		}
	}
	for i := range 12 {
		for _, mark := range []string{fmt.Sprintf("〔%02d〕", i), fmt.Sprintf("節%02d", i), fmt.Sprintf("〈%02d-0〉", i)} {
			if got := strings.Count(whole, mark); got != 1 {
				t.Errorf("%s stands there %d times", mark, got)
			}
		}
	}
	if n < 2 || n > 15 || strings.Count(whole, "・ろろ") != 99 || strings.Count(whole, "様式1.xlsx") < 1 {
		t.Errorf("%d parts with %d rows", n+1, strings.Count(whole, "・ろろ"))
	}
	t.Run("beyond its end", func(t *testing.T) {
		t.Parallel()
		if got := compact(drawFor("ja").pageDialog(p, from, 99).Card); strings.Contains(got, DefaultWords("ja").More) {
			t.Error("does not end")
		}
	})
	t.Run("cannot be asked for again", func(t *testing.T) {
		t.Parallel()
		c := drawFor("ja").pageDialog(p, unasked, 0).Card
		lint(t, c)
		if raw := compact(c); !strings.Contains(raw, DefaultWords("ja").Cut) || strings.Contains(raw, DefaultWords("ja").More) {
			t.Error("does not say that there is more, or leads there")
		}
	})
	t.Run("in the chat", func(t *testing.T) {
		t.Parallel()
		c := drawFor("ja").pageCard(p, from)
		lint(t, c)
		raw := compact(c)
		adaptertest.NoSecret(t, raw)
		for _, want := range []string{DefaultWords("ja").Cut, DefaultWords("ja").Hidden, `{"msteams":{"type":"task/fetch"},"t":{"a":"long.page","g":"x"}}`} {
			if !strings.Contains(raw, want) {
				t.Errorf("lacks %s", want)
			}
		}
	})
}

func TestPageCard(t *testing.T) {
	t.Parallel()
	words := DefaultWords("ja")
	secret := chat.Words(private.New("p", adaptertest.Secret))
	draw := func(t *testing.T, from source, body ...chat.Block) string {
		t.Helper()
		r := drawFor("ja")
		r.file = func(f chat.File) (string, bool) { t.Error("makes a link that stays in the chat"); return linked(f) }
		c := r.pageCard(chat.Page{Title: "ホーム", Sections: []chat.Section{{Title: "節", Body: body, Actions: []chat.Action{{ID: "a.b", Label: "押す"}}}}}, from)
		lint(t, c)
		adaptertest.NoSecret(t, compact(c))
		return compact(c)
	}
	for name, body := range map[string][]chat.Block{
		"a paragraph": {chat.Paragraph(chat.Plain("まえ"), secret)},
		"a note":      {chat.Note{Spans: []chat.Span{secret}}},
		"a fact":      {chat.Facts{Rows: []chat.Fact{{Label: "ひとこと", Value: []chat.Span{secret}}, chat.Pair("日時", "7月15日")}}},
		"all facts":   {chat.Facts{Rows: []chat.Fact{{Label: "ひとこと", Value: []chat.Span{secret}}}}},
		"a file":      {chat.File{Name: "控え.txt", Type: "text/plain", Data: []byte(adaptertest.Secret)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			raw := draw(t, source{}, append(body, chat.Line("みんなに"))...)
			if !strings.Contains(raw, words.Hidden) || !strings.Contains(raw, words.OpenPage) || !strings.Contains(raw, "みんなに") || !strings.Contains(raw, "押す") {
				t.Error(raw)
			}
			if strings.Contains(raw, "7月15日") != (name == "a fact") {
				t.Errorf("the other facts: %s", raw)
			}
		})
	}
	t.Run("nothing private", func(t *testing.T) {
		t.Parallel()
		if raw := draw(t, source{}, chat.Line("みんなに")); strings.Contains(raw, words.Hidden) || strings.Contains(raw, words.OpenPage) {
			t.Error(raw)
		}
	})
	t.Run("cannot be asked for again", func(t *testing.T) {
		t.Parallel()
		if raw := draw(t, unasked, chat.Paragraph(secret)); !strings.Contains(raw, words.Hidden) || strings.Contains(raw, `"t":{`) {
			t.Error(raw)
		}
	})
}

// TestPrivateNeverInChat gives the chat's drawing private words, although no
// message holds any: they do not come out.
func TestPrivateNeverInChat(t *testing.T) {
	t.Parallel()
	secret := chat.Words(private.New("p", adaptertest.Secret))
	c := drawFor("ja").message(chat.Message{Title: "x", Body: chat.Blocks{
		chat.Paragraph(chat.Plain("まえ"), secret), chat.Note{Spans: []chat.Span{secret}},
		chat.Facts{Rows: []chat.Fact{{Label: "ひとこと", Value: []chat.Span{secret}}}},
	}})
	lint(t, c)
	adaptertest.NoSecret(t, compact(c))
}

func TestFiles(t *testing.T) {
	t.Parallel()
	m := chat.Message{Body: chat.Blocks{chat.File{Name: "面談 7月15日.ics", Type: "text/calendar", Data: []byte("x"), Note: "控えです。"}}}
	r := drawFor("ja")
	c := r.message(m)
	lint(t, c)
	if raw := compact(c); !strings.Contains(raw, `"Action.OpenUrl"`) || strings.Contains(raw, r.words.NoFile) {
		t.Error(raw)
	}
	r.file = func(chat.File) (string, bool) { return "", false }
	c = r.message(m)
	lint(t, c)
	if raw := compact(c); strings.Contains(raw, `"Action.OpenUrl"`) || !strings.Contains(raw, r.words.NoFile) || !strings.Contains(raw, "面談 7月15日.ics") {
		t.Error(raw)
	}
}

func TestConfirm(t *testing.T) {
	t.Parallel()
	asks := &chat.Confirm{Title: "取り消しますか", Text: "相手にもお知らせします。", Yes: "取り消す", No: "そのまま"}
	m := chat.Message{Title: "x", Body: chat.Blocks{chat.Line("x")}, Actions: []chat.Action{
		{ID: "a.b", Label: "予定を取り消す", Style: chat.StyleDanger, Confirm: asks}, {ID: "a.c", Label: "話した", Confirm: asks, Opens: true},
	}}
	c := drawFor("ja").message(m)
	lint(t, c)
	body := c["body"].([]element)
	row, ask := body[2]["actions"].([]element), body[3]
	if row[0]["type"] != "Action.ToggleVisibility" || row[0]["data"] != nil || row[0]["title"] != "予定を取り消す" {
		t.Errorf("acts without asking: %v", row[0])
	}
	if ask["isVisible"] != false || ask["id"] == body[4]["id"] {
		t.Errorf("asks before anybody pressed: %v", ask)
	}
	raw := compact(ask)
	for _, want := range []string{asks.Title, asks.Text, `"title":"取り消す","type":"Action.Execute"`, `"title":"取り消す","type":"Action.Submit"`, `"title":"そのまま","type":"Action.ToggleVisibility"`} {
		if !strings.Contains(raw, want) {
			t.Errorf("lacks %s: %s", want, raw)
		}
	}
	if raw := compact(body[4]); !strings.Contains(raw, "task/fetch") || strings.Contains(raw, "Action.Execute") {
		t.Errorf("what opens a dialog: %s", raw)
	}
}

// TestErrors draws a form with what is wrong: above all fields, and beside its
// own.
func TestErrors(t *testing.T) {
	t.Parallel()
	f := adaptertest.Forms(t)[0]
	drawn := drawFor("ja").dialog(f.Form, f.Errors)
	body := drawn.Card["body"].([]element)
	top := compact(body[0])
	last := -1
	for _, want := range []string{DefaultWords("ja").CheckInput, "この月はもう締め切られています。", "ひとこと: ひとことを入力してください。", "スッキリ度: 1から5"} {
		i := strings.Index(top, want)
		if i <= last {
			t.Errorf("%q is not there, or too early: %s", want, top)
		}
		last = i
	}
	for i, e := range body {
		if e["id"] == "t.short" && !strings.Contains(compact(body[i+1]), `"color":"attention","text":"ひとことを入力してください。"`) {
			t.Errorf("beside the field: %s", compact(body[i+1]))
		}
	}
	if n := strings.Count(compact(drawn.Card), "この月はもう締め切られています。"); n != 1 {
		t.Errorf("what is about no field stands there %d times", n)
	}
	if none := drawFor("ja").dialog(f.Form, nil); strings.Contains(compact(none.Card), "attention") {
		t.Error("something is wrong before anything was typed")
	}
}
