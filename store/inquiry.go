package store

import (
	"time"

	"tsukiichi/bot/mentoring"
)

// Inquiry is HR's question to the head of a pair that did not meet in a month.
// The key makes it one for each pair and month.
type Inquiry struct {
	Pair      string           `json:"pair"`
	Period    mentoring.Period `json:"period"`
	By        string           `json:"by"` // who of HR asked
	At        time.Time        `json:"at"`
	Head      string           `json:"head,omitempty"`  // who replied
	Reply     string           `json:"reply,omitempty"` // a code, the last one counts
	RepliedAt time.Time        `json:"replied_at,omitzero"`
}

// Inquiries is the inquiries by pair and month.
var Inquiries = Table[Inquiry]{
	Name: "inquiries",
	Key:  func(q Inquiry) string { return Join(q.Pair, q.Period.String()) },
}
