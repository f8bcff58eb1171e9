package bot

import (
	"slices"
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// The dialogs of a questionnaire, made of its questions.

// surveyForm is one dialog of the reader's own form.
func surveyForm(s *scene, arg string) (chat.Form, bool, error) {
	a, ok := parseSurveyArg(arg)
	if !ok || a.person != s.me.ID {
		return chat.Form{}, false, nil
	}
	sh, ok, err := s.ownSurvey(a.programme + "|" + a.part)
	if err != nil || !ok || sh.phase != mentoring.SurveyOpen {
		return chat.Form{}, false, err
	}
	f, ok, err := s.sheetForm(sh, a)
	if err != nil || !ok {
		return f, false, err
	}
	f.Intro = append(s.surveyIntro(sh.rules, sh.window, sh.first(a)), f.Intro...)
	return f, true, nil
}

// dialogOf is the questions of a dialog, in the set's version.
func (s *scene) dialogOf(sh answerSheet, a surveyArg) (set mentoring.QuestionSet, questions []mentoring.Question, ok bool, err error) {
	p := sh.rules.Programme()
	if set, ok, err = store.SurveySetOf(s.tx, p, sh.part, a.version); err != nil || !ok {
		return set, nil, false, err
	}
	for _, id := range a.questions {
		q, there := set.Question(id)
		if !there {
			return set, nil, false, nil
		}
		questions = append(questions, q)
	}
	return set, questions, true, nil
}

// sheetForm is one dialog, filled with what is held.
func (s *scene) sheetForm(sh answerSheet, a surveyArg) (chat.Form, bool, error) {
	set, questions, ok, err := s.dialogOf(sh, a)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	h, err := s.stateOf(sh)
	if err != nil {
		return chat.Form{}, false, err
	}
	if err := s.overlay(sh, &h); err != nil {
		return chat.Form{}, false, err
	}
	at, of := sh.place(set, a, h)
	f := s.questionForm(questions, at, of)
	switch last := sh.last(a, questions, h); {
	case h.sent:
		f.Submit = s.w.T(catalog.FormSave)
	case last:
		f.Submit = s.w.T(catalog.SurveySend)
	}
	return f.Fill(fitting(f, h.values)), true, nil
}

// first reports whether the dialog begins the set of today.
func (sh answerSheet) first(a surveyArg) bool {
	set, _ := sh.rules.Programme().Survey.Set(sh.part)
	return len(set.Questions) > 0 && set.Questions[0].ID == a.questions[0]
}

// place is which dialog of how many it is, from 1.
func (sh answerSheet) place(set mentoring.QuestionSet, a surveyArg, h sheetState) (at, of int) {
	most := sh.rules.Programme().Survey.PerDialog
	dialogs := set.Dialogs(most)
	if of = len(dialogs); !h.sent {
		return max(of-len(set.Unasked(h.asked).Dialogs(most))+1, 1), of
	}
	for i, questions := range dialogs {
		if slices.ContainsFunc(questions, func(q mentoring.Question) bool { return q.ID == a.questions[0] }) {
			return i + 1, of
		}
	}
	return of, of
}

// last reports whether nothing is left to ask once the dialog is answered.
func (sh answerSheet) last(a surveyArg, questions []mentoring.Question, h sheetState) bool {
	asked := map[string]int{}
	for id, v := range h.asked {
		asked[id] = v
	}
	for _, q := range questions {
		asked[q.ID] = a.version
	}
	_, more := sh.openDialog(sheetState{asked: asked})
	return !more
}

// overlay puts what the reader had begun to write since over what is held: a
// dialog that was stopped in the chat, maybe of an older version.
func (s *scene) overlay(sh answerSheet, h *sheetState) error {
	since := h.answer.SentAt
	if h.answer.EditedAt.After(since) {
		since = h.answer.EditedAt
	}
	drafts, err := s.stopped(sh)
	for _, d := range drafts {
		if !d.At.After(since) {
			continue
		}
		for id, texts := range d.Values {
			if len(texts) > 0 {
				h.values[id] = texts
			}
		}
	}
	return err
}

// stopped lists the reader's dialogs of the form that were begun and not saved.
func (s *scene) stopped(sh answerSheet) (out []store.Draft, err error) {
	if sh.by != sh.person.ID {
		return nil, nil
	}
	drafts, err := store.Drafts.All(s.tx, store.Span{Prefix: store.Under(s.me.ID, formSurvey)})
	for _, d := range drafts {
		if a, ok := parseSurveyArg(d.Arg); ok && d.Form == formSurvey && a.programme == sh.rules.Programme().ID && a.part == string(sh.part) {
			out = append(out, d)
		}
	}
	return out, err
}

// questionForm is a dialog with the questions, without who reads it.
func (s *scene) questionForm(questions []mentoring.Question, at, of int) chat.Form {
	f := chat.Form{
		Title:  s.w.T(catalog.SurveyFormTitle, catalog.A("At", strconv.Itoa(at)), catalog.A("Of", strconv.Itoa(of))),
		Submit: s.w.T(catalog.FormNext),
	}
	for _, q := range questions {
		f.Fields = append(f.Fields, s.questionField(q))
	}
	return f
}

func (s *scene) questionField(q mentoring.Question) chat.Field {
	lang := s.w.Lang()
	fd := chat.Field{
		ID: q.ID, Label: shorten(q.Label.In(lang), chat.MaxFieldLabel), Hint: shorten(q.Hint.In(lang), chat.MaxHint), Required: q.Required,
	}
	switch q.Kind {
	case mentoring.QuestionScale:
		fd.Kind = chat.FieldScale
		for value, end := range map[string]mentoring.Words{"1": q.Low, "5": q.High} {
			if text := end.In(lang); text != "" {
				fd.Options = append(fd.Options, chat.Option{Value: value, Label: shorten(text, chat.MaxOptionLabel)})
			}
		}
		if len(fd.Options) == 2 && fd.Options[0].Value > fd.Options[1].Value {
			fd.Options[0], fd.Options[1] = fd.Options[1], fd.Options[0]
		}
	case mentoring.QuestionChoice:
		fd.Kind, fd.Options = chat.FieldChoice, s.options(q.Options)
	case mentoring.QuestionSeveral:
		fd.Kind, fd.Options = chat.FieldSeveral, s.options(q.Options)
	case mentoring.QuestionShort:
		fd.Kind = chat.FieldShort
	default:
		fd.Kind, fd.Max = chat.FieldLong, surveyTextMax
	}
	return fd
}

// surveyTextMax is how many characters an answer in one's own words takes.
const surveyTextMax = 1000

// surveyIntro says who reads the answers, on every dialog, and on the first what
// for and until when.
func (s *scene) surveyIntro(r mentoring.Rules, w mentoring.SurveyWindow, first bool) []chat.Block {
	reader := chat.Paragraph(chat.Bold(s.w.T(catalog.SurveyReader)))
	if !first {
		return []chat.Block{reader}
	}
	out := []chat.Block{reader, chat.Line(r.Programme().Survey.Purpose.In(s.w.Lang()))}
	if !w.Deadline.IsZero() {
		out = append(out, chat.Remark(s.w.T(catalog.SurveyPauses, s.surveyDay(r, w.Deadline))))
	}
	return out
}

// surveyDay is a day of the window as people read it.
func (s *scene) surveyDay(r mentoring.Rules, d mentoring.Date) catalog.Arg {
	return catalog.A("Day", s.w.Day(d.At(mentoring.TimeOfDay{Hour: 12}, r.Zone())))
}
