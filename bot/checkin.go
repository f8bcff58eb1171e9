package bot

import (
	"time"

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
	when := catalog.A("When", s.w.Moment(local(p.rules, m.Start)))
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
	if m.Start.After(t.now) && a == mentoring.CheckInMet {
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
	}
	return t.face(store.KindCheckIn, subject("meeting", id), "")
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
	if err := t.redraw(p.mate.ID, store.KindCheckIn, subj); err != nil {
		return err
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
	if _, planned := st.NextPlanned(s.now); planned || m.State == mentoring.MeetingMet {
		return unwanted("settled")
	}
	body := []chat.Block{chat.Line(s.w.T(catalog.MissedText, catalog.A("Name", p.mate.Name)))}
	if p.side == mentorSide {
		line, actions := s.quickTimes(p)
		return say(s.w.T(catalog.MissedTitle), append(body, chat.Line(line)), actions...)
	}
	return say(s.w.T(catalog.MissedTitle), body,
		s.button(actAskDate, catalog.ActAskDate, p.pair.ID, chat.StylePrimary),
		s.button(actAlreadyMet, catalog.ActAlreadyMet, p.pair.ID, chat.StyleNormal))
}

func (t *turn) openAlreadyMet(pair string) error {
	return t.openForm(formAlreadyMet, pair, catalog.GonePair)
}

func alreadyMetForm(s *scene, pair string) (chat.Form, bool, error) {
	p, ok, err := s.partIn(pair)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	today := chat.Set("date", p.rules.Date(s.now).String())
	return chat.Form{
		Title:  s.w.T(catalog.AlreadyTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.AlreadyIntro, catalog.A("Name", p.mate.Name)))},
		Submit: s.w.T(catalog.AlreadySubmit),
		Fields: []chat.Field{{ID: "date", Kind: chat.FieldDate, Label: s.w.T(catalog.AlreadyDate), Required: true}},
	}.Fill(today), true, nil
}

func (t *turn) alreadyMet(pair string, v chat.Values) error {
	p, ok, err := t.partIn(pair)
	if err != nil || !ok {
		return err
	}
	y, m, d, _ := v.Date("date")
	on := mentoring.On(y, m, d)
	if on.After(p.rules.Date(t.now)) {
		t.wrong("date", t.w.T(catalog.AlreadyFuture))
		return nil
	}
	if _, in := p.rules.PeriodOf(on.At(mentoring.TimeOfDay{Hour: 12}, p.rules.Zone())); !in {
		t.wrong("date", t.w.T(catalog.AlreadyOutside))
		return nil
	}
	return t.recordMet(p, on)
}

// metToday records a talk of today where no dialog can ask for the day.
func (t *turn) metToday(pair string) error {
	p, ok, err := t.partIn(pair)
	if err != nil {
		return err
	}
	if !ok {
		return t.notice(catalog.GonePair)
	}
	return t.recordMet(p, p.rules.Date(t.now))
}

// recordMet notes a talk that nobody planned, or confirms the one planned for
// that day. A second report of the same day changes nothing.
func (t *turn) recordMet(p part, on mentoring.Date) error {
	st, err := t.standing(p.pair)
	if err != nil {
		return err
	}
	for _, m := range st.Meetings {
		if p.rules.Date(m.Start) != on {
			continue
		}
		if m.State == mentoring.MeetingMet {
			return t.notice(catalog.AlreadyKnown)
		}
		if m.State == mentoring.MeetingPlanned && !m.Start.After(t.now) {
			return t.checkIn(m.ID, mentoring.CheckInMet)
		}
	}
	start := on.At(p.rules.Programme().WorkFrom, p.rules.Zone())
	if start.After(t.now) {
		start = t.now.Truncate(time.Minute)
	}
	m := mentoring.Meeting{
		ID: t.b.NewID(), Pair: p.pair.ID, State: mentoring.MeetingMet, Start: start,
		Minutes: p.rules.Programme().Minutes, BookedBy: t.me.ID, BookedAt: t.now, MetAt: t.now,
		Answers: map[mentoring.Part]mentoring.CheckIn{p.side: mentoring.CheckInMet},
	}
	if _, err := store.Meetings.Insert(t.tx, m); err != nil {
		return err
	}
	if err := t.closeOffers(p.pair, mentoring.OfferReplaced); err != nil {
		return err
	}
	if err := t.lookAgain(p); err != nil {
		return err
	}
	return t.inviteBoth(p, m)
}
