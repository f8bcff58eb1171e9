package slack

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/adapters/slack/slacktown"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

func drawFor(lane string) *renderer {
	return &renderer{words: DefaultWords("ja"), lane: lane, now: time.Date(2026, 7, 15, 0, 0, 0, 0, time.UTC)}
}

// drawn is what the platform gets.
func drawn(t testing.TB, v any) []byte {
	t.Helper()
	var sb bytes.Buffer
	e := json.NewEncoder(&sb)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return sb.Bytes()
}

// lint holds what was drawn against the limits, and against the schemas where
// they are at hand.
func lint(t testing.TB, town *slacktown.Town, kind string, raw []byte) {
	t.Helper()
	var problems []string
	if kind == "message" {
		var blocks []any
		if err := json.Unmarshal(raw, &blocks); err != nil {
			t.Fatal(err)
		}
		problems = town.CheckMessage(blocks)
	} else {
		var view map[string]any
		if err := json.Unmarshal(raw, &view); err != nil {
			t.Fatal(err)
		}
		problems = town.CheckView(kind, view)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", kind, p)
	}
}

func town(t testing.TB) *slacktown.Town {
	t.Helper()
	at := time.Date(2026, 7, 15, 0, 0, 0, 0, time.UTC)
	return slacktown.New(t, slacktown.Options{Now: func() time.Time { return at }, InProcess: true})
}

func TestMessagesRender(t *testing.T) {
	t.Parallel()
	for _, m := range adaptertest.Messages(t) {
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			r := drawFor("slack/T1")
			raw := drawn(t, r.message(m.Message))
			lint(t, town(t), "message", raw)
			text := r.fallback(m.Message)
			adaptertest.Golden(t, "testdata/message-"+m.Name+".json", fmt.Appendf(raw, "text: %s\n", text))
		})
	}
}

func TestFormsRender(t *testing.T) {
	t.Parallel()
	for _, f := range adaptertest.Forms(t) {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			modal, err := drawFor("slack/T1").form(f.Form)
			if err != nil {
				t.Fatal(err)
			}
			raw := drawn(t, modal)
			lint(t, town(t), "modal", raw)
			adaptertest.Golden(t, "testdata/form-"+f.Name+".json", raw)
		})
	}
}

func TestPagesRender(t *testing.T) {
	t.Parallel()
	for _, p := range adaptertest.Pages(t) {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			home := drawn(t, drawFor("slack/T1").home(p.Page, 0))
			lint(t, town(t), "home", home)
			adaptertest.Golden(t, "testdata/home-"+p.Name+".json", home)
			sheet := drawn(t, drawFor("slack/T1").sheet(p.Page, &source{Action: "reflect.notes", Arg: "m-1"}, 0))
			lint(t, town(t), "modal", sheet)
			adaptertest.Golden(t, "testdata/sheet-"+p.Name+".json", sheet)
		})
	}
}

func TestOwnDialogsRender(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"ja", "en"} {
		r := drawFor("slack/T1")
		r.words = DefaultWords(lang)
		lint(t, town(t), "modal", drawn(t, r.loading()))
		for _, sentence := range []string{r.words.Accepted, r.words.Failed, r.words.CannotShow, r.words.FileSent} {
			lint(t, town(t), "modal", drawn(t, r.notice(sentence)))
		}
	}
}

// TestSchemasAreAtHand says aloud when the drawings were held against the
// limits alone.
func TestSchemasAreAtHand(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("TSUKIICHI_SCHEMAS")
	if dir == "" {
		t.Skip("TSUKIICHI_SCHEMAS names no folder with the platform's schemas: messages and views are held against the limits alone")
	}
	s, err := jsonschema.NewCompiler().Compile(filepath.Join(dir, "slack-blockkit-modal.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	if s.Validate(map[string]any{"type": "modal"}) == nil {
		t.Error("a modal without a title passes: the schema checks nothing")
	}
}

// TestLongest draws the longest that the vocabulary lets through.
func TestLongest(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("あ", n) }
	figure := func(v float64) *float64 { return &v }
	chart := func(points, series int) chat.Chart {
		c := chat.Chart{Kind: chat.ChartBar, Title: long(chat.MaxChartTitle), Unit: long(20)}
		for i := range points {
			c.Labels = append(c.Labels, fmt.Sprintf("%02d%s", i, long(18)))
		}
		for i := range series {
			s := chat.Series{Name: fmt.Sprintf("%02d%s", i, long(18))}
			for range points {
				s.Values = append(s.Values, figure(12345.67))
			}
			c.Series = append(c.Series, s)
		}
		return c
	}
	bodies := map[string][]chat.Block{
		"text":   {chat.Line(long(3000)), chat.Line(long(3000)), chat.Line(long(3000)), chat.Line(long(2800))},
		"charts": {chart(20, 6), chart(20, 6), chart(20, 6)},
		"table":  {chat.Table{Caption: long(150), Head: []string{long(300), long(300)}, Rows: rows(18, 2, long(300))}},
	}
	for range chat.MaxBlocks {
		bodies["many charts"] = append(bodies["many charts"], chart(3, 2))
		bodies["notes"] = append(bodies["notes"], chat.Remark(long(580)))
	}
	for name, body := range bodies {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, err := chat.NewMessage(long(150), body)
			if err != nil {
				t.Fatal(err)
			}
			lint(t, town(t), "message", drawn(t, drawFor("").message(m)))
			if n := units(drawFor("").fallback(m)); n > maxFallback {
				t.Errorf("fallback is %d long", n)
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
			fd := chat.Field{ID: fmt.Sprintf("%02d%s", i, long(98)), Kind: chat.FieldLong, Label: long(150), Hint: long(150)}
			f.Fields = append(f.Fields, fd)
		}
		f, err := chat.NewForm(f)
		if err != nil {
			t.Fatal(err)
		}
		modal, err := drawFor("").form(f)
		if err != nil {
			t.Fatal(err)
		}
		lint(t, town(t), "modal", drawn(t, modal))
	})
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

