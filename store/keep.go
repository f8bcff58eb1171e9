package store

import (
	"time"

	"tsukiichi/bot/mentoring"
)

// Retention is how far a programme's fiscal year has come in being let go:
// people are told, and later what they wrote is removed.
type Retention struct {
	Programme string         `json:"programme"`
	On        mentoring.Date `json:"on,omitzero"` // HR's day; zero for the programme's
	SetBy     string         `json:"set_by,omitempty"`
	// NoticedAt is when everybody had been told, DoneAt when everything was
	// removed. Table and After are the place behind which to go on.
	NoticedAt time.Time `json:"noticed_at,omitzero"`
	Table     string    `json:"table,omitempty"`
	After     string    `json:"after,omitempty"`
	DoneAt    time.Time `json:"done_at,omitzero"`
}

// Retentions is the retentions by programme.
var Retentions = Table[Retention]{
	Name: "retentions",
	Key:  func(r Retention) string { return r.Programme },
}

// Erasing is a person who has removed what is theirs, as long as copies of it
// are looked for. Table and After are the place behind which to go on.
type Erasing struct {
	Person string    `json:"person"`
	At     time.Time `json:"at"`
	Table  string    `json:"table,omitempty"`
	After  string    `json:"after,omitempty"`
}

// Erasings is those under way, by person.
var Erasings = Table[Erasing]{
	Name: "erasings",
	Key:  func(e Erasing) string { return e.Person },
}

// EraseOwn removes what is the person's of the kinds, and has what is not kept
// by person looked for.
func EraseOwn(tx Tx, person string, kinds []Holding, now time.Time) error {
	for _, h := range kinds {
		own, err := h.Of(tx, person)
		if err != nil {
			return err
		}
		for _, held := range own {
			if err := held.Erase(tx, person, now); err != nil {
				return err
			}
		}
	}
	if err := Erasings.Put(tx, Erasing{Person: person, At: now}); err != nil {
		return err
	}
	return Schedule(tx, DueErasure, person, now)
}

// keeping gives programmes when figures are made and what people wrote is
// removed, and puts the latter on the agenda.
func keeping(tx Tx) error {
	err := fromPreset(tx, func(p *mentoring.Programme, preset mentoring.Programme) bool {
		if p.EraseNotice > 0 {
			return false
		}
		p.FiguresAfter, p.EraseOn, p.EraseNotice = preset.FiguresAfter, preset.EraseOn, preset.EraseNotice
		return true
	})
	if err != nil {
		return err
	}
	all, err := Programmes.All(tx, Span{})
	if err != nil {
		return err
	}
	for _, p := range all {
		end := time.Date(p.Year+1, time.April, 1, 0, 0, 0, 0, time.UTC)
		if _, err := Agenda.Insert(tx, Due{Kind: DueRetention, Subject: p.ID, At: end}); err != nil {
			return err
		}
	}
	return nil
}
