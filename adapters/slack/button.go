package slack

import (
	"encoding/json"
	"strconv"
	"strings"

	sdk "github.com/slack-go/slack"

	"tsukiichi/bot/chat"
)

// press is the kind of a button, written into its action id: a button that
// was sent in April is pressed in July, so kinds are never taken away.
type press byte

const (
	pressAct  press = 'p' // an action of the core
	pressOpen press = 'd' // an action of the core that is answered by a dialog
	pressTurn press = 't' // another part of a page
	pressFile press = 'f' // a page's file, into the chat
)

// buttonID names a button: its kind, its number on the surface (the same
// action may stand there twice, with different args) and the action.
func buttonID(kind press, n int, action string) string {
	return string(kind) + strconv.Itoa(n) + "|" + action
}

// parseButton reads what [buttonID] wrote; ok is false for anything else.
func parseButton(id string) (kind press, action string, ok bool) {
	head, action, found := strings.Cut(id, "|")
	if !found || len(head) < 2 || !strings.ContainsRune("pdtf", rune(head[0])) {
		return 0, "", false
	}
	if _, err := strconv.ParseUint(head[1:], 10, 16); err != nil {
		return 0, "", false
	}
	return press(head[0]), action, true
}

// source is how a page is asked for again: the home, or the press that it
// answered. Part and File say what of it is wanted.
type source struct {
	Home   bool   `json:"h,omitempty"`
	Action string `json:"a,omitempty"`
	Arg    string `json:"g,omitempty"`
	Part   int    `json:"n,omitempty"`
	File   int    `json:"f,omitempty"`
}

func (s source) value() string { return compact(s) }

// compact is v as JSON without escapes that Slack does not need.
func compact(v any) string {
	var sb strings.Builder
	e := json.NewEncoder(&sb)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil { // structs of strings and numbers only
		return ""
	}
	return strings.TrimSuffix(sb.String(), "\n")
}

// actions are the buttons of a message or section; nil where there are none.
func (r *renderer) actions(in []chat.Action) sdk.Block {
	if len(in) == 0 {
		return nil
	}
	out := make([]sdk.BlockElement, 0, len(in))
	for _, a := range in {
		out = append(out, r.button(a))
	}
	return sdk.NewActionBlock("", out...)
}

func (r *renderer) button(a chat.Action) *sdk.ButtonBlockElement {
	kind := pressAct
	if a.Opens {
		kind = pressOpen
	}
	b := sdk.NewButtonBlockElement(buttonID(kind, r.pressed, a.ID), a.Arg, r.plain(a.Label, maxButtonLabel))
	r.pressed++
	switch a.Style {
	case chat.StylePrimary:
		b.Style = sdk.StylePrimary
	case chat.StyleDanger:
		b.Style = sdk.StyleDanger
	}
	if c := a.Confirm; c != nil {
		b.Confirm = sdk.NewConfirmationBlockObject(
			r.plain(c.Title, chat.MaxConfirmTitle), r.plain(c.Text, chat.MaxConfirmText),
			r.plain(c.Yes, chat.MaxConfirmLabel), r.plain(c.No, chat.MaxConfirmLabel))
		if a.Style == chat.StyleDanger {
			b.Confirm.Style = sdk.StyleDanger
		}
	}
	return b
}

// own is a button of the adapter itself.
func (r *renderer) own(kind press, label string, s source) *sdk.ButtonBlockElement {
	b := sdk.NewButtonBlockElement(buttonID(kind, r.pressed, ""), s.value(), r.plain(label, maxButtonLabel))
	r.pressed++
	return b
}
