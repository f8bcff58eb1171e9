package bot

import (
	"iter"
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// What came of the questionnaire: tendencies of each question, the engagement
// groups with their means, the average with its band and how to read it. Figures
// of a few are withheld; of a closed window they are as they were published.

const (
	actSurveyResult      = "survey.result"      // arg: programme|part
	actSurveyDepartments = "survey.departments" // arg: programme

	figureRate       = "survey-rate"
	figureEngagement = "survey-engagement"
)

// surveyFigure is a figure of the closed window as it was published.
func (s *scene) surveyFigure(r mentoring.Rules, kind string, leaves func() ([]mentoring.Leaf, error)) ([]mentoring.Published, error) {
	p := r.Programme()
	return s.published(p.ID, kind, strconv.Itoa(p.Year), true, leaves)
}

// sent is one answer with whose it is.
type sent struct {
	person mentoring.Person
	answer store.SurveyAnswer
}

// eachSent goes through the answers of a part, without those to leave out: a big
// city's are too many to hold.
func (s *scene) eachSent(programme string, part mentoring.Part, without map[string]bool) iter.Seq2[sent, error] {
	return func(yield func(sent, error) bool) {
		for a, err := range store.SurveyAnswers.Each(s.tx, store.Span{Prefix: store.Under(programme, string(part))}) {
			if err == nil && without[a.Person] {
				continue
			}
			var p mentoring.Person
			if err == nil {
				p, err = s.person(a.Person)
			}
			if !yield(sent{p, a}, err) || err != nil {
				return
			}
		}
	}
}

// figuresIn is an answer as far as it is figures.
func figuresIn(set mentoring.QuestionSet, v chat.Values) mentoring.Sheet {
	out := mentoring.Sheet{Scores: map[string]int{}, Chosen: map[string][]string{}}
	for _, q := range set.Questions {
		switch {
		case q.Kind == mentoring.QuestionScale:
			out.Scores[q.ID] = v.Scale(q.ID)
		case q.Kind.Listed():
			out.Chosen[q.ID] = v.Options(q.ID)
		}
	}
	return out
}

// tally is the tendencies of a part. withheld says that they are over too few,
// or would tell by subtraction of the other part.
func (s *scene) tally(r mentoring.Rules, w mentoring.SurveyWindow, part mentoring.Part) (res store.SurveyResult, withheld bool, err error) {
	p := r.Programme()
	apart, err := s.apart(r, w)
	if err != nil {
		return res, false, err
	}
	counts := map[mentoring.Part]int{}
	for _, each := range mentoring.SurveyParts() {
		set, _ := p.Survey.Set(each)
		var sheets []mentoring.Sheet
		for a, err := range s.eachSent(p.ID, each, apart) {
			if err != nil {
				return res, false, err
			}
			if counts[each]++; each == part {
				sheets = append(sheets, figuresIn(set, a.answer.Values))
			}
		}
		if each != part {
			continue
		}
		res = store.SurveyResult{Programme: p.ID, Part: part, Answers: len(sheets), Tendencies: mentoring.WithoutFew(set.Tend(sheets), p.SmallGroup), At: s.now}
	}
	other := counts[part.Other()]
	few := func(n int) bool { return n > 0 && n < p.SmallGroup }
	return res, counts[part] < p.SmallGroup || few(other), nil
}

// result is the tendencies of a part as the reader may see them, of a closed
// window as they were published; why is the sentence where they may not.
func (s *scene) result(r mentoring.Rules, w mentoring.SurveyWindow, part mentoring.Part) (res store.SurveyResult, why catalog.Key, err error) {
	if own, err := s.ownCounted(r, w); err != nil || own {
		return res, catalog.SurveyOwn, err
	}
	withheld := false
	if r.SurveyPhase(w, s.now) == mentoring.SurveyClosed {
		var published bool
		res, published, err = store.SurveyResults.Get(s.tx, store.Join(r.Programme().ID, string(part)))
		withheld = !published
	} else {
		res, withheld, err = s.tally(r, w, part)
	}
	if withheld {
		why = catalog.SurveyTooFew
	}
	return res, why, err
}

// freezeSurvey publishes every figure of the window: how many answered, of
// everybody, and what they did, without who is apart.
func (t *turn) freezeSurvey(r mentoring.Rules, w mentoring.SurveyWindow) error {
	if _, err := t.publishedRate(r, w); err != nil {
		return err
	}
	if _, err := t.engagementRows(r, w); err != nil {
		return err
	}
	for _, part := range mentoring.SurveyParts() {
		res, withheld, err := t.tally(r, w, part)
		if err != nil {
			return err
		}
		if withheld {
			continue
		}
		if _, err := store.SurveyResults.Insert(t.tx, res); err != nil {
			return err
		}
	}
	return nil
}

// engagementLeaves is each person's average and group means by section. Who is
// asked and has not answered is a leaf of nobody: that a section stands there
// tells nothing. Who answered both parts counts once, as a mentee.
func (s *scene) engagementLeaves(r mentoring.Rules, w mentoring.SurveyWindow, all []response) (out []mentoring.Leaf, err error) {
	for _, who := range all {
		out = append(out, mentoring.Leaf{Department: who.person.Department, Section: who.person.Section})
	}
	p := r.Programme()
	apart, err := s.apart(r, w)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, part := range mentoring.SurveyParts() {
		set, _ := p.Survey.Set(part)
		for a, err := range s.eachSent(p.ID, part, apart) {
			if err != nil {
				return nil, err
			}
			means, ok := p.Survey.PersonMeans(set, figuresIn(set, a.answer.Values))
			if !ok || seen[a.person.ID] {
				continue
			}
			seen[a.person.ID] = true
			out = append(out, mentoring.Leaf{Department: a.person.Department, Section: a.person.Section, People: 1, Sums: means})
		}
	}
	return out, nil
}

func (t *turn) openSurveyResult(arg string) error {
	programme, name, _ := strings.Cut(arg, "|")
	r, w, ok, err := t.surveyHR(programme)
	if err != nil {
		return err
	}
	part := mentoring.Part(name)
	set, there := r.Programme().Survey.Set(part)
	if !ok || !there {
		return t.sorry(catalog.FormGone)
	}
	t.audit("read-survey-result", "survey/"+programme+"/"+name)
	res, why, err := t.result(r, w, part)
	if err != nil {
		return err
	}
	title := t.surveyTitle(part)
	note, err := t.apartNote(r, w)
	if err != nil {
		return err
	}
	if why != "" {
		return t.show(title, chat.Section{Body: append([]chat.Block{chat.Line(t.w.T(why, catalog.N(r.Programme().SmallGroup)))}, note...)})
	}
	first := chat.Section{Title: t.w.T(catalog.SurveyTendency), Body: []chat.Block{
		chat.Facts{Rows: []chat.Fact{chat.Pair(t.w.T(catalog.SurveyAnswers), t.people(res.Answers))}}, t.scaleTable(res),
	}}
	first.Body = append(first.Body, note...)
	sections := []chat.Section{first}
	if table := t.choiceTable(res); len(table.Rows) > 0 {
		sections = append(sections, chat.Section{Title: table.Caption, Body: []chat.Block{table}})
	}
	return t.show(title, append(sections, t.engagementSections(r.Programme().Survey, set, res)...)...)
}

// scaleTable is each scale's mean, how many answered, and how often each step
// was chosen.
func (s *scene) scaleTable(res store.SurveyResult) chat.Table {
	table := chat.Table{Caption: s.w.T(catalog.SurveyScales), Head: []string{
		s.w.T(catalog.SurveyQuestion), s.w.T(catalog.SurveyMean), s.w.T(catalog.SurveyAnswers), s.w.T(catalog.SurveySpread),
	}}
	for _, td := range res.Tendencies {
		if td.Question.Kind != mentoring.QuestionScale || len(table.Rows) == chat.MaxTableRows {
			continue
		}
		average := s.w.T(catalog.SurveyNone)
		if td.Answers > 0 {
			average = mean(td.Mean)
		}
		var spread []string
		for n := 1; n <= chat.ScaleTop; n++ {
			spread = append(spread, s.told(td, strconv.Itoa(n)))
		}
		table.Rows = append(table.Rows, []string{
			shorten(td.Question.Label.In(s.w.Lang()), chat.MaxCell), average, s.told(td, ""), strings.Join(spread, "-"),
		})
	}
	return table
}

// told is how many chose the step or option, or, for "", answered the question;
// of a question that few answered nothing is told.
func (s *scene) told(td mentoring.Tendency, option string) string {
	switch {
	case td.Withheld:
		return s.w.T(catalog.SurveyWithheld)
	case option == "":
		return strconv.Itoa(td.Answers)
	default:
		return strconv.Itoa(td.Counts[option])
	}
}

// choiceTable is how often each option was chosen.
func (s *scene) choiceTable(res store.SurveyResult) chat.Table {
	table := chat.Table{Caption: s.w.T(catalog.SurveyChoices), Head: []string{s.w.T(catalog.SurveyQuestion), s.w.T(catalog.SurveyOption), s.w.T(catalog.SurveyAnswers)}}
	for _, td := range res.Tendencies {
		label := shorten(td.Question.Label.In(s.w.Lang()), chat.MaxCell)
		for _, o := range td.Question.Options {
			if len(table.Rows) < chat.MaxTableRows {
				table.Rows = append(table.Rows, []string{label, shorten(o.Label.In(s.w.Lang()), chat.MaxCell), s.told(td, o.ID)})
			}
		}
	}
	return table
}

// mean is a mean as people read it: 3.25.
func mean(f float64) string { return strconv.FormatFloat(mentoring.Round2(f), 'f', 2, 64) }

// engagementSections is the average with its band, and the groups with how to
// read them.
func (s *scene) engagementSections(sv mentoring.Survey, set mentoring.QuestionSet, res store.SurveyResult) []chat.Section {
	groups, average, ok := sv.Engagement(set, mentoring.ItemMeans(res.Tendencies))
	if !ok {
		return nil
	}
	sec := chat.Section{Title: s.w.T(catalog.SurveyEngagement), Body: s.bandBlocks(sv, average)}
	chart := chat.Chart{Kind: chat.ChartBar, Title: s.w.T(catalog.SurveyGroups), Series: []chat.Series{{Name: s.w.T(catalog.SurveyMean)}}}
	table := chat.Table{Caption: s.w.T(catalog.SurveyGroups), Head: []string{s.w.T(catalog.SurveyGroup), s.w.T(catalog.SurveyMean), s.w.T(catalog.SurveyAbout)}}
	for _, g := range groups {
		label := g.Group.Label.In(s.w.Lang())
		table.Rows = append(table.Rows, []string{shorten(label, chat.MaxCell), mean(g.Mean), shorten(g.Group.About.In(s.w.Lang()), chat.MaxCell)})
		if len(chart.Labels) < chat.MaxPoints {
			value := g.Mean
			chart.Labels = append(chart.Labels, shorten(label, chat.MaxPointLabel))
			chart.Series[0].Values = append(chart.Series[0].Values, &value)
		}
	}
	sec.Body = append(sec.Body, table, chart)
	return []chat.Section{sec, s.readingSection(sv, groups)}
}

// bandBlocks is the average, its band and how to read it.
func (s *scene) bandBlocks(sv mentoring.Survey, average float64) []chat.Block {
	lang, text := s.w.Lang(), mean(average)
	b, ok := sv.Band(average)
	if !ok {
		return []chat.Block{chat.Facts{Rows: []chat.Fact{chat.Pair(s.w.T(catalog.SurveyAverage), text)}}}
	}
	return []chat.Block{
		chat.Facts{Rows: []chat.Fact{chat.Pair(s.w.T(catalog.SurveyAverage), s.w.T(catalog.SurveyBand, catalog.A("Mean", text), catalog.A("Band", b.Label.In(lang))))}},
		chat.Line(b.Note.In(lang)),
	}
}

// readingSection is how to read the groups, the lowest first in words.
func (s *scene) readingSection(sv mentoring.Survey, groups []mentoring.GroupMean) chat.Section {
	sec := chat.Section{Title: s.w.T(catalog.SurveyReading), Body: []chat.Block{chat.Remark(s.w.T(catalog.SurveyReadingNote))}}
	if g, ok := mentoring.LowestGroup(groups); ok {
		sec.Body = append([]chat.Block{chat.Paragraph(
			chat.Bold(s.w.T(catalog.SurveyLowest, catalog.A("Group", g.Group.Label.In(s.w.Lang())), catalog.A("Mean", mean(g.Mean)))),
			chat.Plain("\n"+g.Group.Low.In(s.w.Lang())))}, sec.Body...)
	}
	var rows []chat.Fact
	for _, b := range sv.Bands[:min(len(sv.Bands), chat.MaxFacts)] {
		rows = append(rows, chat.Pair(s.w.T(catalog.SurveyFrom, catalog.A("Mean", mean(b.From))), b.Label.In(s.w.Lang())))
	}
	if len(rows) > 0 {
		sec.Body = append(sec.Body, chat.Facts{Rows: rows})
	}
	return sec
}
