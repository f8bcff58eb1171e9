package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// What HR entered for somebody is corrected or taken back by HR, as long as the
// person has not said otherwise.

func (t *turn) undoBehalf(id string) error {
	rec, pair, ok, err := t.entry(id)
	if err != nil {
		return err
	}
	stands, err := t.standsAsEntered(rec)
	switch {
	case err != nil:
		return err
	case !ok || !stands:
		return t.notice(catalog.BehalfGone)
	}
	if err := t.takeBackEntry(rec, pair, ""); err != nil {
		return err
	}
	subj := subject("behalf", rec.ID)
	if err := t.tell(pair.Person(rec.Part), kindUnentered, subj, "", "unentered/"+rec.ID); err != nil {
		return err
	}
	if err := t.face(kindEnteredFor, subj, ""); err != nil || t.answer.Face != nil {
		return err
	}
	return t.notice(catalog.BehalfUndone)
}

// takeBackEntry has the meeting as it would be without the entry.
func (t *turn) takeBackEntry(rec store.Behalf, pair mentoring.Pair, instead string) error {
	other, p, err := t.actingFor(pair, rec.Part)
	if err != nil {
		return err
	}
	m, err := store.Meetings.Must(t.tx, rec.Meeting)
	if err != nil {
		return err
	}
	after := m.Unsay(rec.Part, t.now)
	if len(after.Answers) == 0 && m.Unplanned() {
		after.State = mentoring.MeetingCancelled // it was planned by nobody
	}
	rec.Undone, rec.UndoneBy, rec.Instead = t.now, t.me.ID, instead
	if err := store.Behalves.Put(t.tx, rec); err != nil {
		return err
	}
	t.audit("entry-undone", subject("pair", pair.ID))
	if err := t.redraw(other.me.ID, kindEntered, subject("behalf", rec.ID), ""); err != nil {
		return err
	}
	return other.becomes(p, m, after)
}

func (t *turn) openBehalfFix(id string) error { return t.openForm(formBehalfFix, id) }

func behalfFixForm(s *scene, id string) (chat.Form, bool, error) {
	rec, pair, ok, err := s.entry(id)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	if stands, err := s.standsAsEntered(rec); err != nil || !stands {
		return chat.Form{}, false, err
	}
	who, err := s.person(pair.Person(rec.Part))
	if err != nil {
		return chat.Form{}, false, err
	}
	return chat.Form{
		Title:  s.w.T(catalog.BehalfFixTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.BehalfFixIntro, catalog.A("Name", who.Name)))},
		Submit: s.w.T(catalog.FormSave),
		Fields: []chat.Field{{ID: "date", Kind: chat.FieldDate, Label: s.w.T(catalog.AlreadyDate), Required: true}},
	}.Fill(chat.Set("date", rec.On.String())), true, nil
}

// fixBehalf enters the right day and takes the wrong one back.
func (t *turn) fixBehalf(id string, v chat.Values) error {
	rec, pair, ok, err := t.entry(id)
	if err != nil || !ok {
		return err
	}
	anew, err := t.enterMet(pair, rec.Part, v)
	if err != nil || t.refused || anew.ID == "" {
		return err
	}
	if err := t.takeBackEntry(rec, pair, anew.ID); err != nil {
		return err
	}
	return t.redraw(t.me.ID, kindEnteredFor, subject("behalf", rec.ID), "")
}

// entryWords is who said what of which day.
func (s *scene) entryWords(rec store.Behalf, pair mentoring.Pair) (name, mate, day catalog.Arg, err error) {
	r, err := s.rules(pair.Programme)
	if err != nil {
		return name, mate, day, err
	}
	who, err := s.person(pair.Person(rec.Part))
	if err != nil {
		return name, mate, day, err
	}
	with, err := s.person(pair.Person(rec.Part.Other()))
	return catalog.A("Name", who.Name), catalog.A("Mate", with.Name), catalog.A("Day", s.w.Day(noonOf(r, rec.On))), err
}

