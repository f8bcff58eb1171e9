package bot

import (
	"slices"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Who looks after which sections: a head after their own and the others that
// the roster names, a deputy after those of their head.

// charges lists the sections that the reader looks after, each once.
func (s *scene) charges() ([]string, error) {
	if !s.me.Active {
		return nil, nil
	}
	heads, err := store.DeputisedBy(s.tx, s.me.ID)
	if err != nil {
		return nil, err
	}
	if s.me.Has(mentoring.RoleHead) {
		heads = append([]mentoring.Person{s.me}, heads...)
	}
	var out []string
	for _, h := range heads {
		for _, sec := range append([]string{h.Section}, h.HeadsSections...) {
			if !slices.Contains(out, sec) {
				out = append(out, sec)
			}
		}
	}
	return out, nil
}

// looksAfter reports whether the reader has something to see as a head: as one
// always, as a deputy where their head has pairs.
func (t *turn) looksAfter() (bool, error) {
	if !t.me.Active || t.me.Has(mentoring.RoleHead) {
		return t.me.Active, nil
	}
	pairs, _, err := t.deferrable()
	return len(pairs) > 0, err
}

// decides reports whether the reader may put the pair's months off: they look
// after the mentee's section, or there is nobody but HR to ask. Who has a part
// in the pair never does.
func (s *scene) decides(pair mentoring.Pair) (bool, error) {
	if pair.PartOf(s.me.ID) != "" {
		return false, nil
	}
	mentee, err := s.person(pair.Mentee)
	if err != nil {
		return false, err
	}
	sections, err := s.charges()
	if err != nil || slices.Contains(sections, mentee.Section) {
		return err == nil, err
	}
	if !s.hr {
		return false, nil
	}
	asked, err := s.deciders(pair)
	return slices.ContainsFunc(asked, s.isMe), err
}

func (s *scene) isMe(p mentoring.Person) bool { return p.ID == s.me.ID }

// deciders lists whom to ask about the pair: the heads of the mentee's
// section; where they have a part in it themselves or are away their deputies;
// else HR.
func (s *scene) deciders(pair mentoring.Pair) ([]mentoring.Person, error) {
	rules, err := s.rules(pair.Programme)
	if err != nil {
		return nil, err
	}
	return decidersOf(s.tx, pair, rules, s.now)
}

func decidersOf(tx store.Tx, pair mentoring.Pair, rules mentoring.Rules, now time.Time) ([]mentoring.Person, error) {
	mentee, err := store.People.Must(tx, pair.Mentee)
	if err != nil {
		return nil, err
	}
	heads, err := store.HeadsOf(tx, mentee.Section)
	if err != nil {
		return nil, err
	}
	can := func(people []mentoring.Person) []mentoring.Person {
		return slices.DeleteFunc(slices.Clone(people), func(p mentoring.Person) bool {
			return !p.Active || pair.PartOf(p.ID) != "" || p.Away(rules.Date(now))
		})
	}
	if able := can(heads); len(able) > 0 {
		return able, nil
	}
	var deputies []mentoring.Person
	for _, h := range heads {
		d, ok, err := store.People.Get(tx, h.Deputy)
		if err != nil {
			return nil, err
		}
		if ok {
			deputies = append(deputies, d)
		}
	}
	if able := can(deputies); len(able) > 0 {
		return able, nil
	}
	staff, err := store.WithRole(tx, mentoring.RoleHR)
	return can(staff), err
}

// endedRows is the pairs of the reader's sections that are over: the fact,
// beside those that go on.
func (t *turn) endedRows(programme string) ([][]string, error) {
	rules, ok, err := t.rulesOf(programme)
	if err != nil || !ok {
		return nil, err
	}
	sections, err := t.charges()
	if err != nil {
		return nil, err
	}
	var out [][]string
	for _, sec := range sections {
		people, err := store.People.All(t.tx, store.Span{Index: "section", Prefix: store.Under(sec)})
		if err != nil {
			return nil, err
		}
		for _, mentee := range people {
			pairs, err := store.Pairs.All(t.tx, store.Span{Index: "mentee", Prefix: store.Under(programme, mentee.ID)})
			if err != nil {
				return nil, err
			}
			for _, pair := range pairs {
				if !ended(pair, rules, t.now) || pair.PartOf(t.me.ID) != "" {
					continue
				}
				mentor, err := t.person(pair.Mentor)
				if err != nil {
					return nil, err
				}
				out = append(out, []string{mentee.Name, t.w.T(catalog.StateEnded), mentor.Name, mentee.Section})
			}
		}
	}
	return out, nil
}

// headActions is what somebody who looks after the pairs can do about a month.
func (t *turn) headActions(pairs []mentoring.Pair) ([]chat.Action, error) {
	if len(pairs) == 0 {
		return nil, nil
	}
	rules, err := t.rules(pairs[0].Programme)
	if err != nil || len(rules.Ahead(t.now)) == 0 {
		return nil, err
	}
	return []chat.Action{
		t.button(actDefer, catalog.ActDefer, "", chat.StyleNormal),
		t.button(actDeferrals, catalog.ActDeferrals, "", chat.StyleNormal),
	}, nil
}
