package bot

import (
	"slices"
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
)

// One question in HR's editor: its words, its ends or options, its group.

func (t *turn) openSurveyAdd(arg string) error { return t.openForm(formSurveyAdd, arg) }

// surveyAddForm asks for a new question.
func surveyAddForm(s *scene, arg string) (chat.Form, bool, error) {
	e, ok, err := s.surveyEditing(arg)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	var kinds []chat.Option
	for _, k := range mentoring.QuestionKinds() {
		kinds = append(kinds, chat.Option{Value: string(k), Label: s.w.T(questionWord(k))})
	}
	groups := []chat.Option{{Value: noGroup, Label: s.w.T(catalog.SurveyNoGroup)}}
	for _, g := range e.rules.Programme().Survey.Groups {
		groups = append(groups, chat.Option{Value: g.ID, Label: shorten(g.Label.In(s.w.Lang()), chat.MaxOptionLabel)})
	}
	f := chat.Form{Title: s.w.T(catalog.ActSurveyAdd), Submit: s.w.T(catalog.FormSave)}
	f.Fields = append([]chat.Field{{ID: "kind", Kind: chat.FieldChoice, Label: s.w.T(catalog.SurveyKind), Required: true, Options: kinds}}, s.wordFields()...)
	f.Fields = append(f.Fields, s.endFields()...)
	f.Fields = append(f.Fields, s.optionsField(), chat.Field{ID: "group", Kind: chat.FieldChoice, Label: s.w.T(catalog.SurveyGroup), Hint: s.w.T(catalog.SurveyGroupHint), Options: groups[:min(len(groups), chat.MaxOptions)]},
		s.requiredField())
	return f.Fill(chat.Set("group", noGroup)), true, nil
}

func (s *scene) wordFields() []chat.Field {
	return []chat.Field{
		{ID: "ja", Kind: chat.FieldShort, Label: s.w.T(catalog.SurveyWordsJa), Required: true, Max: mentoring.MaxQuestionLabel},
		{ID: "en", Kind: chat.FieldShort, Label: s.w.T(catalog.SurveyWordsEn), Hint: s.w.T(catalog.SurveyWordsEnHint), Max: mentoring.MaxQuestionLabel},
		{ID: "hint-ja", Kind: chat.FieldShort, Label: s.w.T(catalog.SurveyHintJa), Max: mentoring.MaxQuestionLabel},
		{ID: "hint-en", Kind: chat.FieldShort, Label: s.w.T(catalog.SurveyHintEn), Max: mentoring.MaxQuestionLabel},
	}
}

func (s *scene) endFields() (out []chat.Field) {
	for _, f := range []struct {
		id    string
		label catalog.Key
	}{{"low-ja", catalog.SurveyLowJa}, {"high-ja", catalog.SurveyHighJa}, {"low-en", catalog.SurveyLowEn}, {"high-en", catalog.SurveyHighEn}} {
		out = append(out, chat.Field{ID: f.id, Kind: chat.FieldShort, Label: s.w.T(f.label), Max: mentoring.MaxQuestionOption})
	}
	return out
}

func (s *scene) optionsField() chat.Field {
	return chat.Field{ID: "options", Kind: chat.FieldLong, Label: s.w.T(catalog.SurveyOptions), Hint: s.w.T(catalog.SurveyOptionsHint, catalog.N(mentoring.MaxQuestionOptions))}
}

func (s *scene) requiredField() chat.Field {
	return chat.Field{ID: "required", Kind: chat.FieldConsent, Label: s.w.T(catalog.SurveyRequired)}
}

func (t *turn) addQuestion(arg string, v chat.Values) error {
	e, ok, err := t.surveyEditing(arg)
	if err != nil || !ok {
		return err
	}
	q := mentoring.Question{ID: "q" + t.b.NewID(), Kind: mentoring.QuestionKind(v.Option("kind"))}
	if g := v.Option("group"); g != noGroup {
		q.Group = g
	}
	if q.Group != "" && q.Kind != mentoring.QuestionScale {
		t.wrong("group", catalog.SurveyGroupScale)
		return nil
	}
	if t.fillQuestion(&q, v); t.refused {
		return nil
	}
	field := "ja"
	if q.Required {
		field = "required"
	}
	return t.saveSet(e, e.set.Add(q), field)
}

