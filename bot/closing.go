package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// The programme's months are over: the two hear what they did, the head how
// each pair ended, as a fact, and HR finds on its home who did not get there.

// closingCard thanks one of the two. The count is theirs alone.
func closingCard(s *scene, in store.Intent) (card, error) {
	p, ok, err := s.pairOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	st, err := s.standing(p.pair)
	if err != nil {
		return card{}, err
	}
	if v := p.rules.Closing(st, s.now); v.Reason != mentoring.Due {
		return unwanted(string(v.Reason))
	}
	if s.me.Away(p.rules.Date(s.now)) {
		return unwanted(string(mentoring.Away))
	}
	first, last := s.window(p.rules)
	if began := p.rules.Date(p.pair.ToldAt).Period(); p.rules.Periods()[0].Before(began) {
		first = catalog.A("First", s.w.Month(began.Month))
	}
	title, name := s.w.T(catalog.ClosingTitle, first, last), catalog.A("Name", p.mate.Name)
	if first == catalog.A("First", s.w.Month(p.rules.LastPeriod().Month)) {
		title = s.w.T(catalog.ClosingTitleOne, last)
	}
	text := s.w.T(catalog.ClosingNone, name)
	if n := st.MetWithin(p.rules); n > 0 {
		text = s.w.T(catalog.ClosingText, name, catalog.N(n))
	}
	body := []chat.Block{chat.Line(text), chat.Line(s.w.T(catalog.ClosingNotes))}
	var actions []chat.Action
	if a, ok, err := s.goOnButton(p); err != nil {
		return card{}, err
	} else if ok {
		body = append(body, chat.Line(s.w.T(catalog.ClosingGoOn, name)))
		actions = append(actions, a)
	}
	if give, ok, err := s.cardButton(p); err != nil {
		return card{}, err
	} else if ok {
		actions = append(actions, give)
	}
	return say(title, body,
		append(actions, s.button(actSheets, catalog.ActSheets, "", chat.StyleNormal), s.voicesButton(), s.button(actMyNotes, catalog.ActMyNotes, "", chat.StyleNormal))...)
}

// outcome of the months for a pair, for a head: the minimum reached, not
// reached, or not reached because months were put off. Never a count.
func (s *scene) ending(pair mentoring.Pair) (mentoring.MonthState, error) {
	rules, err := s.rules(pair.Programme)
	if err != nil {
		return "", err
	}
	st, err := s.standing(pair)
	if err != nil {
		return "", err
	}
	pr := rules.Progress(st, s.now)
	deferred := 0
	for _, p := range rules.Periods() {
		if rules.MonthState(st, p, s.now) == mentoring.MonthDeferred {
			deferred++
		}
	}
	switch {
	case pr.Minimum == 0:
		return mentoring.MonthExempt, nil
	case pr.Lacking() == 0:
		return mentoring.MonthMet, nil
	case pr.Lacking() <= deferred:
		return mentoring.MonthDeferred, nil
	default:
		return mentoring.MonthOpen, nil
	}
}

// shortfallCard tells a head how the months ended for their pairs.
func shortfallCard(s *scene, in store.Intent) (card, error) {
	programme := idOf("programme", in.Subject)
	rules, ok, err := s.rulesOf(programme)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	pairs, err := s.headedPairs(programme)
	if err != nil || len(pairs) == 0 {
		return card{drop: "no-pairs"}, err
	}
	table := chat.Table{
		Caption: s.w.T(catalog.ShortfallCaption),
		Head:    []string{s.w.T(catalog.FactMentee), s.w.T(catalog.FactOutcome), s.w.T(catalog.FactMentor)},
	}
	for _, pair := range pairs {
		if len(table.Rows) == headRows {
			break
		}
		mentee, err := s.person(pair.Mentee)
		if err != nil {
			return card{}, err
		}
		mentor, err := s.person(pair.Mentor)
		if err != nil {
			return card{}, err
		}
		state, err := s.ending(pair)
		if err != nil {
			return card{}, err
		}
		table.Rows = append(table.Rows, []string{mentee.Name, s.w.T(stateWord(state)), mentor.Name})
	}
	first, last := s.window(rules)
	return say(s.w.T(catalog.ShortfallTitle, first, last), []chat.Block{
		chat.Line(s.w.T(catalog.ShortfallText, catalog.N(rules.Programme().Minimum))),
		table,
		chat.Remark(s.w.T(catalog.ShortfallNote)),
	})
}

// shortPairs lists the programme's pairs that did not reach their minimum,
// without the reader's own; over is false while the months go on.
func (s *scene) shortPairs(programme string) (short []mentoring.Pair, over bool, err error) {
	rules, err := s.rules(programme)
	if err != nil || !rules.WindowOver(s.now) {
		return nil, false, err
	}
	for pair, err := range store.Pairs.Each(s.tx, store.Span{Index: "programme", Prefix: store.Under(programme)}) {
		if err != nil {
			return nil, true, err
		}
		if pair.PartOf(s.me.ID) != "" || pair.Voluntary || ended(pair, rules, s.now) || pair.ToldAt.IsZero() {
			continue
		}
		state, err := s.ending(pair)
		if err != nil {
			return nil, true, err
		}
		if state == mentoring.MonthOpen || state == mentoring.MonthDeferred {
			short = append(short, pair)
		}
	}
	return short, true, nil
}
