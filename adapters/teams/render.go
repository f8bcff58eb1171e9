package teams

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf16"

	"tsukiichi/bot/chat"
)

// The size of a card. Teams refuses activities of about 100 KB, counted in
// UTF-16; a card leaves room for what stands around it.
const (
	maxCardBytes = 80 * 1024
	maxCardUnits = maxCardBytes / 2
)

// maxSummary is how long the text of a notification grows, in UTF-16 units.
const maxSummary = 300

// card is the content of an Adaptive Card.
type card map[string]any

// element is one element or action of a card.
type element = map[string]any

// task is what a dialog shows.
type task struct {
	Title         string
	Height, Width any
	Card          card
}

// renderer makes Adaptive Cards of the vocabulary for one reader. It may be
// used for one thing after another, by one goroutine.
type renderer struct {
	words Words
	// tenant is the reader's: mentions of its accounts become mentions. With
	// "" they stay names.
	tenant string
	// file is the address of a file for the reader; ok is false where there
	// is none.
	file func(chat.File) (url string, ok bool)
}

func newRenderer(w Words, file func(chat.File) (url string, ok bool)) *renderer {
	return &renderer{words: w, file: file}
}

// drawing is one card in the making.
type drawing struct {
	*renderer
	chat     bool // in the chat, where private words never stand
	undrawn  bool // charts stay words
	ids      int  // so far: the ids of a card differ
	mentions []element
}

func (r *renderer) inChat() *drawing   { return &drawing{renderer: r, chat: true} }
func (r *renderer) inDialog() *drawing { return &drawing{renderer: r} }

// id is an id that no other element of the card has.
func (d *drawing) id(what string) string {
	d.ids++
	return what + "-" + strconv.Itoa(d.ids)
}

// card is a card with the body.
func (d *drawing) card(body []element) card {
	c := card{
		"$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
		"type":    "AdaptiveCard", "version": "1.5", "lang": d.words.Lang, "body": body,
	}
	if d.chat {
		teams := element{"width": "Full"}
		if len(d.mentions) > 0 {
			teams["entities"] = d.mentions
		}
		c["msteams"] = teams
	}
	return c
}

// units is how many UTF-16 units s has.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// size is how many UTF-16 units v has as JSON.
func size(v any) int { return units(compact(v)) }

// compact is v as JSON without escapes that nobody needs.
func compact(v any) string {
	var sb strings.Builder
	e := json.NewEncoder(&sb)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil { // maps, lists, strings and finite numbers only
		return ""
	}
	return strings.TrimSuffix(sb.String(), "\n")
}

// cut shortens s to limit units, the last of which says that it was cut.
func cut(s string, limit int) string {
	n, last := 0, 0 // last: where the cut text ends, with room for the mark
	for i, r := range s {
		if n+1 <= limit {
			last = i
		}
		if n += utf16.RuneLen(r); n > limit {
			return s[:last] + "…"
		}
	}
	return s
}

// summary is what a notification says.
func (r *renderer) summary(m chat.Message) string {
	text := strings.Join(strings.Fields(m.Text()), " ")
	if text == "" {
		text = r.words.UnnamedMessage
	}
	return cut(text, maxSummary)
}

// size of a dialog. Teams takes "small", "medium", "large" or pixels, and
// phones take the whole screen.
const (
	sizeSmall  = "small"
	sizeMedium = "medium"
	sizeLarge  = "large"
)
