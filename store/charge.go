package store

import (
	"slices"

	"tsukiichi/bot/mentoring"
)

// Matter is something for which a section's head is needed.
type Matter struct {
	Section string
	On      mentoring.Date
	Parts   []string // people with a part in it: nobody looks after their own
	// Late says that the head was asked in vain: the deputy is asked as well.
	Late bool
}

// Charge is somebody who looks after a matter: a head of the section, or the
// deputy of the head For.
type Charge struct {
	Person mentoring.Person
	For    mentoring.Person // the zero Person for a head
}

// InCharge lists who looks after the matter, everybody once: the heads who are
// there and have no part in it, and the deputies of those who are not or do. A
// head on leave whose deputy cannot act looks after it still; the deputy of one
// who has left acts until the section has another head.
func InCharge(tx Tx, m Matter) ([]Charge, error) {
	heads, err := People.All(tx, Span{Index: "heads", Prefix: Under(m.Section)})
	if err != nil {
		return nil, err
	}
	headed := slices.ContainsFunc(heads, func(h mentoring.Person) bool { return h.Active })
	var out []Charge
	add := func(c Charge) {
		if !slices.ContainsFunc(out, func(o Charge) bool { return o.Person.ID == c.Person.ID }) {
			out = append(out, c)
		}
	}
	for _, h := range heads {
		if !h.Active && headed {
			continue
		}
		part := slices.Contains(m.Parts, h.ID)
		deputy, known, err := People.Get(tx, h.Deputy)
		if err != nil {
			return nil, err
		}
		standsIn := known && (deputy.StandsInFor(h, m.On, m.Parts...) ||
			m.Late && deputy.DeputyOf(h) && !deputy.Away(m.On) && !slices.Contains(m.Parts, deputy.ID))
		if h.Active && !part && (!h.Away(m.On) || !standsIn || m.Late) {
			add(Charge{Person: h})
		}
		if standsIn {
			add(Charge{Person: deputy, For: h})
		}
	}
	return out, nil
}

// DeputyFor lists the heads, also those who have left, whose deputy the person
// is.
func DeputyFor(tx Tx, person string) ([]mentoring.Person, error) {
	return People.All(tx, Span{Index: "deputy", Prefix: Under(person)})
}

// Vacancy is a mentee for whom a mentor is looked for, and since which day.
type Vacancy struct {
	Mentee    string         `json:"mentee"`
	Programme string         `json:"programme"`
	Since     mentoring.Date `json:"since"`
}

// Vacancies is the vacancies by mentee.
var Vacancies = Table[Vacancy]{
	Name: "vacancies",
	Key:  func(v Vacancy) string { return v.Mentee },
}

// WantedFrom is the day from which a mentor is wanted for the mentee.
func WantedFrom(tx Tx, r mentoring.Rules, mentee mentoring.Person) (mentoring.Date, error) {
	v, ok, err := Vacancies.Get(tx, mentee.ID)
	if err != nil || !ok || v.Programme != r.Programme().ID {
		v.Since = mentoring.Date{}
	}
	return r.WantedFrom(mentee, v.Since), err
}
