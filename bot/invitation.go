package bot

import (
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// What becomes of a mentee's choice: who was asked accepts or declines with one
// tap, the mentee hears it, and may choose again.

const (
	kindAsked          = "choose-asked"     // receipt for the mentee; subject invitation/<id>
	kindChooseOver     = "choose-over"      // to the mentee: not accepted; subject invitation/<id>
	kindChooseWithdrew = "choose-withdrawn" // receipt; subject invitation/<id>

	actAccept   = "choose.accept"   // arg: invitation
	actDecline  = "choose.decline"  // arg: invitation
	actWithdraw = "choose.withdraw" // arg: invitation
)

func (s *scene) withdrawButton(inv store.Invitation) chat.Action {
	return s.button(actWithdraw, catalog.ActChooseWithdraw, inv.ID, chat.StyleNormal)
}

// invite asks the mentor whom the reader chose.
func (t *turn) invite(c chooser, mentor mentoring.Person) error {
	inv := store.Invitation{ID: t.b.NewID(), Programme: c.rules.Programme().ID, Mentee: t.me.ID, Mentor: mentor.ID, At: t.now}
	if _, err := store.Invitations.Insert(t.tx, inv); err != nil {
		return err
	}
	if err := store.Schedule(t.tx, store.DueNominee, t.me.ID, c.rules.RemindAfter(t.now)); err != nil {
		return err
	}
	subj := subject("invitation", inv.ID)
	if err := t.tell(mentor.ID, store.KindInvited, subj, "", "invited/"+inv.ID); err != nil {
		return err
	}
	return t.reply(kindAsked, subj, "")
}

// inviteOf is the one in a subject with both its people.
func (s *scene) inviteOf(id string) (inv store.Invitation, mentee, mentor mentoring.Person, ok bool, err error) {
	if inv, ok, err = store.Invitations.Get(s.tx, id); err != nil || !ok {
		return inv, mentee, mentor, false, err
	}
	if mentee, err = s.person(inv.Mentee); err != nil {
		return inv, mentee, mentor, false, err
	}
	mentor, err = s.person(inv.Mentor)
	return inv, mentee, mentor, err == nil, err
}

// askedCard tells the mentee that the question is on its way.
func askedCard(s *scene, in store.Intent) (card, error) {
	inv, _, mentor, ok, err := s.inviteOf(idOf("invitation", in.Subject))
	if err != nil || !ok || inv.Mentee != s.me.ID {
		return card{drop: "gone"}, err
	}
	body := []chat.Block{chat.Line(s.w.T(catalog.ChooseAsked, catalog.A("Name", mentor.Name)))}
	if inv.Answer != store.InvitationOpen {
		return say(s.w.T(catalog.ChooseAskedTitle), append(body, chat.Remark(s.w.T(catalog.ChooseOver))))
	}
	return say(s.w.T(catalog.ChooseAskedTitle), body, s.withdrawButton(inv))
}

// invitedCard asks the mentor.
func invitedCard(s *scene, in store.Intent) (card, error) {
	inv, mentee, _, ok, err := s.inviteOf(idOf("invitation", in.Subject))
	if err != nil || !ok || inv.Mentor != s.me.ID {
		return card{drop: "gone"}, err
	}
	if inv.Answer != store.InvitationOpen {
		if !in.Edit {
			return unwanted("answered")
		}
		return say("", []chat.Block{chat.Remark(s.w.T(invitationFace(inv), catalog.A("Name", mentee.Name)))})
	}
	r, ok, err := s.rulesOf(inv.Programme)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	name := catalog.A("Name", mentee.Name)
	body := []chat.Block{
		chat.Line(s.w.T(catalog.ChooseInviteText, name, catalog.A("Team", workplace(mentee)))),
		chat.Line(s.pace(r)),
		chat.Line(s.w.T(catalog.ChooseInviteFree, name)),
	}
	if in.Arg != "" {
		body = append(body, chat.Remark(s.w.T(catalog.ChooseInviteAgain)))
	}
	return say(s.w.T(catalog.ChooseInviteTitle, name), append(body, chat.Remark(s.w.T(catalog.NotAppraisal))),
		s.button(actAccept, catalog.ActChooseAccept, inv.ID, chat.StylePrimary),
		s.button(actDecline, catalog.ActChooseDecline, inv.ID, chat.StyleNormal))
}

// pace is how often a pair of the programme talks, for who is asked.
func (s *scene) pace(r mentoring.Rules) string {
	if r.Programme().Minimum == 0 {
		return s.w.T(catalog.ChooseInvitePace, catalog.N(r.Programme().Minutes))
	}
	first, last := s.window(r)
	return s.w.T(catalog.ChooseInvitePaceDue, first, last, catalog.N(r.Programme().Minutes))
}

func invitationFace(inv store.Invitation) catalog.Key {
	switch inv.Answer {
	case store.InvitationAccepted:
		return catalog.ChooseAcceptedFace
	case store.InvitationDeclined:
		return catalog.ChooseDeclinedFace
	default:
		return catalog.ChooseWithdrawnFace
	}
}

// answering is the invitation that waits for the reader's answer.
func (t *turn) answering(id string) (inv store.Invitation, mentee mentoring.Person, ok bool, err error) {
	inv, mentee, _, ok, err = t.inviteOf(id)
	return inv, mentee, ok && inv.Mentor == t.me.ID && inv.Answer == store.InvitationOpen, err
}

// accept makes the pair; with the mentor's card the mentee is told.
func (t *turn) accept(id string) error {
	inv, mentee, ok, err := t.answering(id)
	if err != nil {
		return err
	}
	r, seeks, err := t.seeking(mentee)
	if err != nil {
		return err
	}
	if !ok || !seeks || r.Programme().ID != inv.Programme {
		return t.notice(catalog.ChooseOver)
	}
	if err := t.settle(inv, store.InvitationAccepted); err != nil {
		return err
	}
	pair, err := t.insertPair(mentoring.Pair{
		Programme: inv.Programme, Mentee: inv.Mentee, Mentor: inv.Mentor,
		NominatedBy: inv.Mentee, NominatedAs: mentoring.RoleMentee,
	})
	if err != nil {
		return err
	}
	if err := store.Unschedule(t.tx, store.DueNominee, inv.Mentee); err != nil {
		return err
	}
	return t.enqueue(store.Intent{
		Key: "announce/" + pair.ID + "/" + pair.Mentor, Kind: kindAnnounceMentor,
		Subject: subject("pair", pair.ID), To: pair.Mentor, Urgent: true,
	})
}

// settle ends the invitation and brings both cards up to date.
func (t *turn) settle(inv store.Invitation, end store.InvitationEnd) error {
	inv.Answer, inv.EndedAt = end, t.now
	if err := store.Invitations.Put(t.tx, inv); err != nil {
		return err
	}
	subj := subject("invitation", inv.ID)
	if t.me.ID == inv.Mentor {
		if err := t.face(store.KindInvited, subj, ""); err != nil {
			return err
		}
		return t.redraw(inv.Mentee, kindAsked, subj, "")
	}
	return t.redraw(inv.Mentor, store.KindInvited, subj, "")
}

// decline needs no reason and gives none.
func (t *turn) decline(id string) error {
	inv, mentee, ok, err := t.answering(id)
	if err != nil {
		return err
	}
	if !ok {
		return t.notice(catalog.ChooseOver)
	}
	if err := t.settle(inv, store.InvitationDeclined); err != nil {
		return err
	}
	if err := t.chooseAgain(mentee); err != nil {
		return err
	}
	if err := t.tell(inv.Mentee, kindChooseOver, subject("invitation", id), "", "choose-over/"+id); err != nil {
		return err
	}
	return t.notice(catalog.ChooseDeclinedFace)
}

// chooseAgain has the mentee reminded from the next time on.
func (t *turn) chooseAgain(mentee mentoring.Person) error {
	r, ok, err := t.seeking(mentee)
	if err != nil || !ok {
		return err
	}
	return store.Schedule(t.tx, store.DueNominee, mentee.ID, r.RemindAfter(t.now))
}

// withdraw takes a question back while it is open.
func (t *turn) withdraw(id string) error {
	inv, mentee, _, ok, err := t.inviteOf(id)
	if err != nil {
		return err
	}
	if !ok || inv.Mentee != t.me.ID || inv.Answer != store.InvitationOpen {
		return t.notice(catalog.ChooseOver)
	}
	if err := t.settle(inv, store.InvitationWithdrawn); err != nil {
		return err
	}
	if err := t.chooseAgain(mentee); err != nil {
		return err
	}
	if err := t.face(kindAsked, subject("invitation", id), ""); err != nil {
		return err
	}
	return t.reply(kindChooseWithdrew, subject("invitation", id), "")
}

func chooseWithdrewCard(s *scene, _ store.Intent) (card, error) {
	return s.chooseOver("", s.w.T(catalog.ChooseWithdrawn))
}

// chooseOverCard tells the mentee kindly that it did not work out.
func chooseOverCard(s *scene, in store.Intent) (card, error) {
	inv, _, mentor, ok, err := s.inviteOf(idOf("invitation", in.Subject))
	if err != nil || !ok || inv.Mentee != s.me.ID {
		return card{drop: "gone"}, err
	}
	r, ok, err := s.rulesOf(inv.Programme)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	name := catalog.A("Name", mentor.Name)
	text := s.w.T(catalog.ChooseDeclinedText, name)
	switch {
	case r.Programme().ClosedBy(r.Date(s.now)):
		text = s.w.T(catalog.ChooseClosedText, name, catalog.A("Programme", r.Programme().Name.In(s.w.Lang())))
	case inv.Answer == store.InvitationLapsed:
		text = s.w.T(catalog.ChooseLapsedText, name)
	}
	return s.chooseOver(s.w.T(catalog.ChooseDeclinedTitle), text)
}

// chooseOver is the sentence with the way to choose somebody else.
func (s *scene) chooseOver(title, text string) (card, error) {
	c, ok, err := s.chooser()
	if err != nil {
		return card{}, err
	}
	actions := []chat.Action{s.consultButton()}
	if ok && !c.waits {
		actions = append([]chat.Action{s.chooseButton(c.rules, catalog.ActChooseOther)}, actions...)
	}
	return say(title, []chat.Block{chat.Line(text)}, actions...)
}

// lapse ends the open invitations that the person has a part in, because they
// have left: the mentee who stays may choose somebody else.
func (b *Bot) lapse(tx store.Tx, person string, now time.Time) error {
	for _, span := range []store.Span{
		{Index: "mentor", Prefix: store.Under(person)}, {Index: "mentee", Prefix: store.Under(person)},
	} {
		all, err := store.Invitations.All(tx, span)
		if err != nil {
			return err
		}
		for _, inv := range all {
			if err := b.lapseOne(tx, inv, person, now); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *Bot) lapseOne(tx store.Tx, inv store.Invitation, left string, now time.Time) error {
	if inv.Answer != store.InvitationOpen {
		return nil
	}
	inv.Answer, inv.EndedAt = store.InvitationLapsed, now
	if err := store.Invitations.Put(tx, inv); err != nil {
		return err
	}
	subj := subject("invitation", inv.ID)
	if left != inv.Mentor {
		if err := b.send(tx, store.Intent{
			Key: "lapsed/" + inv.ID + "/" + inv.Mentor, Kind: store.KindInvited, Subject: subj, To: inv.Mentor, Urgent: true, Edit: true, Keep: true,
		}, now); err != nil {
			return err
		}
	}
	if left == inv.Mentee {
		return nil
	}
	return b.send(tx, store.Intent{Key: "choose-over/" + inv.ID + "/" + inv.Mentee, Kind: kindChooseOver, Subject: subj, To: inv.Mentee, Keep: true}, now)
}

// lapseAll ends the open invitations of a programme that was closed.
func (t *turn) lapseAll(programme string) error {
	all, err := store.Invitations.All(t.tx, store.Span{Index: "open", Prefix: store.Under(programme)})
	if err != nil {
		return err
	}
	for _, inv := range all {
		if err := t.b.lapseOne(t.tx, inv, "", t.now); err != nil {
			return err
		}
	}
	return nil
}
