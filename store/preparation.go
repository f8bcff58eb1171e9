package store

import (
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
)

// Preparation is what a mentee wants to talk about in one meeting, seen by the
// mentor too. What was chosen from the programme's lists are ids; own words and
// the line are the mentee's.
type Preparation struct {
	Meeting   string       `json:"meeting"`
	Pair      string       `json:"pair"`
	Mentee    string       `json:"mentee"`
	Free      bool         `json:"free,omitempty"`     // to talk without having decided
	Topic     string       `json:"topic,omitempty"`    // id in Programme.Topics
	Response  string       `json:"response,omitempty"` // id in Programme.Responses
	Own       private.Text `json:"own,omitzero"`       // a topic in own words
	Line      private.Text `json:"line,omitzero"`
	WrittenAt time.Time    `json:"written_at"`
}

// Private lists the own words and the line.
func (p *Preparation) Private() []private.Field {
	return []private.Field{
		{Name: "own", Text: &p.Own, Visibility: private.Partner},
		{Name: "line", Text: &p.Line, Visibility: private.Partner},
	}
}

// Preparations is one preparation for each meeting, found by pair.
var Preparations = Table[Preparation]{
	Name: "preparations",
	Key:  func(p Preparation) string { return p.Meeting },
	Indexes: []Index[Preparation]{
		{Name: "pair", Keys: func(p Preparation) []string { return keys(Join(p.Pair, Stamp(p.WrittenAt))) }},
	},
}

// PreparationFor is what the mentee prepared for the meeting. Where they did
// not, and the talk that they last prepared for did not take place, it is what
// they prepared for that one: a date that moved takes nothing away.
func PreparationFor(tx Tx, m mentoring.Meeting) (p Preparation, ok bool, err error) {
	if p, ok, err = Preparations.Get(tx, m.ID); err != nil || ok {
		return p, ok, err
	}
	all, err := Preparations.All(tx, Span{Index: "pair", Prefix: Under(m.Pair)})
	if err != nil || len(all) == 0 {
		return p, false, err
	}
	p = all[len(all)-1]
	earlier, ok, err := Meetings.Get(tx, p.Meeting)
	if err != nil || !ok {
		return Preparation{}, false, err
	}
	if off := earlier.State == mentoring.MeetingCancelled || earlier.State == mentoring.MeetingMissed; !off || earlier.BookedAt.After(m.BookedAt) {
		return Preparation{}, false, nil
	}
	return p, true, nil
}
