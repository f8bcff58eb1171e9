package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// A paper answer that HR keys in for somebody: the same dialogs, while the
// window is open or until it is closed. What the person has sent themselves is
// never written over, and their own draft is not seen. They are told.

const (
	kindSurveyKeyed = "survey-keyed" // to whose answers were keyed in; subject: store.SurveySubject

	actSurveyPaper     = "survey.paper"     // arg: programme
	formSurveyPaperWho = "survey.paper-who" // arg: programme
	formSurveyPaper    = "survey.paper"     // arg: surveyArg
)

func (t *turn) openSurveyPaper(programme string) error {
	return t.openForm(formSurveyPaperWho, programme)
}

// takesPaper reports whether answers on paper may still come in.
func takesPaper(p mentoring.SurveyPhase) bool {
	return p == mentoring.SurveyOpen || p == mentoring.SurveyOver
}

func surveyPaperWhoForm(s *scene, programme string) (chat.Form, bool, error) {
	r, w, ok, err := s.surveyHR(programme)
	if err != nil || !ok || !takesPaper(r.SurveyPhase(w, s.now)) {
		return chat.Form{}, false, err
	}
	return chat.Form{
		Title:  s.w.T(catalog.SurveyPaperTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.SurveyPaperIntro))},
		Submit: s.w.T(catalog.FormNext),
		Fields: s.paperWhoFields(),
	}, true, nil
}

// choosePaper goes on to the questions.
func (t *turn) choosePaper(programme string, v chat.Values) error {
	sh, ok, err := t.chosenSheet(programme, v)
	if err != nil || !ok {
		return err
	}
	if sh.person.ID == t.me.ID {
		t.wrong("who", catalog.SurveyPaperSelf)
		return nil
	}
	h, err := t.stateOf(sh)
	if err != nil {
		return err
	}
	if h.sent && h.answer.KeyedBy == "" {
		t.wrong("who", catalog.SurveyPaperSent)
		return nil
	}
	at, _ := sh.openDialog(h)
	f, ok, err := t.buildForm(formSurveyPaper, at.String())
	if err != nil || !ok {
		return err
	}
	return t.open(f)
}

// paperSheet is the form of somebody that HR fills in.
func (s *scene) paperSheet(arg string) (sh answerSheet, a surveyArg, ok bool, err error) {
	if a, ok = parseSurveyArg(arg); !ok || !s.hr || a.person == s.me.ID {
		return sh, a, false, nil
	}
	mates, err := s.mates()
	if err != nil || mates[a.person] {
		return sh, a, false, err
	}
	p, ok, err := store.People.Get(s.tx, a.person)
	if err != nil || !ok {
		return sh, a, false, err
	}
	if sh, ok, err = s.sheetFor(a.programme, mentoring.Part(a.part), p); err != nil || !ok || !takesPaper(sh.phase) {
		return sh, a, false, err
	}
	answer, sent, err := store.SurveyAnswerOf(s.tx, a.programme, sh.part, p.ID)
	return sh, a, !sent || answer.KeyedBy != "", err
}

func surveyPaperForm(s *scene, arg string) (chat.Form, bool, error) {
	sh, a, ok, err := s.paperSheet(arg)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	f, ok, err := s.sheetForm(sh, a)
	f.Intro = append([]chat.Block{chat.Paragraph(chat.Bold(s.w.T(catalog.SurveyPaperFor, catalog.A("Name", sh.person.Name))))}, f.Intro...)
	return f, ok, err
}

func (t *turn) answerPaper(arg string, v chat.Values) error {
	sh, a, ok, err := t.paperSheet(arg)
	if err != nil || !ok {
		return err
	}
	t.audit("survey-paper", answersOf(a.programme, sh.part, a.person))
	return t.takeSheet(sh, a, v, formSurveyPaper)
}

// paperKept is HR's receipt, and tells the person.
func (t *turn) paperKept(sh answerSheet) error {
	subj := store.SurveySubject(sh.rules.Programme().ID, sh.part)
	if err := t.tell(sh.person.ID, kindSurveyKeyed, subj, "", "survey-keyed/"+subj+"/"+t.once()); err != nil {
		return err
	}
	return t.notice(catalog.SurveyPaperKept)
}

// surveyKeyedCard tells whose answers were keyed in.
func surveyKeyedCard(s *scene, in store.Intent) (card, error) {
	sh, h, ok, err := s.sheetOn(in.Subject)
	if err != nil || !ok || !h.sent {
		return card{drop: "gone"}, err
	}
	return s.sentCard(sh, h, catalog.SurveyKeyed)
}
