package bot

import (
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// What people answered, added up for [scene.published]: the scores of a month by
// section, and the topics of the whole window. A person counts once, with the
// mean of what they gave. Voluntary pairs are in no figure.

// The kinds of figures that are published, for ever: they are keys of what was.
const (
	figureRelief    = "relief"    // スッキリ度, of mentees, by month
	figureGrowth    = "growth"    // of mentees, by month
	figureWent      = "went"      // of mentors, by month
	figureTopics    = "topics"    // of mentees, of the window; a topic stands for a department
	figureResponses = "responses" // likewise
)

// windowPeriod is the period of figures about the whole window.
const windowPeriod = "window"

// scored is one kind of score.
type scored struct {
	kind string
	part mentoring.Part
	of   func(store.Reflection) int // 1–5, 0 for none
}

func scores() []scored {
	return []scored{
		{figureRelief, menteeSide, func(r store.Reflection) int { return r.Relief }},
		{figureGrowth, menteeSide, func(r store.Reflection) int { return r.Growth }},
		{figureWent, mentorSide, func(r store.Reflection) int { return r.Went }},
	}
}

// score is one that somebody gave after a talk of the month.
type score struct {
	kind, person string
	period       mentoring.Period
	given        int
}

// answers is everything that the figures of one programme are made of.
type answers struct {
	mentees, mentors []mentoring.Person // of the pairs, everybody once
	scores           []score
	chosen           map[string]map[string]map[string]bool // kind, id, mentee
}

// answersIn reads them.
func (s *scene) answersIn(r mentoring.Rules) (a answers, err error) {
	a.chosen = map[string]map[string]map[string]bool{figureTopics: {}, figureResponses: {}}
	seen := map[string]bool{}
	for pair, err := range store.Pairs.Each(s.tx, store.Span{Index: "programme", Prefix: store.Under(r.Programme().ID)}) {
		if err != nil {
			return a, err
		}
		if pair.Voluntary || pair.ToldAt.IsZero() {
			continue
		}
		for part, into := range map[mentoring.Part]*[]mentoring.Person{menteeSide: &a.mentees, mentorSide: &a.mentors} {
			id := pair.Person(part)
			if seen[string(part)+id] {
				continue
			}
			seen[string(part)+id] = true
			p, err := s.person(id)
			if err != nil {
				return a, err
			}
			*into = append(*into, p)
		}
		if err := a.add(s.tx, r, pair); err != nil {
			return a, err
		}
	}
	return a, nil
}

// add reads one pair.
func (a *answers) add(tx store.Tx, r mentoring.Rules, pair mentoring.Pair) error {
	meetings, err := store.Meetings.All(tx, store.Span{Index: "pair", Prefix: store.Under(pair.ID)})
	if err != nil {
		return err
	}
	months := map[string]mentoring.Period{}
	for _, m := range meetings {
		if m.Counts() {
			months[m.ID] = r.Date(m.Start).Period()
		}
	}
	for rec, err := range store.Reflections.Each(tx, store.Span{Index: "pair", Prefix: store.Under(pair.ID)}) {
		if err != nil {
			return err
		}
		for _, k := range scores() {
			if period, held := months[rec.Meeting]; held && rec.Part == k.part && k.of(rec) > 0 {
				a.scores = append(a.scores, score{k.kind, rec.Author, period, k.of(rec)})
			}
		}
	}
	for rec, err := range store.Preparations.Each(tx, store.Span{Index: "pair", Prefix: store.Under(pair.ID)}) {
		if err != nil {
			return err
		}
		for kind, id := range map[string]string{figureTopics: rec.Topic, figureResponses: rec.Response} {
			if id == "" {
				continue
			}
			if a.chosen[kind][id] == nil {
				a.chosen[kind][id] = map[string]bool{}
			}
			a.chosen[kind][id][rec.Mentee] = true
		}
	}
	return nil
}

// scored is the leaves of a kind of score in the month: everybody who could
// have given one, those who did with the mean of theirs.
func (a answers) scored(kind string, part mentoring.Part, period mentoring.Period) []mentoring.Leaf {
	people := a.mentees
	if part == mentorSide {
		people = a.mentors
	}
	sums, times := map[string]int{}, map[string]int{}
	for _, g := range a.scores {
		if g.kind == kind && g.period == period {
			sums[g.person] += g.given
			times[g.person]++
		}
	}
	var out []mentoring.Leaf
	for _, p := range people {
		l := mentoring.Leaf{Department: p.Department, Section: p.Section, Sums: []float64{0}}
		if n := times[p.ID]; n > 0 {
			l.People, l.Sums[0] = 1, float64(sums[p.ID])/float64(n)
		}
		out = append(out, l)
	}
	return out
}

// picks is the leaves of what mentees chose from a list: a choice stands where
// a department does, and nobody's choice is told where fewer made it.
func (a answers) picks(kind string, from []mentoring.Choice) []mentoring.Leaf {
	var out []mentoring.Leaf
	for _, c := range from {
		out = append(out, mentoring.Leaf{Department: c.ID, People: len(a.chosen[kind][c.ID])})
	}
	return out
}
