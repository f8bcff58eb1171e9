package bot

import (
	"strconv"
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// The card that says when a talk is. Each time it is moved there is a new
// card, and the one before says so without a button.

// meetingOf is the meeting in a card's subject with the reader's part in it.
func (s *scene) meetingOf(subj string) (m mentoring.Meeting, p part, ok bool, err error) {
	id, _, _ := strings.Cut(idOf("meeting", subj), "/")
	if m, ok, err = store.Meetings.Get(s.tx, id); err != nil || !ok {
		return m, p, false, err
	}
	p, ok, err = s.partIn(m.Pair)
	return m, p, ok, err
}

// movesOf is how often the meeting had been moved when the card was made.
func movesOf(subj string) int {
	_, n, _ := strings.Cut(idOf("meeting", subj), "/")
	moves, _ := strconv.Atoi(n)
	return moves
}

// planArg is what a button says of a meeting: which, and which of its times.
func planArg(m mentoring.Meeting) string { return m.ID + "|" + strconv.Itoa(m.Moves) }

// readPlanArg is the meeting of a button; fresh says that it still has the time
// that it had when the button was made.
func (s *scene) readPlanArg(arg string) (m mentoring.Meeting, p part, fresh, ok bool, err error) {
	id, moves, _ := strings.Cut(arg, "|")
	m, p, ok, err = s.meetingOf(subject("meeting", id))
	return m, p, moves == strconv.Itoa(m.Moves), ok, err
}

func plannedCard(s *scene, in store.Intent) (card, error) {
	m, p, ok, err := s.meetingOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	if m.State != mentoring.MeetingPlanned || movesOf(in.Subject) != m.Moves {
		if !in.Edit {
			return unwanted("no-longer-planned")
		}
		return s.formerPlan(p, m, movesOf(in.Subject))
	}
	body, err := s.planBody(p, m)
	if err != nil {
		return card{}, err
	}
	if file, ok, err := s.calendarFile(p, m); err != nil {
		return card{}, err
	} else if ok {
		body = append(body, file)
	}
	actions, err := s.planActions(p, m)
	if err != nil {
		return card{}, err
	}
	title := catalog.PlannedTitle
	if m.Moves > 0 {
		title = catalog.PlannedAgain
	}
	return say(s.w.T(title), body, actions...)
}

// formerPlan is what the card says of a time that no longer stands.
func (s *scene) formerPlan(p part, m mentoring.Meeting, moves int) (card, error) {
	var body []chat.Block
	if at, known := startAfter(m, moves); known {
		body = append(body, chat.Facts{Rows: []chat.Fact{chat.Pair(s.w.T(catalog.FactWhen), s.w.Moment(s.local(p.rules, at)))}})
	}
	text := s.w.T(outcome(m), catalog.A("Name", p.mate.Name))
	if m.State == mentoring.MeetingPlanned {
		text = s.w.T(catalog.PlannedMoved, catalog.A("When", s.w.Moment(s.local(p.rules, m.Start))))
	}
	return say("", append(body, chat.Remark(text)))
}

// startAfter is the meeting's start after so many moves, as far as it is known.
func startAfter(m mentoring.Meeting, moves int) (time.Time, bool) {
	switch moves {
	case m.Moves:
		return m.Start, true
	case m.Moves - 1:
		return m.Was, true
	default:
		return time.Time{}, false
	}
}

// planBody is everything to know about a planned talk.
func (s *scene) planBody(p part, m mentoring.Meeting) ([]chat.Block, error) {
	var body []chat.Block
	name := catalog.A("Name", p.mate.Name)
	switch {
	case m.Moves > 0 && m.MovedBy == s.me.ID:
		body = append(body, chat.Line(s.w.T(catalog.PlannedByMe, name)))
	case m.Moves > 0:
		body = append(body, chat.Line(s.w.T(catalog.PlannedByMate, name)))
	case m.Unsure && p.side == mentorSide:
		body = append(body, chat.Line(s.w.T(catalog.UnsureMentor)))
	case m.Unsure:
		body = append(body, chat.Line(s.w.T(catalog.UnsureMentee, name)))
	}
	rows := []chat.Fact{
		{Label: s.w.T(catalog.FactWhen), Value: []chat.Span{chat.Bold(s.w.Moment(s.local(p.rules, m.Start)))}},
	}
	if m.Moves > 0 && !m.Was.Equal(m.Start) {
		rows = append(rows, chat.Pair(s.w.T(catalog.FactBefore), s.w.Moment(s.local(p.rules, m.Was))))
	}
	rows = append(rows, chat.Pair(s.w.T(catalog.FactWith), p.mate.Name),
		chat.Pair(s.w.T(catalog.FactLength), s.w.T(catalog.Minutes, catalog.N(m.Minutes))))
	if place := s.place(p.rules, m.Place); place != "" {
		rows = append(rows, chat.Pair(s.w.T(catalog.FactPlace), place))
	}
	series, repeats, err := store.Series.Get(s.tx, m.Series)
	if err != nil {
		return nil, err
	}
	if repeats {
		rows = append(rows, chat.Pair(s.w.T(catalog.FactRepeats), s.ruleWords(p.rules, series.Rule)))
	}
	body = append(body, chat.Facts{Rows: rows})
	st, err := s.standing(p.pair)
	if err != nil {
		return nil, err
	}
	if st.Met() == 0 {
		body = append(body, chat.Line(s.w.T(firstTime(p.side))))
	}
	if on := p.rules.Date(m.Start); repeats && m.Moves == 0 && series.Rule.On(on.Period()) != on {
		body = append(body, chat.Remark(s.w.T(catalog.SeriesShifted, catalog.A("Day", s.w.Day(noonOf(p.rules, series.Rule.On(on.Period())))))))
	} else if !p.rules.Open(on) {
		body = append(body, chat.Remark(s.w.T(catalog.PlannedDayOff)))
	}
	return append(body, chat.Remark(s.w.T(catalog.NotAppraisal))), nil
}

// planActions is what can be done about a planned talk.
func (s *scene) planActions(p part, m mentoring.Meeting) ([]chat.Action, error) {
	st, err := s.standing(p.pair)
	if err != nil {
		return nil, err
	}
	if m.Unsure && p.side == mentorSide {
		return []chat.Action{
			s.button(actSuits, catalog.ActSuits, planArg(m), chat.StylePrimary),
			s.button(actMove, catalog.ActMove, planArg(m), chat.StyleNormal), s.cancelButton(p, m),
		}, nil
	}
	out := s.talkButtons(p, m, st)
	if m.Moves > 0 && m.MovedBy != s.me.ID && !m.Was.Equal(m.Start) {
		out = append(out, s.button(actRefuse, catalog.ActRefuse, planArg(m), chat.StyleNormal))
	}
	out = append(out, s.button(actMove, catalog.ActMove, planArg(m), chat.StyleNormal), s.cancelButton(p, m))
	repeat, ok, err := s.repeatButton(p, m)
	if ok {
		out = append(out, repeat)
	}
	return out, err
}
