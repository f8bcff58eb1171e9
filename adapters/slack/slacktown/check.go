package slacktown

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"tsukiichi/adapters/townhall"
)

// The limits of Block Kit, in UTF-16 units where they limit text.
const (
	mostMessageBlocks = 50
	mostViewBlocks    = 100
	mostBlockText     = 13_000 // undocumented; about 13,200 was met
	mostID            = 255
	mostMetadata      = 3_000
	mostViewTitle     = 24
)

func length(s string) int { return len(utf16.Encode([]rune(s))) }

// inspection collects what is wrong with a list of blocks.
type inspection struct {
	place    string // message, modal or home
	problems []string
	blockIDs map[string]bool
	tables   int
	focused  int
	inputs   int
}

func (i *inspection) bad(format string, args ...any) {
	i.problems = append(i.problems, fmt.Sprintf("[ERROR] "+format, args...))
}

func (i *inspection) text(where, s string, least, most int) {
	if n := length(s); n < least || n > most {
		i.bad("%s has %d characters, not %d to %d", where, n, least, most)
	}
}

func (i *inspection) count(where string, n, least, most int) {
	if n < least || n > most {
		i.bad("%s: %d, not %d to %d", where, n, least, most)
	}
}

// CheckMessage is what the platform would find wrong with a message's blocks.
func (t *Town) CheckMessage(blocks []any) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, problems := t.checkMessage(blocks)
	return problems
}

// CheckView is what the platform would find wrong with a modal or a home.
func (t *Town) CheckView(kind string, view map[string]any) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.checkView(kind, view)
}

func (t *Town) checkMessage(blocks []any) (code string, problems []string) {
	if n := weigh(blocks); n > mostBlockText {
		return "msg_blocks_too_long", []string{fmt.Sprintf("[ERROR] blocks hold %d characters together", n)}
	}
	i := &inspection{place: "message", blockIDs: map[string]bool{}}
	i.blocks(blocks, mostMessageBlocks)
	i.problems = append(i.problems, t.against("message", blocks, func(b []any) any { return b })...)
	if len(i.problems) > 0 {
		return "invalid_blocks", i.problems
	}
	return "", nil
}

func (t *Town) checkView(kind string, body object) []string {
	blocks := townhall.ListAt(body, "blocks")
	i := &inspection{place: kind, blockIDs: map[string]bool{}}
	if townhall.TextAt(body, "type") != kind {
		i.bad("type is %q, not %q", townhall.TextAt(body, "type"), kind)
	}
	if n := weigh(blocks); n > mostBlockText {
		i.bad("blocks hold %d characters together", n)
	}
	i.blocks(blocks, mostViewBlocks)
	i.text("private_metadata", townhall.TextAt(body, "private_metadata"), 0, mostMetadata)
	i.text("callback_id", townhall.TextAt(body, "callback_id"), 0, mostID)
	i.text("external_id", townhall.TextAt(body, "external_id"), 0, mostID)
	if kind == "modal" {
		i.text("title", plain(body, "title"), 1, mostViewTitle)
		for _, k := range []string{"title", "submit", "close"} {
			if o := townhall.ObjectAt(body, k); o != nil {
				i.text(k, plain(body, k), 1, mostViewTitle)
				i.plain(k, o)
			}
		}
		if i.inputs > 0 && townhall.ObjectAt(body, "submit") == nil {
			i.bad("submit is missing where there is an input")
		}
	} else if body["title"] != nil || body["submit"] != nil || body["close"] != nil {
		i.bad("a home has no title, submit or close")
	}
	if i.focused > 1 {
		i.bad("more than one element wants the focus")
	}
	return append(i.problems, t.against(kind, blocks, func(b []any) any {
		clone := object{}
		for k, v := range body {
			clone[k] = v
		}
		clone["blocks"] = b
		return clone
	})...)
}

// weigh is the sum of all texts in blocks.
func weigh(v any) int {
	n := 0
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			n += weigh(e)
		}
	case object:
		for k, e := range v {
			if s, ok := e.(string); ok {
				if k == "text" || k == "caption" || k == "title" || k == "label" || k == "name" {
					n += length(s)
				}
				continue
			}
			n += weigh(e)
		}
	}
	return n
}

func (i *inspection) blocks(blocks []any, most int) {
	i.count("blocks", len(blocks), 0, most)
	for n, b := range blocks {
		block, ok := b.(object)
		if !ok {
			i.bad("block %d is no object", n)
			continue
		}
		i.block(n, block)
	}
	i.count("tables", i.tables, 0, 1)
}

func (i *inspection) block(n int, b object) {
	where := fmt.Sprintf("block %d (%s)", n, townhall.TextAt(b, "type"))
	if id := townhall.TextAt(b, "block_id"); id != "" {
		i.text(where+" block_id", id, 1, mostID)
		if i.blockIDs[id] {
			i.bad("%s: block_id appears twice", where)
		}
		i.blockIDs[id] = true
	}
	switch townhall.TextAt(b, "type") {
	case "header":
		i.text(where, plain(b, "text"), 1, 150)
		i.plain(where, townhall.ObjectAt(b, "text"))
	case "divider":
	case "section":
		i.section(where, b)
	case "context":
		i.count(where+" elements", len(townhall.ListAt(b, "elements")), 1, 10)
		for _, e := range townhall.ListAt(b, "elements") {
			o, _ := e.(object)
			i.words(where, o, 3000)
		}
	case "actions":
		i.count(where+" elements", len(townhall.ListAt(b, "elements")), 1, 25)
		i.elements(where, townhall.ListAt(b, "elements"))
	case "input":
		i.input(where, b)
	case "table", "data_table":
		i.table(where, b)
	case "data_visualization":
		i.chart(where, b)
	case "rich_text":
		i.richText(where, b)
	default:
		i.bad("%s: unsupported type", where)
	}
}

func (i *inspection) section(where string, b object) {
	text, fields := townhall.ObjectAt(b, "text"), townhall.ListAt(b, "fields")
	if text == nil && len(fields) == 0 {
		i.bad("%s has neither text nor fields", where)
	}
	if text != nil {
		i.words(where, text, 3000)
	}
	i.count(where+" fields", len(fields), 0, 10)
	for _, f := range fields {
		o, _ := f.(object)
		i.words(where+" field", o, 2000)
	}
	if a := townhall.ObjectAt(b, "accessory"); a != nil {
		i.elements(where, []any{a})
	}
}

// words checks a text object of either kind.
func (i *inspection) words(where string, o object, most int) {
	if k := townhall.TextAt(o, "type"); k != "mrkdwn" && k != "plain_text" {
		i.bad("%s: text object of type %q", where, k)
	}
	i.text(where, townhall.TextAt(o, "text"), 1, most)
	if o["type"] == "mrkdwn" {
		i.broadcast(where, townhall.TextAt(o, "text"))
	}
}

func (i *inspection) plain(where string, o object) {
	if o["type"] != "plain_text" {
		i.bad("%s: must be plain_text", where)
	}
}

// broadcast refuses what would ring everybody: nothing here ever means to.
func (i *inspection) broadcast(where, s string) {
	for _, call := range []string{"<!channel", "<!here", "<!everyone", "<!subteam"} {
		if strings.Contains(s, call) {
			i.bad("%s rings everybody", where)
		}
	}
}
