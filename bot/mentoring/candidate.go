package mentoring

import (
	"cmp"
	"slices"
)

// Candidate is somebody who could mentor, with what the rules think of it.
type Candidate struct {
	Person   Person
	Already  int // mentees now
	Findings []Finding
}

// Candidates orders people for a head who chooses a mentor: the fewest
// objections first, then the same team, the same section, fewer mentees, the
// reading of the name. already is the number of mentees by person id. The
// mentee and people no longer in service are left out; nobody else is.
func (r Rules) Candidates(mentee Person, people []Person, on Date, already map[string]int) []Candidate {
	var out []Candidate
	for _, p := range people {
		if p.ID == mentee.ID || !p.Active {
			continue
		}
		out = append(out, Candidate{p, already[p.ID], r.Judge(mentee, p, on, already[p.ID])})
	}
	slices.SortStableFunc(out, func(a, b Candidate) int {
		return cmp.Or(
			cmp.Compare(Worst(a.Findings).rank(), Worst(b.Findings).rank()),
			cmp.Compare(distance(mentee, a.Person), distance(mentee, b.Person)),
			cmp.Compare(a.Already, b.Already),
			cmp.Compare(a.Person.Kana, b.Person.Kana),
			cmp.Compare(a.Person.ID, b.Person.ID),
		)
	})
	return out
}

// distance is how far apart two people work: 0 in one team, 3 in other
// departments.
func distance(a, b Person) int {
	switch {
	case a.Department != b.Department:
		return 3
	case a.Section != b.Section:
		return 2
	case a.Team != b.Team:
		return 1
	default:
		return 0
	}
}

// byPlace is the order of department, section and the reading of the name.
func byPlace(a, b Person) int {
	return cmp.Or(cmp.Compare(a.Department, b.Department), cmp.Compare(a.Section, b.Section),
		cmp.Compare(a.Kana, b.Kana), cmp.Compare(a.ID, b.ID))
}
