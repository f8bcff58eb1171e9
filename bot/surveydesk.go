package bot

import (
	"slices"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// HR's page of the questionnaire: its days, its questions, who has answered, and
// what came of it. Every look is in the audit log. Of those with whom the
// reader is or was in a pair it shows nothing and counts nothing.

const actSurveyDesk = "survey.desk" // arg: programme, and behind | the section to go on from

// surveyHR is the questionnaire for HR's eyes; ok is false for others.
func (s *scene) surveyHR(programme string) (r mentoring.Rules, w mentoring.SurveyWindow, ok bool, err error) {
	r, w, ok, err = s.survey(programme)
	return r, w, ok && s.hr, err
}

// surveyPhaseText is how far the questionnaire is.
func (s *scene) surveyPhaseText(r mentoring.Rules, w mentoring.SurveyWindow) string {
	opens := catalog.A("Opens", s.w.Day(w.Opens.At(mentoring.TimeOfDay{Hour: 12}, r.Zone())))
	deadline := s.surveyDay(r, w.Deadline)
	switch r.SurveyPhase(w, s.now) {
	case mentoring.SurveyWaiting:
		return s.w.T(catalog.SurveyPhaseWaiting, opens, deadline)
	case mentoring.SurveyOpen:
		return s.w.T(catalog.SurveyPhaseOpen, deadline)
	case mentoring.SurveyOver:
		return s.w.T(catalog.SurveyPhaseOver, deadline)
	case mentoring.SurveyClosed:
		return s.w.T(catalog.SurveyPhaseClosed, catalog.A("Day", s.w.Day(s.local(r, w.ClosedAt))))
	}
	if w.Deadline.IsZero() {
		return s.w.T(catalog.SurveyPhaseNone)
	}
	return s.w.T(catalog.SurveyPhaseDated, opens, deadline)
}

func (t *turn) openSurveyDesk(arg string) error {
	programme, from := cutFrom(arg)
	r, w, ok, err := t.surveyHR(programme)
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.SurveyAsksNothing)
	}
	t.audit("read-survey", "survey/"+programme)
	phase := r.SurveyPhase(w, t.now)
	sections, err := t.switcher(r, actSurveyDesk, same)
	if err != nil {
		return err
	}
	sections = append(sections,
		chat.Section{Title: t.w.T(catalog.SurveyDays), Body: []chat.Block{chat.Line(t.surveyPhaseText(r, w))}, Actions: t.windowButtons(programme, w, phase)},
		t.questionSection(r),
	)
	if phase == mentoring.SurveyOpen || phase == mentoring.SurveyOver || phase == mentoring.SurveyClosed {
		rate, err := t.rateSections(r, w, phase)
		if err != nil {
			return err
		}
		sections = append(append(sections, rate...), t.resultSection(programme, phase))
	}
	return t.showFrom(t.w.T(catalog.SurveyDeskTitle), sections, from, func(next string) chat.Action {
		return t.button(actSurveyDesk, catalog.ActHomeNext, programme+"|"+next, chat.StyleNormal)
	})
}

// windowButtons is what HR can do with the days now.
func (s *scene) windowButtons(programme string, w mentoring.SurveyWindow, phase mentoring.SurveyPhase) (out []chat.Action) {
	switch phase {
	case mentoring.SurveyPreparing, mentoring.SurveyWaiting:
		out = append(out, s.button(actSurveyWindow, catalog.ActSurveyWindow, programme, chat.StyleNormal))
	case mentoring.SurveyOpen, mentoring.SurveyOver:
		out = append(out, s.button(actSurveyWindow, catalog.ActSurveyDeadline, programme, chat.StyleNormal))
	}
	if phase == mentoring.SurveyPreparing && !w.Deadline.IsZero() {
		out = append(out, s.button(actSurveyBegin, catalog.ActSurveyBegin, programme, chat.StylePrimary))
	}
	if phase == mentoring.SurveyOver {
		out = append(out, s.button(actSurveyClose, catalog.ActSurveyClose, programme, chat.StylePrimary))
	}
	return out
}

// questionSection leads to the questions of both parts.
func (t *turn) questionSection(r mentoring.Rules) chat.Section {
	p := r.Programme()
	sec := chat.Section{Title: t.w.T(catalog.SurveyQuestions)}
	var rows []chat.Fact
	for _, set := range p.Survey.Sets {
		rows = append(rows, chat.Pair(t.partName(set.For), t.w.T(catalog.SurveyCount, catalog.N(len(set.Questions)))))
		label := catalog.ActSurveyEditMentee
		if set.For == mentorSide {
			label = catalog.ActSurveyEditMentor
		}
		sec.Actions = append(sec.Actions, t.button(actSurveySet, label, p.ID+"|"+string(set.For), chat.StyleNormal))
	}
	sec.Body = []chat.Block{chat.Facts{Rows: rows}}
	return sec
}

func (s *scene) partName(p mentoring.Part) string {
	if p == mentorSide {
		return s.w.T(catalog.FactMentor)
	}
	return s.w.T(catalog.FactMentee)
}

