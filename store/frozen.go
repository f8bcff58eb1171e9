package store

import (
	"time"

	"tsukiichi/bot/mentoring"
)

// Frozen is a figure as it was published, for ever: worked out again after
// somebody corrected or erased an answer, it would differ by that one answer.
type Frozen struct {
	Programme string                `json:"programme"`
	Kind      string                `json:"kind"`   // what is counted, such as relief
	Period    string                `json:"period"` // of when, such as 2026-07
	Rows      []mentoring.Published `json:"rows"`
	At        time.Time             `json:"at"`
}

// Figures is what was published, by programme, kind and period. A row is only
// ever inserted.
var Figures = Table[Frozen]{
	Name: "figures",
	Key:  func(f Frozen) string { return Join(f.Programme, f.Kind, f.Period) },
}
