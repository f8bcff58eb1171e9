package bot

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// HR's editor of the questions: add, reword, move, leave out, and look at them
// as the people asked will. Once the window was opened only what harms no answer
// goes, and every change is a new version beside the old.

const (
	actSurveySet     = "survey.set"     // arg: programme|part
	actSurveyAdd     = "survey.add"     // arg: programme|part
	actSurveyPick    = "survey.pick"    // arg: programme|part
	actSurveyPreview = "survey.preview" // arg: programme|part

	formSurveyAdd     = "survey.add"     // arg: programme|part
	formSurveyPick    = "survey.pick"    // arg: programme|part
	formSurveyReword  = "survey.reword"  // arg: programme|part|question
	formSurveyPlace   = "survey.place"   // arg: programme|part|question
	formSurveyPreview = "survey.preview" // arg: programme|part|dialog

	pickReword = "reword"
	pickMove   = "move"
	pickRemove = "remove"

	placeFirst = "first" // no question's id: those begin otherwise
	noGroup    = "none"
)

// surveyEdit is a question set that HR may change.
type surveyEdit struct {
	rules  mentoring.Rules
	window mentoring.SurveyWindow
	set    mentoring.QuestionSet
	ask    mentoring.Question // of an arg that names one
}

func (e surveyEdit) arg() string { return e.rules.Programme().ID + "|" + string(e.set.For) }

// surveyEditing reads "programme|part" and, behind it, a question; ok is false where
// the reader may not change it, and once the window is closed.
func (s *scene) surveyEditing(arg string) (e surveyEdit, ok bool, err error) {
	parts := strings.Split(arg, "|")
	if len(parts) < 2 {
		return e, false, nil
	}
	if e.rules, e.window, ok, err = s.surveyHR(parts[0]); err != nil || !ok {
		return e, false, err
	}
	if e.set, ok = e.rules.Programme().Survey.Set(mentoring.Part(parts[1])); !ok {
		return e, false, nil
	}
	if len(parts) > 2 {
		if e.ask, ok = e.set.Question(parts[2]); !ok {
			return e, false, nil
		}
	}
	return e, e.window.ClosedAt.IsZero(), nil
}

func (t *turn) openSurveySet(arg string) error {
	e, ok, err := t.surveyEditing(arg)
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.SurveySetClosed)
	}
	table := chat.Table{Caption: t.w.T(catalog.SurveyQuestions), Head: []string{"", t.w.T(catalog.SurveyQuestion), t.w.T(catalog.SurveyKind), t.w.T(catalog.SurveyGroup)}}
	table.Head[0] = t.w.T(catalog.SurveyNumber)
	for i, q := range e.set.Questions[:min(len(e.set.Questions), chat.MaxTableRows)] {
		group := ""
		if g, ok := e.rules.Programme().Survey.Group(q.Group); ok {
			group = g.Label.In(t.w.Lang())
		}
		label := q.Label.In(t.w.Lang())
		if q.Required {
			label += t.w.T(catalog.SurveyRequiredMark)
		}
		table.Rows = append(table.Rows, []string{strconv.Itoa(i + 1), shorten(label, chat.MaxCell), t.w.T(questionWord(q.Kind)), shorten(group, chat.MaxCell)})
	}
	sec := chat.Section{Title: t.surveyTitle(e.set.For), Actions: []chat.Action{t.button(actSurveyAdd, catalog.ActSurveyAdd, e.arg(), chat.StyleNormal)}}
	if len(table.Rows) > 0 {
		sec.Body = append(sec.Body, table)
		sec.Actions = append(sec.Actions,
			t.button(actSurveyPick, catalog.ActSurveyPick, e.arg(), chat.StyleNormal),
			t.button(actSurveyPreview, catalog.ActSurveyPreview, e.arg(), chat.StyleNormal))
	} else {
		sec.Body = append(sec.Body, chat.Line(t.w.T(catalog.SurveyNoQuestions)))
	}
	if !e.window.OpenedAt.IsZero() {
		sec.Body = append(sec.Body, chat.Remark(t.w.T(catalog.SurveySetOpen)))
	}
	sec.Actions = append(sec.Actions, t.button(actSurveyDesk, catalog.ActSurveyDesk, e.rules.Programme().ID, chat.StyleNormal))
	return t.show(t.w.T(catalog.SurveyQuestions), sec)
}

