package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// A talk that is to come, with everything that belongs to it: the mentor's card
// on its day, and for both a page with what was prepared, last time, and how a
// talk goes (seeds/000, 進め方).

const actTalk = "talk.open" // arg: meeting

// talkDayCard is the mentor's, once for a talk and its day.
func talkDayCard(s *scene, in store.Intent) (card, error) {
	m, p, ok, err := s.meetingOf(in.Subject)
	if err != nil || !ok || p.side != mentorSide {
		return card{drop: "gone"}, err
	}
	if c, done := s.passedCard(m, p, in); done {
		return c, nil
	}
	if until, err := s.nextIsTold(p, m); err != nil || !in.Edit && !until.IsZero() {
		return card{later: until}, err
	}
	name := catalog.A("Name", p.mate.Name)
	rec, chosen, err := store.PreparationFor(s.tx, m)
	if err != nil {
		return card{}, err
	}
	var body []chat.Block
	var rows []chat.Fact
	if place := s.place(p.rules, m.Place); place != "" {
		rows = append(rows, chat.Pair(s.w.T(catalog.FactPlace), place))
	}
	if chosen {
		rows = append(rows, s.preparedFacts(p, rec)...)
	}
	if len(rows) > 0 {
		body = append(body, chat.Facts{Rows: rows})
	}
	switch {
	case !chosen:
		body = append(body, chat.Line(s.w.T(catalog.TalkUndecided, name)))
	case !rec.Own.Empty() || !rec.Line.Empty():
		body = append(body, chat.Line(s.w.T(catalog.TalkHasWords, name)))
	}
	body = append(body, chat.Paragraph(chat.Bold(s.w.T(catalog.FlowTitle)), chat.Plain("\n"+s.w.T(catalog.FlowLine))))
	beside, actions, err := s.besideTalk(p, m)
	if err != nil {
		return card{}, err
	}
	tip, err := s.tipBlocks(p, m)
	if err != nil {
		return card{}, err
	}
	open, err := s.talkButton(p, m, chat.StylePrimary)
	if err != nil {
		return card{}, err
	}
	body = append(append(append(body, beside...), tip...), chat.Remark(s.w.T(catalog.NotAppraisal)))
	return say(s.w.T(catalog.PrepareTitle, s.when(p, m), name), body, append([]chat.Action{open}, actions...)...)
}

// besideTalk is what a card about a talk has besides: before the first one how
// it goes, for the mentee later what there is of last time.
func (s *scene) besideTalk(p part, m mentoring.Meeting) ([]chat.Block, []chat.Action, error) {
	_, before, err := s.lastBefore(p, m)
	switch {
	case err != nil:
		return nil, nil, err
	case !before:
		return []chat.Block{chat.Line(s.w.T(catalog.GuideHint))},
			[]chat.Action{s.button(actGuide, catalog.ActGuide, p.pair.ID, chat.StyleNormal)}, nil
	case p.side == menteeSide:
		open, err := s.talkButton(p, m, chat.StyleNormal)
		return nil, []chat.Action{open}, err
	}
	return nil, nil, nil
}

// talkButton leads to the page of the talk.
func (s *scene) talkButton(p part, m mentoring.Meeting, style chat.Style) (chat.Action, error) {
	_, before, err := s.lastBefore(p, m)
	label := catalog.ActTalk
	if !before {
		label = catalog.ActTalkFirst
	}
	return s.button(actTalk, label, m.ID, style), err
}

// lastBefore is the pair's last talk before the meeting.
func (s *scene) lastBefore(p part, m mentoring.Meeting) (last mentoring.Meeting, ok bool, err error) {
	st, err := s.standing(p.pair)
	for _, x := range st.Meetings {
		if x.Counts() && x.ID != m.ID && x.Start.Before(m.Start) && (!ok || x.Start.After(last.Start)) {
			last, ok = x, true
		}
	}
	return last, ok, err
}

// openTalk shows the talk on a page: it holds what people wrote.
func (t *turn) openTalk(meeting string) error {
	m, p, ok, err := t.meetingOf(subject("meeting", meeting))
	if err != nil {
		return err
	}
	if !ok || m.State != mentoring.MeetingPlanned && m.State != mentoring.MeetingMet {
		return t.sorry(catalog.GoneMeeting)
	}
	now, err := t.thisTime(p, m)
	if err != nil {
		return err
	}
	sections := []chat.Section{now}
	last, before, err := t.lastBefore(p, m)
	if err != nil {
		return err
	}
	if before {
		sec, err := t.lastTime(p, last)
		if err != nil {
			return err
		}
		sections = append(sections, sec)
	}
	if p.side == mentorSide {
		sections = append(sections, t.flowSection(p, !before))
	}
	v, written, err := t.visionOf(p.pair.ID)
	if err != nil {
		return err
	}
	if written {
		sections = append(sections, chat.Section{Title: t.w.T(catalog.VisionFormTitle), Body: []chat.Block{chat.Paragraph(chat.Words(v.Words))}})
	}
	end := chat.Section{Body: []chat.Block{chat.Remark(t.w.T(catalog.NotAppraisal))}, Actions: []chat.Action{t.consultButton()}}
	if !before {
		end.Actions = append([]chat.Action{t.button(actGuide, catalog.ActGuide, p.pair.ID, chat.StyleNormal)}, end.Actions...)
	}
	return t.show(t.w.T(catalog.PrepareTitle, t.when(p, m), catalog.A("Name", p.mate.Name)), append(sections, end)...)
}