// fillQuestion takes the words, the ends or options and whether it must be
// answered; what does not go is said beside its field.
func (t *turn) fillQuestion(q *mentoring.Question, v chat.Values) {
	q.Label, q.Hint, q.Required = wording(v, "ja", "en"), wording(v, "hint-ja", "hint-en"), v.Consent("required")
	if q.Kind == mentoring.QuestionScale {
		q.Low, q.High = wording(v, "low-ja", "low-en"), wording(v, "high-ja", "high-en")
	}
	lines := optionLines(v, "options")
	switch {
	case !q.Kind.Listed() && len(lines) > 0:
		t.wrong("options", catalog.SurveyOptionsNot)
	case !q.Kind.Listed():
	case len(lines) == 0:
		t.wrong("options", catalog.FormMissing)
	case len(lines) > mentoring.MaxQuestionOptions:
		t.wrong("options", catalog.SurveyOptionsMany, catalog.N(mentoring.MaxQuestionOptions))
	case tooLong(mentoring.MaxQuestionOption, lines...):
		t.wrong("options", catalog.SurveyOptionsLong, catalog.N(mentoring.MaxQuestionOption))
	default:
		q.Options = reworded(q.Options, lines)
	}
}

// reworded is the options with other words: as many as before keep their ids in
// order; else one keeps its id by its Japanese.
func reworded(before []mentoring.Choice, lines []mentoring.Words) (out []mentoring.Choice) {
	same := len(before) == len(lines)
	used := map[string]bool{}
	for _, o := range before {
		used[o.ID] = true
	}
	for i, w := range lines {
		c := mentoring.Choice{Label: w}
		if j := slices.IndexFunc(before, func(o mentoring.Choice) bool { return o.Label["ja"] == w["ja"] }); same {
			c.ID, c.Notes = before[i].ID, before[i].Notes
		} else if j >= 0 {
			c.ID, c.Notes = before[j].ID, before[j].Notes
		}
		for n := i + 1; c.ID == ""; n++ {
			if id := "o" + strconv.Itoa(n); !used[id] {
				c.ID, used[id] = id, true
			}
		}
		out = append(out, c)
	}
	return out
}

// surveyRewordForm shows a question's words, to be changed.
func surveyRewordForm(s *scene, arg string) (chat.Form, bool, error) {
	e, ok, err := s.surveyEditing(arg)
	if err != nil || !ok || e.ask.ID == "" {
		return chat.Form{}, false, err
	}
	f := chat.Form{Title: s.w.T(catalog.SurveyPickReword), Submit: s.w.T(catalog.FormSave), Fields: s.wordFields()}
	if !e.window.OpenedAt.IsZero() {
		f.Intro = []chat.Block{chat.Remark(s.w.T(catalog.SurveyRewordOpen))}
	}
	switch {
	case e.ask.Kind == mentoring.QuestionScale:
		f.Fields = append(f.Fields, s.endFields()...)
	case e.ask.Kind.Listed():
		f.Fields = append(f.Fields, s.optionsField())
	}
	f.Fields = append(f.Fields, s.requiredField())
	return f.Fill(questionValues(e.ask)), true, nil
}

// questionValues is a question as its form holds it.
func questionValues(q mentoring.Question) chat.Values {
	v := chat.Values{}
	set := func(id, text string) {
		if text != "" {
			v[id] = []private.Text{private.New("", text)}
		}
	}
	for lang, of := range map[string]string{"ja": "ja", "en": "en"} {
		set(of, q.Label[lang])
		set("hint-"+of, q.Hint[lang])
		set("low-"+of, q.Low[lang])
		set("high-"+of, q.High[lang])
	}
	var lines []string
	for _, o := range q.Options {
		line := o.Label["ja"]
		if en := o.Label["en"]; en != "" {
			line += " / " + en
		}
		lines = append(lines, line)
	}
	set("options", strings.Join(lines, "\n"))
	if q.Required {
		set("required", consentGiven)
	}
	return v
}

func (t *turn) rewordQuestion(arg string, v chat.Values) error {
	e, ok, err := t.surveyEditing(arg)
	if err != nil || !ok {
		return err
	}
	q := e.ask
	if t.fillQuestion(&q, v); t.refused {
		return nil
	}
	field := "ja"
	switch why, _ := e.set.EditWhileOpen(e.set.Replace(q)); {
	case e.window.OpenedAt.IsZero():
	case why == mentoring.EditRemoves || why == mentoring.EditOptions:
		field = "options"
	case why == mentoring.EditRequired:
		field = "required"
	}
	return t.saveSet(e, e.set.Replace(q), field)
}
