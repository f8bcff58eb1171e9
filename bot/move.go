package bot

import (
	"slices"
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Moving a planned talk: either side gives it another time, or leaves the time
// to the other one. Who did not move it may say that the new time is hard;
// then there is none, and the one who moved it is asked for another.

const (
	actMove   = "meeting.move"   // arg: meeting|moves
	actRefuse = "meeting.refuse" // arg: meeting|moves
	formMove  = "meeting.move"   // arg: meeting|moves|day of the suggestions

	// moveToMate is the choice that leaves the time to the other side.
	moveToMate = "mate"
	// moveSuggestions leaves room for that choice among those shown at once.
	moveSuggestions = 8
)

func (t *turn) openMove(arg string) error {
	m, p, fresh, ok, err := t.readPlanArg(arg)
	if err != nil {
		return err
	}
	switch {
	case !ok:
		return t.sorry(catalog.GoneMeeting)
	case !fresh || m.State != mentoring.MeetingPlanned:
		return t.sorry(changed(m))
	}
	return t.openForm(formMove, arg+"|"+p.rules.Date(t.now).String())
}

// changed says what became of a meeting about which a button is too late.
func changed(m mentoring.Meeting) catalog.Key {
	switch m.State {
	case mentoring.MeetingPlanned:
		return catalog.ChangedTime
	case mentoring.MeetingCancelled:
		return catalog.ChangedCancelled
	default:
		return catalog.ChangedOver
	}
}

func moveForm(s *scene, arg string) (chat.Form, bool, error) {
	plan, day := cutLast(arg)
	m, p, fresh, ok, err := s.readPlanArg(plan)
	if err != nil || !ok || !fresh || m.State != mentoring.MeetingPlanned {
		return chat.Form{}, false, err
	}
	on := s.suggestionDay(p, day)
	var slots []chat.Option
	for _, at := range suggestions(p.rules, on.At(mentoring.TimeOfDay{Hour: 12}, p.rules.Zone()), moveSuggestions) {
		if at.Equal(m.Start) {
			continue
		}
		slots = append(slots, chat.Option{Value: unix(at), Label: s.w.Moment(s.local(p.rules, at))})
	}
	name, leave := catalog.A("Name", p.mate.Name), catalog.MoveToMentor
	if p.side == mentorSide {
		leave = catalog.MoveToMentee
	}
	slots = append(slots, chat.Option{Value: moveToMate, Label: shorten(s.w.T(leave, name), chat.MaxOptionLabel)})
	f := chat.Form{
		Title:  s.w.T(catalog.MoveTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.MoveIntro, name, catalog.A("When", s.w.Moment(s.local(p.rules, m.Start)))))},
		Submit: s.w.T(catalog.MoveSubmit),
		Fields: []chat.Field{
			{ID: "slot", Kind: chat.FieldChoice, Label: s.w.T(catalog.MoveSlot), Options: slots},
			{ID: "date", Kind: chat.FieldDate, Label: s.w.T(catalog.OfferDate), Unless: "slot"},
			{ID: "time", Kind: chat.FieldTime, Label: s.w.T(catalog.OfferTime), With: "date"},
		},
	}
	return s.withPlace(f, p.rules, m.Place), true, nil
}

func cutLast(arg string) (before, last string) {
	i := strings.LastIndexByte(arg, '|')
	return arg[:max(i, 0)], arg[i+1:]
}

// suggestionDay is the day after which times are suggested: the one on which
// the dialog was opened, if that was lately.
func (s *scene) suggestionDay(p part, day string) mentoring.Date {
	today := p.rules.Date(s.now)
	on, err := mentoring.ParseDate(day)
	if err != nil || on.Before(today.Add(-suggestDays)) || on.After(today) {
		return today
	}
	return on
}

// move takes the new time, or the wish that the other one names it.
func (t *turn) move(arg string, v chat.Values) error {
	plan, _ := cutLast(arg)
	m, p, _, ok, err := t.readPlanArg(plan)
	if err != nil || !ok {
		return err
	}
	place := v.Option("place")
	if v.Option("slot") == moveToMate {
		return t.leaveToMate(p, m)
	}
	to, given := t.newTime(p, v)
	switch {
	case t.refused:
		return nil
	case !given && place != m.Place && m.Start.After(t.now):
		to = m.Start // only the place is another
	case !given || to.Equal(m.Start) && place == m.Place:
		t.wrong("slot", catalog.MoveNone)
		return nil
	}
	st, err := t.standing(p.pair)
	if err != nil {
		return err
	}
	if clashes(st, to, m.Minutes, m.ID) {
		t.wrong("slot", catalog.PlanClash)
		return nil
	}
	return t.moveTo(p, m, to, place)
}

