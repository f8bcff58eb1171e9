package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
)

// The October answers as tables, for HR's file.

// surveyTable is one part's answers: a row for each person, a column for each
// question.
type surveyTable struct {
	Name string
	Head []string
	Rows [][]surveyCell
}

// surveyCell is a cell: words of ours, a figure, or what somebody wrote.
type surveyCell struct {
	Text   string
	Number *float64
	Words  private.Text
}

// surveyTables is the answers of the programme's window by name, without the
// reader's own partners; ok is false where the reader is not HR. Every answer in
// it is in the audit log as read.
func (t *turn) surveyTables(programme string) (out []surveyTable, ok bool, err error) {
	r, _, ok, err := t.surveyHR(programme)
	if err != nil || !ok {
		return nil, false, err
	}
	mates, err := t.mates()
	if err != nil {
		return nil, false, err
	}
	for _, set := range r.Programme().Survey.Sets {
		answers, err := t.sentOf(programme, set.For, mates)
		if err != nil {
			return nil, false, err
		}
		table := surveyTable{Name: t.surveyTitle(set.For), Head: t.answerHead(set)}
		for _, a := range answers {
			t.audit("export-survey-answer", "survey/"+programme+"/"+string(set.For)+"/"+a.person.ID)
			table.Rows = append(table.Rows, t.answerRow(r, set, a))
		}
		out = append(out, table)
	}
	return out, true, nil
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

func (s *scene) answerRow(r mentoring.Rules, set mentoring.QuestionSet, a sent) []surveyCell {
	paper := ""
	if a.answer.KeyedBy != "" {
		paper = s.w.T(catalog.SurveyPaperYes)
	}
	row := []surveyCell{
		{Text: a.person.ID}, {Text: a.person.Name}, {Text: a.person.Department}, {Text: a.person.Section},
		{Text: r.Date(a.answer.SentAt).String()}, {Text: paper},
	}
	for _, q := range set.Questions {
		row = append(row, s.answerCell(q, a.answer.Values))
	}
	return row
}

func (s *scene) answerCell(q mentoring.Question, v chat.Values) surveyCell {
	switch {
	case q.Kind == mentoring.QuestionScale:
		n := v.Scale(q.ID)
		if n == 0 {
			return surveyCell{}
		}
		f := float64(n)
		return surveyCell{Number: &f}
	case q.Kind.Written():
		return surveyCell{Words: v.Text(q.ID)}
	default:
		return surveyCell{Text: s.answerShown(q, v)}
	}
}
