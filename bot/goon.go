package bot

import (
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// 「10月以降も続ける」: after the programme's months either side proposes to go
// on, and the other one agrees. They keep planning and writing until the fiscal
// year ends: no minimum, no nudge, nothing for the head.

const (
	kindGoOn     = "go-on"      // the proposal; subject pair/<id>
	kindGoOnSent = "go-on-sent" // receipt; the same subject
	kindGoingOn  = "going-on"   // to both; the same subject

	actGoOn = "go-on.say" // arg: pair
)

// goOnButton proposes to go on, or agrees; ok is false where there is nothing
// to say any more.
func (s *scene) goOnButton(p part) (a chat.Action, ok bool, err error) {
	if !p.rules.WindowOver(s.now) || p.rules.YearOver(s.now) {
		return a, false, nil
	}
	g, held, err := store.Goings.Get(s.tx, p.pair.ID)
	if err != nil || (held && (!g.Agreed.IsZero() || g.By == s.me.ID)) {
		return a, false, err
	}
	next := p.rules.LastPeriod().Add(1)
	return s.button(actGoOn, catalog.ActGoOn, p.pair.ID, chat.StylePrimary, s.monthName(next)), true, nil
}

// goOn proposes or agrees. Both at once is an agreement.
func (t *turn) goOn(pair string) error {
	p, ok, err := t.partIn(pair)
	if err != nil {
		return err
	}
	switch {
	case !ok:
		return t.notice(catalog.GonePair)
	case !p.rules.WindowOver(t.now):
		return t.notice(catalog.GoOnEarly)
	case p.rules.YearOver(t.now):
		return t.notice(catalog.ClosedYear)
	}
	subj := subject("pair", pair)
	g, held, err := store.Goings.Get(t.tx, pair)
	switch {
	case err != nil:
		return err
	case !held:
		if err := store.Goings.Put(t.tx, store.Going{Pair: pair, By: t.me.ID, At: t.now}); err != nil {
			return err
		}
		if err := t.tell(p.mate.ID, kindGoOn, subj, "", "go-on/"+pair); err != nil {
			return err
		}
		return t.reply(kindGoOnSent, subj, "")
	case !g.Agreed.IsZero():
		return t.notice(catalog.GoOnAlready)
	case g.By == t.me.ID:
		return t.notice(catalog.GoOnAsked)
	}
	g.Agreed = t.now
	if err := store.Goings.Put(t.tx, g); err != nil {
		return err
	}
	if err := t.redraw(t.me.ID, kindGoOn, subj, ""); err != nil {
		return err
	}
	if err := t.reply(kindGoingOn, subj, ""); err != nil {
		return err
	}
	return t.tell(p.mate.ID, kindGoingOn, subj, "", "going-on/"+pair)
}

func goOnCard(s *scene, in store.Intent) (card, error) {
	p, ok, err := s.pairOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	a, open, err := s.goOnButton(p)
	if err != nil {
		return card{}, err
	}
	month, name := s.monthName(p.rules.LastPeriod().Add(1)), catalog.A("Name", p.mate.Name)
	if !open {
		if !in.Edit {
			return unwanted("settled")
		}
		return say("", []chat.Block{chat.Remark(s.w.T(catalog.GoingOnFace, month, name))})
	}
	return say(s.w.T(catalog.GoOnTitle, month, name), []chat.Block{chat.Line(s.w.T(catalog.GoOnText, month, name))}, a)
}

func goOnSentCard(s *scene, in store.Intent) (card, error) {
	p, ok, err := s.pairOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	return say("", []chat.Block{chat.Line(s.w.T(catalog.GoOnSent, catalog.A("Name", p.mate.Name)))})
}

func goingOnCard(s *scene, in store.Intent) (card, error) {
	p, ok, err := s.pairOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	month, name := s.monthName(p.rules.LastPeriod().Add(1)), catalog.A("Name", p.mate.Name)
	action := s.button(actAskDate, catalog.ActAskDate, p.pair.ID, chat.StylePrimary)
	if p.side == mentorSide {
		action = s.button(actOffer, catalog.ActOffer, p.pair.ID, chat.StylePrimary)
	}
	return say(s.w.T(catalog.GoingOnTitle, month), []chat.Block{chat.Line(s.w.T(catalog.GoingOnText, name))}, action)
}

// goesOn reports whether both want to go on after the months.
func (s *scene) goesOn(pair string) (bool, error) {
	g, ok, err := store.Goings.Get(s.tx, pair)
	return ok && !g.Agreed.IsZero(), err
}

// closed is why a pair plans no more: the months are over and they have not
// agreed to go on, or the fiscal year is. "" while they can.
func (s *scene) closed(p part) (catalog.Key, error) {
	switch {
	case p.rules.YearOver(s.now):
		return catalog.ClosedYear, nil
	case p.pair.Voluntary || !p.rules.WindowOver(s.now):
		return "", nil
	}
	if on, err := s.goesOn(p.pair.ID); err != nil || on {
		return "", err
	}
	return catalog.ClosedWindow, nil
}

// whyClosed is closed for a form about the pair in arg.
func whyClosed(s *scene, arg string) (catalog.Key, error) {
	pair, _, _ := strings.Cut(arg, "|")
	p, ok, err := s.partIn(pair)
	if err != nil || !ok {
		return "", err
	}
	return s.closed(p)
}

// whyYearOver is for forms that are open until the fiscal year ends: about a
// pair or about a meeting.
func whyYearOver(s *scene, arg string) (catalog.Key, error) {
	id, _, _ := strings.Cut(arg, "|")
	p, ok, err := s.partIn(id)
	if err == nil && !ok {
		_, p, ok, err = s.meetingOf(subject("meeting", id))
	}
	if err != nil || !ok || !p.rules.YearOver(s.now) {
		return "", err
	}
	return catalog.ClosedYear, nil
}
