package store

import "tsukiichi/bot/mentoring"

// Standing gathers what the rules need to know of a pair.
func Standing(tx Tx, pair mentoring.Pair) (mentoring.Standing, error) {
	meetings, err := Meetings.All(tx, Span{Index: "pair", Prefix: Under(pair.ID)})
	return mentoring.Standing{Pair: pair, Meetings: meetings}, err
}

// PairsOf lists the pairs a person has a part in, ended ones too.
func PairsOf(tx Tx, person string) ([]mentoring.Pair, error) {
	return Pairs.All(tx, Span{Index: "person", Prefix: Under(person)})
}

// HeadsOf lists the active heads of a section.
func HeadsOf(tx Tx, section string) ([]mentoring.Person, error) {
	return active(People.All(tx, Span{Index: "heads", Prefix: Under(section)}))
}

// WithRole lists the active people who have the role.
func WithRole(tx Tx, r mentoring.Role) ([]mentoring.Person, error) {
	return active(People.All(tx, Span{Index: "role", Prefix: Under(string(r))}))
}

func active(people []mentoring.Person, err error) ([]mentoring.Person, error) {
	var out []mentoring.Person
	for _, p := range people {
		if p.Active {
			out = append(out, p)
		}
	}
	return out, err
}
