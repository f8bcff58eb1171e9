package bot

import (
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// A pair that ends because one of the two has left: what was open between
// them closes, and the other side hears that it is over, never why.

const (
	kindPairEnded = "pair-ended" // to who stays; subject pair/<id>, arg: the meeting that was called off

	// kindMentorLost is for whoever looks after the mentee's section; subject
	// pair/<id>.
	kindMentorLost = "mentor-lost"

	// argEnded asks for an edit that takes the buttons off a card of a pair
	// that is over, whatever its kind.
	argEnded = "pair-ended"
)

// endPairs ends the pairs of somebody who has left, from today on. A mentee
// who stays behind needs a new mentor.
func (b *Bot) endPairs(tx store.Tx, p mentoring.Person, now time.Time) error {
	pairs, err := store.PairsOf(tx, p.ID)
	if err != nil {
		return err
	}
	for _, pair := range pairs {
		rules, err := b.rules.Get(tx, pair.Programme)
		if err != nil {
			return err
		}
		if ended(pair, rules, now) {
			continue
		}
		pair.Ended = rules.Date(now)
		if err := store.Pairs.Put(tx, pair); err != nil {
			return err
		}
		if err := b.noChange(tx, pair, now); err != nil {
			return err
		}
		if err := b.windUp(tx, pair, pair.Person(pair.PartOf(p.ID).Other()), now); err != nil {
			return err
		}
		mentee, err := store.People.Must(tx, pair.Mentee)
		if err != nil {
			return err
		}
		if err := b.needsAnother(tx, pair, mentee, now); err != nil {
			return err
		}
	}
	return nil
}

// needsAnother tells whoever looks after the section that a mentee who stays
// has lost the mentor, and asks for another.
func (b *Bot) needsAnother(tx store.Tx, pair mentoring.Pair, mentee mentoring.Person, now time.Time) error {
	if pair.Voluntary || !mentee.Active || !mentee.Has(mentoring.RoleMentee) {
		return nil
	}
	rules, err := b.rules.Get(tx, pair.Programme)
	if err != nil {
		return err
	}
	heads, err := store.InCharge(tx, store.Matter{
		Section: mentee.Section, On: rules.Date(now), Parts: []string{pair.Mentee, pair.Mentor},
	})
	if err != nil {
		return err
	}
	var first time.Time
	for _, c := range heads {
		first = rules.RemindAfter(now)
		if err := b.send(tx, store.Intent{
			Key: "mentor-lost/" + pair.ID + "/" + c.Person.ID, Keep: true,
			Kind: kindMentorLost, Subject: subject("pair", pair.ID), To: c.Person.ID,
		}, now); err != nil {
			return err
		}
	}
	return b.lookForMentorFrom(tx, mentee, now, first)
}

// mentorLostCard says that a pair is over, never why, with the button to choose
// anew.
func mentorLostCard(s *scene, in store.Intent) (card, error) {
	_, mentee, mentor, ok, err := s.bothOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	n, waits, err := s.nominee(mentee.ID)
	if err != nil || !waits {
		return card{drop: "settled"}, err
	}
	return say(s.w.T(catalog.EndedTitle), append([]chat.Block{
		chat.Line(s.w.T(catalog.MentorLost, catalog.A("Mentee", mentee.Name), catalog.A("Mentor", mentor.Name))),
	}, s.inPlaceOf([]nominee{n})...), s.nominateButton(n))
}

// windUp calls off what the pair had planned and offered, takes the buttons
// off the cards of the one who stays, and tells them. Who was never told of
// the pair hears nothing.
func (b *Bot) windUp(tx store.Tx, pair mentoring.Pair, stays string, now time.Time) error {
	return b.windUpFor(tx, pair, now, stays)
}

// windUpFor is windUp for everybody who stays.
func (b *Bot) windUpFor(tx store.Tx, pair mentoring.Pair, now time.Time, stay ...string) error {
	w, err := b.unwind(tx, pair, now)
	if err != nil {
		return err
	}
	next := ""
	for _, m := range w.off {
		if next == "" && m.Start.After(now) {
			next = m.ID
		}
	}
	for _, stays := range stay {
		if err := b.deaden(tx, w.dead, stays, now); err != nil {
			return err
		}
		if err := b.sayEnded(tx, pair, stays, next, now); err != nil {
			return err
		}
	}
	return nil
}

// unwound is what was open between two who are no longer a pair.
type unwound struct {
	dead   []store.Intent // cards whose buttons come off
	off    []mentoring.Meeting
	series mentoring.Series
	runs   bool
}

// unwind closes everything that is open between the two.
func (b *Bot) unwind(tx store.Tx, pair mentoring.Pair, now time.Time) (w unwound, err error) {
	card := func(kind, subj string) {
		w.dead = append(w.dead, store.Intent{Kind: kind, Subject: subj})
	}
	for _, kind := range []string{kindAnnounceMentor, kindAnnounceMentee, kindAskDate, store.KindNudge, store.KindLookBack} {
		card(kind, subject("pair", pair.ID))
	}
	if w.off, err = b.callOff(tx, pair, now); err != nil {
		return w, err
	}
	for _, m := range w.off {
		card(kindPlanned, store.PlannedSubject(m))
		card(store.KindCheckIn, subject("meeting", m.ID))
		card(store.KindPrepare, subject("meeting", m.ID))
		card(store.KindTalkDay, subject("meeting", m.ID))
	}
	offers, err := b.withdraw(tx, pair)
	if err != nil {
		return w, err
	}
	for _, o := range offers {
		card(kindOffer, subject("offer", o.ID))
	}
	if w.series, w.runs, err = endSeries(tx, pair, now); w.runs {
		card(kindSeries, subject("series", w.series.ID))
	}
	return w, err
}

// deaden takes the buttons off one person's cards.
func (b *Bot) deaden(tx store.Tx, dead []store.Intent, stays string, now time.Time) error {
	for _, in := range dead {
		in.Key, in.Arg, in.To = "ended/"+in.Kind+"/"+in.Subject+"/"+stays, argEnded, stays
		in.Urgent, in.Edit, in.Keep = true, true, true
		if err := b.send(tx, in, now); err != nil {
			return err
		}
	}
	return nil
}

// sayEnded tells who stays, unless they never heard of the pair.
func (b *Bot) sayEnded(tx store.Tx, pair mentoring.Pair, stays, next string, now time.Time) error {
	if pair.ToldAt.IsZero() {
		return nil
	}
	return b.send(tx, store.Intent{
		Key: "pair-ended/" + pair.ID + "/" + stays, Keep: true,
		Kind: kindPairEnded, Subject: subject("pair", pair.ID), Arg: next, To: stays,
	}, now)
}

func (b *Bot) send(tx store.Tx, in store.Intent, now time.Time) error {
	in.ID = b.NewID()
	_, err := store.Enqueue(tx, in, now)
	return err
}

// callOff cancels the pair's planned meetings; nobody is asked about them.
func (b *Bot) callOff(tx store.Tx, pair mentoring.Pair, now time.Time) (off []mentoring.Meeting, err error) {
	st, err := store.Standing(tx, pair)
	if err != nil {
		return nil, err
	}
	for _, m := range st.Meetings {
		if m.State != mentoring.MeetingPlanned {
			continue
		}
		m.State = mentoring.MeetingCancelled
		if err := store.Meetings.Put(tx, m); err != nil {
			return nil, err
		}
		if err := store.Unschedule(tx, store.DueCheckIn, m.ID); err != nil {
			return nil, err
		}
		off = append(off, m)
	}
	return off, nil
}

// withdraw closes the pair's open offers.
func (b *Bot) withdraw(tx store.Tx, pair mentoring.Pair) (open []mentoring.Offer, err error) {
	offers, err := store.Offers.All(tx, store.Span{Index: "pair", Prefix: store.Under(pair.ID)})
	if err != nil {
		return nil, err
	}
	for _, o := range offers {
		if o.Closed != mentoring.OfferOpen {
			continue
		}
		o.Closed = mentoring.OfferReplaced
		if err := store.Offers.Put(tx, o); err != nil {
			return nil, err
		}
		open = append(open, o)
	}
	return open, nil
}

// overCard is what an old card of a pair that is over says: nothing is to be
// done there any more.
func overCard(s *scene, _ store.Intent) (card, error) {
	return say("", []chat.Block{chat.Remark(s.w.T(catalog.EndedFace))})
}

// pairEndedCard tells the one who stays. The reason is nobody's business.
func pairEndedCard(s *scene, in store.Intent) (card, error) {
	pair, mentee, mentor, ok, err := s.bothOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	mate, text := mentor, catalog.EndedMentee
	if pair.Voluntary {
		text = catalog.EndedVoluntary
	}
	if pair.PartOf(s.me.ID) == mentorSide {
		mate, text = mentee, catalog.EndedMentor
	}
	rules, err := s.rules(pair.Programme)
	if err != nil {
		return card{}, err
	}
	prog := rules.Programme()
	if !pair.Voluntary && prog.ClosedBy(rules.Date(s.now)) {
		text = catalog.ProgrammeEnded
	}
	body := []chat.Block{chat.Line(s.w.T(text, catalog.A("Name", mate.Name), catalog.A("Programme", prog.Name.In(s.w.Lang()))))}
	m, ok, err := store.Meetings.Get(s.tx, in.Arg)
	if err != nil {
		return card{}, err
	}
	if ok {
		body = append(body, chat.Line(s.w.T(catalog.EndedMeeting, catalog.A("When", s.w.Moment(s.local(rules, m.Start))))))
	}
	ask, err := s.whomToAsk()
	if err != nil {
		return card{}, err
	}
	return say(s.w.T(catalog.EndedTitle), append(body, ask...),
		s.button(actHome, catalog.ActMenu, "", chat.StyleNormal))
}
