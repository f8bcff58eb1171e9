package store

import (
	"time"

	"tsukiichi/bot/mentoring"
)

// Reckoning is how far a month that is over has been gone through: a
// programme may hold more pairs than one transaction should.
type Reckoning struct {
	Programme string           `json:"programme"`
	Period    mentoring.Period `json:"period"`
	After     string           `json:"after,omitempty"` // position behind which to go on
	DoneAt    time.Time        `json:"done_at,omitzero"`
}

// Reckonings is the reckonings by programme and month.
var Reckonings = Table[Reckoning]{
	Name: "reckonings",
	Key:  func(r Reckoning) string { return Join(r.Programme, r.Period.String()) },
}
