package bot

import (
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/sheet"
	"tsukiichi/store"
)

// The closed questionnaire as sheets for a report: as it was published, about
// nobody in particular.

// surveySheets is the engagement by department and the tendencies of each part;
// none before HR has closed the window, and a sentence for who has a partner
// in them.
func (s *scene) surveySheets(r mentoring.Rules) (out []sheet.Table, err error) {
	_, w, ok, err := s.survey(r.Programme().ID)
	if err != nil || !ok || r.SurveyPhase(w, s.now) != mentoring.SurveyClosed {
		return nil, err
	}
	if own, err := s.ownCounted(r, w); err != nil || own {
		return []sheet.Table{{Name: s.w.T(catalog.SurveyTitle), Head: []string{s.w.T(catalog.SurveyOwn)}}}, err
	}
	rows, err := s.engagementRows(r, w)
	if err != nil {
		return nil, err
	}
	out = append(out, s.engagementSheet(r.Programme().Survey, rows))
	for _, part := range mentoring.SurveyParts() {
		res, published, err := store.SurveyResults.Get(s.tx, store.Join(r.Programme().ID, string(part)))
		if err != nil {
			return nil, err
		}
		if published {
			out = append(out, s.tendencySheet(res))
		}
	}
	return out, nil
}

// engagementSheet is the average and the groups' means; what is withheld is an
// empty cell.
func (s *scene) engagementSheet(sv mentoring.Survey, rows []mentoring.Published) sheet.Table {
	t := sheet.Table{Name: s.w.T(catalog.SurveyEngagement), Head: []string{
		s.w.T(catalog.SurveyWhere), s.w.T(catalog.SurveyAnswers), s.w.T(catalog.SurveyAverage),
	}}
	for _, g := range sv.Groups {
		t.Head = append(t.Head, g.Label.In(s.w.Lang()))
	}
	for _, row := range rows {
		name := s.w.T(catalog.SurveyCity)
		if row.Department != "" {
			name = strings.TrimSpace(row.Department + " " + row.Section)
		}
		cells := sheet.Texts(name)
		if !row.Withheld {
			cells = append(cells, sheet.Count(row.People))
			for _, m := range row.Means {
				cells = append(cells, sheet.Figure(mentoring.Round2(m)))
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// tendencySheet is each question of the whole city with its mean, how many
// answered, and how often each option was chosen.
func (s *scene) tendencySheet(res store.SurveyResult) sheet.Table {
	t := sheet.Table{Name: s.surveyTitle(res.Part), Head: []string{
		s.w.T(catalog.SurveyQuestion), s.w.T(catalog.SurveyOption), s.w.T(catalog.SurveyAnswers), s.w.T(catalog.SurveyMean),
	}}
	for _, td := range mentoring.WholeCity(res.Tendencies) {
		label := td.Question.Label.In(s.w.Lang())
		if td.Question.Kind == mentoring.QuestionScale {
			row := append(sheet.Texts(label, ""), countIn(td, td.Answers))
			if td.Answers > 0 {
				row = append(row, sheet.Figure(mentoring.Round2(td.Mean)))
			}
			t.Rows = append(t.Rows, row)
		}
		for _, o := range td.Question.Options {
			t.Rows = append(t.Rows, append(sheet.Texts(label, o.Label.In(s.w.Lang())), countIn(td, td.Counts[o.ID])))
		}
	}
	return t
}

// countIn is a count of a question's answers; of one that few answered the cell
// is empty.
func countIn(td mentoring.Tendency, n int) sheet.Cell {
	if td.Withheld {
		return sheet.Text("")
	}
	return sheet.Count(n)
}
