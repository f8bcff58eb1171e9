package store

import (
	"slices"
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
)

// Quiet is what a mentee told HR alone, and what HR answered. Nobody else hears
// of it before the mentee agrees.
type Quiet struct {
	ID         string         `json:"id"`
	Pair       string         `json:"pair"`
	Mentee     string         `json:"mentee"`
	Wish       string         `json:"wish"` // a code
	Words      private.Text   `json:"words,omitzero"`
	At         time.Time      `json:"at"`
	AnswerBy   mentoring.Date `json:"answer_by"`
	Answer     private.Text   `json:"answer,omitzero"` // to the mentee, whose it is
	AnsweredBy string         `json:"answered_by,omitempty"`
	AnsweredAt time.Time      `json:"answered_at,omitzero"`
	AgreedAt   time.Time      `json:"agreed_at,omitzero"` // the mentee lets HR go on
	ClosedAt   time.Time      `json:"closed_at,omitzero"` // HR went on, or the mentee needs nothing more
}

// Private lists the words and the answer.
func (q *Quiet) Private() []private.Field {
	return []private.Field{
		{Name: "words", Text: &q.Words, Visibility: private.HR},
		{Name: "answer", Text: &q.Answer, Visibility: private.HR},
	}
}

// Quiets is the quiet requests by id, found by mentee; those that are not
// closed by "open".
var Quiets = Table[Quiet]{
	Name: "quiets",
	Key:  func(q Quiet) string { return q.ID },
	Indexes: []Index[Quiet]{
		{Name: "mentee", Keys: func(q Quiet) []string { return keys(Join(q.Mentee, Stamp(q.At))) }},
		{Name: "open", Keys: func(q Quiet) []string {
			if !q.ClosedAt.IsZero() {
				return nil
			}
			return keys(Stamp(q.At))
		}},
	},
}

// QuietReaders lists who of HR may know of a quiet request about the pair:
// nobody who is or was in a pair with the mentee, and nobody who looks after
// the mentee's section.
func QuietReaders(tx Tx, p mentoring.Pair, on mentoring.Date) ([]mentoring.Person, error) {
	pairs, err := PairsOf(tx, p.Mentee)
	if err != nil {
		return nil, err
	}
	mentee, err := People.Must(tx, p.Mentee)
	if err != nil {
		return nil, err
	}
	heads, err := InCharge(tx, Matter{Section: mentee.Section, On: on, Late: true})
	if err != nil {
		return nil, err
	}
	barred := []string{p.Mentee}
	for _, with := range pairs {
		barred = append(barred, with.Person(with.PartOf(p.Mentee).Other()))
	}
	for _, c := range heads {
		barred = append(barred, c.Person.ID)
	}
	staff, err := WithRole(tx, mentoring.RoleHR)
	return slices.DeleteFunc(staff, func(h mentoring.Person) bool {
		return slices.Contains(barred, h.ID) || h.Heads(mentee.Section)
	}), err
}
