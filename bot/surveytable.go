package bot

import (
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/sheet"
)

// The October answers as a workbook for HR, by name and without the reader's own
// partners: a sheet for each part. It holds what people wrote, so it opens on a
// page and never comes as a message. Each answer in it is in the audit log.

// exportSurvey is the answers of a programme; arg: programme.
const exportSurvey = "survey"

func surveyFile(s *scene, programme string) (f chat.File, err error) {
	r, w, ok, err := s.surveyHR(programme)
	if err != nil || !ok {
		return f, err
	}
	tables, err := s.surveyTables(r, w)
	if err != nil || len(tables) == 0 {
		return f, err
	}
	return s.workbook(catalog.SurveyFile, tables, catalog.A("Year", strconv.Itoa(r.Programme().Year)))
}

// surveyTables is a table for each part that has an answer: a row for each
// person, a column for each question; a sentence for whom they are not.
func (s *scene) surveyTables(r mentoring.Rules, w mentoring.SurveyWindow) (out []sheet.Table, err error) {
	if withheld, err := s.namesWithheld(r, w); err != nil || withheld {
		return []sheet.Table{{Name: s.w.T(catalog.SurveyTitle), Head: []string{s.w.T(catalog.SurveyOwnNames)}}}, err
	}
	mates, err := s.mates()
	if err != nil {
		return nil, err
	}
	for _, set := range r.Programme().Survey.Sets {
		table := sheet.Table{Name: s.partName(set.For), Head: s.answerHead(set)}
		for a, err := range s.eachSent(r.Programme().ID, set.For, mates) {
			if err != nil {
				return nil, err
			}
			s.audit("read-survey-answer", answersOf(r.Programme().ID, set.For, a.person.ID))
			table.Rows = append(table.Rows, s.answerRow(r, set, a))
		}
		if len(table.Rows) > 0 {
			out = append(out, table)
		}
	}
	return out, nil
}

func (s *scene) answerHead(set mentoring.QuestionSet) []string {
	head := []string{
		s.w.T(catalog.FactNumber), s.w.T(catalog.FactName), s.w.T(catalog.FactDepartment), s.w.T(catalog.FactSection),
		s.w.T(catalog.SurveySentOn), s.w.T(catalog.SurveyPaperColumn),
	}
	for _, q := range set.Questions {
		head = append(head, q.Label.In(s.w.Lang()))
	}
	return head
}

func (s *scene) answerRow(r mentoring.Rules, set mentoring.QuestionSet, a sent) []sheet.Cell {
	paper := ""
	if a.answer.KeyedBy != "" {
		paper = s.w.T(catalog.SurveyPaperYes)
	}
	row := sheet.Texts(a.person.ID, a.person.Name, a.person.Department, a.person.Section, r.Date(a.answer.SentAt).String(), paper)
	for _, q := range set.Questions {
		row = append(row, s.answerCell(q, a.answer.Values))
	}
	return row
}

func (s *scene) answerCell(q mentoring.Question, v chat.Values) sheet.Cell {
	switch {
	case q.Kind.Written():
		return sheet.Text(v.Text(q.ID).Reveal())
	case q.Kind != mentoring.QuestionScale:
		return sheet.Text(s.answerShown(q, v))
	case v.Scale(q.ID) > 0:
		return sheet.Count(v.Scale(q.ID))
	default:
		return sheet.Text("")
	}
}
