package bot

import (
	"maps"
	"slices"
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// HR sets the days of the questionnaire, opens it, moves its deadline and closes
// it. Closing freezes the figures.

const (
	actSurveyWindow = "survey.window" // arg: programme
	actSurveyBegin  = "survey.begin"  // arg: programme
	actSurveyClose  = "survey.close"  // arg: programme

	formSurveyWindow = "survey.window" // arg: programme
	formSurveyBegin  = "survey.begin"  // arg: programme
	formSurveyClose  = "survey.close"  // arg: programme
)

func (t *turn) openSurveyWindow(programme string) error {
	return t.openForm(formSurveyWindow, programme)
}
func (t *turn) openSurveyBegin(programme string) error { return t.openForm(formSurveyBegin, programme) }
func (t *turn) openSurveyClose(programme string) error { return t.openForm(formSurveyClose, programme) }

// surveyWindowForm asks for both days; once people answer, for the deadline
// alone.
func surveyWindowForm(s *scene, programme string) (chat.Form, bool, error) {
	r, w, ok, err := s.surveyHR(programme)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	phase := r.SurveyPhase(w, s.now)
	if phase == mentoring.SurveyClosed {
		return chat.Form{}, false, nil
	}
	f := chat.Form{Title: s.w.T(catalog.SurveyDays), Submit: s.w.T(catalog.FormSave)}
	if phase == mentoring.SurveyPreparing || phase == mentoring.SurveyWaiting {
		f.Fields = append(f.Fields, chat.Field{ID: "opens", Kind: chat.FieldDate, Label: s.w.T(catalog.SurveyOpens), Required: true})
	}
	f.Fields = append(f.Fields, chat.Field{ID: "deadline", Kind: chat.FieldDate, Label: s.w.T(catalog.SurveyDeadline), Hint: s.w.T(catalog.SurveyDeadlineHint), Required: true})
	if !w.Deadline.IsZero() {
		f = f.Fill(chat.Set("opens", w.Opens.String(), "deadline", w.Deadline.String()))
	}
	return f, true, nil
}

func (t *turn) setSurveyWindow(programme string, v chat.Values) error {
	r, w, ok, err := t.surveyHR(programme)
	if err != nil || !ok {
		return err
	}
	before, phase, today := w, r.SurveyPhase(w, t.now), r.Date(t.now)
	if opens, given := chosenDate(v, "opens"); given && (phase == mentoring.SurveyPreparing || phase == mentoring.SurveyWaiting) {
		w.Opens = opens
		if w.Opens.Before(today) {
			t.wrong("opens", catalog.SurveyOpensPast)
		}
	}
	w.Deadline, _ = chosenDate(v, "deadline")
	yearEnd := mentoring.On(r.Programme().Year+1, 3, 31)
	switch {
	case w.Deadline.Before(today):
		t.wrong("deadline", catalog.SurveyDeadlinePast)
	case w.Deadline.Before(w.Opens):
		t.wrong("deadline", catalog.SurveyDeadlineEarly)
	case w.Deadline.After(yearEnd):
		t.wrong("deadline", catalog.SurveyDeadlineYear)
	}
	if t.refused {
		return nil
	}
	if w == before {
		return t.openSurveyDesk(programme)
	}
	w.Since = t.now
	if phase == mentoring.SurveyOpen || phase == mentoring.SurveyOver {
		w.Moves++
	}
	if err := store.Surveys.Put(t.tx, store.Survey{Programme: programme, Window: w, SetBy: t.me.ID}); err != nil {
		return err
	}
	t.audit("survey-window", "survey/"+programme+"/"+w.Opens.String()+"/"+w.Deadline.String())
	if err := t.scheduleSurvey(r, w); err != nil {
		return err
	}
	return t.openSurveyDesk(programme)
}

// scheduleSurvey has the window looked at: at once while people answer.
func (t *turn) scheduleSurvey(r mentoring.Rules, w mentoring.SurveyWindow) error {
	programme := r.Programme().ID
	switch r.SurveyPhase(w, t.now) {
	case mentoring.SurveyWaiting:
		return store.Schedule(t.tx, store.DueSurvey, programme, r.SurveyBegins(w))
	case mentoring.SurveyOpen:
		return store.Schedule(t.tx, store.DueSurvey, programme, t.now)
	default:
		return nil
	}
}

// surveyBeginForm shows who is asked and until when, before anybody is.
func surveyBeginForm(s *scene, programme string) (chat.Form, bool, error) {
	r, w, ok, err := s.surveyHR(programme)
	if err != nil || !ok || w.Deadline.IsZero() || r.SurveyPhase(w, s.now) != mentoring.SurveyPreparing {
		return chat.Form{}, false, err
	}
	people, err := store.SurveyAsked(s.tx, r, w, r.Date(s.now))
	if err != nil {
		return chat.Form{}, false, err
	}
	count := map[mentoring.Part]int{}
	for _, who := range people {
		count[who.Part]++
	}
	return chat.Form{
		Title: s.w.T(catalog.SurveyBeginTitle),
		Intro: []chat.Block{
			chat.Facts{Rows: []chat.Fact{
				chat.Pair(s.w.T(catalog.FactMentee), s.people(count[menteeSide])),
				chat.Pair(s.w.T(catalog.FactMentor), s.people(count[mentorSide])),
				chat.Pair(s.w.T(catalog.SurveyOpens), s.w.Day(w.Opens.At(mentoring.TimeOfDay{Hour: 12}, r.Zone()))),
				chat.Pair(s.w.T(catalog.SurveyDeadline), s.w.Day(w.Deadline.At(mentoring.TimeOfDay{Hour: 12}, r.Zone()))),
			}},
			chat.Remark(s.w.T(catalog.SurveyBeginNote)),
		},
		Submit: s.w.T(catalog.SurveyBeginSubmit),
		Fields: []chat.Field{{ID: "sure", Kind: chat.FieldConsent, Label: s.w.T(catalog.SurveyBeginSure), Required: true}},
	}, true, nil
}

// beginSurvey opens the window: what is asked is kept from now on.
func (t *turn) beginSurvey(programme string, _ chat.Values) error {
	r, w, ok, err := t.surveyHR(programme)
	if err != nil || !ok {
		return err
	}
	people, err := store.SurveyAsked(t.tx, r, w, r.Date(t.now))
	if err != nil {
		return err
	}
	empty := false
	for _, set := range r.Programme().Survey.Sets {
		empty = empty || len(set.Questions) == 0
	}
	switch {
	case len(people) == 0:
		t.wrong("sure", catalog.SurveyNobody)
	case empty:
		t.wrong("sure", catalog.SurveyNoQuestions)
	case w.Deadline.Before(r.Date(t.now)):
		t.wrong("sure", catalog.SurveyDeadlinePast)
	}
	if t.refused {
		return nil
	}
	if w.Opens.Before(r.Date(t.now)) {
		w.Opens = r.Date(t.now)
	}
	w.OpenedAt, w.Since = t.now, t.now
	for _, set := range r.Programme().Survey.Sets {
		if _, err := store.SurveySets.Insert(t.tx, store.SurveySet{Programme: programme, Set: set, By: t.me.ID, At: t.now}); err != nil {
			return err
		}
	}
	if err := store.Surveys.Put(t.tx, store.Survey{Programme: programme, Window: w, SetBy: t.me.ID}); err != nil {
		return err
	}
	t.audit("survey-begin", "survey/"+programme+"/"+w.Opens.String()+"/"+w.Deadline.String())
	if err := t.scheduleSurvey(r, w); err != nil {
		return err
	}
	return t.openSurveyDesk(programme)
}

// surveyCloseForm says what closing means.
func surveyCloseForm(s *scene, programme string) (chat.Form, bool, error) {
	r, w, ok, err := s.surveyHR(programme)
	if err != nil || !ok || r.SurveyPhase(w, s.now) != mentoring.SurveyOver {
		return chat.Form{}, false, err
	}
	return chat.Form{
		Title:  s.w.T(catalog.SurveyCloseTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.SurveyCloseText)), chat.Remark(s.w.T(catalog.SurveyCloseNote, catalog.A("Small", strconv.Itoa(r.Programme().SmallGroup))))},
		Submit: s.w.T(catalog.SurveyCloseSubmit),
		Fields: []chat.Field{{ID: "sure", Kind: chat.FieldConsent, Label: s.w.T(catalog.SurveyCloseSure), Required: true}},
	}, true, nil
}

// closeSurvey closes the window and publishes its figures, once.
func (t *turn) closeSurvey(programme string, _ chat.Values) error {
	r, w, ok, err := t.surveyHR(programme)
	if err != nil || !ok {
		return err
	}
	apart, err := t.apart(r, w)
	if err != nil {
		return err
	}
	w.ClosedAt = t.now
	rec := store.Survey{Programme: programme, Window: w, SetBy: t.me.ID, Apart: slices.Sorted(maps.Keys(apart))}
	if err := store.Surveys.Put(t.tx, rec); err != nil {
		return err
	}
	if err := t.freezeSurvey(r, w); err != nil {
		return err
	}
	t.audit("survey-close", "survey/"+programme)
	if err := store.Unschedule(t.tx, store.DueSurvey, programme); err != nil {
		return err
	}
	return t.openSurveyDesk(programme)
}
