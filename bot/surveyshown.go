package bot

import (
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Answers as people read them again: their own, or HR.

// openMySurvey shows the reader what they answered, also where it was not sent.
func (t *turn) openMySurvey(arg string) error {
	programme, part, _ := strings.Cut(arg, "|")
	sh, ok, err := t.sheetFor(programme, mentoring.Part(part), t.me)
	if err != nil {
		return err
	}
	if sh.rules.Zone() == nil {
		return t.sorry(catalog.SurveyNotAsked)
	}
	h, err := t.mySheet(sh)
	if err != nil {
		return err
	}
	body := t.surveyState(sh, h)
	if len(h.asked) == 0 && len(h.values) == 0 {
		body = append(body, chat.Line(t.w.T(catalog.SurveyNothing)))
	}
	sec := chat.Section{Body: body}
	if ok && sh.phase == mentoring.SurveyOpen {
		sec.Actions = []chat.Action{t.surveyButton(sh, h, chat.StylePrimary)}
	}
	sections := []chat.Section{sec}
	answers, err := t.answerBlocks(sh.rules.Programme(), sh.part, h.values, h.asked)
	if err != nil {
		return err
	}
	if len(answers) > 0 {
		sections = append(sections, chat.Section{Title: t.w.T(catalog.SurveyMine), Body: answers})
	}
	return t.show(t.w.T(catalog.SurveyTitle), sections...)
}

// mySheet is what is held of the reader's form with what they began to write.
func (s *scene) mySheet(sh answerSheet) (h sheetState, err error) {
	if h, err = s.stateOf(sh); err != nil {
		return h, err
	}
	return h, s.overlay(sh, &h)
}

// surveyState is where the reader's form stands, in a sentence or two.
func (s *scene) surveyState(sh answerSheet, h sheetState) []chat.Block {
	late := sh.phase == mentoring.SurveyOver || sh.phase == mentoring.SurveyClosed
	switch {
	case h.sent:
		return []chat.Block{chat.Line(s.w.T(catalog.SurveyStateSent)), chat.Remark(s.w.T(catalog.SurveyReader))}
	case late && len(h.values) > 0:
		return []chat.Block{chat.Line(s.w.T(catalog.SurveyLate)), chat.Remark(s.w.T(catalog.SurveyLateDraft))}
	case late:
		return []chat.Block{chat.Line(s.w.T(catalog.SurveyLate))}
	case len(h.values) > 0:
		return []chat.Block{chat.Line(s.w.T(catalog.SurveyStateDraft))}
	default:
		return nil
	}
}

// answerBlocks is answers below the words in which they were asked: figures and
// choices as facts, written ones as paragraphs, in the order of the set.
func (s *scene) answerBlocks(p mentoring.Programme, part mentoring.Part, values chat.Values, asked map[string]int) ([]chat.Block, error) {
	var rows []chat.Fact
	var words []chat.Block
	questions, err := s.askedQuestions(p, part, values, asked)
	if err != nil {
		return nil, err
	}
	for _, q := range questions {
		label := shorten(q.Label.In(s.w.Lang()), chat.MaxFactLabel)
		switch {
		case q.Kind.Written():
			if text := values.Text(q.ID); !text.Empty() {
				words = append(words, chat.Paragraph(chat.Bold(label), chat.Plain("\n"), chat.Words(text)))
			}
		default:
			if shown := s.answerShown(q, values); shown != "" {
				rows = append(rows, chat.Pair(label, shown))
			}
		}
	}
	var out []chat.Block
	for len(rows) > 0 {
		n := min(len(rows), chat.MaxFacts)
		out, rows = append(out, chat.Facts{Rows: rows[:n]}), rows[n:]
	}
	return append(out, words...), nil
}

// askedQuestions is the questions that have an answer, each in the version in
// which it was put, in the order of the set of today; such as are no longer in
// it come last.
func (s *scene) askedQuestions(p mentoring.Programme, part mentoring.Part, values chat.Values, asked map[string]int) (out []mentoring.Question, err error) {
	set, _ := p.Survey.Set(part)
	seen := map[string]bool{}
	for _, q := range set.Questions {
		seen[q.ID] = true
		if version, ok := asked[q.ID]; ok {
			then, known, err := store.SurveySetOf(s.tx, p, part, version)
			if err != nil {
				return nil, err
			}
			if was, there := then.Question(q.ID); known && there {
				q = was
			}
		}
		if len(values[q.ID]) > 0 {
			out = append(out, q)
		}
	}
	return out, nil
}

// answerShown is a figure or a choice in words.
func (s *scene) answerShown(q mentoring.Question, values chat.Values) string {
	if q.Kind == mentoring.QuestionScale {
		if n := values.Scale(q.ID); n > 0 {
			return strings.Repeat("●", n) + strings.Repeat("○", chat.ScaleTop-n) + " " + strconv.Itoa(n) + " / " + strconv.Itoa(chat.ScaleTop)
		}
		return ""
	}
	var chosen []string
	for _, id := range values.Options(q.ID) {
		if label := s.choiceLabel(q.Options, id); label != "" {
			chosen = append(chosen, label)
		}
	}
	return shorten(strings.Join(chosen, s.w.T(catalog.Comma)), chat.MaxFactValue)
}

// surveyLabel is the question of a record's text (values/<question>/<n>), in the
// words of the programme; "" where it asks no such thing.
func (s *scene) surveyLabel(p mentoring.Programme, field string) string {
	parts := strings.Split(field, "/")
	for _, set := range p.Survey.Sets {
		if q, ok := set.Question(parts[min(1, len(parts)-1)]); ok {
			return q.Label.In(s.w.Lang())
		}
	}
	return ""
}
