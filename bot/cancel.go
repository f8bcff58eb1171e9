package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Calling a planned talk off, without another one in its place. The other side
// is told, and nobody is left without a next step.

const (
	actCancel     = "meeting.cancel" // arg: meeting|moves
	kindCancelled = "cancelled"      // to both; subject meeting/<id>, arg: who did it
)

// cancelButton asks before it calls the meeting off.
func (s *scene) cancelButton(p part, m mentoring.Meeting) chat.Action {
	a := s.button(actCancel, catalog.ActCancel, planArg(m), chat.StyleDanger)
	a.Confirm = &chat.Confirm{
		Title: s.w.T(catalog.CancelTitle),
		Text: s.w.T(catalog.CancelConfirm, catalog.A("When", s.w.Moment(s.local(p.rules, m.Start))),
			catalog.A("Name", shorten(p.mate.Name, confirmName))),
		Yes: s.w.T(catalog.CancelYes), No: s.w.T(catalog.CancelNo),
	}
	return a
}

// confirmName leaves room for the rest of the question.
const confirmName = 80

func (t *turn) cancel(arg string) error {
	m, p, fresh, ok, err := t.readPlanArg(arg)
	if err != nil {
		return err
	}
	switch {
	case !ok:
		return t.notice(catalog.GoneMeeting)
	case !fresh || m.State != mentoring.MeetingPlanned:
		return t.tooLateFor(m, movedCard(arg))
	case !m.Start.After(t.now):
		return t.notice(catalog.CancelBegun)
	}
	if err := t.callOff(p, m, mentoring.CheckInNone); err != nil {
		return err
	}
	subj := subject("meeting", m.ID)
	if err := t.reply(kindCancelled, subj, t.me.ID); err != nil {
		return err
	}
	if err := t.tell(p.mate.ID, kindCancelled, subj, t.me.ID, "cancelled/"+m.ID); err != nil {
		return err
	}
	return t.face(kindPlanned, movedCard(arg), "")
}

func cancelledCard(s *scene, in store.Intent) (card, error) {
	m, p, ok, err := s.meetingOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	text := catalog.CancelledByMate
	if in.Arg == s.me.ID {
		text = catalog.CancelledByMe
	}
	name, when := catalog.A("Name", p.mate.Name), catalog.A("When", s.w.Moment(s.local(p.rules, m.Start)))
	body := []chat.Block{chat.Line(s.w.T(text, name, when))}
	st, err := s.standing(p.pair)
	if err != nil {
		return card{}, err
	}
	next, planned := st.NextPlanned(s.now)
	if planned {
		body = append(body, chat.Line(s.w.T(catalog.CancelledNext, catalog.A("When", s.w.Moment(s.local(p.rules, next.Start))))))
	}
	body, actions := s.another(p, body, planned)
	if file, ok, err := s.calendarFile(p, m); err != nil {
		return card{}, err
	} else if ok {
		body = append(body, file)
	}
	return say(s.w.T(catalog.CancelledTitle), body, actions...)
}

// another is how either side comes to another time; with one planned already
// the times at hand are not pressed on anybody.
func (s *scene) another(p part, body []chat.Block, planned bool) ([]chat.Block, []chat.Action) {
	if p.side == menteeSide {
		return body, []chat.Action{
			s.button(actAskDate, catalog.ActAskDate, p.pair.ID, chat.StylePrimary),
			s.button(actPropose, catalog.ActPropose, p.pair.ID, chat.StyleNormal),
			s.button(actAlreadyMet, catalog.ActAlreadyMet, p.pair.ID, chat.StyleNormal),
		}
	}
	if planned {
		return body, []chat.Action{s.button(actOffer, catalog.ActOffer, p.pair.ID, chat.StyleNormal)}
	}
	line, actions := s.quickTimes(p)
	return append(body, chat.Line(line)), actions
}