// TestPagesTurn draws a page that is far too long: every part fits, and all
// parts together hold all of it, once.
func TestPagesTurn(t *testing.T) {
	t.Parallel()
	var sections []chat.Section
	for i := range 12 {
		body := chat.Blocks{chat.Paragraph(chat.Words(private.New("p", fmt.Sprintf("〔%02d〕", i)+strings.Repeat("い", 2900))))}
		if i == 3 {
			body = append(body, chat.Table{Caption: "表", Head: []string{"名", "値", "値"}, Rows: rows(99, 3, strings.Repeat("ろ", 290))})
		}
		if i == 4 {
			body = append(body, chat.File{Name: "様式1.xlsx", Type: "application/x", Data: []byte("x")})
		}
		sections = append(sections, chat.Section{Title: fmt.Sprintf("節%02d", i), Body: body, Actions: []chat.Action{{ID: "a.b", Label: "押す", Arg: fmt.Sprint(i)}}})
	}
	p, err := chat.NewPage("長いページ", sections...)
	if err != nil {
		t.Fatal(err)
	}
	check := town(t)
	whole, n := "", 0
	for ; n < 50; n++ {
		raw := drawn(t, drawFor("").sheet(p, &source{Action: "long.page", Arg: "x"}, n))
		lint(t, check, "modal", raw)
		whole += string(raw)
		if !strings.Contains(string(raw), DefaultWords("ja").More) {
			break
		}
	}
	for i := range 12 {
		if got := strings.Count(whole, fmt.Sprintf("〔%02d〕", i)); got != 1 {
			t.Errorf("section %d stands there %d times", i, got)
		}
	}
	if n < 8 || n > 30 || strings.Count(whole, "・ろろ") != 99 {
		t.Errorf("%d parts with %d rows", n+1, strings.Count(whole, "・ろろ"))
	}
	t.Run("home", func(t *testing.T) {
		lint(t, check, "home", drawn(t, drawFor("").home(p, 3)))
	})
	t.Run("cannot be asked for again", func(t *testing.T) {
		raw := drawn(t, drawFor("").sheet(p, nil, 0))
		lint(t, check, "modal", raw)
		if !strings.Contains(string(raw), DefaultWords("ja").Cut) || strings.Contains(string(raw), DefaultWords("ja").More) {
			t.Error("does not say that there is more")
		}
	})
}

func TestMentions(t *testing.T) {
	t.Parallel()
	mention := func(a chat.Account) string {
		m := chat.Message{Body: chat.Blocks{chat.Paragraph(chat.Mention("佐藤 健一", a))}}
		return string(drawn(t, drawFor("slack/T1").message(m)))
	}
	own := mention(chat.Account{Platform: "slack", Tenant: "T1", ID: "U9"})
	if !strings.Contains(own, `"user_id": "U9"`) || strings.Contains(own, "佐藤") {
		t.Errorf("own workspace: %s", own)
	}
	for _, a := range []chat.Account{{Platform: "slack", Tenant: "T2", ID: "U9"}, {Platform: "web", Tenant: "T1", ID: "U9"}, {}} {
		if got := mention(a); !strings.Contains(got, "佐藤") || strings.Contains(got, "U9") {
			t.Errorf("%v: %s", a, got)
		}
	}
}

func TestCut(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in    string
		limit int
		want  string
	}{
		{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"a&b", 7, "a&amp;b"}, {"a&b", 6, "a…"}, {"a&bc", 7, "a&amp;…"},
		{"😀😀", 4, "😀😀"}, {"😀😀", 3, "😀…"}, {"", 0, ""},
	} {
		if got := cutEscaped(tt.in, tt.limit); got != tt.want || units(got) > tt.limit {
			t.Errorf("cutEscaped(%q, %d) = %q, want %q", tt.in, tt.limit, got, tt.want)
		}
	}
}
