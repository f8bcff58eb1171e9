package store

import (
	"time"

	"tsukiichi/bot/mentoring"
)

// Behalf is a talk that HR entered for one of the two, who had told them.
type Behalf struct {
	ID       string         `json:"id"`
	Pair     string         `json:"pair"`
	Part     mentoring.Part `json:"part"` // whose word it is
	Meeting  string         `json:"meeting"`
	On       mentoring.Date `json:"on"`
	By       string         `json:"by"` // of HR
	At       time.Time      `json:"at"`
	Undone   time.Time      `json:"undone,omitzero"`
	UndoneBy string         `json:"undone_by,omitempty"`
	// Instead is the entry that corrects this one.
	Instead string `json:"instead,omitempty"`
}

// Behalves is the entries by id, found by pair in the order of time.
var Behalves = Table[Behalf]{
	Name: "behalves",
	Key:  func(b Behalf) string { return b.ID },
	Indexes: []Index[Behalf]{
		{Name: "pair", Keys: func(b Behalf) []string { return keys(Join(b.Pair, Stamp(b.At))) }},
	},
}