// newTime is the time chosen or typed, never both.
func (t *turn) newTime(p part, v chat.Values) (time.Time, bool) {
	own, given := t.ownTime(p, v, "")
	slot := v.Option("slot")
	if t.refused || slot == "" {
		return own, given
	}
	at, ok := fromUnix(slot)
	switch {
	case given:
		t.wrong("date", catalog.MoveOneOnly)
	case !ok || !at.After(t.now):
		t.wrong("slot", catalog.OfferStale)
	}
	return at, true
}

// clashes reports whether the pair has another talk planned at that time.
func clashes(st mentoring.Standing, at time.Time, minutes int, except string) bool {
	end := at.Add(time.Duration(minutes) * time.Minute)
	return slices.ContainsFunc(st.Meetings, func(m mentoring.Meeting) bool {
		return m.State == mentoring.MeetingPlanned && m.ID != except && m.Start.Before(end) && at.Before(m.End())
	})
}

// moveTo gives the meeting its new time; the cards of the old one change for
// both.
func (t *turn) moveTo(p part, m mentoring.Meeting, to time.Time, place string) error {
	before := m
	m = m.Move(to, t.me.ID, t.now)
	m.Place = place
	if err := store.Meetings.Put(t.tx, m); err != nil {
		return err
	}
	if err := t.redrawPlan(p, before); err != nil {
		return err
	}
	return t.planned(p, m)
}

// redrawPlan brings both sides' cards of the meeting's time up to date, and
// the question whether they met.
func (t *turn) redrawPlan(p part, m mentoring.Meeting) error {
	for _, to := range []string{p.mate.ID, t.me.ID} {
		if err := t.redraw(to, kindPlanned, store.PlannedSubject(m), ""); err != nil {
			return err
		}
		if err := t.redraw(to, store.KindCheckIn, subject("meeting", m.ID), ""); err != nil {
			return err
		}
	}
	return nil
}

// leaveToMate calls the meeting off for another day. A mentor goes on with
// times to choose from, a mentee asks for some.
func (t *turn) leaveToMate(p part, m mentoring.Meeting) error {
	if err := t.callOff(p, m, mentoring.CheckInMove); err != nil {
		return err
	}
	subj := subject("meeting", m.ID)
	if err := t.tellCalledOff(p, m, ""); err != nil {
		return err
	}
	if p.side == menteeSide {
		return t.reply(kindAskedFor, subject("pair", p.pair.ID), "")
	}
	if err := t.reply(kindMissed, subj, ""); err != nil {
		return err
	}
	return t.openForm(formOffer, p.pair.ID+"|"+p.rules.Date(t.now).String())
}

// callOff ends a planned meeting. With an answer it is known that another day
// is meant.
func (t *turn) callOff(p part, m mentoring.Meeting, a mentoring.CheckIn) error {
	if a == mentoring.CheckInNone {
		m.State = mentoring.MeetingCancelled
	} else {
		m = m.Say(p.side, a, t.now)
	}
	if err := store.Meetings.Put(t.tx, m); err != nil {
		return err
	}
	if err := store.Unschedule(t.tx, store.DueCheckIn, m.ID); err != nil {
		return err
	}
	if err := t.lookAgain(p); err != nil {
		return err
	}
	return t.redrawPlan(p, m)
}

// tellCalledOff tells the other side that another day is wanted, once: a
// meeting that is called off stays so. They may have heard before that it was
// missed, which was taken back.
func (t *turn) tellCalledOff(p part, m mentoring.Meeting, refusedBy string) error {
	return t.tell(p.mate.ID, kindMissed, subject("meeting", m.ID), refusedBy, "called-off/"+m.ID)
}

// refuse says that the time to which the other one moved the talk is hard.
func (t *turn) refuse(arg string) error {
	m, p, fresh, ok, err := t.readPlanArg(arg)
	if err != nil {
		return err
	}
	switch {
	case !ok:
		return t.notice(catalog.GoneMeeting)
	case !fresh || m.State != mentoring.MeetingPlanned:
		return t.tooLateFor(m, movedCard(arg))
	case m.MovedBy == t.me.ID || m.Moves == 0:
		return t.notice(catalog.NoticeOldButton)
	case !m.Start.After(t.now):
		return t.notice(catalog.CancelBegun)
	}
	if err := t.callOff(p, m, mentoring.CheckInMove); err != nil {
		return err
	}
	subj := subject("meeting", m.ID)
	if err := t.tellCalledOff(p, m, t.me.ID); err != nil {
		return err
	}
	if err := t.reply(kindMissed, subj, t.me.ID); err != nil {
		return err
	}
	return t.face(kindPlanned, movedCard(arg), "")
}

// movedCard is the subject of the card that a button with the arg stands on.
func movedCard(arg string) string {
	id, moves, _ := strings.Cut(arg, "|")
	if moves == "0" {
		return subject("meeting", id)
	}
	return subject("meeting", id) + "/" + moves
}

// tooLateFor says what became of the meeting, and so does the pressed card.
func (t *turn) tooLateFor(m mentoring.Meeting, card string) error {
	if err := t.face(kindPlanned, card, ""); err != nil {
		return err
	}
	return t.notice(changed(m))
}
