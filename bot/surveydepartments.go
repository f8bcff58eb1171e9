package bot

import (
	"errors"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
)

// The closed questionnaire by department and section, as it was published.

// openSurveyDepartments shows the closed window by department and section.
func (t *turn) openSurveyDepartments(programme string) error {
	r, w, ok, err := t.surveyHR(programme)
	if err != nil {
		return err
	}
	if !ok || r.SurveyPhase(w, t.now) != mentoring.SurveyClosed {
		return t.sorry(catalog.FormGone)
	}
	t.audit("read-survey-departments", "survey/"+programme)
	if own, err := t.ownCounted(r, w); err != nil || own {
		return errors.Join(err, t.show(t.w.T(catalog.ActSurveyDepartments), chat.Section{Body: []chat.Block{chat.Line(t.w.T(catalog.SurveyOwn))}}))
	}
	rows, err := t.engagementRows(r, w)
	if err != nil {
		return err
	}
	note, err := t.apartNote(r, w)
	if err != nil {
		return err
	}
	sections := t.departmentSections(r, rows)
	sections[0].Body = append(sections[0].Body, note...)
	return t.show(t.w.T(catalog.ActSurveyDepartments), sections...)
}

// engagementRows is the engagement by department as it was published.
func (s *scene) engagementRows(r mentoring.Rules, w mentoring.SurveyWindow) ([]mentoring.Published, error) {
	return s.surveyFigure(r, figureEngagement, func() ([]mentoring.Leaf, error) {
		all, err := s.responses(r, w, nil)
		if err != nil {
			return nil, err
		}
		return s.engagementLeaves(r, w, all)
	})
}

// groupColumns is how many groups a table has beside the place: more columns
// cannot be read on a phone.
const groupColumns = 5

// departmentSections is the average with its band, and the means of the groups:
// a row for the city, each department and each section.
func (s *scene) departmentSections(r mentoring.Rules, rows []mentoring.Published) []chat.Section {
	sv, lang := r.Programme().Survey, s.w.Lang()
	groups := sv.Groups[:min(len(sv.Groups), groupColumns)]
	averages := chat.Table{Caption: s.w.T(catalog.SurveyEngagement), Head: []string{
		s.w.T(catalog.SurveyWhere), s.w.T(catalog.SurveyAnswers), s.w.T(catalog.SurveyAverage), s.w.T(catalog.SurveyBandHead),
	}}
	means := chat.Table{Caption: s.w.T(catalog.SurveyGroups), Head: []string{s.w.T(catalog.SurveyWhere)}}
	for _, g := range groups {
		means.Head = append(means.Head, shorten(g.Label.In(lang), chat.MaxCell))
	}
	for _, row := range rows[:min(len(rows), chat.MaxTableRows)] {
		name, none := s.w.T(catalog.SurveyCity), s.w.T(catalog.SurveyWithheld)
		if row.Department != "" {
			name = strings.TrimSpace(row.Department + " " + row.Section)
		}
		first, second := []string{name, none, none, none}, []string{name}
		shown := !row.Withheld && len(row.Means) > len(groups)
		if shown {
			b, _ := sv.Band(row.Means[0])
			first = []string{name, s.people(row.People), mean(row.Means[0]), b.Label.In(lang)}
		}
		for i := range groups {
			cell := none
			if shown {
				cell = mean(row.Means[i+1])
			}
			second = append(second, cell)
		}
		averages.Rows, means.Rows = append(averages.Rows, first), append(means.Rows, second)
	}
	note := chat.Remark(s.w.T(catalog.SurveyWithheldNote, catalog.N(r.Programme().SmallGroup)))
	return []chat.Section{
		{Title: s.w.T(catalog.SurveyEngagement), Body: []chat.Block{averages, note}},
		{Title: s.w.T(catalog.SurveyGroups), Body: []chat.Block{means, chat.Remark(s.w.T(catalog.SurveyReadingNote))}},
	}
}
