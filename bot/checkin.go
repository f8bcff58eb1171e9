package bot

import (
	"slices"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Met? One tap on either side after the planned end. The first answer decides;
// where the other side says something else it shows as unconfirmed, to the two
// alone. Either can take theirs back. Messages are never read to guess.

const (
	actCheckInMet  = "checkin.met"  // arg: meeting
	actCheckInMove = "checkin.move" // arg: meeting; on cards of older versions
	actCheckInNo   = "checkin.no"   // arg: meeting
	actCheckInUndo = "checkin.undo" // arg: meeting

	kindMissed = "missed" // they did not meet; subject meeting/<id>, arg: who found the new time hard
	kindDiffer = "differ" // the other one says something else; subject meeting/<id>
)

func checkInCard(s *scene, in store.Intent) (card, error) {
	m, p, ok, err := s.meetingOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	mine, theirs := m.Answers[p.side], m.Answers[p.side.Other()]
	switch {
	case !in.Edit && m.State != mentoring.MeetingPlanned:
		return unwanted("answered")
	case !in.Edit && m.Start.After(s.now):
		return unwanted("moved")
	case m.State == mentoring.MeetingPlanned && m.Start.After(s.now):
		return say("", []chat.Block{chat.Remark(s.w.T(catalog.PlannedMoved, catalog.A("When", s.w.Moment(s.local(p.rules, m.Start)))))})
	case m.State == mentoring.MeetingPlanned:
		return s.askIfMet(p, m)
	case m.State == mentoring.MeetingCancelled:
		return say("", []chat.Block{chat.Remark(s.w.T(outcome(m), catalog.A("Name", p.mate.Name)))})
	case m.Disputed():
		return s.differing(p, m)
	case mine == mentoring.CheckInNone && theirs != mentoring.CheckInNone:
		return s.mateAnswered(p, m)
	}
	return say("", []chat.Block{chat.Remark(s.w.T(outcome(m), catalog.A("Name", p.mate.Name)))}, s.undoButton(m)...)
}

func (s *scene) askIfMet(p part, m mentoring.Meeting) (card, error) {
	name, when := catalog.A("Name", p.mate.Name), catalog.A("When", s.w.Moment(s.local(p.rules, m.Start)))
	return say(s.w.T(catalog.CheckInTitle), []chat.Block{chat.Line(s.w.T(catalog.CheckInText, name, when))},
		s.button(actCheckInMet, catalog.ActMet, m.ID, chat.StylePrimary),
		s.button(actMove, catalog.ActMove, planArg(m), chat.StyleNormal),
		s.button(actCheckInNo, catalog.ActNotMet, m.ID, chat.StyleNormal))
}

// mateAnswered is the card of who has not been asked yet when the other one
// has answered: nothing to do, unless it was otherwise.
func (s *scene) mateAnswered(p part, m mentoring.Meeting) (card, error) {
	name, when := catalog.A("Name", p.mate.Name), catalog.A("When", s.w.Moment(s.local(p.rules, m.Start)))
	text := chat.Line(s.w.T(catalog.CheckInMateSaid, name, when, catalog.A("Answer", s.w.T(answerWord(m.Answers[p.side.Other()])))))
	otherwise := s.button(actCheckInNo, catalog.ActNotMet, m.ID, chat.StyleNormal)
	if m.State != mentoring.MeetingMet {
		otherwise = s.button(actCheckInMet, catalog.ActMet, m.ID, chat.StyleNormal)
	}
	return say("", []chat.Block{text, chat.Remark(s.w.T(catalog.CheckInOtherwise))}, otherwise)
}

// differing is what the two see while their answers differ.
func (s *scene) differing(p part, m mentoring.Meeting) (card, error) {
	return say(s.w.T(catalog.DifferTitle), s.differBody(p, m), s.undoButton(m)...)
}

func (s *scene) differBody(p part, m mentoring.Meeting) []chat.Block {
	return []chat.Block{
		chat.Facts{Rows: []chat.Fact{
			chat.Pair(s.w.T(catalog.FactWhen), s.w.Moment(s.local(p.rules, m.Start))),
			chat.Pair(s.w.T(catalog.DifferMine), s.w.T(answerWord(m.Answers[p.side]))),
			chat.Pair(s.w.T(catalog.DifferTheirs, catalog.A("Name", p.mate.Name)), s.w.T(answerWord(m.Answers[p.side.Other()]))),
		}},
		chat.Line(s.w.T(catalog.DifferText)),
		chat.Remark(s.w.T(catalog.DifferNote)),
	}
}

// differCard tells of a different answer where no question stands in the chat
// that could show it: the talk had been recorded without one.
func differCard(s *scene, in store.Intent) (card, error) {
	m, p, ok, err := s.meetingOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	switch {
	case m.Disputed():
		return s.differing(p, m)
	case !in.Edit:
		return unwanted("agreed")
	}
	return say("", []chat.Block{chat.Remark(s.w.T(outcome(m), catalog.A("Name", p.mate.Name)))})
}

func answerWord(a mentoring.CheckIn) catalog.Key {
	switch a {
	case mentoring.CheckInMet:
		return catalog.ActMet
	case mentoring.CheckInMove:
		return catalog.ActMove
	default:
		return catalog.ActNotMet
	}
}

func (s *scene) undoButton(m mentoring.Meeting) []chat.Action {
	return []chat.Action{s.button(actCheckInUndo, catalog.ActUndo, m.ID, chat.StyleNormal)}
}

// outcome is what became of a meeting, as a sentence.
func outcome(m mentoring.Meeting) catalog.Key {
	switch {
	case m.State == mentoring.MeetingMet:
		return catalog.OutcomeMet
	case m.State == mentoring.MeetingCancelled && len(m.Answers) == 0:
		return catalog.OutcomeCancelled
	case m.State == mentoring.MeetingCancelled:
		return catalog.OutcomeMoved
	default:
		return catalog.OutcomeMissed
	}
}

func (t *turn) checkInMet(id string) error { return t.checkIn(id, mentoring.CheckInMet) }
func (t *turn) checkInNo(id string) error  { return t.checkIn(id, mentoring.CheckInNever) }

// checkInMove is "another day" on a card of an older version, which opened
// nothing: the talk is called off, and both are shown how to go on.
func (t *turn) checkInMove(id string) error {
	m, p, ok, err := t.meetingOf(subject("meeting", id))
	if err != nil {
		return err
	}
	if !ok || m.State != mentoring.MeetingPlanned {
		return t.notice(catalog.GoneMeeting)
	}
	if err := t.callOff(p, m, mentoring.CheckInMove); err != nil {
		return err
	}
	subj := subject("meeting", m.ID)
	if err := t.reply(kindMissed, subj, ""); err != nil {
		return err
	}
	if err := t.tell(p.mate.ID, kindMissed, subj, "", "missed/"+m.ID); err != nil {
		return err
	}
	return t.face(store.KindCheckIn, subj, "")
}

// checkIn records one side's answer.
func (t *turn) checkIn(id string, a mentoring.CheckIn) error {
	m, p, ok, err := t.meetingOf(subject("meeting", id))
	if err != nil {
		return err
	}
	switch {
	case !ok || m.State == mentoring.MeetingCancelled:
		return t.notice(catalog.GoneMeeting)
	case !noteOpen(p, t.scene):
		return t.notice(catalog.CheckInClosed)
	case m.Start.After(t.now):
		return t.notice(catalog.CheckInEarly)
	}
	if err := t.becomes(p, m, m.Say(p.side, a, t.now)); err != nil {
		return err
	}
	return t.face(store.KindCheckIn, subject("meeting", id), "")
}

// undo takes the reader's answer back.
func (t *turn) undo(id string) error {
	m, p, ok, err := t.meetingOf(subject("meeting", id))
	if err != nil {
		return err
	}
	switch {
	case !ok || m.State == mentoring.MeetingCancelled:
		return t.notice(catalog.GoneMeeting)
	case !noteOpen(p, t.scene):
		return t.notice(catalog.CheckInClosed)
	case m.Answers[p.side] == mentoring.CheckInNone:
		return t.notice(catalog.UndoNothing)
	}
	after := m.Unsay(p.side, t.now)
	if len(after.Answers) == 0 && m.Unplanned() {
		after.State = mentoring.MeetingCancelled // it was planned by nobody
	}
	if err := t.becomes(p, m, after); err != nil {
		return err
	}
	if after.State == mentoring.MeetingCancelled {
		return t.notice(catalog.UndoneRecord)
	}
	return t.face(store.KindCheckIn, subject("meeting", id), "")
}

// becomes writes what a meeting has become by an answer. Both sides' cards
// change; what follows from the outcome comes once.
func (t *turn) becomes(p part, before, m mentoring.Meeting) error {
	if err := store.Meetings.Put(t.tx, m); err != nil {
		return err
	}
	if err := t.redrawAnswers(p, before, m); err != nil {
		return err
	}
	if m.Disputed() && !before.Disputed() {
		if err := t.tellDiffer(p, m); err != nil {
			return err
		}
	}
	if m.State == before.State {
		return nil
	}
	if err := store.Unschedule(t.tx, store.DueCheckIn, m.ID); err != nil {
		return err
	}
	if err := t.lookAgain(p); err != nil {
		return err
	}
	subj := subject("meeting", m.ID)
	switch m.State {
	case mentoring.MeetingMet:
		return t.inviteBoth(p, m)
	case mentoring.MeetingMissed:
		return t.follow(p, kindMissed, subj, "missed/"+m.ID)
	case mentoring.MeetingPlanned: // nothing is known again
		if at := p.rules.CheckInAt(m); at.After(t.now) {
			return store.Schedule(t.tx, store.DueCheckIn, m.ID, at)
		}
	}
	return nil
}

// redrawAnswers brings every card up to date that speaks of how it went.
func (t *turn) redrawAnswers(p part, before, m mentoring.Meeting) error {
	if err := t.redrawPlan(p, m); err != nil {
		return err
	}
	for _, to := range []string{p.mate.ID, t.me.ID} {
		for kind, there := range map[string]bool{kindMissed: before.State == mentoring.MeetingMissed && m.State != before.State, kindDiffer: before.Disputed()} {
			if !there {
				continue
			}
			if err := t.redraw(to, kind, subject("meeting", m.ID), ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// tellDiffer tells the other side where no card of theirs can show it.
func (t *turn) tellDiffer(p part, m mentoring.Meeting) error {
	subj := subject("meeting", m.ID)
	_, asked, err := store.Refs.Get(t.tx, store.Join(p.mate.ID, store.KindCheckIn, subj))
	if err != nil || asked {
		return err
	}
	return t.tell(p.mate.ID, kindDiffer, subj, "", "differ/"+m.ID+"/"+t.once())
}

// inviteBoth asks both to write a few lines, the one who reported at once.
func (t *turn) inviteBoth(p part, m mentoring.Meeting) error {
	if err := t.follow(p, kindReflect, subject("meeting", m.ID), "reflect/"+m.ID); err != nil {
		return err
	}
	return t.askVisionOnce(p)
}

// follow sends both what follows from an answer, once: who has it already,
// because it was so before, has it brought up to date.
func (t *turn) follow(p part, kind, subj, key string) error {
	for _, to := range []string{t.me.ID, p.mate.ID} {
		_, there, err := store.Refs.Get(t.tx, store.Join(to, kind, subj))
		switch {
		case err != nil:
		case there:
			err = t.redraw(to, kind, subj, "")
		case to == t.me.ID:
			err = t.reply(kind, subj, "")
		default:
			if err = store.Forget(t.tx, key+"/"+to); err == nil {
				err = t.tell(to, kind, subj, "", key)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func missedCard(s *scene, in store.Intent) (card, error) {
	m, p, ok, err := s.meetingOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	name := catalog.A("Name", p.mate.Name)
	if m.State == mentoring.MeetingMet || m.State == mentoring.MeetingPlanned {
		if !in.Edit {
			return unwanted("settled")
		}
		return say("", []chat.Block{chat.Remark(s.w.T(catalog.MissedNoMore, name))})
	}
	st, err := s.standing(p.pair)
	if err != nil {
		return card{}, err
	}
	if _, planned := st.NextPlanned(s.now); planned || metOn(st, p.rules, p.rules.Date(m.Start)) {
		return unwanted("settled")
	}
	when := catalog.A("When", s.w.Moment(s.local(p.rules, m.Start)))
	body, actions := s.another(p, []chat.Block{chat.Line(s.w.T(s.missedText(m, in.Arg), name, when))}, false)
	if m.State == mentoring.MeetingCancelled {
		file, ok, err := s.calendarFile(p, m)
		if err != nil {
			return card{}, err
		}
		if ok {
			body = append(body, file)
		}
	}
	return say(s.w.T(catalog.MissedTitle), body, actions...)
}

// missedText says why there is to be another day.
func (s *scene) missedText(m mentoring.Meeting, refusedBy string) catalog.Key {
	switch {
	case refusedBy == s.me.ID:
		return catalog.RefusedByMe
	case refusedBy != "":
		return catalog.RefusedByMate
	case m.State == mentoring.MeetingCancelled:
		return catalog.MovedText
	default:
		return catalog.MissedText
	}
}

// metOn reports whether the pair talked on the day.
func metOn(st mentoring.Standing, r mentoring.Rules, on mentoring.Date) bool {
	return slices.ContainsFunc(st.Meetings, func(m mentoring.Meeting) bool { return m.Counts() && r.Date(m.Start) == on })
}
