package store

import (
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
)

// Deferral is a month that a head has put off for a pair. The reason is the
// head's own words, for heads and HR alone.
type Deferral struct {
	Pair   string           `json:"pair"`
	Period mentoring.Period `json:"period"`
	By     string           `json:"by"` // person id
	Reason private.Text     `json:"reason,omitzero"`
	At     time.Time        `json:"at"`
}

// Private lists the reason.
func (d *Deferral) Private() []private.Field {
	return []private.Field{{Name: "reason", Text: &d.Reason, Visibility: private.Head}}
}

// Deferrals is the deferrals by pair and month: a month is put off once. One
// that is withdrawn is gone.
var Deferrals = Table[Deferral]{
	Name: "deferrals",
	Key:  func(d Deferral) string { return Join(d.Pair, d.Period.String()) },
}

// Plea is what a mentee or mentor asked of the head: that a month be put off.
type Plea struct {
	Pair     string           `json:"pair"`
	Period   mentoring.Period `json:"period"`
	By       string           `json:"by"` // person id
	At       time.Time        `json:"at"`
	Answer   PleaAnswer       `json:"answer,omitempty"`
	Answered string           `json:"answered,omitempty"` // person id
}

// PleaAnswer is what the head said.
type PleaAnswer string

// The answers.
const (
	PleaOpen   PleaAnswer = ""
	PleaPutOff PleaAnswer = "put-off"
	PleaMeet   PleaAnswer = "meet" // they are asked to meet all the same
	PleaBack   PleaAnswer = "back" // put off, and that was taken back: they may ask anew
)

// Pleas is the pleas by pair and month: one for each month, whoever of the two
// asks.
var Pleas = Table[Plea]{
	Name: "pleas",
	Key:  func(p Plea) string { return Join(p.Pair, p.Period.String()) },
}

// Pause is a pair whose nudges HR has stopped, or had.
type Pause struct {
	Pair  string    `json:"pair"`
	By    string    `json:"by"`
	Since time.Time `json:"since"`
	Ended time.Time `json:"ended,omitzero"`
}

// Holds reports whether the nudges are stopped now.
func (p Pause) Holds() bool { return p.Pair != "" && p.Ended.IsZero() }

// Pauses is the last pause of each pair; those that hold are found by "now".
var Pauses = Table[Pause]{
	Name: "pauses",
	Key:  func(p Pause) string { return p.Pair },
	Indexes: []Index[Pause]{
		{Name: "now", Keys: func(p Pause) []string {
			if !p.Holds() {
				return nil
			}
			return keys(p.Pair)
		}},
	},
}

// Snooze is a time in which a person wants no nudges.
type Snooze struct {
	Person string    `json:"person"`
	From   time.Time `json:"from"`
	Until  time.Time `json:"until"`
}

// Holds reports whether the person wants no nudges at t.
func (s Snooze) Holds(t time.Time) bool { return !t.Before(s.From) && t.Before(s.Until) }

// Snoozes is the last snooze of each person.
var Snoozes = Table[Snooze]{
	Name: "snoozes",
	Key:  func(s Snooze) string { return s.Person },
}

// Going is a pair that wants to go on after the programme's months, until the
// fiscal year ends.
type Going struct {
	Pair   string    `json:"pair"`
	By     string    `json:"by"` // who proposed it
	At     time.Time `json:"at"`
	Agreed time.Time `json:"agreed,omitzero"` // when the other one said yes
}

// Goings is the pairs that go on.
var Goings = Table[Going]{
	Name: "goings",
	Key:  func(g Going) string { return g.Pair },
}
