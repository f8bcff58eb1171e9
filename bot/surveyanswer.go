package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// Answering: a dialog at a time, kept until the last one sends it all.

// openSurvey opens the form where it was left. Too late, it shows what there is.
func (t *turn) openSurvey(arg string) error {
	sh, ok, err := t.ownSurvey(arg)
	if err != nil {
		return err
	}
	if w, pressed := t.event.What.(chat.Pressed); !ok || sh.phase != mentoring.SurveyOpen {
		if ok && pressed && w.Dialogs && sh.phase != mentoring.SurveyPreparing && sh.phase != mentoring.SurveyWaiting {
			return t.openMySurvey(arg)
		}
		return t.sorry(whySheet(sh, ok))
	}
	h, err := t.stateOf(sh)
	if err != nil {
		return err
	}
	at, _ := sh.openDialog(h)
	return t.openForm(formSurvey, at.String())
}

// surveyInChat asks question by question, from where it was left.
func (t *turn) surveyInChat(arg string) error {
	sh, ok, err := t.ownSurvey(arg)
	if err != nil {
		return err
	}
	if !ok || sh.phase != mentoring.SurveyOpen {
		return t.notice(whySheet(sh, ok))
	}
	h, err := t.stateOf(sh)
	if err != nil {
		return err
	}
	at, _ := sh.openDialog(h)
	return t.ask(formSurvey, at.String())
}

// whySheet is the sentence for a form that takes nothing now.
func whySheet(sh answerSheet, ok bool) catalog.Key {
	switch {
	case !ok:
		return catalog.SurveyNotAsked
	case sh.phase == mentoring.SurveyOver || sh.phase == mentoring.SurveyClosed:
		return catalog.SurveyLate
	default:
		return catalog.SurveyEarly
	}
}

func whySurvey(s *scene, arg string) (catalog.Key, error) {
	a, _ := parseSurveyArg(arg)
	sh, ok, err := s.ownSurvey(a.programme + "|" + a.part)
	return whySheet(sh, ok), err
}

// answerSurvey keeps one dialog and goes on with the next, or sends all.
func (t *turn) answerSurvey(arg string, v chat.Values) error {
	a, _ := parseSurveyArg(arg)
	sh, ok, err := t.ownSurvey(a.programme + "|" + a.part)
	if err != nil || !ok {
		return err
	}
	return t.takeSheet(sh, a, v, formSurvey)
}

// takeSheet writes what was answered in one dialog. Of a sheet that was sent it
// changes what HR has; else it is a draft until no question is left.
func (t *turn) takeSheet(sh answerSheet, a surveyArg, v chat.Values, form string) error {
	h, err := t.stateOf(sh)
	if err != nil {
		return err
	}
	set, questions, ok, err := t.dialogOf(sh, a)
	if err != nil || !ok {
		return err
	}
	for _, q := range questions {
		h.answerWith(q.ID, set.Version, v[q.ID], sh.person.ID)
	}
	if h.sent {
		return t.editSheet(sh, a, h, form)
	}
	next, more, err := t.nextDialog(sh, h, form)
	if err != nil {
		return err
	}
	if !more {
		return t.sendSheet(sh, h)
	}
	if err := t.draftSheet(sh, h); err != nil {
		return err
	}
	f, ok, err := t.buildForm(form, next.String())
	if err != nil || !ok {
		return err
	}
	return t.open(f)
}

func (h *sheetState) answerWith(id string, version int, texts []private.Text, owner string) {
	h.values[id], h.asked[id] = nil, version
	for _, text := range texts {
		h.values[id] = append(h.values[id], text.OwnedBy(owner))
	}
}

// nextDialog is the dialog to go on with. One of which nothing is asked in the
// chat counts as put where the answers come from there.
func (t *turn) nextDialog(sh answerSheet, h sheetState, form string) (surveyArg, bool, error) {
	_, inDialog := t.event.What.(chat.Submitted)
	for {
		next, more := sh.openDialog(h)
		if !more || inDialog {
			return next, more, nil
		}
		f, ok, err := t.buildForm(form, next.String())
		if err != nil || !ok || !needsDialog(f) {
			return next, more, err
		}
		for _, fd := range f.Fields {
			h.asked[fd.ID] = next.version
		}
	}
}

func (t *turn) draftSheet(sh answerSheet, h sheetState) error {
	return store.SurveyDrafts.Put(t.tx, store.SurveyDraft{
		Programme: sh.rules.Programme().ID, Part: sh.part, Person: sh.person.ID, By: sh.by,
		Values: h.values, Asked: h.asked, At: t.now,
	})
}

// sendSheet gives HR the answers.
func (t *turn) sendSheet(sh answerSheet, h sheetState) error {
	programme := sh.rules.Programme().ID
	rec := store.SurveyAnswer{
		Programme: programme, Part: sh.part, Person: sh.person.ID, Values: h.values, Asked: h.asked, SentAt: t.now,
	}
	if sh.by != sh.person.ID {
		rec.KeyedBy = sh.by
	}
	if err := store.SurveyAnswers.Put(t.tx, rec); err != nil {
		return err
	}
	if err := store.SurveyDrafts.Delete(t.tx, store.Join(programme, string(sh.part), sh.person.ID, sh.by)); err != nil {
		return err
	}
	if err := t.redrawSurvey(sh); err != nil {
		return err
	}
	if rec.KeyedBy != "" {
		return t.paperKept(sh)
	}
	return t.reply(kindSurveySent, store.SurveySubject(programme, sh.part), "")
}

// editSheet changes what was sent and goes on to the dialog behind it.
func (t *turn) editSheet(sh answerSheet, a surveyArg, h sheetState, form string) error {
	rec := h.answer
	rec.Values, rec.Asked, rec.EditedAt = h.values, h.asked, t.now
	if sh.by == sh.person.ID {
		rec.KeyedBy = "" // theirs now
	}
	if err := store.SurveyAnswers.Put(t.tx, rec); err != nil {
		return err
	}
	if next, more := sh.behind(a); more {
		f, ok, err := t.buildForm(form, next.String())
		if err != nil || !ok {
			return err
		}
		return t.open(f)
	}
	if sh.by != sh.person.ID {
		return t.paperKept(sh)
	}
	return t.reply(kindSurveySent, store.SurveySubject(a.programme, sh.part), "edited")
}

// redrawSurvey brings the cards up to date that the person was sent.
func (t *turn) redrawSurvey(sh answerSheet) error {
	subj := store.SurveySubject(sh.rules.Programme().ID, sh.part)
	for _, kind := range []string{store.KindSurvey, store.KindSurveyRemind, store.KindSurveyMoved} {
		if err := t.redrawSent(sh.person.ID, kind, subj); err != nil {
			return err
		}
	}
	return nil
}
