package mentoring

import "slices"

// judgeChoice says what the rules think of a mentor whom the mentee chose
// (seeds/002: another section, a higher post, nothing else). What stands in the
// way is refused with its reason; there is nobody who could make an exception.
func (r Rules) judgeChoice(mentee, mentor Person, on Date, already int) []Finding {
	n := r.programme.Nomination
	var out []Finding
	refuse := func(bad bool, f Finding) {
		if bad {
			f.Severity = SeverityRefused
			out = append(out, f)
		}
	}
	refuse(!mentor.Active, Finding{Code: CodeMentorInactive})
	refuse(mentor.Active && mentor.Away(on), Finding{Code: CodeMentorAway})
	refuse(n.OtherSection && place(mentee, mentor) != CodeOtherSection, Finding{Code: CodeSameSection})
	if n.Higher {
		out = append(out, r.height(mentee, mentor)...)
	}
	refuse(mentee.Appraiser != "" && mentee.Appraiser == mentor.ID, Finding{Code: CodeAppraiser})
	refuse(n.Capacity > 0 && already+1 > n.Capacity, Finding{Code: CodeCapacity, Have: already + 1, Need: n.Capacity})
	return out
}

// height compares the posts of the two on the ladder.
func (r Rules) height(mentee, mentor Person) []Finding {
	own, known := r.rungs[mentee.Post]
	other, on := r.rungs[mentor.Post]
	switch {
	case !known || !on:
		return []Finding{{Code: CodePostUnknown, Severity: SeverityUnknown}}
	case other <= own:
		return []Finding{{Code: CodeNotHigher, Severity: SeverityRefused}}
	default:
		return nil
	}
}

// Choices lists whom the mentee may choose, in order of department, section and
// the reading of the name: everybody about whom the rules find nothing.
// already is the number of mentees by person id.
func (r Rules) Choices(mentee Person, people []Person, on Date, already map[string]int) []Person {
	var out []Person
	for _, p := range people {
		if p.ID != mentee.ID && len(r.judgeChoice(mentee, p, on, already[p.ID])) == 0 {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, byPlace)
	return out
}

// Eligible reports whether the person's post, and what the exception asks for,
// let them mentor on the day: one day last year's mentees do (seeds/000:
// 人材育成の連鎖). Missing data is no yes.
func (r Rules) Eligible(p Person, on Date) bool {
	if !p.Active || p.Away(on) {
		return false
	}
	if r.programme.Nomination.By == ByMentee {
		rung, known := r.rungs[p.Post]
		return known && (!r.programme.Nomination.Higher || rung > r.programme.Nomination.lowest())
	}
	for _, f := range r.standing(p, on, "") {
		if f.Code != CodeQualified && f.Code != CodeJunior {
			return false
		}
	}
	return true
}

// lowest is the lowest rung of the ladder.
func (n NominationRules) lowest() int {
	low := 0
	for _, p := range n.Ladder {
		if low == 0 || p.Rung < low {
			low = p.Rung
		}
	}
	return low
}
