package store

import (
	"time"

	"tsukiichi/bot/private"
)

// ThanksCard is what a mentee thanks their mentor with at the end (サンキュー
// カード, seeds/002), once for each pair.
type ThanksCard struct {
	Pair   string       `json:"pair"`
	Mentee string       `json:"mentee"`
	Mentor string       `json:"mentor"`
	Words  private.Text `json:"words,omitzero"`
	At     time.Time    `json:"at"`
}

// Private lists the words.
func (c *ThanksCard) Private() []private.Field {
	return []private.Field{{Name: "words", Text: &c.Words, Visibility: private.Partner}}
}

// ThanksCards is the cards by pair, found by either of the two.
var ThanksCards = Table[ThanksCard]{
	Name: "thanks-cards",
	Key:  func(c ThanksCard) string { return c.Pair },
	Indexes: []Index[ThanksCard]{
		{Name: "person", Keys: func(c ThanksCard) []string { return keys(c.Mentee, c.Mentor) }},
	},
}
