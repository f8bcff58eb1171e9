package store

import (
	"time"

	"tsukiichi/bot/private"
)

// LookBack is how a mentee looked back at their vision, seen by the mentor too.
type LookBack struct {
	ID        string       `json:"id"`
	Pair      string       `json:"pair"`
	Mentee    string       `json:"mentee"`
	Vision    string       `json:"vision"`         // id of the vision looked at
	Near      int          `json:"near,omitempty"` // how close they feel, 1–5, 0 for none
	Line      private.Text `json:"line,omitzero"`
	WrittenAt time.Time    `json:"written_at"`
	EditedAt  time.Time    `json:"edited_at,omitzero"`
}

// Private lists the line.
func (l *LookBack) Private() []private.Field {
	return []private.Field{{Name: "line", Text: &l.Line, Visibility: private.Partner}}
}

// LookBacks is the looks back by id, found by pair in the order of time.
var LookBacks = Table[LookBack]{
	Name: "look-backs",
	Key:  func(l LookBack) string { return l.ID },
	Indexes: []Index[LookBack]{
		{Name: "pair", Keys: func(l LookBack) []string { return keys(Join(l.Pair, Stamp(l.WrittenAt))) }},
	},
}

// VisionsOf lists the pair's visions, the oldest first.
func VisionsOf(tx Tx, pair string) ([]Vision, error) {
	return Visions.All(tx, Span{Index: "pair", Prefix: Under(pair)})
}

// LookBacksOf lists how the pair's mentee looked back, the oldest first.
func LookBacksOf(tx Tx, pair string) ([]LookBack, error) {
	return LookBacks.All(tx, Span{Index: "pair", Prefix: Under(pair)})
}