func questionWord(k mentoring.QuestionKind) catalog.Key {
	switch k {
	case mentoring.QuestionScale:
		return catalog.SurveyKindScale
	case mentoring.QuestionChoice:
		return catalog.SurveyKindChoice
	case mentoring.QuestionSeveral:
		return catalog.SurveyKindSeveral
	case mentoring.QuestionShort:
		return catalog.SurveyKindShort
	default:
		return catalog.SurveyKindLong
	}
}

func (t *turn) openSurveyPick(arg string) error { return t.openForm(formSurveyPick, arg) }

// surveyPickForm asks which question, and what to do with it.
func surveyPickForm(s *scene, arg string) (chat.Form, bool, error) {
	e, ok, err := s.surveyEditing(arg)
	if err != nil || !ok || len(e.set.Questions) == 0 {
		return chat.Form{}, false, err
	}
	return chat.Form{
		Title:  s.w.T(catalog.SurveyPickTitle),
		Submit: s.w.T(catalog.FormNext),
		Fields: []chat.Field{
			{ID: "question", Kind: chat.FieldChoice, Label: s.w.T(catalog.SurveyQuestion), Required: true, Options: s.questionOptions(e.set, "")},
			{ID: "what", Kind: chat.FieldChoice, Label: s.w.T(catalog.SurveyPickWhat), Required: true, Options: []chat.Option{
				{Value: pickReword, Label: s.w.T(catalog.SurveyPickReword)},
				{Value: pickMove, Label: s.w.T(catalog.SurveyPickMove)},
				{Value: pickRemove, Label: s.w.T(catalog.SurveyPickRemove)},
			}},
		},
	}, true, nil
}

// questionOptions offers the questions but the one.
func (s *scene) questionOptions(set mentoring.QuestionSet, but string) (out []chat.Option) {
	for i, q := range set.Questions {
		if q.ID != but && len(out) < chat.MaxOptions-1 {
			out = append(out, chat.Option{Value: q.ID, Label: shorten(strconv.Itoa(i+1)+". "+q.Label.In(s.w.Lang()), chat.MaxOptionLabel)})
		}
	}
	return out
}

func (t *turn) pickQuestion(arg string, v chat.Values) error {
	e, ok, err := t.surveyEditing(arg + "|" + v.Option("question"))
	if err != nil || !ok {
		return err
	}
	next := map[string]string{pickReword: formSurveyReword, pickMove: formSurveyPlace}[v.Option("what")]
	if next == "" {
		return t.saveSet(e, e.set.Without(e.ask.ID), "question")
	}
	f, ok, err := t.buildForm(next, e.arg()+"|"+e.ask.ID)
	if err != nil || !ok {
		return err
	}
	return t.open(f)
}

// saveSet writes the changed set, as a new version once the window was opened,
// and shows it; what would harm answers is refused beside the field.
func (t *turn) saveSet(e surveyEdit, to mentoring.QuestionSet, field string) error {
	open := !e.window.OpenedAt.IsZero()
	if open {
		if why, _ := e.set.EditWhileOpen(to); why != "" {
			t.wrong(field, refusalWord(why))
			return nil
		}
		to.Version = e.set.Version + 1
	}
	p := e.rules.Programme()
	p.Survey = p.Survey.With(to)
	if p.Validate() != nil {
		t.wrong(field, catalog.SurveySetBad, catalog.A("Limit", strconv.Itoa(mentoring.MaxQuestions)))
		return nil
	}
	if err := store.Programmes.Put(t.tx, p); err != nil {
		return err
	}
	if open {
		if _, err := store.SurveySets.Insert(t.tx, store.SurveySet{Programme: p.ID, Set: to, By: t.me.ID, At: t.now}); err != nil {
			return err
		}
	}
	t.audit("survey-set", "survey/"+e.arg()+"/"+strconv.Itoa(to.Version))
	return t.openSurveySet(e.arg())
}

