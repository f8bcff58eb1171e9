package bot

import (
	"slices"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// The answer to an offer: one of the times, or none of them.

// takeSlot plans the meeting. A slot that was taken, replaced or has passed
// says so on the card.
func (t *turn) takeSlot(arg string) error {
	id, at, _ := strings.Cut(arg, "|")
	start, okTime := fromUnix(at)
	o, p, ok, err := t.offerOf(subject("offer", id))
	if err != nil {
		return err
	}
	if !ok || !okTime || p.side != o.Taker() || !slices.ContainsFunc(o.Slots, start.Equal) {
		return t.notice(catalog.GoneOffer)
	}
	if o.Closed != mentoring.OfferOpen || !start.After(t.now) {
		if err := t.face(kindOffer, subject("offer", id), ""); err != nil {
			return err
		}
		return t.notice(catalog.OfferOver)
	}
	st, err := t.standing(p.pair)
	if err != nil {
		return err
	}
	if clashes(st, start, o.Minutes, "") {
		return t.notice(catalog.PlanClash)
	}
	o.Closed = mentoring.OfferTaken
	if err := store.Offers.Put(t.tx, o); err != nil {
		return err
	}
	m := mentoring.Meeting{
		ID: t.b.NewID(), Pair: p.pair.ID, State: mentoring.MeetingPlanned, Start: start,
		Minutes: o.Minutes, Place: o.Place, BookedBy: t.me.ID, BookedAt: t.now,
	}
	if err := t.book(p, m); err != nil {
		return err
	}
	return t.offerClosed(id)
}

// offerClosed takes the buttons off the card that was pressed, and off the one
// that brought the offer: a nudge has the same buttons.
func (t *turn) offerClosed(id string) error {
	if err := t.redraw(t.me.ID, kindOffer, subject("offer", id), ""); err != nil {
		return err
	}
	return t.face(kindOffer, subject("offer", id), "")
}

func (t *turn) openSlots(offer string) error { return t.openForm(formSlot, offer) }

// slotForm lists all times of an offer, where a card has no room for them.
func slotForm(s *scene, offer string) (chat.Form, bool, error) {
	o, p, ok, err := s.offerOf(subject("offer", offer))
	if err != nil || !ok || p.side != o.Taker() || o.Closed != mentoring.OfferOpen {
		return chat.Form{}, false, err
	}
	var options []chat.Option
	for _, at := range o.Slots { // the passed ones too: a dialog may be open
		options = append(options, chat.Option{Value: unix(at), Label: s.w.Moment(s.local(p.rules, at))})
	}
	return chat.Form{
		Title:  s.w.T(catalog.OfferCardTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(offerText(p.side), catalog.A("Name", p.mate.Name), catalog.N(o.Minutes)))},
		Submit: s.w.T(catalog.SlotSubmit),
		Fields: []chat.Field{{ID: "slot", Kind: chat.FieldChoice, Label: s.w.T(catalog.OfferSlots), Required: true, Options: options}},
	}, true, nil
}

func (t *turn) chooseSlot(offer string, v chat.Values) error {
	if at, ok := fromUnix(v.Option("slot")); !ok || !at.After(t.now) {
		t.wrong("slot", catalog.OfferStale)
		return nil
	}
	return t.takeSlot(offer + "|" + v.Option("slot"))
}

func (t *turn) noneFit(id string) error {
	o, p, ok, err := t.offerOf(subject("offer", id))
	if err != nil {
		return err
	}
	if !ok || p.side != o.Taker() {
		return t.notice(catalog.GoneOffer)
	}
	if o.Closed == mentoring.OfferOpen {
		o.Closed = mentoring.OfferNoneFit
		if err := store.Offers.Put(t.tx, o); err != nil {
			return err
		}
		if err := t.tell(p.mate.ID, kindNoneFit, subject("offer", id), "", "none-fit/"+id); err != nil {
			return err
		}
	}
	return t.offerClosed(id)
}

// noneFitFace is the offer's card after the press: who chooses is not left
// without a next step.
func (s *scene) noneFitFace(in store.Intent, p part) (card, error) {
	if !in.Edit {
		return unwanted("offer-closed")
	}
	name := catalog.A("Name", p.mate.Name)
	if p.side == mentorSide {
		return say(s.w.T(catalog.OfferCardTitle), []chat.Block{chat.Remark(s.w.T(catalog.ProposalNoneFit, name))},
			s.button(actOffer, catalog.ActOffer, p.pair.ID, chat.StylePrimary))
	}
	return say(s.w.T(catalog.OfferCardTitle), []chat.Block{chat.Remark(s.w.T(catalog.OfferNoneFit, name))},
		s.button(actPropose, catalog.ActPropose, p.pair.ID, chat.StyleNormal))
}

func noneFitCard(s *scene, in store.Intent) (card, error) {
	o, p, ok, err := s.offerOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	if o.Closed != mentoring.OfferNoneFit {
		return unwanted("answered")
	}
	open, err := s.offersOpen(p.pair)
	if err != nil {
		return card{}, err
	}
	if slices.ContainsFunc(open, func(later mentoring.Offer) bool { return later.MadeAt.After(o.MadeAt) }) {
		return unwanted("other-times") // are on their way already
	}
	name := catalog.A("Name", p.mate.Name)
	if p.side == menteeSide {
		return say(s.w.T(catalog.NoneFitTitle), []chat.Block{chat.Line(s.w.T(catalog.NoneFitProposal, name))},
			s.button(actAskDate, catalog.ActAskDate, p.pair.ID, chat.StylePrimary),
			s.button(actPropose, catalog.ActPropose, p.pair.ID, chat.StyleNormal),
			s.button(actAlreadyMet, catalog.ActAlreadyMet, p.pair.ID, chat.StyleNormal))
	}
	return say(s.w.T(catalog.NoneFitTitle), []chat.Block{chat.Line(s.w.T(catalog.NoneFitText, name))},
		s.button(actOffer, catalog.ActOfferAgain, p.pair.ID, chat.StylePrimary),
		s.button(actAlreadyMet, catalog.ActAlreadyMet, p.pair.ID, chat.StyleNormal))
}
