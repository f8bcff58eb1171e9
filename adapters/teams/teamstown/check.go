package teamstown

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf16"

	"tsukiichi/adapters/teams/cardcheck"
	"tsukiichi/adapters/townhall"
)

// mostSize is how many bytes an activity or a dialog may have in UTF-16: Teams
// takes about 100 KB. What is in it, the card, stays below 80.
const mostSize = 100_000

// mostSummary is how long the line of a notice may be.
const mostSummary = 300

const cardType = "application/vnd.microsoft.card.adaptive"

func units(s string) int { return len(utf16.Encode([]rune(s))) }

// size is how many bytes s has in UTF-16.
func size(s string) int { return 2 * units(s) }

func canonical(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("teamstown: card: " + err.Error())
	}
	return string(raw)
}

// takeActivity reads and checks what the bot sends; the card is nil for a text.
func (t *Town) takeActivity(c *call) (card object, no *reply) {
	refuse := func(status int, code string, problems ...string) (object, *reply) {
		t.Refuse(c.Method, problems...)
		out := failed(status, code, strings.Join(problems, "; "))
		return nil, &out
	}
	b := c.body
	if c.size > mostSize {
		return refuse(http.StatusRequestEntityTooLarge, "MessageSizeTooBig", fmt.Sprintf("the activity has %d bytes in UTF-16", c.size))
	}
	if problems := t.checkEnvelope(b); len(problems) > 0 {
		return refuse(http.StatusBadRequest, "BadSyntax", problems...)
	}
	attached := townhall.ListAt(b, "attachments")
	switch {
	case c.Text != "" && len(attached) > 0:
		return refuse(http.StatusBadRequest, "BadSyntax", "text and a card in one activity")
	case c.Text == "" && len(attached) == 0:
		return refuse(http.StatusBadRequest, "BadSyntax", "an activity that says nothing")
	case c.Text != "":
		if problems := t.checkMentions(c.Text, townhall.ListAt(b, "entities")); len(problems) > 0 {
			return refuse(http.StatusBadRequest, "BadSyntax", problems...)
		}
		return nil, nil
	case len(attached) > 1:
		return refuse(http.StatusBadRequest, "BadSyntax", "more than one card in an activity")
	}
	a, _ := attached[0].(object)
	if kind := townhall.TextAt(a, "contentType"); kind != cardType {
		return refuse(http.StatusBadRequest, "BadSyntax", "attachment of type "+kind)
	}
	if n := units(townhall.TextAt(b, "summary")); n == 0 || n > mostSummary {
		return refuse(http.StatusBadRequest, "BadSyntax", fmt.Sprintf("a card's summary has %d characters, not 1 to %d", n, mostSummary))
	}
	card = townhall.ObjectAt(a, "content")
	if problems := t.checkCard(card, false); len(problems) > 0 {
		return refuse(http.StatusBadRequest, "BadArgument", problems...)
	}
	return card, nil
}

// checkEnvelope looks at what stands around an activity's content.
func (t *Town) checkEnvelope(b object) (problems []string) {
	if kind := townhall.TextAt(b, "type"); kind != "message" {
		problems = append(problems, fmt.Sprintf("activity of type %q", kind))
	}
	for _, k := range []string{"timestamp", "localTimestamp", "expiration"} {
		if strings.HasPrefix(townhall.TextAt(b, k), "0001-") {
			problems = append(problems, k+" is a time that is none")
		}
	}
	if from := townhall.ObjectAt(b, "from"); from != nil && townhall.TextAt(from, "id") != t.bot() {
		problems = append(problems, "from is not the bot")
	}
	if _, has := b["suggestedActions"]; has {
		problems = append(problems, "suggestedActions that nobody meant")
	}
	return problems
}

// CheckCard is what the platform would find wrong with a card: in a dialog, or
// in the chat.
func (t *Town) CheckCard(card map[string]any, dialog bool) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.checkCard(card, dialog)
}

// checkCard holds a card against the rules, and its place: a dialog takes
// Action.Submit alone and opens no other.
func (t *Town) checkCard(card object, dialog bool) []string {
	t.counts.Cards++
	if t.schemas {
		t.counts.Schemas++
	}
	problems := cardcheck.Check([]byte(canonical(card)))
	for _, v := range townhall.ListAt(townhall.ObjectAt(card, "msteams"), "entities") {
		e, _ := v.(object)
		if t.whose(townhall.TextAt(townhall.ObjectAt(e, "mentioned"), "id")) == nil {
			problems = append(problems, "a mention of somebody who is not in the organisation")
		}
	}
	if !dialog {
		return problems
	}
	for _, b := range buttons(card) {
		if b.kind == "Action.Execute" || b.opens() {
			problems = append(problems, "a dialog's button that works in the chat alone: "+b.label)
		}
	}
	return problems
}

var tag = regexp.MustCompile(`<at>(.*?)</at>`)

// checkMentions compares the tags in a text with the entities beside it.
func (t *Town) checkMentions(text string, entities []any) (problems []string) {
	named := map[string]bool{}
	for _, v := range entities {
		e, _ := v.(object)
		if townhall.TextAt(e, "type") != "mention" {
			continue
		}
		who, said := townhall.ObjectAt(e, "mentioned"), townhall.TextAt(e, "text")
		if p := t.whose(townhall.TextAt(who, "id")); p == nil || townhall.TextAt(who, "name") == "" {
			problems = append(problems, "a mention of nobody")
		}
		if !strings.Contains(text, said) || said == "" {
			problems = append(problems, "a mention whose text is not there")
		}
		named[said] = true
	}
	for _, m := range tag.FindAllString(text, -1) {
		if !named[m] {
			problems = append(problems, "a mention without its entity")
		}
	}
	return problems
}
