package chat

import "strings"

// Style says how much an action asks for attention.
type Style string

// The styles of actions.
const (
	StyleNormal  Style = ""
	StylePrimary Style = "primary" // the one most people want; at most one
	StyleDanger  Style = "danger"  // cannot be undone
)

// Action is a button. The same ID pressed in July must still be understood
// when it was sent in April.
type Action struct {
	ID      string   `json:"id"` // flow.verb, stable for ever
	Label   string   `json:"label"`
	Arg     string   `json:"arg,omitempty"` // ids only, never words
	Style   Style    `json:"style,omitempty"`
	Confirm *Confirm `json:"confirm,omitempty"`
	// Opens says that the press is answered by a form or a page, which some
	// platforms must know when they draw the button.
	Opens bool `json:"opens,omitempty"`
}

// Confirm asks before an action is carried out.
type Confirm struct {
	Title string `json:"title"`
	Text  string `json:"text"`
	Yes   string `json:"yes"`
	No    string `json:"no"`
}

// Message is one card in the chat. Build it with [NewMessage].
type Message struct {
	Title   string   `json:"title,omitempty"`
	Body    Blocks   `json:"body"`
	Actions []Action `json:"actions,omitempty"`
}

// NewMessage returns a message that every adapter can render, or an error
// wrapping [ErrTooLong], [ErrTooMany], [ErrMissing], [ErrRepeats], [ErrUnfit]
// or, where the body holds private text, [ErrPrivate]. The title may be empty.
func NewMessage(title string, body []Block, actions ...Action) (Message, error) {
	c := &check{where: "message"}
	m := Message{Title: title, Body: body, Actions: actions}
	c.optional("title", title, MaxTitle)
	if len(body) == 0 {
		c.fail("body", ErrMissing)
	}
	total := Weight(title) + weighBlocks(c, body)
	if total > MaxMessageText {
		c.fail("body", ErrTooLong)
	}
	if len(m.Body.private("")) > 0 {
		c.fail("body", ErrPrivate)
	}
	checkActions(c, actions)
	return m, c.err
}

// Text is the message as plain lines: what a notification or an older client
// shows, and what tests look at. Withheld figures read as "–".
func (m Message) Text() string {
	var lines []string
	if m.Title != "" {
		lines = append(lines, m.Title)
	}
	return strings.Join(append(lines, m.Body.lines()...), "\n")
}

func weighBlocks(c *check, body []Block) int {
	c.count("blocks", len(body), MaxBlocks)
	n, tables := 0, 0
	for _, b := range body {
		switch b.(type) {
		case nil:
			c.fail("block", ErrMissing)
			continue
		case Table:
			tables++
		case Text, Facts, Chart, Progress, Note, File:
		default: // a pointer, which renderers would pass over
			c.fail("block", ErrUnfit)
			continue
		}
		n += b.weigh(c)
	}
	c.count("tables", tables, 1)
	return n
}

func checkActions(c *check, actions []Action) {
	c.count("actions", len(actions), MaxActions)
	type press struct{ id, arg string }
	seen, primary := map[press]bool{}, 0
	for _, a := range actions {
		c.text("action id", a.ID, MaxActionID)
		c.text("action label", a.Label, MaxActionLabel)
		c.optional("action arg", a.Arg, MaxArg)
		if seen[press{a.ID, a.Arg}] {
			c.fail("action", ErrRepeats)
		}
		seen[press{a.ID, a.Arg}] = true
		switch a.Style {
		case StylePrimary:
			primary++
		case StyleNormal, StyleDanger:
		default:
			c.fail("action style", ErrUnfit)
		}
		if a.Confirm != nil {
			c.text("confirm title", a.Confirm.Title, MaxConfirmTitle)
			c.text("confirm text", a.Confirm.Text, MaxConfirmText)
			c.text("confirm yes", a.Confirm.Yes, MaxConfirmLabel)
			c.text("confirm no", a.Confirm.No, MaxConfirmLabel)
		}
	}
	c.count("primary actions", primary, 1)
}
