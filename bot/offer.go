package bot

import (
	"errors"
	"slices"
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// An offer: the times on their way to the mentee, and its card.

// quickOffer sends the times that a nudge had at hand.
func (t *turn) quickOffer(arg string) error {
	parts := strings.Split(arg, "|")
	p, ok, err := t.partIn(parts[0])
	if err != nil {
		return err
	}
	if !ok || p.side != mentorSide {
		return t.notice(catalog.GonePair)
	}
	if why, err := t.closed(p); err != nil || why != "" {
		return errors.Join(err, t.notice(why))
	}
	var slots []time.Time
	for _, s := range parts[1:] {
		if at, ok := fromUnix(s); ok && at.After(t.now) {
			slots = append(slots, at)
		}
	}
	if len(slots) == 0 {
		return t.notice(catalog.OfferStale)
	}
	place := ""
	if places := p.rules.Programme().Places; len(places) > 0 {
		place = places[0].ID
	}
	if open, err := t.offersOpen(p.pair); err != nil {
		return err
	} else if len(open) == 1 && open[0].Taker() == menteeSide && slices.EqualFunc(open[0].Slots, slots, time.Time.Equal) {
		return t.sentFace(p, parts[len(parts)-1]) // pressed twice
	}
	if err := t.makeOffer(p, slots, place); err != nil {
		return err
	}
	return t.sentFace(p, parts[len(parts)-1])
}

// sentFace takes the buttons off the pressed card and says what was done. The
// card that told the mentor keeps its words.
func (t *turn) sentFace(p part, from string) error {
	if from == fromAnnounce {
		return t.face(kindAnnounceMentor, subject("pair", p.pair.ID), "")
	}
	m, err := chat.NewMessage("", []chat.Block{chat.Remark(t.w.T(catalog.OfferSentFace, catalog.A("Name", p.mate.Name)))})
	t.answer.Face = &m
	return err
}

func (t *turn) makeOffer(p part, slots []time.Time, place string) error {
	slices.SortFunc(slots, time.Time.Compare)
	slots = slices.CompactFunc(slots, time.Time.Equal)
	if err := t.closeOffers(p.pair, mentoring.OfferReplaced); err != nil {
		return err
	}
	o := mentoring.Offer{
		ID: t.b.NewID(), Pair: p.pair.ID, By: p.side, Slots: slots, Place: place, MadeAt: t.now,
		Minutes: p.rules.Programme().Minutes,
	}
	if _, err := store.Offers.Insert(t.tx, o); err != nil {
		return err
	}
	if err := t.tell(p.mate.ID, kindOffer, subject("offer", o.ID), "", "offer/"+o.ID); err != nil {
		return err
	}
	return t.reply(kindOffered, subject("offer", o.ID), "")
}

// closeOffers ends the pair's open offers and redraws the cards of who was to
// choose.
func (t *turn) closeOffers(pair mentoring.Pair, end mentoring.OfferEnd) error {
	open, err := t.offersOpen(pair)
	if err != nil {
		return err
	}
	for _, o := range open {
		if err := t.closeOffer(pair, o, end); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) closeOffer(pair mentoring.Pair, o mentoring.Offer, end mentoring.OfferEnd) error {
	o.Closed = end
	if err := store.Offers.Put(t.tx, o); err != nil {
		return err
	}
	return t.redraw(pair.Person(o.Taker()), kindOffer, subject("offer", o.ID), "")
}

// offersOpen lists the pair's offers that wait for an answer.
func (s *scene) offersOpen(pair mentoring.Pair) ([]mentoring.Offer, error) {
	return store.OpenOffers(s.tx, pair.ID)
}

// offerOf is the offer in a card's subject with the reader's part in its pair.
func (s *scene) offerOf(subj string) (o mentoring.Offer, p part, ok bool, err error) {
	id := idOf("offer", subj)
	if o, ok, err = store.Offers.Get(s.tx, id); err != nil || !ok {
		return o, p, false, err
	}
	p, ok, err = s.partIn(o.Pair)
	return o, p, ok, err
}

func offerCard(s *scene, in store.Intent) (card, error) {
	o, p, ok, err := s.offerOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	name := catalog.A("Name", p.mate.Name)
	switch o.Closed {
	case mentoring.OfferTaken:
		return s.closedOffer(in, catalog.OfferTaken, name)
	case mentoring.OfferNoneFit:
		return s.noneFitFace(in, p)
	case mentoring.OfferReplaced:
		return s.closedOffer(in, catalog.OfferReplaced, name)
	}
	body := []chat.Block{chat.Line(s.w.T(offerText(p.side), name, catalog.N(o.Minutes)))}
	if place := s.place(p.rules, o.Place); place != "" {
		body = append(body, chat.Facts{Rows: []chat.Fact{chat.Pair(s.w.T(catalog.FactPlace), place)}})
	}
	slots := ahead(o, s.now)
	if len(slots) == 0 {
		return s.passedOffer(p)
	}
	actions := s.slotButtons(p.rules, o, slots)
	actions = append(actions, s.button(actNoneFit, catalog.ActNoneFit, o.ID, chat.StyleNormal))
	if p.side == menteeSide {
		body = append(body, chat.Remark(s.w.T(catalog.OfferNote)))
	}
	return say(s.w.T(catalog.OfferCardTitle), body, actions...)
}

// ahead is the offer's times that are still to come.
func ahead(o mentoring.Offer, now time.Time) []time.Time {
	return slices.DeleteFunc(slices.Clone(o.Slots), func(at time.Time) bool { return !at.After(now) })
}

// slotButtons is a button for each time; where there is no room for all, the
// last one opens the whole list.
func (s *scene) slotButtons(r mentoring.Rules, o mentoring.Offer, slots []time.Time) []chat.Action {
	room := chat.MaxActions - 1
	shown := len(slots)
	if shown > room {
		shown = room - 1
	}
	var out []chat.Action
	for _, at := range slots[:shown] {
		out = append(out, chat.Action{ID: actTakeSlot, Label: s.w.Moment(s.local(r, at)), Arg: o.ID + "|" + unix(at)})
	}
	if shown < len(slots) {
		out = append(out, s.button(actMoreSlots, catalog.ActMoreSlots, o.ID, chat.StyleNormal, catalog.N(len(slots)-shown)))
	}
	return out
}

// offerText is what the side that chooses is asked.
func offerText(side mentoring.Part) catalog.Key {
	if side == mentorSide {
		return catalog.ProposalText
	}
	return catalog.OfferText
}

// passedOffer is an offer of which no time is left.
func (s *scene) passedOffer(p part) (card, error) {
	name := catalog.A("Name", p.mate.Name)
	if p.side == mentorSide {
		return say(s.w.T(catalog.OfferCardTitle), []chat.Block{chat.Remark(s.w.T(catalog.ProposalPassed, name))},
			s.button(actOffer, catalog.ActOffer, p.pair.ID, chat.StylePrimary))
	}
	return say(s.w.T(catalog.OfferCardTitle), []chat.Block{chat.Remark(s.w.T(catalog.OfferPassed, name))},
		s.button(actAskDate, catalog.ActAskDate, p.pair.ID, chat.StylePrimary))
}

// closedOffer is the offer's card after it has ended; a new message is not
// worth sending for that.
func (s *scene) closedOffer(in store.Intent, k catalog.Key, name catalog.Arg) (card, error) {
	if !in.Edit {
		return unwanted("offer-closed")
	}
	return say(s.w.T(catalog.OfferCardTitle), []chat.Block{chat.Remark(s.w.T(k, name))})
}

func (s *scene) place(r mentoring.Rules, id string) string {
	for _, pl := range r.Programme().Places {
		if pl.ID == id {
			return pl.Label.In(s.w.Lang())
		}
	}
	return ""
}

func offeredCard(s *scene, in store.Intent) (card, error) {
	o, p, ok, err := s.offerOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	var rows []chat.Fact
	for i, at := range o.Slots {
		rows = append(rows, chat.Pair(s.w.T(catalog.FactSlot, catalog.N(i+1)), s.w.Moment(s.local(p.rules, at))))
	}
	if place := s.place(p.rules, o.Place); place != "" {
		rows = append(rows, chat.Pair(s.w.T(catalog.FactPlace), place))
	}
	return say(s.w.T(catalog.OfferedTitle), []chat.Block{
		chat.Line(s.w.T(catalog.OfferedText, catalog.A("Name", p.mate.Name))), chat.Facts{Rows: rows},
	})
}
