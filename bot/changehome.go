package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Changes and quiet requests that wait, on the homes of those who decide and of
// HR.

// changeSections is the changes about which the reader decides.
func (t *turn) changeSections([]part) ([]chat.Section, error) {
	sections, err := t.sections()
	if err != nil || len(sections) == 0 && !t.hr {
		return nil, err
	}
	sec := chat.Section{Title: t.w.T(catalog.ChangeTitle)}
	var rows []chat.Fact
	for c, err := range store.Changes.Each(t.tx, store.Span{Index: "waits"}) {
		if err != nil {
			return nil, err
		}
		pair, err := store.Pairs.Must(t.tx, c.Pair)
		if err != nil {
			return nil, err
		}
		mine, err := t.decides(pair)
		if err != nil {
			return nil, err
		}
		reads, err := t.mayRead(pair)
		if err != nil {
			return nil, err
		}
		if !mine && !reads || len(rows) == chat.MaxFacts {
			continue
		}
		if err := t.addChange(&sec, &rows, c, pair, mine); err != nil {
			return nil, err
		}
	}
	if len(rows) == 0 {
		return nil, nil
	}
	sec.Body = []chat.Block{chat.Facts{Rows: rows}, chat.Remark(t.w.T(catalog.ChangeDiscreet))}
	sec.Actions = sec.Actions[:min(len(sec.Actions), chat.MaxActions)]
	return []chat.Section{sec}, nil
}

func (t *turn) addChange(sec *chat.Section, rows *[]chat.Fact, c store.Change, pair mentoring.Pair, mine bool) error {
	names, err := t.namesOf(pair)
	if err != nil {
		return err
	}
	state := catalog.ChangeRowOpen
	switch {
	case c.State == store.ChangeChosen:
		state = catalog.ChangeRowChosen
	case !mine:
		state = catalog.ChangeRowAsked
	}
	*rows = append(*rows, chat.Pair(names, t.w.T(state)))
	if mine && c.State == store.ChangeOpen {
		sec.Actions = append(sec.Actions, t.changeActions(c, pair)...)
	}
	read, err := t.readButton(c, pair)
	sec.Actions = append(sec.Actions, read...)
	return err
}

// waitingQuiet is the quiet requests that HR owes something, with the day.
func (t *turn) waitingQuiet() ([]chat.Section, error) {
	sec := chat.Section{Title: t.w.T(catalog.QuietCardTitle)}
	var rows []chat.Fact
	for q, err := range store.Quiets.Each(t.tx, store.Span{Index: "open"}) {
		if err != nil {
			return nil, err
		}
		q, rules, ok, err := t.heldQuiet(q.ID)
		if err != nil {
			return nil, err
		}
		mentee, err := t.person(q.Mentee)
		if err != nil {
			return nil, err
		}
		if !ok || !mentee.Active || len(sec.Actions) == chat.MaxActions {
			continue
		}
		day := catalog.A("Day", t.w.Day(noonOf(rules, q.AnswerBy)))
		state := t.w.T(catalog.QuietRowOpen, day)
		switch {
		case !q.AgreedAt.IsZero():
			state = t.w.T(catalog.QuietRowAgreed)
		case !q.AnsweredAt.IsZero():
			state = t.w.T(catalog.QuietRowAnswered)
		case !t.now.Before(rules.AnswerLate(q.AnswerBy)):
			state = t.w.T(catalog.QuietRowLate, day)
		}
		rows = append(rows, chat.Pair(mentee.Name, state))
		sec.Actions = append(sec.Actions, t.button(actQuietAnswer, catalog.ActQuietOf, q.ID, chat.StyleNormal, catalog.A("Name", mentee.Name)))
	}
	if len(rows) == 0 {
		return nil, nil
	}
	sec.Body = []chat.Block{chat.Facts{Rows: rows}, chat.Remark(t.w.T(catalog.QuietKeep))}
	return []chat.Section{sec}, nil
}
