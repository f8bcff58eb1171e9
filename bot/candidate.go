package bot

import (
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Who could mentor: the people of the section or, where mentees choose for
// themselves, those whom the mentee could choose; and anybody named by number or
// name.

func (s *scene) candidates(n nominee) ([]chat.Option, error) {
	if n.rules.Programme().Nomination.By == mentoring.ByMentee {
		return s.eligible(n)
	}
	people, err := store.People.All(s.tx, store.Span{Index: "section", Prefix: store.Under(n.mentee.Section)})
	if err != nil {
		return nil, err
	}
	already, err := s.menteesOf(people, n.rules)
	if err != nil {
		return nil, err
	}
	var out []chat.Option
	for _, c := range n.rules.Candidates(n.mentee, people, n.rules.Date(s.now), already) {
		if c.Person.Has(mentoring.RoleMentee) || c.Person.ID == n.from.Mentor || len(out) == chat.MaxOptions {
			continue
		}
		mark, err := s.formerMark(n.rules, c.Person)
		if err != nil {
			return nil, err
		}
		out = append(out, chat.Option{Value: c.Person.ID, Label: s.label(c, mark)})
	}
	return out, nil
}

// eligible is whom the mentee could choose, for a head who decides about a change.
func (s *scene) eligible(n nominee) (out []chat.Option, err error) {
	people, err := store.People.All(s.tx, store.Span{})
	if err != nil {
		return nil, err
	}
	already, err := s.menteesIn(n.rules)
	if err != nil {
		return nil, err
	}
	for _, p := range n.rules.Choices(n.mentee, people, n.rules.Date(s.now), already) {
		if p.ID != n.from.Mentor && len(out) < chat.MaxOptions {
			out = append(out, chat.Option{Value: p.ID, Label: shorten(p.Name+"・"+p.Post+"・"+p.Section, chat.MaxOptionLabel)})
		}
	}
	return out, nil
}

// nominateRule is whom the rules have in mind, for who chooses.
func (s *scene) nominateRule(r mentoring.Rules) string {
	switch n := r.Programme().Nomination; {
	case n.By != mentoring.ByMentee:
		return s.w.T(catalog.NominateRule)
	case n.OtherSection && n.Higher:
		return s.w.T(catalog.NominateRuleChoice)
	default:
		return s.w.T(catalog.NominateRuleWish)
	}
}

// label is a candidate in one line: name, post, team, a mark if there is one,
// and a word where the rule has one.
func (s *scene) label(c mentoring.Candidate, mark string) string {
	parts := []string{c.Person.Name, c.Person.Post}
	if c.Person.Team != "" {
		parts = append(parts, c.Person.Team)
	}
	if mark != "" {
		parts = append(parts, mark)
	}
	switch mentoring.Worst(c.Findings) {
	case mentoring.SeverityReason:
		parts = append(parts, s.w.T(catalog.SeverityReason))
	case mentoring.SeverityWarn:
		parts = append(parts, s.w.T(catalog.SeverityWarn))
	case mentoring.SeverityUnknown:
		parts = append(parts, s.w.T(catalog.SeverityUnknown))
	}
	label := strings.Join(parts, "・")
	for chat.Weight(label) > chat.MaxOptionLabel && len(parts) > 1 {
		parts = parts[:len(parts)-1]
		label = strings.Join(parts, "・")
	}
	return shorten(label, chat.MaxOptionLabel)
}

// menteesOf counts the mentees that each person has now.
func (s *scene) menteesOf(people []mentoring.Person, r mentoring.Rules) (map[string]int, error) {
	out := map[string]int{}
	for _, p := range people {
		pairs, err := store.PairsOf(s.tx, p.ID)
		if err != nil {
			return nil, err
		}
		for _, pair := range pairs {
			if pair.Mentor == p.ID && !ended(pair, r, s.now) {
				out[p.ID]++
			}
		}
	}
	return out, nil
}

// chosen is the person picked from the list or named beside it, and the field
// that says so.
func (t *turn) chosen(v chat.Values) (p mentoring.Person, field string, err error) {
	return t.picked(v, "mentor", "other")
}

// picked is the person picked in the field of the list or named in the other.
func (t *turn) picked(v chat.Values, list, other string) (p mentoring.Person, field string, err error) {
	name, id := v.Text(other), v.Option(list)
	if name.Empty() && id != "" {
		p, err = t.person(id)
		return p, list, err
	}
	if name.Empty() {
		t.wrong(other, catalog.PersonMissing)
		return p, "", nil
	}
	found, err := t.findPerson(name.Reveal())
	switch {
	case err != nil:
		return p, "", err
	case len(found) == 0:
		t.wrong(other, catalog.PersonNone)
	case len(found) > 1:
		t.wrong(other, catalog.PersonSeveral)
	case id != "" && id != found[0].ID:
		t.wrong(other, catalog.PersonTwo)
	default:
		return found[0], other, nil
	}
	return p, "", nil
}

// findPerson looks an active person up by employee number, or by name or its
// reading with spaces left out.
func (s *scene) findPerson(words string) ([]mentoring.Person, error) {
	p, ok, err := store.People.Get(s.tx, tidy(words))
	if err != nil {
		return nil, err
	}
	if ok && p.Active {
		return []mentoring.Person{p}, nil
	}
	want := strings.TrimSuffix(squeeze(words), "さん")
	var found []mentoring.Person
	for p, err := range store.People.Each(s.tx, store.Span{}) {
		if err != nil {
			return nil, err
		}
		if p.Active && (squeeze(p.Name) == want || squeeze(p.Kana) == want) {
			found = append(found, p)
		}
	}
	return found, nil
}

func tidy(s string) string { return strings.NewReplacer(" ", "", "　", "").Replace(narrow(s)) }

func squeeze(s string) string { return strings.ToLower(tidy(s)) }