// rateSections is the response rate, with a button for each low department that
// asks its heads for a word.
func (t *turn) rateSections(r mentoring.Rules, w mentoring.SurveyWindow, phase mentoring.SurveyPhase) ([]chat.Section, error) {
	mates, err := t.mates()
	if err != nil {
		return nil, err
	}
	all, err := t.responses(r, w, mates)
	if err != nil {
		return nil, err
	}
	sec := chat.Section{Title: t.w.T(catalog.SurveyRateTitle)}
	if len(all) == 0 {
		sec.Body = []chat.Block{chat.Line(t.w.T(catalog.SurveyNobody))}
		return []chat.Section{sec}, nil
	}
	rows, err := t.rateRows(r, w, all)
	if err != nil {
		return nil, err
	}
	sec.Body = t.rateBlocks(r, rows)
	if len(mates) > 0 && phase != mentoring.SurveyClosed {
		sec.Body = append(sec.Body, chat.Remark(t.w.T(catalog.SurveyWithoutOwn)))
	}
	if phase != mentoring.SurveyOpen {
		return []chat.Section{sec}, nil
	}
	asks, err := t.askSections(r, all)
	return append([]chat.Section{sec}, asks...), err
}

// rateRows is the rate as it stands; of a closed window as it was published, the
// same for everybody.
func (s *scene) rateRows(r mentoring.Rules, w mentoring.SurveyWindow, all []response) ([]mentoring.Published, error) {
	if r.SurveyPhase(w, s.now) == mentoring.SurveyClosed {
		return s.publishedRate(r, w)
	}
	return mentoring.Publish(rateLeaves(all), r.Programme().SmallGroup), nil
}

// publishedRate is the rate over everybody, as it was when HR closed the window.
func (s *scene) publishedRate(r mentoring.Rules, w mentoring.SurveyWindow) ([]mentoring.Published, error) {
	return s.surveyFigure(r, figureRate, func() ([]mentoring.Leaf, error) {
		all, err := s.responses(r, w, nil)
		return rateLeaves(all), err
	})
}

// resultSection leads to what was answered.
func (s *scene) resultSection(programme string, phase mentoring.SurveyPhase) chat.Section {
	sec := chat.Section{Title: s.w.T(catalog.SurveyResults), Actions: []chat.Action{
		s.button(actSurveyResult, catalog.ActSurveyResultMentee, programme+"|"+string(menteeSide), chat.StyleNormal),
		s.button(actSurveyResult, catalog.ActSurveyResultMentor, programme+"|"+string(mentorSide), chat.StyleNormal),
	}}
	switch phase {
	case mentoring.SurveyClosed:
		sec.Actions = append(sec.Actions, s.button(actSurveyDepartments, catalog.ActSurveyDepartments, programme, chat.StyleNormal))
	default:
		sec.Body = []chat.Block{chat.Remark(s.w.T(catalog.SurveyNotFrozen))}
		sec.Actions = append(sec.Actions,
			s.button(actSurveyMissing, catalog.ActSurveyMissing, programme, chat.StyleNormal),
			s.button(actSurveyPaper, catalog.ActSurveyPaper, programme, chat.StyleNormal))
	}
	sec.Actions = append(sec.Actions, s.button(actSurveyWords, catalog.ActSurveyWords, programme, chat.StyleNormal))
	return sec
}

// actSurveyMissing lists who has not answered; arg: programme.
const actSurveyMissing = "survey.missing"

func (t *turn) openSurveyMissing(programme string) error {
	r, w, ok, err := t.surveyHR(programme)
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.FormGone)
	}
	t.audit("read-survey-missing", "survey/"+programme)
	mates, err := t.mates()
	if err != nil {
		return err
	}
	all, err := t.responses(r, w, mates)
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b response) int { return bySection(a.person, b.person) })
	table := chat.Table{Caption: t.w.T(catalog.ActSurveyMissing), Head: []string{t.w.T(catalog.FactSection), t.w.T(catalog.FactName), t.w.T(catalog.FactNumber)}}
	for _, who := range all {
		if !who.answered {
			table.Rows = append(table.Rows, []string{who.person.Section, who.person.Name, who.person.ID})
		}
	}
	return t.show(t.w.T(catalog.ActSurveyMissing), t.tableOr(table, catalog.SurveyAllAnswered))
}

// surveyOverCard tells HR that the deadline is over and what is left to do.
func surveyOverCard(s *scene, in store.Intent) (card, error) {
	programme := idOf("programme", in.Subject)
	r, w, ok, err := s.surveyHR(programme)
	if err != nil || !ok || w.Deadline.String() != in.Arg || r.SurveyPhase(w, s.now) != mentoring.SurveyOver {
		return card{drop: "gone"}, err
	}
	mates, err := s.mates()
	if err != nil {
		return card{}, err
	}
	all, err := s.responses(r, w, mates)
	if err != nil {
		return card{}, err
	}
	rows := mentoring.Publish(rateLeaves(all), r.Programme().SmallGroup)
	body := []chat.Block{chat.Line(s.w.T(catalog.SurveyOverText))}
	if len(all) > 0 {
		body = append(body, chat.Facts{Rows: []chat.Fact{chat.Pair(s.w.T(catalog.SurveyRateShare), s.rateText(rows[0]))}})
	}
	return say(s.w.T(catalog.SurveyOverTitle), body, s.button(actSurveyDesk, catalog.ActSurveyDesk, programme, chat.StylePrimary))
}
