package bot

import (
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// What is said of a change of mentor: to the new mentor, then to the mentee, and
// with thanks to the mentor before.

const (
	kindThanked = "handover-thanked" // to the mentor before; subject pair/<theirs>, arg: ids of the talks called off

	actSuits = "handover.suits" // arg: meeting|moves
)

// takenOver is what the new mentor is told of the time before: the number of
// talks, and that what was said is the mentee's to pass on.
func (s *scene) takenOver(p part) ([]chat.Block, error) {
	if p.pair.Follows == "" {
		return nil, nil
	}
	st, err := s.standing(p.pair)
	if err != nil {
		return nil, err
	}
	return []chat.Block{chat.Line(s.w.T(catalog.HandoverMentor, catalog.N(st.Met())))}, nil
}

// changedCard tells the mentee who their mentor is now, and that nothing of
// what they wrote passes by itself.
func (s *scene) changedCard(pair mentoring.Pair, mentor mentoring.Person, by string) (card, error) {
	before, err := store.Pairs.Must(s.tx, pair.Follows)
	if err != nil {
		return card{}, err
	}
	var body []chat.Block
	if asked, err := s.hadAsked(before); err != nil {
		return card{}, err
	} else if asked {
		body = append(body, chat.Line(s.w.T(catalog.HandoverAsAsked)))
	}
	name := catalog.A("Name", mentor.Name)
	body = append(body,
		chat.Line(s.w.T(catalog.AnnounceMenteeText, catalog.A("Head", by), name, catalog.A("Team", workplace(mentor)))),
		chat.Line(s.w.T(catalog.HandoverMentee, name)))
	var actions []chat.Action
	items, err := s.items(pair)
	if err != nil {
		return card{}, err
	}
	if len(items) > 0 {
		actions = append(actions, s.button(actConsent, catalog.ActConsent, pair.ID, chat.StylePrimary))
	}
	return say(s.w.T(catalog.AnnounceMenteeTitle, name), append(body, chat.Line(s.w.T(catalog.Confidential)), chat.Remark(s.w.T(catalog.NotAppraisal))),
		append(actions, s.button(actAskDate, catalog.ActAskDate, pair.ID, chat.StyleNormal), s.button(actHelp, catalog.ActHelp, "", chat.StyleNormal))...)
}

// thankedCard tells the mentor before that somebody else goes on, with thanks,
// and takes the talks out of the calendar.
func thankedCard(s *scene, in store.Intent) (card, error) {
	pair, mentee, _, ok, err := s.bothOf(in.Subject)
	if err != nil || !ok || pair.Mentor != s.me.ID || pair.Heir == "" {
		return card{drop: "gone"}, err
	}
	p, _, err := s.noteSide(pair)
	if err != nil {
		return card{}, err
	}
	st, err := s.standing(pair)
	if err != nil {
		return card{}, err
	}
	name := catalog.A("Name", mentee.Name)
	var body []chat.Block
	if asked, err := s.hadAsked(pair); err != nil {
		return card{}, err
	} else if asked {
		body = append(body, chat.Line(s.w.T(catalog.HandoverAsAsked)))
	}
	body = append(body, chat.Line(s.w.T(catalog.ThankedText, name)), chat.Line(s.w.T(catalog.ThankedCount, catalog.N(len(own(st))))))
	actions := []chat.Action{s.button(actMyNotes, catalog.ActMyNotes, "", chat.StyleNormal)}
	if s.noteWanted(p) {
		body = append(body, chat.Line(s.w.T(catalog.ThankedNote, name)))
		actions = append([]chat.Action{s.button(actNote, catalog.ActNote, pair.ID, chat.StylePrimary)}, actions...)
	}
	files, err := s.calledOffFiles(p, in.Arg)
	if err != nil {
		return card{}, err
	}
	return say(s.w.T(catalog.ThankedTitle), append(body, files...), actions...)
}

// own is the talks that the pair itself held.
func own(st mentoring.Standing) (out []mentoring.Meeting) {
	for _, m := range st.Meetings {
		if m.Counts() {
			out = append(out, m)
		}
	}
	return out
}

// hadAsked reports whether the reader asked for the change that ended the pair.
func (s *scene) hadAsked(pair mentoring.Pair) (bool, error) {
	for c, err := range store.Changes.Each(s.tx, store.Span{Index: "pair", Prefix: store.Under(pair.ID)}) {
		if err != nil {
			return false, err
		}
		if c.By == s.me.ID && c.State == store.ChangeDone {
			return true, nil
		}
	}
	return false, nil
}

// calledOffFiles takes the talks that went to the next mentor out of the
// reader's calendar.
func (s *scene) calledOffFiles(p part, ids string) (out []chat.Block, err error) {
	for _, id := range strings.Split(ids, ",") {
		m, ok, err := store.Meetings.Get(s.tx, id)
		if err != nil {
			return nil, err
		}
		if !ok || m.Pair != p.pair.ID || m.State != mentoring.MeetingCancelled {
			continue
		}
		out = append(out, chat.Line(s.w.T(catalog.EndedMeeting, catalog.A("When", s.w.Moment(s.local(p.rules, m.Start))))))
		if file, wanted, err := s.calendarFile(p, m); err != nil {
			return nil, err
		} else if wanted && len(out) < chat.MaxActions {
			out = append(out, file)
		}
	}
	return out, nil
}

// suits is the new mentor's word that the time of a talk taken over suits.
func (t *turn) suits(arg string) error {
	m, p, fresh, ok, err := t.readPlanArg(arg)
	if err != nil {
		return err
	}
	if !ok || !fresh || p.side != mentorSide || m.State != mentoring.MeetingPlanned {
		return t.notice(catalog.GoneMeeting)
	}
	m.Unsure = false
	if err := store.Meetings.Put(t.tx, m); err != nil {
		return err
	}
	if err := t.redrawPlan(p, m); err != nil {
		return err
	}
	if err := t.face(kindPlanned, store.PlannedSubject(m), ""); err != nil {
		return err
	}
	return t.notice(catalog.SuitsDone)
}
