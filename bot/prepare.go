package bot

import (
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Preparation: on the business day before a talk the mentee may choose what it
// is to be about and what they wish for, or decide to talk without deciding.
// The mentor sees it on the day. Topic and response are chosen from lists and
// stand in messages; own words and the line stand on pages alone.

const (
	kindPrepared = "prepared" // receipt; subject meeting/<id>

	actPrepare     = "prepare.open" // arg: meeting
	actPrepareChat = "prepare.chat" // arg: meeting
	actPrepareFree = "prepare.free" // arg: meeting
	formPrepare    = "prepare"      // arg: meeting
)

// preparing is a talk of the reader's that is still to come.
func (s *scene) preparing(meeting string) (m mentoring.Meeting, p part, ok bool, err error) {
	m, p, ok, err = s.meetingOf(subject("meeting", meeting))
	return m, p, ok && p.side == menteeSide && s.toCome(m), err
}

func (s *scene) toCome(m mentoring.Meeting) bool {
	return m.State == mentoring.MeetingPlanned && m.Start.After(s.now)
}

// prepareCard asks the mentee, and shows what they have chosen since.
func prepareCard(s *scene, in store.Intent) (card, error) {
	m, p, ok, err := s.meetingOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	if c, done := s.passedCard(m, p, in); done {
		return c, nil
	}
	rec, chosen, err := store.PreparationFor(s.tx, m)
	if err != nil {
		return card{}, err
	}
	ours := chosen && rec.Meeting == m.ID
	switch {
	case ours && !in.Edit:
		return unwanted("prepared")
	case !chosen && !s.toCome(m): // an answer was taken back
		return say("", []chat.Block{chat.Remark(s.w.T(catalog.PreparePassed, s.when(p, m), catalog.A("Name", p.mate.Name)))})
	}
	title := s.w.T(catalog.PrepareTitle, s.when(p, m), catalog.A("Name", p.mate.Name))
	body := s.preparedBlocks(p, rec, chosen)
	note := chat.Remark(s.w.T(catalog.PrepareNote, catalog.A("Name", p.mate.Name), catalog.N(p.rules.Programme().SmallGroup)))
	if ours || !s.toCome(m) {
		return say(title, append(body, note), s.prepareButtons(m, catalog.ActPrepareEdit)...)
	}
	if chosen {
		body = append(body, chat.Line(s.w.T(catalog.PrepareCarried, catalog.A("Name", p.mate.Name))))
	} else {
		body = append(body, chat.Line(s.w.T(catalog.PrepareText)))
	}
	beside, actions, err := s.besideTalk(p, m)
	if err != nil {
		return card{}, err
	}
	tip, err := s.tipBlocks(p, m)
	if err != nil {
		return card{}, err
	}
	body = append(append(append(body, beside...), tip...), note, chat.Remark(s.w.T(catalog.NotAppraisal)))
	choose := s.prepareButtons(m, catalog.ActPrepare)
	choose[0].Style = chat.StylePrimary
	free := s.button(actPrepareFree, catalog.ActPrepareFree, m.ID, chat.StyleNormal)
	return say(title, body, append(append([]chat.Action{free}, choose...), actions...)...)
}

// passedCard is what a card about a talk says once the talk is not to come any
// more, or is on another day than the card was meant for.
func (s *scene) passedCard(m mentoring.Meeting, p part, in store.Intent) (c card, done bool) {
	switch {
	case m.State != mentoring.MeetingPlanned && in.Edit:
		text := outcome(m)
		if m.Counts() { // other cards say so
			text = catalog.PreparePassed
		}
		c.message.Body = chat.Blocks{chat.Remark(s.w.T(text, s.when(p, m), catalog.A("Name", p.mate.Name)))}
	case m.State != mentoring.MeetingPlanned:
		c.drop = "no-longer-planned"
	case !in.Edit && in.Arg != p.rules.Date(m.Start).String():
		c.drop = "moved"
	case !in.Edit && !m.Start.After(s.now):
		c.drop = "begun"
	case !in.Edit && (s.me.Away(p.rules.Date(m.Start)) || p.mate.Away(p.rules.Date(m.Start))):
		c.drop = "away"
	default:
		return c, false
	}
	return c, true
}

func (s *scene) when(p part, m mentoring.Meeting) catalog.Arg {
	return catalog.A("When", s.w.Moment(s.local(p.rules, m.Start)))
}

// prepareButtons lead to the form, while it can be changed.
func (s *scene) prepareButtons(m mentoring.Meeting, label catalog.Key) []chat.Action {
	if !s.toCome(m) {
		return nil
	}
	return []chat.Action{
		s.button(actPrepare, label, m.ID, chat.StyleNormal),
		s.button(actPrepareChat, catalog.ActInChat, m.ID, chat.StyleNormal),
	}
}

func (t *turn) openPrepare(meeting string) error   { return t.openForm(formPrepare, meeting) }
func (t *turn) prepareInChat(meeting string) error { return t.ask(formPrepare, meeting) }

// prepare keeps what the mentee chose. Nothing at all means to talk without
// having decided.
func (t *turn) prepare(meeting string, v chat.Values) error {
	m, p, ok, err := t.preparing(meeting)
	if err != nil || !ok {
		return err
	}
	rec := store.Preparation{
		Response: v.Option("response"),
		Own:      v.Text("own").OwnedBy(t.me.ID), Line: v.Text("line").OwnedBy(t.me.ID),
	}
	if topic := v.Option("topic"); topic != topicFree {
		rec.Topic = topic
	}
	rec.Free = rec.Topic == "" && rec.Own.Empty()
	if err := t.keepPreparation(m, p, rec); err != nil {
		return err
	}
	return t.reply(kindPrepared, subject("meeting", m.ID), "")
}

// prepareFree is one tap: to talk without having decided. A line that was
// written stays.
func (t *turn) prepareFree(meeting string) error {
	m, p, ok, err := t.preparing(meeting)
	if err != nil {
		return err
	}
	if !ok {
		if err := t.face(store.KindPrepare, subject("meeting", meeting), ""); err != nil {
			return err
		}
		return t.notice(catalog.GonePrepare)
	}
	held, _, err := store.PreparationFor(t.tx, m)
	if err != nil {
		return err
	}
	if err := t.keepPreparation(m, p, store.Preparation{Free: true, Response: held.Response, Line: held.Line}); err != nil {
		return err
	}
	return t.face(store.KindPrepare, subject("meeting", m.ID), "")
}

// keepPreparation writes it and brings the cards of both up to date.
func (t *turn) keepPreparation(m mentoring.Meeting, p part, rec store.Preparation) error {
	rec.Meeting, rec.Pair, rec.Mentee, rec.WrittenAt = m.ID, m.Pair, t.me.ID, t.now
	if err := store.Preparations.Put(t.tx, rec); err != nil {
		return err
	}
	subj := subject("meeting", m.ID)
	if err := t.redrawSent(t.me.ID, store.KindPrepare, subj); err != nil {
		return err
	}
	return t.redrawSent(p.mate.ID, store.KindTalkDay, subj)
}

func preparedCard(s *scene, in store.Intent) (card, error) {
	m, p, ok, err := s.meetingOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	rec, ok, err := store.Preparations.Get(s.tx, m.ID)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	body := append([]chat.Block{chat.Line(s.w.T(catalog.PrepareKept, catalog.A("Name", p.mate.Name)))}, s.preparedBlocks(p, rec, true)...)
	var actions []chat.Action
	if s.toCome(m) {
		actions = []chat.Action{s.button(actPrepare, catalog.ActPrepareEdit, m.ID, chat.StyleNormal)}
	}
	open, err := s.talkButton(p, m, chat.StyleNormal)
	if err != nil {
		return card{}, err
	}
	return say("", body, append(actions, open)...)
}

// talksSince is how long the cards of a talk that has begun are kept up to
// date.
const talksSince = 7 * 24 * time.Hour

// talksChanged has the pair's planned talks looked at anew, and brings the
// cards about them up to date: a meeting was planned, moved, called off or
// held.
func (t *turn) talksChanged(p part) error {
	if err := store.Schedule(t.tx, store.DueTalks, p.pair.ID, t.now); err != nil {
		return err
	}
	st, err := t.standing(p.pair)
	if err != nil {
		return err
	}
	for _, m := range st.Meetings {
		if m.Start.Before(t.now.Add(-talksSince)) {
			continue
		}
		for _, c := range []struct{ to, kind string }{{p.pair.Mentee, store.KindPrepare}, {p.pair.Mentor, store.KindTalkDay}} {
			if err := t.redrawSent(c.to, c.kind, subject("meeting", m.ID)); err != nil {
				return err
			}
		}
	}
	return nil
}

// redrawSent is redraw where there is a card to draw anew.
func (t *turn) redrawSent(to, kind, subj string) error {
	sent, err := store.HasCard(t.tx, to, kind, subj)
	if err != nil || !sent {
		return err
	}
	return t.redraw(to, kind, subj, "")
}
