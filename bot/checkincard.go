package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// The cards that ask whether the two met, and what they say once it is known.

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
