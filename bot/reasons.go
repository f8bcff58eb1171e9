package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Why a mentor was chosen whom the rule leaves to somebody's judgement: for
// whoever looks after the section and for HR, on a page, and never for who has a
// part in the pair.

const actReasons = "nominate.reasons"

// reasonsShown is how many pairs the page holds.
const reasonsShown = 10

// reasoned is a pair with the reason that was given for its mentor.
type reasoned struct {
	pair       mentoring.Pair
	nomination store.Nomination
}

// reasonFor is the reason of the pair's nomination; ok is false where the reader
// may not know it, where none was asked for, or where its author has erased it.
func (s *scene) reasonFor(pair mentoring.Pair) (r reasoned, ok bool, err error) {
	if ok, err = s.mayRead(pair); err != nil || !ok {
		return r, false, err
	}
	n, ok, err := store.Nominations.Get(s.tx, pair.ID)
	return reasoned{pair, n}, ok && !n.Reason.Empty(), err
}

// reasons lists those of the pairs that the reader looks after.
func (s *scene) reasons() (out []reasoned, err error) {
	running, err := s.runningRules()
	if err != nil {
		return nil, err
	}
	for _, r := range running {
		pairs, err := s.headedPairs(r.Programme().ID)
		if err != nil {
			return nil, err
		}
		for _, p := range pairs {
			one, ok, err := s.reasonFor(p)
			if err != nil {
				return nil, err
			}
			if ok {
				out = append(out, one)
			}
		}
	}
	return out, nil
}

// openReasons shows them to who looks after the sections.
func (t *turn) openReasons(string) error {
	all, err := t.reasons()
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return t.show(t.w.T(catalog.ReasonsTitle), chat.Section{Body: []chat.Block{chat.Line(t.w.T(catalog.ReasonsNone))}})
	}
	var out []chat.Section
	for i, r := range all {
		if i == reasonsShown {
			out = append(out, chat.Section{Body: []chat.Block{chat.Remark(t.w.T(catalog.ReasonsMore, catalog.N(len(all)-i)))}})
			break
		}
		sec, err := t.reasonSection(r)
		if err != nil {
			return err
		}
		out = append(out, sec)
	}
	return t.show(t.w.T(catalog.ReasonsTitle), out...)
}

// reasonSection is one pair's, and that it was read.
func (t *turn) reasonSection(r reasoned) (sec chat.Section, err error) {
	if sec.Title, err = t.namesOf(r.pair); err != nil {
		return sec, err
	}
	by, err := t.person(r.nomination.Head)
	if err != nil {
		return sec, err
	}
	t.audit("read-nomination", subject("pair", r.pair.ID))
	sec.Body = []chat.Block{chat.Facts{Rows: []chat.Fact{
		chat.Pair(t.w.T(catalog.FactChosenBy), by.Name),
		{Label: t.w.T(catalog.ConfirmReason), Value: []chat.Span{chat.Words(r.nomination.Reason)}},
	}}}
	return sec, nil
}

// reasonsOf are those of the pairs in which the person is, for HR.
func (t *turn) reasonsOf(p mentoring.Person) (out []chat.Section, err error) {
	pairs, err := store.PairsOf(t.tx, p.ID)
	if err != nil {
		return nil, err
	}
	for _, pair := range pairs {
		r, err := t.rules(pair.Programme)
		if err != nil {
			return nil, err
		}
		one, ok, err := t.reasonFor(pair)
		if err != nil {
			return nil, err
		}
		if !ok || ended(pair, r, t.now) {
			continue
		}
		sec, err := t.reasonSection(one)
		if err != nil {
			return nil, err
		}
		out = append(out, sec)
	}
	return out, nil
}
