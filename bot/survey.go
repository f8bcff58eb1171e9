package bot

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// The questionnaire of October (seeds/000, 実施報告): mentees and mentors each
// answer theirs, in several dialogs of a few questions. Every dialog that is
// saved is kept, so a person may stop and go on another day; the last one sends
// all of it to HR. What was sent can be changed until the deadline. The form
// says who reads it, and what for.

const (
	kindSurveySent = "survey-sent" // receipt; subject: store.SurveySubject

	actSurvey     = "survey.open" // arg: programme|part
	actSurveyChat = "survey.chat" // arg: programme|part
	actSurveyMine = "survey.mine" // arg: programme|part
	formSurvey    = "survey"      // arg: surveyArg
)

// sheet is one person's form.
type answerSheet struct {
	rules  mentoring.Rules
	window mentoring.SurveyWindow
	phase  mentoring.SurveyPhase
	part   mentoring.Part
	person mentoring.Person // whose answers
	by     string           // who fills them in: the person, or HR from paper
}

// surveyArg names a dialog by its questions and the version of the set in whose
// words they are put: one that is open while HR edits is taken as what it asked.
type surveyArg struct {
	programme, part, person string
	version                 int
	questions               []string
}

func (a surveyArg) String() string {
	return strings.Join([]string{a.programme, a.part, a.person, strconv.Itoa(a.version), strings.Join(a.questions, ",")}, "|")
}

func parseSurveyArg(s string) (a surveyArg, ok bool) {
	parts := strings.Split(s, "|")
	if len(parts) != 5 {
		return a, false
	}
	version, bad := strconv.Atoi(parts[3])
	return surveyArg{parts[0], parts[1], parts[2], version, strings.Split(parts[4], ",")}, bad == nil
}

// survey is the questionnaire of a programme; before HR sets its days the window
// is empty. ok is false where the programme asks nothing.
func (s *scene) survey(programme string) (r mentoring.Rules, w mentoring.SurveyWindow, ok bool, err error) {
	if r, ok, err = s.rulesOf(programme); err != nil || !ok {
		return r, w, false, err
	}
	rec, _, err := store.Surveys.Get(s.tx, programme)
	return r, rec.Window, len(r.Programme().Survey.Sets) > 0, err
}

// sheetFor is the person's form on the part; ok is false where they are not
// asked.
func (s *scene) sheetFor(programme string, part mentoring.Part, person mentoring.Person) (sh answerSheet, ok bool, err error) {
	r, w, ok, err := s.survey(programme)
	if err != nil || !ok {
		return sh, false, err
	}
	sh = answerSheet{rules: r, window: w, phase: r.SurveyPhase(w, s.now), part: part, person: person, by: s.me.ID}
	ok, err = store.IsSurveyed(s.tx, r, w, person, part, r.Date(s.now))
	return sh, ok, err
}

// ownSurvey is the reader's own form of "programme|part".
func (s *scene) ownSurvey(arg string) (answerSheet, bool, error) {
	programme, part, _ := strings.Cut(arg, "|")
	return s.sheetFor(programme, mentoring.Part(part), s.me)
}

// sheetState is what is known of a sheet: what was sent, or else the draft of who
// fills it in, and which questions were asked in which version.
type sheetState struct {
	values chat.Values
	asked  map[string]int
	sent   bool
	answer store.SurveyAnswer
}

func (s *scene) stateOf(sh answerSheet) (h sheetState, err error) {
	programme := sh.rules.Programme().ID
	if h.answer, h.sent, err = store.SurveyAnswerOf(s.tx, programme, sh.part, sh.person.ID); err != nil {
		return h, err
	}
	if h.sent {
		h.values, h.asked = maps.Clone(h.answer.Values), maps.Clone(h.answer.Asked)
	} else {
		draft, _, err := store.SurveyDrafts.Get(s.tx, store.Join(programme, string(sh.part), sh.person.ID, sh.by))
		if err != nil {
			return h, err
		}
		h.values, h.asked = maps.Clone(draft.Values), maps.Clone(draft.Asked)
	}
	if h.values == nil {
		h.values = chat.Values{}
	}
	if h.asked == nil {
		h.asked = map[string]int{}
	}
	return h, nil
}

// openDialog is the next questions that were not put yet; of a sheet that was
// sent the first of all. more says whether there are any.
func (sh answerSheet) openDialog(h sheetState) (arg surveyArg, more bool) {
	p := sh.rules.Programme()
	set, _ := p.Survey.Set(sh.part)
	left := set
	if !h.sent {
		left = set.Unasked(h.asked)
	}
	dialogs := left.Dialogs(p.Survey.PerDialog)
	if len(dialogs) == 0 {
		return sh.dialogArg(set.Version, nil), false
	}
	return sh.dialogArg(set.Version, dialogs[0]), !h.sent
}

func (sh answerSheet) dialogArg(version int, questions []mentoring.Question) surveyArg {
	a := surveyArg{programme: sh.rules.Programme().ID, part: string(sh.part), person: sh.person.ID, version: version}
	for _, q := range questions {
		a.questions = append(a.questions, q.ID)
	}
	return a
}

// behind is the dialog after the one, of the set of today.
func (sh answerSheet) behind(a surveyArg) (next surveyArg, ok bool) {
	p := sh.rules.Programme()
	set, _ := p.Survey.Set(sh.part)
	dialogs := set.Dialogs(p.Survey.PerDialog)
	for i, questions := range dialogs[:max(len(dialogs)-1, 0)] {
		if slices.ContainsFunc(questions, func(q mentoring.Question) bool { return q.ID == a.questions[0] }) {
			return sh.dialogArg(set.Version, dialogs[i+1]), true
		}
	}
	return next, false
}

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
