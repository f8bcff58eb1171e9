package bot

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
)

func TestParagraphs(t *testing.T) {
	t.Parallel()
	bold, plain, link := chat.Bold, chat.Plain, chat.Link
	for name, c := range map[string]struct {
		text string
		want [][]chat.Span
		why  catalog.Key
	}{
		"one line":                    {text: "本文です。", want: [][]chat.Span{{plain("本文です。")}}},
		"paragraphs":                  {text: "一\r\n二\r\n \r\n\r\n三\n", want: [][]chat.Span{{plain("一\n二")}, {plain("三")}}},
		"bold and link":               {text: "**大事**：[案内](https://example.jp/a?b=1&c)へ", want: [][]chat.Span{{bold("大事"), plain("："), link("案内", "https://example.jp/a?b=1&c"), plain("へ")}}},
		"one star, brackets":          {text: "2*3 [重要] （案内）", want: [][]chat.Span{{plain("2*3 [重要] （案内）")}}},
		"brackets before a link":      {text: "[重要] [案内](https://example.jp)", want: [][]chat.Span{{plain("[重要] "), link("案内", "https://example.jp")}}},
		"an address alone":            {text: "https://example.jp", want: [][]chat.Span{{plain("https://example.jp")}}},
		"nothing":                     {text: " \n\n"},
		"bold that does not end":      {text: "**大事", why: catalog.BroadcastBold},
		"bold over two paragraphs":    {text: "**大\n\n事**", why: catalog.BroadcastBold},
		"bold of nothing":             {text: "****", why: catalog.BroadcastBold},
		"bold around a link":          {text: "**[案内](https://example.jp)**", why: catalog.BroadcastBold},
		"http":                        {text: "[案内](http://example.jp)", why: catalog.BroadcastLink},
		"another scheme":              {text: "[案内](javascript:alert(1))", why: catalog.BroadcastLink},
		"capital scheme":              {text: "[案内](HTTPS://example.jp)", why: catalog.BroadcastLink},
		"no host":                     {text: "[案内](https:///a)", why: catalog.BroadcastLink},
		"a password":                  {text: "[案内](https://a:b@example.jp)", why: catalog.BroadcastLink},
		"a space in it":               {text: "[案内](https://example.jp/a b)", why: catalog.BroadcastLink},
		"a link that does not end":    {text: "[案内](https://example.jp", why: catalog.BroadcastLink},
		"a link without words":        {text: "[ ](https://example.jp)", why: catalog.BroadcastLink},
		"bold inside a link":          {text: "[**案内**](https://example.jp)", why: catalog.BroadcastLink},
		"a sign that turns the words": {text: "案\u202e内", why: catalog.BroadcastOddSign},
		"a sign that is none":         {text: "案\x00内", why: catalog.BroadcastOddSign},
		"too many paragraphs":         {text: strings.Repeat("一\n\n", maxParagraphs+1), why: catalog.BroadcastTooMany},
		"as many as there may be":     {text: strings.Repeat("一\n\n", maxParagraphs), want: slices.Repeat([][]chat.Span{{plain("一")}}, maxParagraphs)},
		"a paragraph too long":        {text: strings.Repeat("&", chat.MaxText), why: catalog.BroadcastTooLong},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, bad := paragraphs(c.text)
			if bad.why != c.why {
				t.Fatalf("got %q, want %q", bad.why, c.why)
			}
			var spans [][]chat.Span
			for _, b := range got {
				spans = append(spans, b.(chat.Text).Spans)
			}
			if !slices.EqualFunc(spans, c.want, slices.Equal[[]chat.Span]) {
				t.Errorf("got %v, want %v", spans, c.want)
			}
		})
	}
}

// FuzzParagraphs wants of any text a slip or a message that can be sent: its
// links are https, and written down again it is the text, so nothing was lost.
func FuzzParagraphs(f *testing.F) {
	for _, seed := range []string{
		"**大事**：[案内](https://example.jp)へ\n\n二つ目", "[a](https://b)[c](d)", "****", "[[a](https://b)]", "** a ** **", "\u202e", "a\r\n\r\nb", "[a](https://b%zz)", "\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		blocks, bad := paragraphs(text)
		if bad.why != "" {
			if len(blocks) > 0 {
				t.Error("a slip and paragraphs")
			}
			return
		}
		var lines []string
		for _, b := range blocks {
			if _, err := chat.NewMessage("", []chat.Block{b}); err != nil {
				t.Fatal(err)
			}
			lines = append(lines, typedAgain(t, b.(chat.Text).Spans))
		}
		if got, want := squeezed(strings.Join(lines, "\n\n")), squeezed(text); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func typedAgain(t *testing.T, spans []chat.Span) string {
	var sb strings.Builder
	for _, s := range spans {
		switch s.Kind {
		case chat.SpanBold:
			sb.WriteString("**" + s.Text + "**")
		case chat.SpanLink:
			if !strings.HasPrefix(s.URL, "https://") || strings.ContainsFunc(s.URL, unicode.IsSpace) {
				t.Errorf("a link to %q", s.URL)
			}
			sb.WriteString("[" + s.Text + "](" + s.URL + ")")
		default:
			sb.WriteString(s.Text)
		}
	}
	return sb.String()
}

// squeezed leaves out what no reader sees: spaces at line ends, empty lines.
func squeezed(s string) string {
	var out []string
	for _, line := range strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if line = strings.TrimRightFunc(line, unicode.IsSpace); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}
