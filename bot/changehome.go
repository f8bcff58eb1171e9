package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Changes that wait, on the homes of those who decide and of HR.

// waitingChange is a change that waits, as the reader may see it.
type waitingChange struct {
	change store.Change
	pair   mentoring.Pair
	mine   bool // theirs to decide
}

// changeSections is the changes that wait and concern the reader. Of a single
// one the decision stands there; of several each has a page, so that nobody
// decides about the wrong pair.
func (t *turn) changeSections(_ []part, whole bool) ([]chat.Section, error) {
	sections, err := t.sections()
	if err != nil || len(sections) == 0 && !t.hr {
		return nil, err
	}
	all, err := t.waitingChanges()
	if err != nil || len(all) == 0 {
		return nil, err
	}
	l := listing{title: t.w.T(catalog.ChangeTitle), outro: []chat.Block{chat.Remark(t.w.T(catalog.ChangeDiscreet))}}
	for _, w := range all {
		names, err := t.namesOf(w.pair)
		if err != nil {
			return nil, err
		}
		l.rows = append(l.rows, chat.Pair(names, t.w.T(changeRow(w))))
		mentee, err := t.person(w.pair.Mentee)
		if err != nil {
			return nil, err
		}
		l.actions = append(l.actions, t.button(actChangeRead, catalog.ActChangeOf, w.change.ID, chat.StyleNormal, catalog.A("Name", mentee.Name)))
	}
	if one := all[0]; len(all) == 1 {
		l.actions = nil
		if one.mine && one.change.State == store.ChangeOpen {
			l.actions = t.changeActions(one.change, one.pair)
		}
		read, err := t.readButton(one.change, one.pair)
		if err != nil {
			return nil, err
		}
		l.actions = append(l.actions, read...)
	}
	return l.sections(t.scene, partOfChanges, whole), nil
}

// waitingChanges lists the changes about which the reader decides or may read.
// One of a pair that is over, or of a year that is, waits for nobody.
func (s *scene) waitingChanges() (out []waitingChange, err error) {
	for c, err := range store.Changes.Each(s.tx, store.Span{Index: "waits"}) {
		if err != nil {
			return nil, err
		}
		w := waitingChange{change: c}
		if w.pair, err = store.Pairs.Must(s.tx, c.Pair); err != nil {
			return nil, err
		}
		rules, err := s.rules(w.pair.Programme)
		if err != nil {
			return nil, err
		}
		if ended(w.pair, rules, s.now) || rules.YearOver(s.now) {
			continue
		}
		if w.mine, err = s.decides(w.pair); err != nil {
			return nil, err
		}
		reads, err := s.mayRead(w.pair)
		if err != nil {
			return nil, err
		}
		if w.mine || reads {
			out = append(out, w)
		}
	}
	return out, nil
}

// changeRow is how far a change has come.
func changeRow(w waitingChange) catalog.Key {
	switch {
	case w.change.State == store.ChangeChosen:
		return catalog.ChangeRowChosen
	case !w.mine:
		return catalog.ChangeRowAsked
	default:
		return catalog.ChangeRowOpen
	}
}
