package bot

import (
	"cmp"
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// What people wrote, by name, for HR alone and on pages alone: it goes to no
// section and into no message. Each answer that is shown is in the audit log.
// Of those with whom the reader is or was in a pair nothing is shown.

const (
	actSurveyWords = "survey.words" // arg: programme, or programme|how many to pass over
	actSurveyWho   = "survey.who"   // arg: programme
	formSurveyWho  = "survey.who"   // arg: programme

	wordsPage = 8 // people on one page
)

// openSurveyWords shows the answers in people's own words.
func (t *turn) openSurveyWords(arg string) error {
	programme, from, _ := strings.Cut(arg, "|")
	r, _, ok, err := t.surveyHR(programme)
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.FormGone)
	}
	all, err := t.writtenAnswers(r)
	if err != nil {
		return err
	}
	skip, bad := strconv.Atoi(cmp.Or(from, "0"))
	if bad != nil || skip < 0 || skip > len(all) {
		skip = 0
	}
	t.audit("read-survey-words", "survey/"+programme)
	end := chat.Section{Body: []chat.Block{chat.Remark(t.w.T(catalog.SurveyWordsNote))}, Actions: []chat.Action{
		t.button(actSurveyWho, catalog.ActSurveyWho, programme, chat.StyleNormal),
		t.exportButton(catalog.ActSurveyExport, exportSurvey, programme),
	}}
	if len(all) == 0 {
		end.Body = append([]chat.Block{chat.Line(t.w.T(catalog.SurveyWordsNone))}, end.Body...)
	}
	var sections []chat.Section
	blocks := 0
	for i, a := range all[skip:] {
		words, err := t.wordBlocks(r.Programme(), a)
		if err != nil {
			return err
		}
		blocks += len(words) + 2
		if len(sections) == wordsPage || blocks > chat.MaxPageBlocks-6 {
			end.Actions = append(end.Actions, t.button(actSurveyWords, catalog.SurveyWordsMore, programme+"|"+strconv.Itoa(skip+i), chat.StyleNormal))
			break
		}
		t.audit("read-survey-answer", answersOf(programme, a.answer.Part, a.person.ID))
		sections = append(sections, chat.Section{Title: t.answerTitle(a), Body: words})
	}
	return t.show(t.w.T(catalog.ActSurveyWords), append(sections, end)...)
}

// answerTitle is whose answer it is.
func (s *scene) answerTitle(a sent) string {
	title := s.w.T(catalog.SurveyBy, catalog.A("Name", a.person.Name), catalog.A("Section", a.person.Section), catalog.A("Part", s.partName(a.answer.Part)))
	if a.answer.KeyedBy != "" {
		title += s.w.T(catalog.SurveyFromPaper)
	}
	return title
}

// answersOf names one person's answers in the audit log.
func answersOf(programme string, part mentoring.Part, person string) string {
	return store.SurveySubject(programme, part) + "/" + person
}

// writtenAnswers lists the answers in which somebody wrote something.
func (t *turn) writtenAnswers(r mentoring.Rules) (out []sent, err error) {
	mates, err := t.mates()
	if err != nil {
		return nil, err
	}
	p := r.Programme()
	for _, set := range p.Survey.Sets {
		for a, err := range t.eachSent(p.ID, set.For, mates) {
			if err != nil {
				return nil, err
			}
			for _, q := range set.Questions {
				if q.Kind.Written() && !a.answer.Values.Text(q.ID).Empty() {
					out = append(out, a)
					break
				}
			}
		}
	}
	return out, nil
}

// wordBlocks is what somebody wrote, below the questions.
func (s *scene) wordBlocks(p mentoring.Programme, a sent) (out []chat.Block, err error) {
	questions, err := s.askedQuestions(p, a.answer.Part, a.answer.Values, a.answer.Asked)
	for _, q := range questions {
		text := a.answer.Values.Text(q.ID)
		if !q.Kind.Written() || text.Empty() || len(out) == chat.MaxBlocks {
			continue
		}
		label := shorten(q.Label.In(s.w.Lang()), chat.MaxFactLabel)
		out = append(out, chat.Paragraph(chat.Bold(label), chat.Plain("\n"), chat.Words(text)))
	}
	return out, err
}

func (t *turn) openSurveyWho(programme string) error { return t.openForm(formSurveyWho, programme) }

// surveyWhoForm asks whose answers HR wants to read.
func surveyWhoForm(s *scene, programme string) (chat.Form, bool, error) {
	_, w, ok, err := s.surveyHR(programme)
	return chat.Form{
		Title:  s.w.T(catalog.SurveyWhoTitle),
		Intro:  []chat.Block{chat.Remark(s.w.T(catalog.SurveyWordsNote))},
		Submit: s.w.T(catalog.FindSubmit),
		Fields: s.paperWhoFields(),
	}, ok && !w.OpenedAt.IsZero(), err
}

// paperWhoFields asks for a person and a part.
func (s *scene) paperWhoFields() []chat.Field {
	return []chat.Field{
		{ID: "who", Kind: chat.FieldShort, Label: s.w.T(catalog.FindWho), Required: true, Max: 60},
		{ID: "part", Kind: chat.FieldChoice, Label: s.w.T(catalog.SurveyPart), Required: true, Options: []chat.Option{
			{Value: string(menteeSide), Label: s.partName(menteeSide)}, {Value: string(mentorSide), Label: s.partName(mentorSide)},
		}},
	}
}

// chosenSheet is the form of the person that HR named; a partner's is refused,
// whether or not there is one.
func (t *turn) chosenSheet(programme string, v chat.Values) (sh answerSheet, ok bool, err error) {
	p, _, err := t.picked(v, "", "who")
	if err != nil || t.refused {
		return sh, false, err
	}
	mates, err := t.mates()
	if err != nil {
		return sh, false, err
	}
	if mates[p.ID] {
		t.wrong("who", catalog.SurveyOwnPartner)
		return sh, false, nil
	}
	if sh, ok, err = t.sheetFor(programme, mentoring.Part(v.Option("part")), p); err != nil || ok {
		return sh, ok, err
	}
	t.wrong("who", catalog.SurveyWhoNotAsked)
	return sh, false, nil
}

// readSurvey shows all that one person has sent.
func (t *turn) readSurvey(programme string, v chat.Values) error {
	sh, ok, err := t.chosenSheet(programme, v)
	if err != nil || !ok {
		return err
	}
	withheld, err := t.namesWithheld(sh.rules, sh.window)
	if err != nil {
		return err
	}
	if withheld {
		t.wrong("who", catalog.SurveyOwnNames)
		return nil
	}
	answer, there, err := store.SurveyAnswerOf(t.tx, programme, sh.part, sh.person.ID)
	if err != nil {
		return err
	}
	if !there {
		t.wrong("who", catalog.SurveyNotSent)
		return nil
	}
	t.audit("read-survey-answer", answersOf(programme, sh.part, sh.person.ID))
	blocks, err := t.answerBlocks(sh.rules.Programme(), sh.part, answer.Values, answer.Asked)
	if err != nil {
		return err
	}
	if len(blocks) == 0 {
		blocks = []chat.Block{chat.Line(t.w.T(catalog.SurveyNothing))}
	}
	var sections []chat.Section
	for len(blocks) > 0 && len(sections) < 3 { // a page's blocks hold no more
		n := min(len(blocks), chat.MaxBlocks-2)
		sections, blocks = append(sections, chat.Section{Body: blocks[:n]}), blocks[n:]
	}
	return t.show(t.answerTitle(sent{sh.person, answer}), sections...)
}
