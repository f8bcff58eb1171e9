package bot

import (
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// What is said to somebody about their questionnaire. A card says that there is
// one and how it stands, never what was answered.

// sheetOn is the reader's form of a card's subject.
func (s *scene) sheetOn(subj string) (sh answerSheet, h sheetState, ok bool, err error) {
	programme, part, _ := strings.Cut(idOf("survey", subj), "/")
	if sh, ok, err = s.sheetFor(programme, mentoring.Part(part), s.me); err != nil || !ok {
		return sh, h, false, err
	}
	h, err = s.stateOf(sh)
	return sh, h, true, err
}

// surveyButtons lead to the form and, question by question, to the chat.
func (s *scene) surveyButtons(sh answerSheet, h sheetState) []chat.Action {
	arg := sh.arg()
	out := []chat.Action{s.surveyButton(sh, h, chat.StylePrimary)}
	if !h.sent {
		out = append(out, s.button(actSurveyChat, catalog.ActInChat, arg, chat.StyleNormal))
	}
	if len(h.values) > 0 {
		out = append(out, s.button(actSurveyMine, catalog.ActSurveyMine, arg, chat.StyleNormal))
	}
	return out
}

func (sh answerSheet) arg() string { return sh.rules.Programme().ID + "|" + string(sh.part) }

func (s *scene) surveyButton(sh answerSheet, h sheetState, style chat.Style) chat.Action {
	label := catalog.ActSurvey
	switch {
	case h.sent:
		label, style = catalog.ActSurveyEdit, chat.StyleNormal
	case len(h.asked) > 0:
		label = catalog.ActSurveyGoOn
	}
	return s.button(actSurvey, label, sh.arg(), style)
}

// surveyTitle names the questionnaire by the part that is asked.
func (s *scene) surveyTitle(part mentoring.Part) string {
	if part == mentorSide {
		return s.w.T(catalog.SurveyTitleMentor)
	}
	return s.w.T(catalog.SurveyTitleMentee)
}

// surveyCard invites, and shows afterwards how the form stands.
func surveyCard(s *scene, in store.Intent) (card, error) {
	return s.surveyWord(in, catalog.SurveyInvite)
}

// surveyRemindCard reminds who has not answered. On the day of the invitation it
// is none: that has just been said.
func surveyRemindCard(s *scene, in store.Intent) (card, error) {
	if !in.Edit {
		sh, _, ok, err := s.sheetOn(in.Subject)
		if err != nil || !ok {
			return card{drop: "gone"}, err
		}
		deadline, _, _ := strings.Cut(in.Arg, "/")
		if deadline != sh.window.Deadline.String() {
			return unwanted("moved")
		}
		at, waits, err := s.invited(sh)
		if err != nil || waits || sh.rules.Date(at) == sh.rules.Date(s.now) {
			return card{drop: "just-invited"}, err
		}
	}
	return s.surveyWord(in, catalog.SurveyRemind)
}

// invited is when the reader got the invitation, the zero time if it never
// reached them; waits says that it is still to come, and says it all then.
func (s *scene) invited(sh answerSheet) (at time.Time, waits bool, err error) {
	d, ok, err := store.Outbox.Get(s.tx, store.SurveyKey(sh.rules.Programme().ID, sh.part, s.me.ID))
	if d.State == store.Sent {
		at = d.At
	}
	return at, ok && !d.Done(), err
}

// surveyMovedCard says that the deadline is another.
func surveyMovedCard(s *scene, in store.Intent) (card, error) {
	if !in.Edit {
		sh, _, ok, err := s.sheetOn(in.Subject)
		if err != nil || !ok || in.Arg != sh.window.Deadline.String() {
			return card{drop: "moved"}, err
		}
		at, waits, err := s.invited(sh)
		if err != nil || waits || !at.Before(sh.window.Since) {
			return card{drop: "just-invited"}, err
		}
	}
	return s.surveyWord(in, catalog.SurveyMoved)
}

// surveyWord is a card about the reader's form. Sent for the first time it is
// for who has not answered; changed in place it says what has become of it.
func (s *scene) surveyWord(in store.Intent, text catalog.Key) (card, error) {
	sh, h, ok, err := s.sheetOn(in.Subject)
	switch {
	case err != nil:
		return card{}, err
	case !ok:
		return unwanted("not-asked")
	case h.sent && !in.Edit:
		return unwanted("answered")
	case sh.phase != mentoring.SurveyOpen && !in.Edit:
		return unwanted("over")
	}
	day := s.surveyDay(sh.rules, sh.window.Deadline)
	if h.sent {
		return s.sentCard(sh, h, catalog.SurveySent)
	}
	body := []chat.Block{chat.Line(s.w.T(text, day))}
	if text == catalog.SurveyInvite {
		body = append(body, chat.Line(sh.rules.Programme().Survey.Purpose.In(s.w.Lang())))
	}
	body = append(body, chat.Remark(s.w.T(catalog.SurveyReader)))
	if len(h.asked) > 0 {
		body = append(body, chat.Remark(s.w.T(catalog.SurveyStateDraft)))
	}
	return say(s.surveyTitle(sh.part), body, s.surveyButtons(sh, h)...)
}

func (s *scene) sentCard(sh answerSheet, h sheetState, text catalog.Key) (card, error) {
	body := []chat.Block{chat.Line(s.w.T(text))}
	var actions []chat.Action
	if sh.phase == mentoring.SurveyOpen {
		body = append(body, chat.Remark(s.w.T(catalog.SurveyUntil, s.surveyDay(sh.rules, sh.window.Deadline))))
		actions = append(actions, s.surveyButton(sh, h, chat.StyleNormal))
	}
	actions = append(actions, s.button(actSurveyMine, catalog.ActSurveyMine, sh.arg(), chat.StyleNormal))
	return say(s.surveyTitle(sh.part), body, actions...)
}

// surveySentCard is the receipt.
func surveySentCard(s *scene, in store.Intent) (card, error) {
	sh, h, ok, err := s.sheetOn(in.Subject)
	if err != nil || !ok || !h.sent {
		return card{drop: "gone"}, err
	}
	text := catalog.SurveyThanks
	if in.Arg == "edited" {
		text = catalog.SurveyEdited
	}
	return s.sentCard(sh, h, text)
}

// surveySections is the reader's own forms on their home, of every programme that
// asks them.
func (t *turn) surveySections([]part, bool) (out []chat.Section, err error) {
	running, err := t.runningRules()
	if err != nil {
		return nil, err
	}
	for _, r := range running {
		for _, part := range mentoring.SurveyParts() {
			sec, ok, err := t.ownSurveySection(r, part)
			if err != nil {
				return nil, err
			}
			if ok {
				sec.Title = t.ofSeveral(sec.Title, r, running)
				out = append(out, sec)
			}
		}
	}
	return out, nil
}

// ownSurveySection is the reader's form on the part; ok is false where there is
// nothing to show of it.
func (t *turn) ownSurveySection(r mentoring.Rules, part mentoring.Part) (sec chat.Section, ok bool, err error) {
	sh, ok, err := t.sheetFor(r.Programme().ID, part, t.me)
	if err != nil || !ok || sh.phase == mentoring.SurveyPreparing || sh.phase == mentoring.SurveyWaiting {
		return sec, false, err
	}
	h, err := t.mySheet(sh)
	if err != nil {
		return sec, false, err
	}
	sec = chat.Section{Title: t.surveyTitle(part), Body: t.surveyState(sh, h)}
	switch {
	case sh.phase == mentoring.SurveyOpen:
		until := catalog.SurveyAnswerUntil
		if h.sent {
			until = catalog.SurveyUntil
		}
		sec.Body = append(sec.Body, chat.Line(t.w.T(until, t.surveyDay(sh.rules, sh.window.Deadline))))
		sec.Actions = t.surveyButtons(sh, h)
	case len(h.values) > 0:
		sec.Actions = []chat.Action{t.button(actSurveyMine, catalog.ActSurveyMine, sh.arg(), chat.StyleNormal)}
	default:
		return sec, false, nil
	}
	return sec, true, nil
}
