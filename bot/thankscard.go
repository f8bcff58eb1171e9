package bot

import (
	"slices"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// サンキューカード: at the end a mentee gives their mentor a card of the size of a
// name card (seeds/002), once. The two read it on a page and can print it; a
// message says that it is there, never what it says. Nobody else sees it.

const (
	kindCardSent = "thanks-card-sent" // receipt; subject pair/<id>
	kindCardCame = "thanks-card-came" // to the mentor; subject pair/<id>

	actGiveCard = "thanks-card.give" // arg: pair
	actReadCard = "thanks-card.read" // arg: pair
	formCard    = "thanks-card"      // arg: pair
	exportCards = "thanks-card"      // arg: pair

	// cardMax is how many letters stand on a card of that size and can be read.
	cardMax = 100
)

// giving is a pair whose mentee, the reader, can give the card: the programme has
// one, they have talked, the months are over or the pair is, and none was given.
func (s *scene) giving(id string) (p part, ok bool, err error) {
	if p, ok, err = s.sheetPart(id); err != nil || !ok || p.side != menteeSide || !p.rules.Programme().ThankYouCard {
		return p, false, err
	}
	if p.rules.YearOver(s.now) || (!p.rules.WindowOver(s.now) && !ended(p.pair, p.rules, s.now)) {
		return p, false, nil
	}
	st, err := s.standing(p.pair)
	if err != nil {
		return p, false, err
	}
	if !slices.ContainsFunc(st.Meetings, mentoring.Meeting.Counts) {
		return p, false, nil
	}
	_, given, err := store.ThanksCards.Get(s.tx, id)
	return p, err == nil && !given, err
}

// cardButton leads to the card: to give it, or to read the one that was given.
func (s *scene) cardButton(p part) (a chat.Action, ok bool, err error) {
	if _, ok, err = s.cardOf(p.pair.ID); err != nil {
		return a, false, err
	}
	if ok {
		return s.button(actReadCard, catalog.ActReadCard, p.pair.ID, chat.StyleNormal), true, nil
	}
	_, ok, err = s.giving(p.pair.ID)
	return s.button(actGiveCard, catalog.ActGiveCard, p.pair.ID, chat.StyleNormal), ok, err
}

func (t *turn) openGiveCard(pair string) error { return t.openForm(formCard, pair) }

func cardForm(s *scene, pair string) (chat.Form, bool, error) {
	p, ok, err := s.giving(pair)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	name := catalog.A("Name", p.mate.Name)
	return chat.Form{
		Title: s.w.T(catalog.CardTitle), Submit: s.w.T(catalog.CardSubmit),
		Intro: []chat.Block{chat.Line(s.w.T(catalog.CardIntro, name)), chat.Remark(s.w.T(catalog.CardNote))},
		Fields: []chat.Field{{
			ID: "words", Kind: chat.FieldLong, Required: true, Max: cardMax, Label: s.w.T(catalog.CardLabel, name),
		}},
	}, true, nil
}

// giveCard sends it, once.
func (t *turn) giveCard(pair string, v chat.Values) error {
	p, ok, err := t.giving(pair)
	if err != nil || !ok {
		return err
	}
	rec := store.ThanksCard{Pair: pair, Mentee: t.me.ID, Mentor: p.mate.ID, Words: v.Text("words").OwnedBy(t.me.ID), At: t.now}
	if fresh, err := store.ThanksCards.Insert(t.tx, rec); err != nil || !fresh {
		return err
	}
	subj := subject("pair", pair)
	if err := t.reply(kindCardSent, subj, ""); err != nil {
		return err
	}
	return t.tell(p.mate.ID, kindCardCame, subj, "", "thanks-card/"+pair)
}

// cardOf is the card of the pair, for the two of them alone.
func (s *scene) cardOf(pair string) (rec store.ThanksCard, ok bool, err error) {
	rec, ok, err = store.ThanksCards.Get(s.tx, pair)
	return rec, ok && (rec.Mentee == s.me.ID || rec.Mentor == s.me.ID), err
}

// cardPeople is the card with its two people.
func (s *scene) cardPeople(pair string) (rec store.ThanksCard, mentee, mentor mentoring.Person, ok bool, err error) {
	if rec, ok, err = s.cardOf(pair); err != nil || !ok {
		return rec, mentee, mentor, false, err
	}
	if mentee, err = s.person(rec.Mentee); err != nil {
		return rec, mentee, mentor, false, err
	}
	mentor, err = s.person(rec.Mentor)
	return rec, mentee, mentor, err == nil, err
}

func (t *turn) readCard(pair string) error {
	rec, mentee, mentor, ok, err := t.cardPeople(pair)
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.CardNone)
	}
	return t.show(t.w.T(catalog.CardTitle), chat.Section{
		Body: []chat.Block{
			chat.Line(t.w.T(catalog.CardTo, catalog.A("Name", mentor.Name))),
			chat.Paragraph(chat.Words(rec.Words)),
			chat.Line(t.w.T(catalog.CardFrom, catalog.A("Name", mentee.Name))),
			chat.Remark(t.w.T(catalog.CardOnlyTwo)),
		},
		Actions: []chat.Action{t.exportButton(catalog.ActPrintCard, exportCards, pair)},
	})
}

func cardSentCard(s *scene, in store.Intent) (card, error) {
	pair := idOf("pair", in.Subject)
	_, _, mentor, ok, err := s.cardPeople(pair)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	return say("", []chat.Block{chat.Line(s.w.T(catalog.CardSent, catalog.A("Name", mentor.Name)))},
		s.button(actReadCard, catalog.ActReadCard, pair, chat.StyleNormal))
}

func cardCameCard(s *scene, in store.Intent) (card, error) {
	pair := idOf("pair", in.Subject)
	_, mentee, _, ok, err := s.cardPeople(pair)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	return say(s.w.T(catalog.CardTitle), []chat.Block{chat.Line(s.w.T(catalog.CardCame, catalog.A("Name", mentee.Name)))},
		s.button(actReadCard, catalog.ActReadCard, pair, chat.StylePrimary))
}