// enteredForCard is HR's receipt.
func enteredForCard(s *scene, in store.Intent) (card, error) {
	rec, pair, ok, err := s.entry(idOf("behalf", in.Subject))
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	name, mate, day, err := s.entryWords(rec, pair)
	if err != nil {
		return card{}, err
	}
	stands, err := s.standsAsEntered(rec)
	switch {
	case err != nil:
		return card{}, err
	case !rec.Undone.IsZero():
		return say("", []chat.Block{chat.Remark(s.w.T(catalog.BehalfTakenBack, name, mate, day))})
	case !stands:
		return say("", []chat.Block{chat.Remark(s.w.T(catalog.BehalfChanged, name, mate, day))})
	}
	return say("", []chat.Block{chat.Line(s.w.T(catalog.BehalfDone, name, mate, day))},
		s.button(actBehalfFix, catalog.ActBehalfFix, rec.ID, chat.StyleNormal),
		s.button(actBehalfUndo, catalog.ActBehalfUndo, rec.ID, chat.StyleNormal))
}

// theirEntry is an entry of the reader's own word.
func (s *scene) theirEntry(in store.Intent) (rec store.Behalf, p part, ok bool, err error) {
	if rec, ok, err = store.Behalves.Get(s.tx, idOf("behalf", in.Subject)); err != nil || !ok {
		return rec, p, false, err
	}
	p, ok, err = s.partIn(rec.Pair)
	return rec, p, ok && p.side == rec.Part, err
}

// enteredCard tells the person what was entered in their name.
func enteredCard(s *scene, in store.Intent) (card, error) {
	rec, p, ok, err := s.theirEntry(in)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	by, err := s.person(rec.By)
	if err != nil {
		return card{}, err
	}
	args := []catalog.Arg{catalog.A("By", by.Name), catalog.A("Name", p.mate.Name), catalog.A("Day", s.w.Day(noonOf(p.rules, rec.On)))}
	if !rec.Undone.IsZero() {
		if !in.Edit {
			return unwanted("undone")
		}
		return say("", []chat.Block{chat.Remark(s.w.T(catalog.EnteredBack, args...))})
	}
	return say(s.w.T(catalog.EnteredTitle), []chat.Block{chat.Line(s.w.T(catalog.EnteredText, args...)), chat.Remark(s.w.T(catalog.EnteredNote))},
		s.button(actCorrect, catalog.ActCorrect, rec.Meeting, chat.StyleNormal), s.consultButton())
}

func unenteredCard(s *scene, in store.Intent) (card, error) {
	rec, p, ok, err := s.theirEntry(in)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	by, err := s.person(rec.UndoneBy)
	if err != nil {
		return card{}, err
	}
	return say("", []chat.Block{chat.Line(s.w.T(catalog.EnteredBack,
		catalog.A("By", by.Name), catalog.A("Name", p.mate.Name), catalog.A("Day", s.w.Day(noonOf(p.rules, rec.On)))))})
}

// enteredFor is what HR has entered for the person, with what can still be done
// about it, the latest first.
func (t *turn) enteredFor(p mentoring.Person) ([]chat.Section, error) {
	pairs, err := store.PairsOf(t.tx, p.ID)
	if err != nil {
		return nil, err
	}
	sec := chat.Section{Title: t.w.T(catalog.BehalfList)}
	var rows []chat.Fact
	for _, pair := range pairs {
		for rec, err := range store.Behalves.Each(t.tx, store.Span{Index: "pair", Prefix: store.Under(pair.ID), Backwards: true}) {
			if err != nil {
				return nil, err
			}
			_, _, ok, err := t.entry(rec.ID)
			if err != nil {
				return nil, err
			}
			if !ok || pair.Person(rec.Part) != p.ID || !rec.Undone.IsZero() || len(rows) == chat.MaxFacts {
				continue
			}
			by, err := t.person(rec.By)
			if err != nil {
				return nil, err
			}
			_, mate, day, err := t.entryWords(rec, pair)
			if err != nil {
				return nil, err
			}
			rows = append(rows, chat.Pair(by.Name, t.w.T(catalog.BehalfEntry, mate, day)))
			stands, err := t.standsAsEntered(rec)
			if err != nil {
				return nil, err
			}
			if stands && len(sec.Actions) < chat.MaxActions {
				sec.Actions = append(sec.Actions, t.button(actBehalfFix, catalog.ActBehalfFixOf, rec.ID, chat.StyleNormal, day))
			}
		}
	}
	if len(rows) == 0 {
		return nil, nil
	}
	sec.Body = []chat.Block{chat.Facts{Rows: rows}}
	return []chat.Section{sec}, nil
}
