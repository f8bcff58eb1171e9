package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// Changes and quiet requests that wait, on the homes of those who decide and of
// HR.

// homeChanges is how many pairs whose mentor may change a home shows.
const homeChanges = 2

// changeSections is the changes that the reader decides about, or of HR reads: a
// section for each pair.
func (t *turn) changeSections(_ []part, whole bool) (out []chat.Section, err error) {
	sections, err := t.sections()
	if err != nil || len(sections) == 0 && !t.hr {
		return nil, err
	}
	var pairs []string
	of := map[string][]store.Change{}
	for c, err := range store.Changes.Each(t.tx, store.Span{Index: "waits"}) {
		if err != nil {
			return nil, err
		}
		if len(of[c.Pair]) == 0 {
			pairs = append(pairs, c.Pair)
		}
		of[c.Pair] = append(of[c.Pair], c)
	}
	for _, id := range pairs {
		sec, ok, err := t.changeSection(id, of[id])
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, sec)
		}
	}
	if more := len(out) - homeChanges; more > 0 && !whole {
		out = out[:homeChanges]
		last := &out[homeChanges-1]
		last.Actions = append(last.Actions[:min(len(last.Actions), chat.MaxActions-1)], t.allButton(partOfChanges, more))
	}
	return out, nil
}

// changeSection is what is asked about one pair, by one of the two or by both;
// ok is false where it is none of the reader's business.
func (t *turn) changeSection(id string, asked []store.Change) (sec chat.Section, ok bool, err error) {
	pair, err := store.Pairs.Must(t.tx, id)
	if err != nil {
		return sec, false, err
	}
	mine, err := t.decides(pair)
	if err != nil {
		return sec, false, err
	}
	reads, err := t.mayRead(pair)
	if err != nil || !mine && !reads {
		return sec, false, err
	}
	names, err := t.namesOf(pair)
	if err != nil {
		return sec, false, err
	}
	state := catalog.ChangeRowOpen
	switch {
	case asked[0].State == store.ChangeChosen:
		state = catalog.ChangeRowChosen
	case !mine:
		state = catalog.ChangeRowAsked
	}
	sec.Title = t.w.T(catalog.ChangeTitle)
	sec.Body = []chat.Block{chat.Facts{Rows: []chat.Fact{chat.Pair(names, t.w.T(state))}}, chat.Remark(t.w.T(catalog.ChangeDiscreet))}
	if mine && asked[0].State == store.ChangeOpen {
		sec.Actions = t.changeActions(asked[0], pair)
	}
	for _, c := range asked {
		read, err := t.readButton(c, pair)
		if err != nil {
			return sec, false, err
		}
		sec.Actions = append(sec.Actions, read...)
	}
	return sec, true, nil
}

// waitingQuiet is the quiet requests that HR owes something, with the day.
func (t *turn) waitingQuiet() (l listing, err error) {
	for q, err := range store.Quiets.Each(t.tx, store.Span{Index: "open"}) {
		if err != nil {
			return l, err
		}
		q, rules, ok, err := t.heldQuiet(q.ID)
		if err != nil {
			return l, err
		}
		mentee, err := t.person(q.Mentee)
		if err != nil {
			return l, err
		}
		if !ok || !mentee.Active {
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
		l.rows = append(l.rows, chat.Pair(mentee.Name, state))
		l.actions = append(l.actions, t.button(actQuietAnswer, catalog.ActQuietOf, q.ID, chat.StyleNormal, catalog.A("Name", mentee.Name)))
	}
	if len(l.rows) > 0 {
		l.title, l.outro = t.w.T(catalog.QuietCardTitle), []chat.Block{chat.Remark(t.w.T(catalog.QuietKeep))}
	}
	return l, nil
}
