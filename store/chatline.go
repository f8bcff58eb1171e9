package store

import (
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// ChatLine is one line of a person's chat on a channel whose history is ours
// (the web). A message of the bot holds no private text; a line that the
// person typed does.
type ChatLine struct {
	ID      string       `json:"id"` // unique within the account
	Account string       `json:"account"`
	At      time.Time    `json:"at"`
	Order   string       `json:"order"` // time-ordered: lines of one moment, as they came
	Message chat.Message `json:"message,omitzero"`
	Typed   private.Text `json:"typed,omitzero"`
	Edits   []string     `json:"edits,omitempty"` // ids of the changes in place
	Origin  Origin       `json:"origin,omitzero"`
}

// Origin is the intent that became a message: its files are not kept, but made
// again of it.
type Origin struct {
	To      string `json:"to"`
	Kind    string `json:"kind"`
	Subject string `json:"subject,omitempty"`
	Arg     string `json:"arg,omitempty"`
}

// Private lists what the person typed.
func (l *ChatLine) Private() []private.Field {
	return []private.Field{{Name: "typed", Text: &l.Typed, Visibility: private.OnlyMe}}
}

// ChatLines is the lines by account and id; "order" lists an account's lines,
// oldest first, "at" all lines by time.
var ChatLines = Table[ChatLine]{
	Name: "chatlines",
	Key:  func(l ChatLine) string { return Join(l.Account, l.ID) },
	Indexes: []Index[ChatLine]{
		{Name: "order", Keys: func(l ChatLine) []string { return keys(Join(l.Account, Stamp(l.At), l.Order)) }},
		{Name: "at", Keys: func(l ChatLine) []string { return keys(Stamp(l.At)) }},
	},
}

// ChatLineKeep is how long a line stays: a programme's year, and a month to
// read it again (ours).
const ChatLineKeep = 400 * 24 * time.Hour

// PruneChatLines forgets up to limit lines older than [ChatLineKeep] and
// returns how many it did.
func PruneChatLines(tx Tx, now time.Time, limit int) (int, error) {
	old, _, err := ChatLines.List(tx, Span{Index: "at", Until: Stamp(now.Add(-ChatLineKeep))}, limit)
	if err != nil {
		return 0, err
	}
	for _, l := range old {
		if err := ChatLines.Delete(tx, ChatLines.Key(l)); err != nil {
			return 0, err
		}
	}
	return len(old), nil
}
