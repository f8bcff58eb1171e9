package bot

import (
	"cmp"
	"maps"
	"slices"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// The figures of a programme, read for a page or a file.

// figures is everything that HR may see as figures.
type figures struct {
	rules   mentoring.Rules
	reached map[string]reached
	// scores is by kind and month what was published; a month that is still
	// open has none. picks is the whole window's.
	scores map[string]map[mentoring.Period][]mentoring.Published
	picks  map[string][]mentoring.Published
}

// reached is how many pairs of a department have had their talks.
type reached struct{ done, pairs int }

// figuresOf reads them: of facts as they are now, without the reader's own
// pairs; of answers as they were published.
func (s *scene) figuresOf(r mentoring.Rules) (f figures, err error) {
	f = figures{
		rules: r, scores: map[string]map[mentoring.Period][]mentoring.Published{}, picks: map[string][]mentoring.Published{},
	}
	if f.reached, err = s.countReached(r); err != nil {
		return f, err
	}
	return f, s.readAnswers(&f)
}

// readAnswers reads what was published of the answers, and publishes what is
// due.
func (s *scene) readAnswers(f *figures) (err error) {
	r, id := f.rules, f.rules.Programme().ID
	var all *answers
	once := func() (answers, error) { // a look that publishes nothing reads no answers
		if all == nil {
			a, err := s.answersIn(r)
			if err != nil {
				return a, err
			}
			all = &a
		}
		return *all, nil
	}
	for _, k := range scores() {
		f.scores[k.kind] = map[mentoring.Period][]mentoring.Published{}
		for _, period := range r.Periods() {
			closed := !s.now.Before(r.FiguresAt(period))
			rows, err := s.published(id, k.kind, period.String(), closed, func() ([]mentoring.Leaf, error) {
				a, err := once()
				return a.scored(k.kind, k.part, period), err
			})
			if err != nil {
				return err
			}
			if rows != nil {
				f.scores[k.kind][period] = rows
			}
		}
	}
	for kind, from := range map[string][]mentoring.Choice{figureTopics: r.Programme().Topics, figureResponses: r.Programme().Responses} {
		closed := !s.now.Before(r.FiguresAt(r.LastPeriod()))
		f.picks[kind], err = s.published(id, kind, windowPeriod, closed, func() ([]mentoring.Leaf, error) {
			a, err := once()
			return a.picks(kind, from), err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// countReached counts each department's pairs and those that have had their
// talks, without the reader's own.
func (s *scene) countReached(r mentoring.Rules) (map[string]reached, error) {
	out := map[string]reached{}
	for pair, err := range store.Pairs.Each(s.tx, store.Span{Index: "programme", Prefix: store.Under(r.Programme().ID)}) {
		if err != nil {
			return nil, err
		}
		if pair.Voluntary || pair.ToldAt.IsZero() || ended(pair, r, s.now) || pair.PartOf(s.me.ID) != "" {
			continue
		}
		mentee, err := s.person(pair.Mentee)
		if err != nil {
			return nil, err
		}
		st, err := s.standing(pair)
		if err != nil {
			return nil, err
		}
		c := out[mentee.Department]
		c.pairs++
		if r.Progress(st, s.now).Lacking() == 0 {
			c.done++
		}
		out[mentee.Department] = c
	}
	return out, nil
}

// closedMonths lists the months of which anything was published, in order.
func (f figures) closedMonths() []mentoring.Period {
	seen := map[mentoring.Period]bool{}
	for _, byMonth := range f.scores {
		for p := range byMonth {
			seen[p] = true
		}
	}
	return slices.SortedFunc(maps.Keys(seen), func(a, b mentoring.Period) int { return cmp.Compare(a.String(), b.String()) })
}

// rowOf finds a row of what was published: the city, a department or a section.
func rowOf(rows []mentoring.Published, department, section string) (mentoring.Published, bool) {
	for _, r := range rows {
		if r.Department == department && r.Section == section {
			return r, !r.Withheld
		}
	}
	return mentoring.Published{}, false
}
