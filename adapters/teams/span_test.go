package teams

import (
	"strings"
	"testing"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

func TestMentions(t *testing.T) {
	t.Parallel()
	ours := chat.Account{Platform: "teams", Tenant: testTenant, ID: "aaaaaaaa-0000-0000-0000-000000000001"}
	other := ours
	other.Tenant = "another"
	for name, tt := range map[string]struct {
		spans []chat.Span
		want  bool
	}{
		"of our tenant":           {[]chat.Span{chat.Mention("佐藤 健一", ours), chat.Plain("さんから返事がありました。")}, true},
		"twice":                   {[]chat.Span{chat.Mention("佐藤 健一", ours), chat.Plain("さんと"), chat.Mention("佐藤 健一", ours)}, true},
		"beside a stranger":       {[]chat.Span{chat.Mention("佐藤 健一", ours), chat.Mention("鈴木 美咲", other)}, true},
		"of another tenant":       {[]chat.Span{chat.Mention("佐藤 健一", other)}, false},
		"of another platform":     {[]chat.Span{chat.Mention("佐藤 健一", adaptertest.Colleague())}, false},
		"of nobody":               {[]chat.Span{chat.Mention("佐藤 健一", chat.Account{})}, false},
		"beside what has meaning": {[]chat.Span{chat.Mention("佐藤 健一", ours), chat.Plain("さん *急ぎ*")}, false},
		"a name with meaning":     {[]chat.Span{chat.Mention("</at>*", ours)}, false},
		"beside bold words":       {[]chat.Span{chat.Mention("佐藤 健一", ours), chat.Bold("急ぎ")}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := chat.Message{Body: chat.Blocks{chat.Paragraph(tt.spans...)}}
			c := drawFor("ja").message(m)
			lint(t, c)
			raw := compact(c)
			if got := strings.Contains(raw, `"<at>佐藤 健一</at>`) && strings.Contains(raw, `"id":"`+ours.ID+`"`); got != tt.want {
				t.Errorf("mentions: %v, want %v: %s", got, tt.want, raw)
			}
			if !tt.want && strings.Contains(raw, ours.ID) {
				t.Errorf("names an account: %s", raw)
			}
			dialog := compact(drawFor("ja").inDialog().paragraph(tt.spans, nil))
			if strings.Contains(dialog, ours.ID) || !strings.Contains(dialog, tt.spans[0].Text) {
				t.Errorf("in a dialog: %s", dialog)
			}
		})
	}
	t.Run("nobody where the tenant is not known", func(t *testing.T) {
		t.Parallel()
		r := drawFor("ja")
		r.tenant = ""
		none := ours
		none.Tenant = ""
		if raw := compact(r.message(chat.Message{Body: chat.Blocks{chat.Paragraph(chat.Mention("佐藤", none))}})); strings.Contains(raw, "entities") {
			t.Error(raw)
		}
	})
}

// TestAsTyped draws what has a meaning somewhere: it stands in runs, as it is,
// and never in a text block, which would read it.
func TestAsTyped(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"*a*", "_a_", "[a](https://b)", `a\*b`, "`a`", "<b>a</b>", "a & b", "~a~", "# a", "1. a", "2) a", "- a", "+ a", "• a", "a\nb", "a|b",
		"===", "---", "{{DATE(2026-07-15T00:00:00Z)}}", "https://example.jp", "<at>all</at>", adaptertest.Hostile,
	} {
		if calm(s) {
			t.Errorf("%q is taken for plain", s)
		}
		want := strings.ReplaceAll(strings.TrimSpace(s), "{{DATE", "{\u2060{DATE")
		m := chat.Message{Title: s, Body: chat.Blocks{chat.Line(s), chat.Remark(s), chat.Facts{Rows: []chat.Fact{chat.Pair(s, s)}}}}
		for _, e := range texts(drawFor("ja").message(m)) {
			if e["type"] != "TextRun" || e["text"] != want {
				t.Errorf("%q came out as %v", s, e)
			}
		}
	}
	for _, s := range []string{"今月の面談を決めましょう", "7月15日（水） 15:30", "山田 さくらさんのホーム", "2026年度・前期", "It's on: 3-5 pm!"} {
		if !calm(s) {
			t.Errorf("%q is not taken for plain", s)
		}
	}
}

// texts are the elements of a card that hold text.
func texts(v any) []element {
	var out []element
	switch v := v.(type) {
	case card:
		return texts(element(v))
	case element:
		if _, ok := v["text"].(string); ok {
			out = append(out, v)
		}
		for _, inner := range v {
			out = append(out, texts(inner)...)
		}
	case []element:
		for _, e := range v {
			out = append(out, texts(e)...)
		}
	}
	return out
}

func TestEdgesOfParagraphs(t *testing.T) {
	t.Parallel()
	got := drawFor("ja").inDialog().paragraph([]chat.Span{
		chat.Plain("\n "), chat.Words(private.New("p", "\r\n1行目\r\n\r\n2行目\n")), chat.Bold("\n"),
	}, nil)
	if want := `{"inlines":[{"text":"1行目\n\n2行目","type":"TextRun"}],"type":"RichTextBlock"}`; compact(got) != want {
		t.Errorf("got %s, want %s", compact(got), want)
	}
	if got := drawFor("ja").inDialog().paragraph([]chat.Span{chat.Plain(" \n")}, nil); got != nil {
		t.Errorf("nothing was said, and drawn as %v", got)
	}
}

func TestAddress(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://intra.example.lg.jp/1on1?y=2026&m=7#a": "https://intra.example.lg.jp/1on1?y=2026&m=7#a",
		`https://example.jp/?a=<b>&c="d"`:               "https://example.jp/?a=%3Cb%3E&c=%22d%22",
		"https://example.jp/手引き":                        "https://example.jp/%E6%89%8B%E5%BC%95%E3%81%8D",
		"https://example.jp/%20%zz%":                    "https://example.jp/%20%25zz%25",
		"https://example.jp/a b\n":                      "https://example.jp/a%20b%0A",
	} {
		if got := address(in); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestCut(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in    string
		limit int
		want  string
	}{{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"😀😀", 4, "😀😀"}, {"😀😀", 3, "😀…"}, {"", 0, ""}} {
		if got := cut(tt.in, tt.limit); got != tt.want || units(got) > tt.limit {
			t.Errorf("cut(%q, %d) = %q, want %q", tt.in, tt.limit, got, tt.want)
		}
	}
}
