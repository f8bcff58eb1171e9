package bot

import (
	"slices"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// A change of mentor (domain.md, Q4): one of the two asks, and whoever looks
// after the section decides. The other side never hears who asked.

const (
	kindChangeSent = "change-sent" // receipt; subject change/<id>
	kindChangeKept = "change-kept" // to who asked: it stays as it is; subject change/<id>

	actChange  = "change.open" // arg: pair
	formChange = "change"      // arg: pair

	changeMax = 400
)

// canChange reports whether the pair's mentor can be changed: a voluntary pair
// is ended by who began it.
func (s *scene) canChange(p part) bool {
	return !p.pair.Voluntary && !p.rules.WindowOver(s.now)
}

// changeButtons asks for another mentor; none where that is not possible.
func (s *scene) changeButtons(p part, pairs int) []chat.Action {
	if !s.canChange(p) {
		return nil
	}
	return []chat.Action{s.buttonFor(p, actChange, catalog.ActChange, pairs)}
}

// askedBy is the reader's own change of the pair that waits.
func (s *scene) askedBy(pair string) (store.Change, bool, error) {
	all, err := store.ChangesOf(s.tx, pair)
	if err != nil {
		return store.Change{}, false, err
	}
	i := slices.IndexFunc(all, func(c store.Change) bool { return c.By == s.me.ID && c.Cause == store.ChangeAsked })
	if i < 0 {
		return store.Change{}, false, nil
	}
	return all[i], true, nil
}

func (t *turn) openChange(pair string) error { return t.openForm(formChange, pair) }

func changeForm(s *scene, pair string) (chat.Form, bool, error) {
	p, ok, err := s.partIn(pair)
	if err != nil || !ok || !s.canChange(p) {
		return chat.Form{}, false, err
	}
	if _, asked, err := s.askedBy(pair); err != nil || asked {
		return chat.Form{}, false, err
	}
	deciders, err := s.deciders(p.pair)
	if err != nil || len(deciders) == 0 {
		return chat.Form{}, false, err
	}
	name, head := catalog.A("Name", p.mate.Name), catalog.A("Head", deciders[0].Name)
	f := chat.Form{
		Title:  s.w.T(catalog.ChangeTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.ChangeIntro, head)), chat.Remark(s.w.T(catalog.ChangeUnnamed, name))},
		Submit: s.w.T(catalog.ChangeSubmit),
		Fields: []chat.Field{
			{ID: "agreed", Kind: chat.FieldConsent, Label: s.w.T(catalog.ChangeAgreed, head), Required: true},
			{ID: "reason", Kind: chat.FieldLong, Label: s.w.T(catalog.ChangeReason), Hint: s.w.T(catalog.ChangeReasonHint), Max: changeMax},
		},
	}
	if p.side == menteeSide {
		f.Intro = append(f.Intro, chat.Remark(s.w.T(catalog.ChangeOrQuiet)))
	}
	return f, true, nil
}

// whyNoChange is the sentence for a form that does not open.
func whyNoChange(s *scene, pair string) (catalog.Key, error) {
	p, ok, err := s.partIn(pair)
	if err != nil || !ok {
		return "", err
	}
	if !s.canChange(p) {
		return catalog.ChangeClosed, nil
	}
	_, asked, err := s.askedBy(pair)
	if asked {
		return catalog.ChangeAsked, err
	}
	return catalog.ChangeNobody, err
}

// change asks whoever decides.
func (t *turn) change(pair string, v chat.Values) error {
	p, ok, err := t.partIn(pair)
	if err != nil || !ok {
		return err
	}
	rec := store.Change{
		ID: t.b.NewID(), Pair: p.pair.ID, Cause: store.ChangeAsked, By: t.me.ID,
		Reason: v.Text("reason").OwnedBy(t.me.ID), At: t.now,
	}
	if err := t.beginChange(p.pair, rec); err != nil {
		return err
	}
	return t.reply(kindChangeSent, subject("change", rec.ID), "")
}

// beginChange writes the change down and asks whoever decides. Where a new
// mentor has been chosen already, that is the answer to this one too.
func (t *turn) beginChange(pair mentoring.Pair, rec store.Change) error {
	others, err := store.ChangesOf(t.tx, pair.ID)
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.State == store.ChangeChosen {
			rec.State, rec.Next = o.State, o.Next
		}
	}
	if _, err := store.Changes.Insert(t.tx, rec); err != nil || rec.State != store.ChangeOpen {
		return err
	}
	asked, err := t.deciders(pair)
	if err != nil {
		return err
	}
	for _, d := range asked {
		if err := t.tell(d.ID, kindChange, subject("change", rec.ID), "", "change/"+rec.ID); err != nil {
			return err
		}
	}
	return nil
}

// changeIn is the change in a card's subject with its pair.
func (s *scene) changeIn(subj string) (c store.Change, pair mentoring.Pair, ok bool, err error) {
	if c, ok, err = store.Changes.Get(s.tx, idOf("change", subj)); err != nil || !ok {
		return c, pair, false, err
	}
	pair, err = store.Pairs.Must(s.tx, c.Pair)
	return c, pair, err == nil, err
}

// myChange is changeIn for who asked.
func (s *scene) myChange(subj string) (c store.Change, p part, ok bool, err error) {
	c, pair, ok, err := s.changeIn(subj)
	if err != nil || !ok || c.By != s.me.ID {
		return c, p, false, err
	}
	p, ok, err = s.partOf(pair)
	return c, p, ok, err
}

func changeSentCard(s *scene, in store.Intent) (card, error) {
	_, p, ok, err := s.myChange(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	deciders, err := s.deciders(p.pair)
	if err != nil || len(deciders) == 0 {
		return card{drop: "nobody"}, err
	}
	return say("", []chat.Block{chat.Line(s.w.T(catalog.ChangeSent,
		catalog.A("Head", deciders[0].Name), catalog.A("Name", p.mate.Name)))}, s.consultButton())
}

// changeKeptCard tells who asked that the two are to go on, and where else they
// can turn.
func changeKeptCard(s *scene, in store.Intent) (card, error) {
	c, p, ok, err := s.myChange(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	by, err := s.person(c.Over)
	if err != nil {
		return card{}, err
	}
	body := []chat.Block{
		chat.Line(s.w.T(catalog.ChangeKeptText, catalog.A("Head", by.Name), catalog.A("Name", p.mate.Name))),
		chat.Line(s.w.T(catalog.ChangeKeptCare)),
	}
	return say(s.w.T(catalog.ChangeKeptTitle), body, append(s.quietButtons(p, 1), s.consultButton())...)
}
