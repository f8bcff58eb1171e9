package bot

import (
	"slices"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// Quiet requests that wait, on the home of those of HR who may know of them.

// waitingQuiet is the quiet requests that HR owes something, with the day: those
// without an answer first, then those in which the mentee has agreed, then those
// in which HR waits for the mentee.
func (t *turn) waitingQuiet() (l listing, err error) {
	all, err := t.openQuiets()
	if err != nil || len(all) == 0 {
		return l, err
	}
	l.title, l.outro = t.w.T(catalog.QuietCardTitle), []chat.Block{chat.Remark(t.w.T(catalog.QuietKeep))}
	for _, q := range all {
		mentee, err := t.person(q.Mentee)
		if err != nil {
			return l, err
		}
		state, err := t.quietRow(q)
		if err != nil {
			return l, err
		}
		l.rows = append(l.rows, chat.Pair(mentee.Name, state))
		l.actions = append(l.actions, t.button(actQuietAnswer, catalog.ActQuietOf, q.ID, chat.StyleNormal, catalog.A("Name", mentee.Name)))
	}
	return l, nil
}

// openQuiets lists the requests that the reader may know of and that are not
// closed. One that was answered waits for nobody once its year is over.
func (s *scene) openQuiets() (out []store.Quiet, err error) {
	for q, err := range store.Quiets.Each(s.tx, store.Span{Index: "open"}) {
		if err != nil {
			return nil, err
		}
		q, rules, ok, err := s.heldQuiet(q.ID)
		if err != nil {
			return nil, err
		}
		mentee, err := s.person(q.Mentee)
		if err != nil {
			return nil, err
		}
		if ok && mentee.Active && (q.AnsweredAt.IsZero() || !rules.YearOver(s.now)) {
			out = append(out, q)
		}
	}
	rank := func(q store.Quiet) int {
		switch {
		case q.AnsweredAt.IsZero():
			return 0
		case !q.AgreedAt.IsZero():
			return 1
		default:
			return 2
		}
	}
	slices.SortStableFunc(out, func(a, b store.Quiet) int { return rank(a) - rank(b) })
	return out, nil
}

// quietRow is how a request stands.
func (s *scene) quietRow(q store.Quiet) (string, error) {
	pair, err := store.Pairs.Must(s.tx, q.Pair)
	if err != nil {
		return "", err
	}
	rules, err := s.rules(pair.Programme)
	if err != nil {
		return "", err
	}
	day := catalog.A("Day", s.w.Day(noonOf(rules, q.AnswerBy)))
	switch {
	case !q.AgreedAt.IsZero():
		return s.w.T(catalog.QuietRowAgreed), nil
	case !q.AnsweredAt.IsZero():
		return s.w.T(catalog.QuietRowAnswered), nil
	case !s.now.Before(rules.AnswerLate(q.AnswerBy)):
		return s.w.T(catalog.QuietRowLate, day), nil
	default:
		return s.w.T(catalog.QuietRowOpen, day), nil
	}
}
