package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
)

// Putting right what was said about the last talk, from home: for one that was
// recorded without a question, and for who no longer finds the card.

const (
	actCorrect  = "checkin.fix" // arg: meeting
	formCorrect = "checkin.fix" // arg: meeting

	// takeBack is the choice to have said nothing.
	takeBack = "undo"
)

func (t *turn) openCorrect(meeting string) error { return t.openForm(formCorrect, meeting) }

func correctForm(s *scene, meeting string) (chat.Form, bool, error) {
	m, p, ok, err := s.meetingOf(subject("meeting", meeting))
	if err != nil || !ok || m.State == mentoring.MeetingCancelled || m.Start.After(s.now) || !noteOpen(p, s) {
		return chat.Form{}, false, err
	}
	when, name := catalog.A("When", s.w.Moment(s.local(p.rules, m.Start))), catalog.A("Name", p.mate.Name)
	intro := []chat.Block{chat.Line(s.w.T(catalog.CorrectIntro, name, when))}
	if theirs := m.Answers[p.side.Other()]; theirs != mentoring.CheckInNone {
		intro = append(intro, chat.Line(s.w.T(catalog.CheckInMateSaid, name, when, catalog.A("Answer", s.w.T(answerWord(theirs))))))
	}
	f := chat.Form{
		Title: s.w.T(catalog.CorrectTitle), Intro: intro, Submit: s.w.T(catalog.FormSave),
		Fields: []chat.Field{{ID: "answer", Kind: chat.FieldChoice, Required: true, Label: s.w.T(catalog.CorrectLabel), Options: []chat.Option{
			{Value: string(mentoring.CheckInMet), Label: s.w.T(catalog.ActMet)},
			{Value: string(mentoring.CheckInNever), Label: s.w.T(catalog.ActNotMet)},
		}}},
	}
	if mine := m.Answers[p.side]; mine != mentoring.CheckInNone {
		if m.Unplanned() || !m.Planned.IsZero() { // no card of it has a button to undo
			f.Fields[0].Options = append(f.Fields[0].Options, chat.Option{Value: takeBack, Label: s.w.T(catalog.ActUndo)})
		}
		f = f.Fill(chat.Set("answer", string(mine)))
	}
	return f, true, nil
}

func (t *turn) correct(meeting string, v chat.Values) error {
	if v.Option("answer") == takeBack {
		return t.takeBack(meeting)
	}
	if err := t.checkIn(meeting, mentoring.CheckIn(v.Option("answer"))); err != nil {
		return err
	}
	return t.notice(catalog.Corrected)
}

// takeBack undoes a record, and shows what is planned then.
func (t *turn) takeBack(meeting string) error {
	if err := t.undo(meeting); err != nil {
		return err
	}
	m, _, _, err := t.meetingOf(subject("meeting", meeting))
	if err != nil || m.State == mentoring.MeetingCancelled {
		return err
	}
	return t.showSchedule("")
}