// refusalWord is why a change does not go once people answer.
func refusalWord(why mentoring.EditRefusal) catalog.Key {
	switch why {
	case mentoring.EditRemoves:
		return catalog.SurveyOpenRemoves
	case mentoring.EditRequired:
		return catalog.SurveyOpenRequired
	case mentoring.EditOptions:
		return catalog.SurveyOpenOptions
	default:
		return catalog.SurveyOpenKind
	}
}

// surveyPlaceForm asks behind which question it is to stand.
func surveyPlaceForm(s *scene, arg string) (chat.Form, bool, error) {
	e, ok, err := s.surveyEditing(arg)
	if err != nil || !ok || e.ask.ID == "" {
		return chat.Form{}, false, err
	}
	options := append([]chat.Option{{Value: placeFirst, Label: s.w.T(catalog.SurveyPlaceFirst)}}, s.questionOptions(e.set, e.ask.ID)...)
	return chat.Form{
		Title:  s.w.T(catalog.SurveyPickMove),
		Intro:  []chat.Block{chat.Line(e.ask.Label.In(s.w.Lang()))},
		Submit: s.w.T(catalog.FormSave),
		Fields: []chat.Field{{ID: "behind", Kind: chat.FieldChoice, Label: s.w.T(catalog.SurveyPlaceBehind), Required: true, Options: options}},
	}, true, nil
}

func (t *turn) placeQuestion(arg string, v chat.Values) error {
	e, ok, err := t.surveyEditing(arg)
	if err != nil || !ok {
		return err
	}
	behind := v.Option("behind")
	if behind == placeFirst {
		behind = ""
	}
	return t.saveSet(e, e.set.MoveBehind(e.ask.ID, behind), "behind")
}

// openSurveyPreview shows the first dialog as the people asked will see it.
func (t *turn) openSurveyPreview(arg string) error {
	e, ok, err := t.surveyEditing(arg)
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.SurveySetClosed)
	}
	return t.openForm(formSurveyPreview, e.arg()+"|0")
}

// previewed is one dialog of a preview, from 0.
func (s *scene) previewed(arg string) (e surveyEdit, at int, dialogs [][]mentoring.Question, ok bool, err error) {
	set, dialog := cutLast(arg)
	if e, ok, err = s.surveyEditing(set); err != nil || !ok {
		return e, 0, nil, false, err
	}
	at, bad := strconv.Atoi(dialog)
	dialogs = e.set.Dialogs(e.rules.Programme().Survey.PerDialog)
	return e, at, dialogs, bad == nil && at >= 0 && at < len(dialogs), nil
}

func surveyPreviewForm(s *scene, arg string) (chat.Form, bool, error) {
	e, at, dialogs, ok, err := s.previewed(arg)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	f := s.questionForm(dialogs[at], at+1, len(dialogs))
	for i := range f.Fields {
		f.Fields[i].Required = false // nothing is to be filled in
	}
	f.Intro = append([]chat.Block{chat.Remark(s.w.T(catalog.SurveyPreviewNote))}, s.surveyIntro(e.rules, e.window, at == 0)...)
	return f, true, nil
}

// turnPreview goes on to the next dialog of a preview; nothing is kept.
func (t *turn) turnPreview(arg string, _ chat.Values) error {
	e, at, _, ok, err := t.previewed(arg)
	if err != nil || !ok {
		return err
	}
	f, ok, err := t.buildForm(formSurveyPreview, e.arg()+"|"+strconv.Itoa(at+1))
	if err != nil {
		return err
	}
	if !ok {
		return t.openSurveySet(e.arg())
	}
	return t.open(f)
}

// tooLong reports whether one of the words is longer than the limit.
func tooLong(most int, all ...mentoring.Words) bool {
	for _, w := range all {
		for _, text := range w {
			if utf8.RuneCountInString(text) > most {
				return true
			}
		}
	}
	return false
}
