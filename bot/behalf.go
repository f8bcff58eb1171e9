package bot

import (
	"slices"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// On somebody's behalf: who cannot use the bot phones HR, who enters that the
// two have talked. It counts as that person's own word: they hear of it and can
// put it right, and HR can correct it or take it back. Never in a pair of one's
// own.

const (
	actBehalf     = "behalf.open" // arg: pair
	actBehalfFix  = "behalf.fix"  // arg: entry
	actBehalfUndo = "behalf.undo" // arg: entry
	formBehalf    = "behalf"      // arg: pair
	formBehalfFix = "behalf.fix"  // arg: entry

	kindEntered    = "entered"     // to whose word it is; subject behalf/<id>
	kindUnentered  = "unentered"   // likewise: HR took it back
	kindEnteredFor = "entered-for" // receipt for HR; subject behalf/<id>
)

// assisted is a live pair for which the reader may act as HR.
func (s *scene) assisted(pairID string) (pair mentoring.Pair, ok bool, err error) {
	pair, ok, err = store.Pairs.Get(s.tx, pairID)
	if err != nil || !ok {
		return pair, false, err
	}
	r, err := s.rules(pair.Programme)
	if err != nil {
		return pair, false, err
	}
	ok = s.hr && pair.PartOf(s.me.ID) == "" && !pair.Voluntary && !pair.ToldAt.IsZero() &&
		!ended(pair, r, s.now) && !r.YearOver(s.now)
	return pair, ok, nil
}

// behalfButtons is one for each pair of the person for which HR may act.
func (t *turn) behalfButtons(p mentoring.Person) (out []chat.Action, err error) {
	pairs, err := store.PairsOf(t.tx, p.ID)
	if err != nil {
		return nil, err
	}
	for _, pair := range pairs {
		_, ok, err := t.assisted(pair.ID)
		if err != nil {
			return nil, err
		}
		if !ok || len(out) == chat.MaxActions {
			continue
		}
		mate, err := t.person(pair.Person(pair.PartOf(p.ID).Other()))
		if err != nil {
			return nil, err
		}
		out = append(out, t.button(actBehalf, catalog.ActBehalf, pair.ID, chat.StyleNormal, catalog.A("Name", mate.Name)))
	}
	return out, nil
}

func (t *turn) openBehalf(pair string) error { return t.openForm(formBehalf, pair) }

func behalfForm(s *scene, pairID string) (chat.Form, bool, error) {
	pair, ok, err := s.assisted(pairID)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	who := chat.Field{ID: "who", Kind: chat.FieldChoice, Label: s.w.T(catalog.BehalfWho), Required: true}
	for _, part := range []mentoring.Part{menteeSide, mentorSide} {
		p, err := s.person(pair.Person(part))
		if err != nil {
			return chat.Form{}, false, err
		}
		who.Options = append(who.Options, chat.Option{Value: string(part), Label: shorten(p.Name, chat.MaxOptionLabel)})
	}
	return chat.Form{
		Title:  s.w.T(catalog.BehalfTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.BehalfIntro)), chat.Remark(s.w.T(catalog.BehalfNote))},
		Submit: s.w.T(catalog.BehalfSubmit),
		Fields: []chat.Field{who, {ID: "date", Kind: chat.FieldDate, Label: s.w.T(catalog.AlreadyDate), Required: true}},
	}, true, nil
}

func (t *turn) enterBehalf(pairID string, v chat.Values) error {
	pair, ok, err := t.assisted(pairID)
	if err != nil || !ok {
		return err
	}
	_, err = t.enterMet(pair, mentoring.Part(v.Option("who")), v)
	return err
}

// enterMet records the talk as the person's own word. It returns the entry, or
// the zero Behalf where something is wrong with the day.
func (t *turn) enterMet(pair mentoring.Pair, side mentoring.Part, v chat.Values) (rec store.Behalf, err error) {
	other, p, err := t.actingFor(pair, side)
	if err != nil {
		return rec, err
	}
	y, m, d, _ := v.Date("date")
	on := mentoring.On(y, m, d)
	if ok, err := t.mayHaveMet(p, on); err != nil || !ok {
		return rec, err
	}
	st, err := t.standing(pair)
	if err != nil {
		return rec, err
	}
	if metOn(st, p.rules, on) {
		t.wrong("date", catalog.BehalfKnown)
		return rec, nil
	}
	if err := other.recordMet(p, on); err != nil {
		return rec, err
	}
	if st, err = t.standing(pair); err != nil {
		return rec, err
	}
	i := slices.IndexFunc(st.Meetings, func(m mentoring.Meeting) bool { return m.Counts() && p.rules.Date(m.Start) == on })
	if i < 0 {
		return rec, nil // the other one had said that they did not
	}
	rec = store.Behalf{ID: t.b.NewID(), Pair: pair.ID, Part: side, Meeting: st.Meetings[i].ID, On: on, By: t.me.ID, At: t.now}
	if _, err := store.Behalves.Insert(t.tx, rec); err != nil {
		return rec, err
	}
	t.audit("entered-met", subject("pair", pair.ID))
	if err := t.tell(other.me.ID, kindEntered, subject("behalf", rec.ID), "", "entered/"+rec.ID); err != nil {
		return rec, err
	}
	return rec, t.reply(kindEnteredFor, subject("behalf", rec.ID), "")
}

// actingFor is this turn as if the person on that side took it: what follows for
// them follows, but nothing reaches them outside their hours.
func (t *turn) actingFor(pair mentoring.Pair, side mentoring.Part) (*turn, part, error) {
	who, err := t.person(pair.Person(side))
	if err != nil {
		return nil, part{}, err
	}
	theirs := *t.scene
	theirs.me, theirs.hr = who, false
	other := &turn{scene: &theirs, event: t.event, contact: store.Contact{Person: who.ID}, behalf: true}
	p, _, err := other.partOf(pair)
	return other, p, err
}

// entry is one that the reader may see as HR.
func (s *scene) entry(id string) (rec store.Behalf, pair mentoring.Pair, ok bool, err error) {
	if rec, ok, err = store.Behalves.Get(s.tx, id); err != nil || !ok {
		return rec, pair, false, err
	}
	pair, ok, err = s.assisted(rec.Pair)
	return rec, pair, ok, err
}

// standsAsEntered reports whether the entry is still what the person's word is.
func (s *scene) standsAsEntered(rec store.Behalf) (bool, error) {
	m, ok, err := store.Meetings.Get(s.tx, rec.Meeting)
	return ok && rec.Undone.IsZero() && m.Answers[rec.Part] == mentoring.CheckInMet, err
}
