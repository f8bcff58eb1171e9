package store

import (
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// Answered is an event that was handled, with the answer it got, so that a
// repeat gets the same.
type Answered struct {
	ID     string      `json:"id"` // the event's, with its account
	At     time.Time   `json:"at"` // the event's
	Answer chat.Answer `json:"answer"`
}

// Private lists the answer's private texts.
func (a *Answered) Private() []private.Field { return a.Answer.Private() }

// AnsweredKeep is how long a repeat is recognised.
const AnsweredKeep = 7 * 24 * time.Hour

// Answers is the events handled in the last days. The key begins with the
// event's time, so that writes stay in order and pruning is one sweep.
var Answers = Table[Answered]{
	Name: "answers",
	Key:  func(a Answered) string { return AnsweredKey(a.ID, a.At) },
}

// AnsweredKey is the key of the event with the id and time.
func AnsweredKey(id string, at time.Time) string { return Join(Stamp(at), id) }

// PruneAnswers forgets up to limit events older than [AnsweredKeep] and
// returns how many it did.
func PruneAnswers(tx Tx, now time.Time, limit int) (int, error) {
	old, _, err := Answers.List(tx, Span{Until: Stamp(now.Add(-AnsweredKeep))}, limit)
	if err != nil {
		return 0, err
	}
	for _, a := range old {
		if err := Answers.Delete(tx, Answers.Key(a)); err != nil {
			return 0, err
		}
	}
	return len(old), nil
}
