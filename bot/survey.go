package bot

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
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
