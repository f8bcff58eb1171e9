package store

import "time"

// Due is one entry of the agenda: at At, something of the kind about the
// subject must be looked at. There is one entry for each kind and subject.
type Due struct {
	Kind    string    `json:"kind"`
	Subject string    `json:"subject"`
	At      time.Time `json:"at"`
}

// Agenda is what is due when.
var Agenda = Table[Due]{
	Name: "agenda",
	Key:  func(d Due) string { return Join(d.Kind, d.Subject) },
	Indexes: []Index[Due]{
		{Name: "at", Keys: func(d Due) []string { return []string{Stamp(d.At)} }},
	},
}

// Schedule sets when the subject is looked at next, in place of what was set.
func Schedule(tx Tx, kind, subject string, at time.Time) error {
	return Agenda.Put(tx, Due{Kind: kind, Subject: subject, At: at.UTC().Truncate(time.Microsecond)})
}

// Unschedule forgets the subject.
func Unschedule(tx Tx, kind, subject string) error {
	return Agenda.Delete(tx, Join(kind, subject))
}

// DueBy lists what is due at now or before, earliest first, at most limit.
func DueBy(tx Tx, now time.Time, limit int) ([]Due, error) {
	due, _, err := Agenda.List(tx, Span{Index: "at", Until: Stamp(now.Add(time.Microsecond))}, limit)
	return due, err
}

// NextDue is when the agenda's first entry is due; ok is false where it is empty.
func NextDue(tx Tx) (at time.Time, ok bool, err error) {
	due, _, err := Agenda.List(tx, Span{Index: "at"}, 1)
	if err != nil || len(due) == 0 {
		return time.Time{}, false, err
	}
	return due[0].At, true, nil
}
