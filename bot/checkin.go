package bot

import (
	"slices"

	"tsukiichi/bot/catalog"
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
	if err := t.tellCalledOff(p, m, ""); err != nil {
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
	after := m.Say(p.side, a, t.now)
	if after.Start.After(t.now) { // they had not talked early, and still may as planned
		after = m.Unsay(p.side, t.now)
	}
	if err := t.becomes(p, m, after); err != nil {
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

// metOn reports whether the pair talked on the day.
func metOn(st mentoring.Standing, r mentoring.Rules, on mentoring.Date) bool {
	return slices.ContainsFunc(st.Meetings, func(m mentoring.Meeting) bool { return m.Counts() && r.Date(m.Start) == on })
}
