// Package cardcheck holds Adaptive Cards against what Microsoft Teams takes:
// the 1.5 schema, and rules that the schema does not have. It is for tests.
//
// # Basics
//
// [Check] says what is wrong with one card. The schema is read from the folder
// that TSUKIICHI_SCHEMAS names; without it cards are held against the rules
// alone, and [Counts] shows it.
//
// # Caveats
//
//   - The schema knows no Chart elements, which Teams draws all the same: they
//     are checked apart, and what stands in for them is checked in their place.
//   - The schema does not know the style "filtered" of choices either, which
//     came with 1.5 and which Teams calls typeahead.
//   - The schema refuses the root's msteams property, which has a check of its
//     own here.
//   - What people see on a phone is nobody's rule here.
package cardcheck

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"unicode/utf16"
)

// maxBytes is how long a card may be in UTF-16; Teams refuses about 100 KB of
// a whole activity.
const maxBytes = 80 * 1024

// maxActions is how many buttons Teams shows in one row.
const maxActions = 6

// Count is what was checked so far in this process.
type Count struct {
	Cards   int64 // held against the rules
	Schema  int64 // of these, held against the schema
	Charts  int64
	Inputs  int64
	Actions int64
}

var counts struct{ cards, schema, charts, inputs, actions atomic.Int64 }

// Counts is what was checked so far.
func Counts() Count {
	return Count{
		Cards: counts.cards.Load(), Schema: counts.schema.Load(), Charts: counts.charts.Load(),
		Inputs: counts.inputs.Load(), Actions: counts.actions.Load(),
	}
}

type object = map[string]any

// Check says what is wrong with a card, the content of an attachment of type
// application/vnd.microsoft.card.adaptive, as JSON. It is nil for a good one.
func Check(card []byte) []string {
	d := json.NewDecoder(bytes.NewReader(card))
	d.UseNumber()
	var root object
	if err := d.Decode(&root); err != nil {
		return []string{"not a JSON object: " + err.Error()}
	}
	counts.cards.Add(1)
	c := &check{ids: map[string]bool{}, targets: map[string]bool{}, mentions: map[string]bool{}}
	c.root(root)
	if n := 2 * units(string(card)); n > maxBytes {
		c.fail("%d bytes in UTF-16, more than %d", n, maxBytes)
	}
	c.walk(root)
	c.settle(root)
	return append(c.problems, against(card, root)...)
}

func units(s string) int { return len(utf16.Encode([]rune(s))) }

// check collects what is wrong with one card.
type check struct {
	problems []string
	ids      map[string]bool
	targets  map[string]bool // of buttons that show and hide
	mentions map[string]bool // <at>…</at> in texts
}

func (c *check) fail(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}

func (c *check) root(root object) {
	if root["type"] != "AdaptiveCard" {
		c.fail("type is %v", root["type"])
	}
	if root["version"] != "1.5" {
		c.fail("version is %v", root["version"])
	}
	if body, ok := root["body"].([]any); !ok || len(body) == 0 {
		c.fail("no body")
	}
}

// walk looks at every object of the card but what actions carry.
func (c *check) walk(v any) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			c.walk(e)
		}
	case object:
		if kind, ok := v["type"].(string); ok {
			c.one(kind, v)
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if key != "data" && key != "msteams" {
				c.walk(v[key])
			}
		}
	}
}

func (c *check) one(kind string, o object) {
	if id, ok := o["id"].(string); ok {
		if c.ids[id] {
			c.fail("id %q stands there twice", id)
		}
		c.ids[id] = true
	}
	switch {
	case kind == "TextBlock":
		c.textBlock(o)
	case kind == "RichTextBlock" || kind == "TextRun":
		if s, isText := o["text"].(string); kind == "TextRun" && (!isText || s == "") {
			c.fail("a run without text")
		}
		if list, isList := o["inlines"].([]any); kind == "RichTextBlock" && (!isList || len(list) == 0) {
			c.fail("a rich text without runs")
		}
	case strings.HasPrefix(kind, "Input."):
		c.input(kind, o)
	case strings.HasPrefix(kind, "Chart."):
		c.chart(kind, o)
	case strings.HasPrefix(kind, "Action."):
		c.action(kind, o)
	case kind == "Table":
		c.table(o)
	}
	if list, ok := o["actions"].([]any); ok && (len(list) == 0 || len(list) > maxActions) {
		c.fail("%d actions in one row", len(list))
	}
}

func (c *check) textBlock(o object) {
	text, _ := o["text"].(string)
	if text == "" {
		c.fail("a text block without text")
	}
	if o["wrap"] != true {
		c.fail("a text block that does not wrap")
	}
	for rest := text; ; {
		_, after, found := strings.Cut(rest, "<at>")
		if !found {
			return
		}
		name, next, closed := strings.Cut(after, "</at>")
		if !closed {
			c.fail("a mention without an end")
			return
		}
		c.mentions["<at>"+name+"</at>"] = true
		rest = next
	}
}

func (c *check) table(o object) {
	columns, _ := o["columns"].([]any)
	rows, _ := o["rows"].([]any)
	if len(columns) == 0 || len(rows) == 0 {
		c.fail("a table without rows or columns")
	}
	for _, r := range rows {
		row, _ := r.(object)
		if cells, _ := row["cells"].([]any); len(cells) != len(columns) {
			c.fail("a table row with %d cells in %d columns", len(cells), len(columns))
		}
	}
}

// settle checks what points from one place of the card to another.
func (c *check) settle(root object) {
	for id := range c.targets {
		if !c.ids[id] {
			c.fail("a button shows or hides %q, which is not there", id)
		}
	}
	teams, _ := root["msteams"].(object)
	entities, _ := teams["entities"].([]any)
	named := map[string]bool{}
	for _, e := range entities {
		m, _ := e.(object)
		text, _ := m["text"].(string)
		who, _ := m["mentioned"].(object)
		if m["type"] != "mention" || who["id"] == nil || who["id"] == "" || who["name"] == nil {
			c.fail("an entity that mentions nobody")
		}
		if !c.mentions[text] {
			c.fail("a mention that no text block has")
		}
		named[text] = true
	}
	for text := range c.mentions {
		if !named[text] {
			c.fail("a text block with a mention of nobody")
		}
	}
}
