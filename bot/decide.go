package bot

import (
	"slices"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Who decides about a pair's months: whoever looks after the mentee's section,
// and HR where nobody does.

// decides reports whether the reader may put the pair's months off. Who has a
// part in the pair never does.
func (s *scene) decides(pair mentoring.Pair) (bool, error) {
	mentee, err := s.person(pair.Mentee)
	if err != nil {
		return false, err
	}
	rules, err := s.rules(pair.Programme)
	if err != nil {
		return false, err
	}
	_, ok, err := s.sayOverPair(pair, mentee, rules.Date(s.now))
	return ok, err
}

// deciders lists whom to ask about the pair.
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
	parts := []string{pair.Mentee, pair.Mentor}
	there, err := store.InCharge(tx, store.Matter{Section: mentee.Section, On: rules.Date(now), Parts: parts})
	if err != nil {
		return nil, err
	}
	var out []mentoring.Person
	for _, c := range there {
		out = append(out, c.Person)
	}
	if len(out) > 0 {
		return out, nil
	}
	staff, err := store.WithRole(tx, mentoring.RoleHR)
	return slices.DeleteFunc(staff, func(p mentoring.Person) bool { return slices.Contains(parts, p.ID) }), err
}

// endedRows is the pairs of the reader's sections that are over: the fact,
// beside those that go on.
func (t *turn) endedRows(programme string) ([][]string, error) {
	rules, ok, err := t.rulesOf(programme)
	if err != nil || !ok {
		return nil, err
	}
	sections, err := t.sections()
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
				_, theirs, err := t.sayOverPair(pair, mentee, rules.Date(t.now))
				if err != nil {
					return nil, err
				}
				if !theirs || pair.Voluntary || pair.Heir != "" || !ended(pair, rules, t.now) {
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

// headActions is what somebody who looks after the pairs can do about a month,
// and read of how their mentors were chosen.
func (t *turn) headActions(pairs []mentoring.Pair) (out []chat.Action, err error) {
	if len(pairs) == 0 {
		return nil, nil
	}
	_, of, err := t.deferrable()
	if err != nil {
		return nil, err
	}
	if len(t.monthsAhead(of)) > 0 {
		out = append(out, t.button(actDefer, catalog.ActDefer, "", chat.StyleNormal),
			t.button(actDeferrals, catalog.ActDeferrals, "", chat.StyleNormal))
	}
	reasons, err := t.reasons()
	if len(reasons) > 0 {
		out = append(out, t.button(actReasons, catalog.ActReasons, "", chat.StyleNormal))
	}
	return out, err
}
