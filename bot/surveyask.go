package bot

import (
	"maps"
	"slices"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// HR asks the heads of a department in which few have answered for a word: once
// a day, facts only. The card names nobody; the rate stands on it where it is
// published.

const (
	kindSurveyAsk = "survey-ask" // subject survey-ask/<programme>, arg: the department

	actSurveyAsk = "survey.ask" // arg: programme|department
)

// askLow is how many departments one page offers to ask.
const askLow = 15

// askSections is the buttons for the departments with a low rate, and when each
// was asked last.
func (t *turn) askSections(r mentoring.Rules, all []response) (out []chat.Section, err error) {
	low := lowDepartments(r, all)
	today := r.Date(t.now)
	for i, d := range low[:min(len(low), askLow)] {
		if i%chat.MaxActions == 0 {
			out = append(out, chat.Section{})
		}
		sec := &out[len(out)-1]
		asked, err := t.lastAsk(r.Programme().ID, d)
		if err != nil {
			return nil, err
		}
		if !asked.IsZero() {
			sec.Body = append(sec.Body, chat.Remark(t.w.T(catalog.SurveyAskedOn, catalog.A("Department", d), t.surveyDay(r, asked))))
		}
		if asked != today {
			sec.Actions = append(sec.Actions, t.button(actSurveyAsk, catalog.ActSurveyAsk, r.Programme().ID+"|"+d, chat.StyleNormal, catalog.A("Department", d)))
		}
	}
	if len(out) > 0 {
		out[0].Title = t.w.T(catalog.SurveyLowTitle)
		out[0].Body = append([]chat.Block{chat.Line(t.w.T(catalog.SurveyLowText, catalog.N(r.Programme().Survey.LowRate)))}, out[0].Body...)
	}
	return out, nil
}

// lastAsk is the day on which the department's heads were asked last, or none.
func (s *scene) lastAsk(programme, department string) (mentoring.Date, error) {
	last, _, err := store.SurveyAsks.List(s.tx, store.Span{Prefix: store.Under(programme, department), Backwards: true}, 1)
	if err != nil || len(last) == 0 {
		return mentoring.Date{}, err
	}
	return last[0].On, nil
}

// askSurvey sends the card to whoever looks after a section of the department in
// which somebody is asked, whether or not all have answered there. A department
// whose rate is withheld is not asked: of two people the card would say that one
// of them has not answered. They hear the reminders.
func (t *turn) askSurvey(arg string) error {
	programme, department, _ := strings.Cut(arg, "|")
	r, w, ok, err := t.surveyHR(programme)
	if err != nil {
		return err
	}
	if !ok || r.SurveyPhase(w, t.now) != mentoring.SurveyOpen {
		return t.notice(catalog.SurveyLate)
	}
	all, err := t.responses(r, w, nil)
	if err != nil {
		return err
	}
	if _, told := rowOf(mentoring.Publish(rateLeaves(all), r.Programme().SmallGroup), department, ""); !told {
		return t.notice(catalog.SurveyAskSmall)
	}
	today := r.Date(t.now)
	heads := map[string]bool{}
	for _, who := range all {
		if who.person.Department != department {
			continue
		}
		there, err := store.InCharge(t.tx, store.Matter{Section: who.person.Section, On: today})
		if err != nil {
			return err
		}
		for _, c := range there {
			heads[c.Person.ID] = true
		}
	}
	if len(heads) == 0 {
		return t.notice(catalog.AskHeadNobody)
	}
	fresh, err := store.SurveyAsks.Insert(t.tx, store.SurveyAsk{Programme: programme, Department: department, On: today, By: t.me.ID})
	if err != nil {
		return err
	}
	if !fresh {
		return t.notice(catalog.SurveyAskTwice)
	}
	t.audit("survey-ask", "survey/"+programme+"/"+department)
	for _, head := range slices.Sorted(maps.Keys(heads)) {
		key := "survey-ask/" + programme + "/" + department + "/" + today.String()
		if err := t.tell(head, kindSurveyAsk, subject("survey-ask", programme), department, key); err != nil {
			return err
		}
	}
	return t.notice(catalog.SurveyAskSent)
}

// surveyAskCard asks a head to say a word. It dies when all have answered.
func surveyAskCard(s *scene, in store.Intent) (card, error) {
	r, w, ok, err := s.survey(idOf("survey-ask", in.Subject))
	if err != nil || !ok || r.SurveyPhase(w, s.now) != mentoring.SurveyOpen {
		return card{drop: "over"}, err
	}
	all, err := s.responses(r, w, nil)
	if err != nil {
		return card{}, err
	}
	if len(departmentWaits(all, in.Arg)) == 0 {
		return unwanted("all-answered")
	}
	rows, err := s.headRates(r, all, in.Arg)
	if err != nil {
		return card{}, err
	}
	body := []chat.Block{chat.Line(s.w.T(catalog.SurveyAskText, s.surveyDay(r, w.Deadline)))}
	if len(rows) > 0 {
		body = append(body, chat.Facts{Rows: s.someRows(rows)})
	}
	return say(s.w.T(catalog.SurveyAskTitle), append(body, chat.Remark(s.w.T(catalog.SurveyAskNote))))
}

func departmentWaits(all []response, department string) (out []response) {
	for _, who := range all {
		if who.person.Department == department && !who.answered {
			out = append(out, who)
		}
	}
	return out
}

// headRates is the published rates of the reader's sections and of the
// department; of a group too small there is no row.
func (s *scene) headRates(r mentoring.Rules, all []response, department string) (out []chat.Fact, err error) {
	mine, err := s.headedSections(r)
	if err != nil {
		return nil, err
	}
	for _, row := range mentoring.Publish(rateLeaves(all), r.Programme().SmallGroup) {
		own := row.Section == "" || mine[row.Section]
		if row.Withheld || row.Department != department || !own {
			continue
		}
		name := row.Section
		if name == "" {
			name = row.Department
		}
		out = append(out, chat.Pair(name, s.rateText(row)))
	}
	return out, nil
}

// headedSections is the sections that the reader looks after today.
func (s *scene) headedSections(r mentoring.Rules) (map[string]bool, error) {
	sections, err := s.sections()
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, sec := range sections {
		c, ok, err := s.sayOver(store.Matter{Section: sec, On: r.Date(s.now)})
		if err != nil {
			return nil, err
		}
		out[sec] = ok && !c.hr
	}
	return out, nil
}

// surveyHeadSections is the questionnaires on a head's home: the rate while one is
// open, the tendencies once it is closed; of small groups neither, and never a
// word of what was written. HR has a page of its own.
func (t *turn) surveyHeadSections(_ []part, whole bool) (out []chat.Section, err error) {
	running, err := t.runningRules()
	if err != nil || t.hr {
		return nil, err
	}
	for _, r := range running {
		some, err := t.surveyHeadOf(r, whole)
		if err != nil {
			return nil, err
		}
		for i := range some {
			some[i].Title = t.ofSeveral(some[i].Title, r, running)
		}
		out = append(out, some...)
	}
	return out, nil
}

func (t *turn) surveyHeadOf(r mentoring.Rules, whole bool) ([]chat.Section, error) {
	r, w, ok, err := t.survey(r.Programme().ID)
	if err != nil || !ok {
		return nil, err
	}
	phase := r.SurveyPhase(w, t.now)
	if phase == mentoring.SurveyPreparing || phase == mentoring.SurveyWaiting {
		return nil, nil
	}
	mine, err := t.headedSections(r)
	if err != nil || len(mine) == 0 {
		return nil, err
	}
	all, err := t.responses(r, w, nil)
	if err != nil {
		return nil, err
	}
	departments := map[string]bool{}
	for _, who := range all {
		if mine[who.person.Section] {
			departments[who.person.Department] = true
		}
	}
	if len(departments) == 0 {
		return nil, nil
	}
	if phase == mentoring.SurveyClosed {
		return t.headTendencies(r, w, mine, departments)
	}
	l := listing{
		title: t.w.T(catalog.SurveyHeadRate), intro: []chat.Block{chat.Line(t.surveyPhaseText(r, w))},
		outro: []chat.Block{chat.Remark(t.w.T(catalog.SurveyHeadNote, catalog.N(r.Programme().SmallGroup)))},
	}
	for _, department := range slices.Sorted(maps.Keys(departments)) {
		rows, err := t.headRates(r, all, department)
		if err != nil {
			return nil, err
		}
		l.rows = append(l.rows, rows...)
	}
	return l.sections(t.scene, partOfRates, whole), nil
}

// headTendencies is what was published of the reader's sections, their
// departments and the city.
func (t *turn) headTendencies(r mentoring.Rules, w mentoring.SurveyWindow, mine, departments map[string]bool) ([]chat.Section, error) {
	rows, err := t.engagementRows(r, w)
	if err != nil {
		return nil, err
	}
	var shown []mentoring.Published
	for _, row := range rows {
		city := row.Department == ""
		department := departments[row.Department] && row.Section == ""
		if city || department || departments[row.Department] && mine[row.Section] {
			shown = append(shown, row)
		}
	}
	sections := t.departmentSections(r, shown)
	sections[0].Title = t.w.T(catalog.SurveyHeadTendency)
	if len(shown) > 0 && !shown[0].Withheld {
		sections[0].Body = append(sections[0].Body, t.bandBlocks(r.Programme().Survey, shown[0].Means[0])...)
	}
	return sections, nil
}
