package store

import (
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// Draft is what a person had filled in of a form without sending it.
type Draft struct {
	Person string      `json:"person"`
	Form   string      `json:"form"`
	Arg    string      `json:"arg,omitempty"`
	Values chat.Values `json:"values,omitempty"`
	At     time.Time   `json:"at"`
}

// Private lists the draft's texts.
func (d *Draft) Private() []private.Field { return d.Values.Private("values") }

// Drafts is one draft for each person, form and subject; "at" lists all by when
// they were last changed.
var Drafts = Table[Draft]{
	Name: "drafts",
	Key:  func(d Draft) string { return Join(d.Person, d.Form, d.Arg) },
	Indexes: []Index[Draft]{
		{Name: "at", Keys: func(d Draft) []string { return keys(Stamp(d.At)) }},
	},
}

// DraftKeep is how long a draft stays after it was last changed: the half year
// of a programme's talks, so that none is lost that could still be sent (ours).
const DraftKeep = 184 * 24 * time.Hour

// PruneDrafts forgets up to limit drafts older than [DraftKeep] and returns how
// many it did.
func PruneDrafts(tx Tx, now time.Time, limit int) (int, error) {
	old, _, err := Drafts.List(tx, Span{Index: "at", Until: Stamp(now.Add(-DraftKeep))}, limit)
	if err != nil {
		return 0, err
	}
	for _, d := range old {
		if err := Drafts.Delete(tx, Drafts.Key(d)); err != nil {
			return 0, err
		}
	}
	return len(old), nil
}

// draftsByTime has drafts found by when they were last changed.
func draftsByTime(tx Tx) error { return again(tx, Drafts) }
