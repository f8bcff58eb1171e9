package slack

import (
	"strings"
	"time"
	"unicode/utf16"

	sdk "github.com/slack-go/slack"

	"tsukiichi/bot/chat"
)

// The platform's limits, in UTF-16 units of escaped text. The sum of a
// message's block text is undocumented: it was refused from about 13,200 on.
const (
	maxSum         = 13_000
	maxMessage     = 50
	maxView        = 100
	maxFallback    = 4_000
	maxSection     = 3_000
	maxHeader      = 150
	maxModalTitle  = 24
	maxMetadata    = 3_000
	maxValue       = 2_000
	maxRadios      = 10
	maxSelect      = 100
	maxContext     = 10 // elements of a context block
	maxPlainInput  = 3_000
	maxChartLabel  = 20
	maxChartTitle  = 50
	maxButtonLabel = 75
)

// renderer makes Block Kit of the vocabulary for one reader.
type renderer struct {
	words   Words
	lane    string    // the reader's: mentions of accounts in it become mentions
	now     time.Time // of dialogs that are opened
	pressed int       // buttons so far: each action id of a surface is different
	size    int       // text so far
	undrawn bool      // charts stay words
}

func (a *Adapter) renderer(who chat.Account) *renderer {
	return &renderer{words: a.words(who), lane: who.Lane(), now: a.o.Now()}
}

// escape protects the three characters that Slack reads as control characters
// in the text objects plain_text and mrkdwn and in a message's text. Rich text
// and raw cells need none.
func escape(s string) string { return escaper.Replace(s) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// units is how Slack counts text.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// cut shortens s to limit units, the last of which says that it was cut.
func cut(s string, limit int) string { return shorten(s, limit, utf16.RuneLen) }

// cutEscaped escapes s and shortens it to limit units without breaking an
// escape in two.
func cutEscaped(s string, limit int) string {
	return escape(shorten(s, limit, func(r rune) int {
		switch r {
		case '&', '<', '>':
			return units(escape(string(r)))
		}
		return utf16.RuneLen(r)
	}))
}

func shorten(s string, limit int, weigh func(rune) int) string {
	n, last := 0, 0 // last: where the cut text ends, with room for the mark
	for i, r := range s {
		if n+1 <= limit {
			last = i
		}
		if n += max(1, weigh(r)); n > limit {
			return s[:last] + "…"
		}
	}
	return s
}

// plain is a text object in which nothing has a meaning: no markup, no
// mention, no :emoji:.
func (r *renderer) plain(s string, limit int) *sdk.TextBlockObject {
	none := false
	text := cutEscaped(s, limit)
	if strings.TrimSpace(text) == "" {
		text = " "
	}
	r.size += units(text)
	return &sdk.TextBlockObject{Type: sdk.PlainTextType, Text: text, Emoji: &none}
}

// raw is text of a cell or a chart, as it is.
func (r *renderer) raw(s string, limit int) string {
	s = cut(s, limit)
	r.size += units(s)
	return s
}

func (r *renderer) header(s string) sdk.Block {
	return sdk.NewHeaderBlock(r.plain(s, maxHeader))
}

// remark is a quiet line.
func (r *renderer) remark(lines ...string) sdk.Block {
	var out []sdk.MixedElement
	for _, l := range lines[:min(len(lines), maxContext)] {
		out = append(out, r.plain(l, maxSection))
	}
	return sdk.NewContextBlock("", out...)
}
