package bot

import (
	"slices"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Met? One tap on either side after the planned end, or "we have already
// talked" for a talk that nobody planned. Messages are never read to guess.

const (
	actCheckInMet  = "checkin.met"  // arg: meeting
	actCheckInMove = "checkin.move" // arg: meeting
	actCheckInNo   = "checkin.no"   // arg: meeting

	kindMissed = "missed" // they did not meet; subject meeting/<id>
)

func checkInCard(s *scene, in store.Intent) (card, error) {
	m, p, ok, err := s.meetingOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	name := catalog.A("Name", p.mate.Name)
	if m.State != mentoring.MeetingPlanned {
		if !in.Edit {
			return unwanted("answered")
		}
		return say("", []chat.Block{chat.Remark(s.w.T(outcome(m), name))})
	}
	when := catalog.A("When", s.w.Moment(s.local(p.rules, m.Start)))
	return say(s.w.T(catalog.CheckInTitle), []chat.Block{chat.Line(s.w.T(catalog.CheckInText, name, when))},
		s.button(actCheckInMet, catalog.ActMet, m.ID, chat.StylePrimary),
		s.button(actCheckInMove, catalog.ActMove, m.ID, chat.StyleNormal),
		s.button(actCheckInNo, catalog.ActNotMet, m.ID, chat.StyleNormal))
}

// outcome is what became of a meeting, as a sentence.
func outcome(m mentoring.Meeting) catalog.Key {
	switch m.State {
	case mentoring.MeetingMet:
		return catalog.OutcomeMet
	case mentoring.MeetingCancelled:
		return catalog.OutcomeMoved
	default:
		return catalog.OutcomeMissed
	}
}

func (t *turn) checkInMet(id string) error  { return t.checkIn(id, mentoring.CheckInMet) }
func (t *turn) checkInMove(id string) error { return t.checkIn(id, mentoring.CheckInMove) }
func (t *turn) checkInNo(id string) error   { return t.checkIn(id, mentoring.CheckInNever) }

// checkIn records one side's answer. The first answer decides; what the other
// side says differently is kept beside it.
func (t *turn) checkIn(id string, a mentoring.CheckIn) error {
	m, p, ok, err := t.meetingOf(subject("meeting", id))
	if err != nil {
		return err
	}
	if !ok {
		return t.notice(catalog.GoneMeeting)
	}
	if m.State == mentoring.MeetingCancelled {
		return t.notice(catalog.GoneMeeting)
	}
	if m.Start.After(t.now) && a != mentoring.CheckInMove {
		return t.notice(catalog.CheckInEarly)
	}
	first := m.State == mentoring.MeetingPlanned
	if m.Answers == nil {
		m.Answers = map[mentoring.Part]mentoring.CheckIn{}
	}
	m.Answers[p.side] = a
	if first {
		m.State = stateOf(a)
		if a == mentoring.CheckInMet {
			m.MetAt = t.now
		}
	}
	if err := store.Meetings.Put(t.tx, m); err != nil {
		return err
	}
	if first {
		if err := t.settled(p, m); err != nil {
			return err
		}
	} else if m.State != stateOf(a) {
		return t.notice(differs(m))
	}
	return t.face(store.KindCheckIn, subject("meeting", id), "")
}

// differs is what to say to somebody whose answer is not what is recorded.
func differs(m mentoring.Meeting) catalog.Key {
	if m.State == mentoring.MeetingMet {
		return catalog.CheckInWasMet
	}
	return catalog.CheckInWasMissed
}

func stateOf(a mentoring.CheckIn) mentoring.MeetingState {
	switch a {
	case mentoring.CheckInMet:
		return mentoring.MeetingMet
	case mentoring.CheckInMove:
		return mentoring.MeetingCancelled
	default:
		return mentoring.MeetingMissed
	}
}

// settled is what follows once it is known what became of a meeting.
func (t *turn) settled(p part, m mentoring.Meeting) error {
	if err := store.Unschedule(t.tx, store.DueCheckIn, m.ID); err != nil {
		return err
	}
	if err := t.lookAgain(p); err != nil {
		return err
	}
	subj := subject("meeting", m.ID)
	for _, to := range []string{p.mate.ID, t.me.ID} {
		for _, card := range []string{kindPlanned, store.KindCheckIn} {
			if err := t.redraw(to, card, subj, ""); err != nil {
				return err
			}
		}
	}
	if m.State == mentoring.MeetingMet {
		return t.inviteBoth(p, m)
	}
	if err := t.reply(kindMissed, subj, ""); err != nil {
		return err
	}
	return t.tell(p.mate.ID, kindMissed, subj, "", "missed/"+m.ID)
}

// inviteBoth asks both to write a few lines, the one who reported at once.
func (t *turn) inviteBoth(p part, m mentoring.Meeting) error {
	subj := subject("meeting", m.ID)
	if err := t.reply(kindReflect, subj, ""); err != nil {
		return err
	}
	if err := t.tell(p.mate.ID, kindReflect, subj, "", "reflect/"+m.ID); err != nil {
		return err
	}
	return t.askVisionOnce(p)
}

func missedCard(s *scene, in store.Intent) (card, error) {
	m, p, ok, err := s.meetingOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	st, err := s.standing(p.pair)
	if err != nil {
		return card{}, err
	}
	if _, planned := st.NextPlanned(s.now); planned || metOn(st, p.rules, p.rules.Date(m.Start)) {
		return unwanted("settled")
	}
	text := catalog.MissedText
	if m.State == mentoring.MeetingCancelled {
		text = catalog.MovedText
	}
	when := catalog.A("When", s.w.Moment(s.local(p.rules, m.Start)))
	body := []chat.Block{chat.Line(s.w.T(text, catalog.A("Name", p.mate.Name), when))}
	if p.side == mentorSide {
		line, actions := s.quickTimes(p)
		return say(s.w.T(catalog.MissedTitle), append(body, chat.Line(line)), actions...)
	}
	return say(s.w.T(catalog.MissedTitle), body,
		s.button(actAskDate, catalog.ActAskDate, p.pair.ID, chat.StylePrimary),
		s.button(actAlreadyMet, catalog.ActAlreadyMet, p.pair.ID, chat.StyleNormal))
}

// metOn reports whether the pair talked on the day.
func metOn(st mentoring.Standing, r mentoring.Rules, on mentoring.Date) bool {
	return slices.ContainsFunc(st.Meetings, func(m mentoring.Meeting) bool { return m.Counts() && r.Date(m.Start) == on })
}