// thisTime is what the mentee prepared.
func (t *turn) thisTime(p part, m mentoring.Meeting) (chat.Section, error) {
	sec := chat.Section{Title: t.w.T(catalog.TalkThisTime)}
	rec, chosen, err := store.PreparationFor(t.tx, m)
	if err != nil {
		return sec, err
	}
	if chosen {
		sec.Body = t.preparedWhole(p, rec)
	}
	if len(sec.Body) == 0 {
		text := catalog.TalkUndecided
		if p.side == menteeSide {
			text = catalog.PrepareText
		}
		sec.Body = []chat.Block{chat.Line(t.w.T(text, catalog.A("Name", p.mate.Name)))}
	}
	if p.side == menteeSide && t.toCome(m) {
		sec.Actions = []chat.Action{t.button(actPrepare, prepareLabel(chosen), m.ID, chat.StylePrimary)}
	}
	return sec, nil
}

func prepareLabel(chosen bool) catalog.Key {
	if chosen {
		return catalog.ActPrepareEdit
	}
	return catalog.ActPrepare
}

// lastTime is what the two let each other see of the talk before, and the
// reader's own next step. A line that the reader keeps is left out: the partner
// may be looking at the same screen.
func (t *turn) lastTime(p part, last mentoring.Meeting) (chat.Section, error) {
	day := catalog.A("Day", t.w.Day(t.local(p.rules, last.Start)))
	sec := chat.Section{Title: t.w.T(catalog.TalkLastTime, day)}
	theirs, ok, err := store.Reflections.Get(t.tx, store.Join(last.ID, p.mate.ID))
	if err != nil {
		return sec, err
	}
	if ok && shares(theirs) {
		sec.Body = append(sec.Body, chat.Paragraph(chat.Bold(t.w.T(catalog.TalkTheirs, catalog.A("Name", p.mate.Name)))))
		sec.Body = append(sec.Body, t.reflectionBlocks(theirs, true)...)
	}
	mine, written, err := store.Reflections.Get(t.tx, store.Join(last.ID, t.me.ID))
	if err != nil {
		return sec, err
	}
	if written {
		blocks := t.reflectionBlocks(onScreen(mine), true)
		if len(blocks) > 0 {
			sec.Body = append(append(sec.Body, chat.Paragraph(chat.Bold(t.w.T(catalog.TalkMine)))), blocks...)
		}
	} else if noteOpen(p, t.scene) {
		sec.Actions = []chat.Action{t.button(actReflect, catalog.ActWriteLast, last.ID, chat.StyleNormal)}
	}
	if len(sec.Body) == 0 {
		sec.Body = []chat.Block{chat.Line(t.w.T(catalog.TalkLastNone))}
	}
	return sec, nil
}

// onScreen makes the next step one of the lines that are shown.
func onScreen(mine store.Reflection) store.Reflection {
	mine.Next.Share = private.Partner
	return mine
}

// flowSection is how a talk goes, for the mentor.
func (s *scene) flowSection(p part, first bool) chat.Section {
	back := catalog.FlowBack
	switch {
	case first && p.rules.Programme().NoVision:
		back = catalog.FlowBackFree
	case first:
		back = catalog.FlowBackFirst
	}
	row := func(title, text catalog.Key) chat.Fact { return chat.Pair(s.w.T(title), s.w.T(text)) }
	return chat.Section{Title: s.w.T(catalog.FlowTitle), Body: []chat.Block{chat.Facts{Rows: []chat.Fact{
		row(catalog.FlowIceTitle, catalog.FlowIce), row(catalog.FlowBackTitle, back),
		row(catalog.FlowTalkTitle, catalog.FlowTalk), row(catalog.FlowCloseTitle, catalog.FlowClose),
	}}}}
}

// talkButtons is at most one button for the card of a planned talk: the mentee
// may prepare at once, the mentor reads how the first talk goes. The mentee's
// card of the day before has the guide too.
func (s *scene) talkButtons(p part, m mentoring.Meeting, st mentoring.Standing) []chat.Action {
	switch {
	case p.side == menteeSide && s.toCome(m):
		return []chat.Action{s.button(actPrepare, catalog.ActPrepare, m.ID, chat.StyleNormal)}
	case p.side == mentorSide && st.Met() == 0:
		return []chat.Action{s.button(actGuide, catalog.ActGuide, p.pair.ID, chat.StyleNormal)}
	default:
		return nil
	}
}
