package bot

import (
	"math"
	"strconv"
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// January: mentors hear the year's results by message, mentees in a training
// with a page to print (seeds/000, フォローアップ). Both messages begin from a
// template, which HR reads and changes before anything is sent.

const actJanuary = "january.page" // arg: programme, or "" for the one to speak of

// fill is a part of the template that the year gives: its words, or a sentence
// that stands for them where there is nothing that may be said: not yet, or, once
// it is counted, because it would be of too few.
type fill struct {
	name    string // of the placeholder
	find    func(s *scene, r mentoring.Rules, w catalog.Words) (words string, ok bool, err error)
	missing catalog.Key
	few     catalog.Key // "" for what is never counted
	counted func(s *scene, r mentoring.Rules) (bool, error)
}

func fills() []fill {
	return []fill{
		{"Meetings", meetingsHeld, catalog.JanuaryNoFigures, catalog.JanuaryFewFigures, yearCounted},
		{"Reached", minimumReached, catalog.JanuaryNoReached, catalog.JanuaryFewReached, yearCounted},
		{"Survey", surveyTendencies, catalog.JanuaryNoSurvey, catalog.JanuaryFewSurvey, surveyCounted},
		{"Voices", januaryVoices, catalog.JanuaryNoVoices, "", nil},
		{"When", trainingAhead, catalog.JanuaryNoDay, "", nil},
	}
}

// words is what stands in the placeholder.
func (f fill) words(s *scene, r mentoring.Rules, w catalog.Words) (string, error) {
	text, ok, err := f.find(s, r, w)
	if err != nil || ok {
		return text, err
	}
	if f.counted != nil {
		if over, err := f.counted(s, r); err != nil || over {
			return w.T(f.few), err
		}
	}
	return w.T(f.missing), nil
}

// yearCounted reports whether the figures of the year have been made.
func yearCounted(s *scene, r mentoring.Rules) (bool, error) {
	return !r.Date(s.now).Before(mentoring.On(r.Programme().Year+1, time.January, 1)), nil
}

func surveyCounted(s *scene, r mentoring.Rules) (bool, error) {
	_, w, ok, err := s.survey(r.Programme().ID)
	return ok && !w.ClosedAt.IsZero(), err
}

// januaryArg is what writing begins from: the template for the group, of the
// programme.
func januaryArg(g store.Group, r mentoring.Rules) string {
	return writeJan + string(g) + "|" + r.Programme().ID
}

// januaryOf is the group and the programme that it names. What begins from no
// template, and a button that names no programme, mean the one to speak of.
func (s *scene) januaryOf(arg string) (g store.Group, r mentoring.Rules, ok bool, err error) {
	programme := ""
	if of, jan := strings.CutPrefix(arg, writeJan); jan {
		var group string
		group, programme, _ = strings.Cut(of, "|")
		g = store.Group(group)
	}
	r, ok, err = s.deskRules(programme)
	return g, r, ok, err
}

// januaryWording is the template for the group, filled in; ok is false where
// there is none for it.
func (s *scene) januaryWording(r mentoring.Rules, g store.Group) (w store.Wording, ok bool, err error) {
	title, body := catalog.JanuaryMentorsTitle, catalog.JanuaryMentorsBody
	switch g {
	case store.GroupMentors:
	case store.GroupMentees:
		title, body = catalog.JanuaryMenteesTitle, catalog.JanuaryMenteesBody
	default:
		return w, false, nil
	}
	var titles, bodies []private.Text
	for _, lang := range catalog.Languages() {
		words := s.b.words.In(lang)
		args := []catalog.Arg{catalog.A("Year", strconv.Itoa(r.Programme().Year))}
		for _, f := range fills() {
			text, err := f.words(s, r, words)
			if err != nil {
				return w, false, err
			}
			args = append(args, catalog.A(f.name, text))
		}
		titles = append(titles, private.New(s.me.ID, words.T(title, args...)))
		bodies = append(bodies, private.New(s.me.ID, words.T(body, args...)))
	}
	return store.Wording{Title: titles[0], Body: bodies[0], TitleEn: titles[1], BodyEn: bodies[1]}, true, nil
}

// yearFigures is what may be said of the city's year: how many pairs, how often
// they talked, how many reached the minimum, and the talks of each month.
type yearFigures struct {
	pairs, met, reached int
	months              []int // as Rules.Periods
}

const figureJanuary = "january" // kind in store.Figures

// yearFigures are published once, in January; ok is false before, and where
// they are withheld because the pairs are few.
func (s *scene) yearFigures(r mentoring.Rules) (f yearFigures, ok bool, err error) {
	p := r.Programme()
	rows, err := s.published(p.ID, figureJanuary, strconv.Itoa(p.Year), !r.Date(s.now).Before(mentoring.On(p.Year+1, time.January, 1)),
		func() ([]mentoring.Leaf, error) { return s.yearLeaves(r) })
	if err != nil {
		return f, false, err
	}
	for _, row := range rows {
		if row.Department != "" || row.Withheld || len(row.Means) < 2 {
			continue
		}
		whole := func(mean float64) int { return int(math.Round(mean * float64(row.People))) }
		f = yearFigures{pairs: row.People, met: whole(row.Means[0]), reached: whole(row.Means[1])}
		for _, m := range row.Means[2:] {
			f.months = append(f.months, whole(m))
		}
		return f, f.pairs > 0, nil
	}
	return f, false, nil
}

// yearLeaves is what each pair adds: its talks, whether it reached the minimum,
// and its talks month by month. After a change of mentor the mentee counts once.
// Voluntary pairs are none of the figures.
func (s *scene) yearLeaves(r mentoring.Rules) (out []mentoring.Leaf, err error) {
	for pair, err := range store.Pairs.Each(s.tx, store.Span{Index: "programme", Prefix: store.Under(r.Programme().ID)}) {
		if err != nil {
			return nil, err
		}
		if pair.Voluntary || pair.ToldAt.IsZero() || pair.Heir != "" {
			continue // the pair that took over has its talks too
		}
		mentee, err := s.person(pair.Mentee)
		if err != nil {
			return nil, err
		}
		st, err := s.standing(pair)
		if err != nil {
			return nil, err
		}
		pr, reached := r.Progress(st, s.now), 0.0
		if pr.Lacking() == 0 {
			reached = 1
		}
		sums := []float64{float64(pr.Met), reached}
		for _, period := range r.Periods() {
			sums = append(sums, float64(st.MetIn(period, r.Zone())))
		}
		out = append(out, mentoring.Leaf{Department: mentee.Department, Section: mentee.Section, People: 1, Sums: sums})
	}
	return out, nil
}

func meetingsHeld(s *scene, r mentoring.Rules, w catalog.Words) (string, bool, error) {
	f, ok, err := s.yearFigures(r)
	if err != nil || !ok {
		return "", false, err
	}
	return w.T(catalog.JanuaryMeetings, catalog.A("Pairs", strconv.Itoa(f.pairs)), catalog.N(f.met)), true, nil
}

// minimumReached is nothing in a programme that asks for no number.
func minimumReached(s *scene, r mentoring.Rules, w catalog.Words) (string, bool, error) {
	if r.Programme().Minimum == 0 {
		return "", true, nil
	}
	f, ok, err := s.yearFigures(r)
	if err != nil || !ok {
		return "", false, err
	}
	return w.T(catalog.JanuaryReached, catalog.A("Minimum", strconv.Itoa(r.Programme().Minimum)), catalog.N(f.reached)), true, nil
}

// trainingAhead is the next day on which a training for mentees is held.
func trainingAhead(s *scene, r mentoring.Rules, w catalog.Words) (string, bool, error) {
	var next time.Time
	for _, training := range r.Programme().Trainings {
		if training.For != mentoring.Mentee {
			continue
		}
		days, err := store.SessionsOf(s.tx, r.Programme().ID, training.ID)
		if err != nil {
			return "", false, err
		}
		for _, d := range days {
			if d.Start.After(s.now) && (next.IsZero() || d.Start.Before(next)) {
				next = d.Start
			}
		}
	}
	if next.IsZero() {
		return "", false, nil
	}
	return w.T(catalog.JanuaryWhen, catalog.A("When", w.Moment(next.In(r.Zone())))), true, nil
}

// openJanuary is the page of the year's results: HR prints it for the
// training, and begins the two messages from it.
func (t *turn) openJanuary(programme string) error {
	if !t.hr {
		return t.sorry(catalog.BroadcastNotYours)
	}
	r, ok, err := t.deskRules(programme)
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.HRNoProgramme)
	}
	first := chat.Section{Title: r.Programme().Name.In(t.w.Lang()), Body: []chat.Block{chat.Line(t.w.T(catalog.JanuaryIntro)), chat.Remark(t.w.T(catalog.JanuaryPrint))}, Actions: []chat.Action{
		t.button(actBroadcastWrite, catalog.ActJanuaryMentors, januaryArg(store.GroupMentors, r), chat.StyleNormal),
		t.button(actBroadcastWrite, catalog.ActJanuaryMentees, januaryArg(store.GroupMentees, r), chat.StyleNormal),
	}}
	out := []chat.Section{first}
	for _, part := range []struct {
		title catalog.Key
		fills []int // of fills
	}{{catalog.JanuaryResults, []int{0, 1}}, {catalog.JanuarySurveyTitle, []int{2}}, {catalog.JanuaryVoicesTitle, []int{3}}} {
		sec := chat.Section{Title: t.w.T(part.title)}
		for _, i := range part.fills {
			text, err := fills()[i].words(t.scene, r, t.w)
			if err != nil {
				return err
			}
			if text != "" {
				sec.Body = append(sec.Body, chat.Line(text))
			}
		}
		if part.title == catalog.JanuarySurveyTitle {
			note, err := t.surveyNote(r)
			if err != nil {
				return err
			}
			sec.Body = append(sec.Body, note...)
		}
		out = append(out, sec)
	}
	figures, ok, err := t.yearFigures(r)
	if err != nil {
		return err
	}
	if ok {
		out[1].Body = append(out[1].Body, t.yearChart(r, figures))
	}
	others, err := t.switcher(r, actJanuary, same)
	if err != nil {
		return err
	}
	return t.show(t.w.T(catalog.JanuaryTitle, catalog.A("Year", strconv.Itoa(r.Programme().Year))), append(out, others...)...)
}

// yearChart is the talks of each month.
func (s *scene) yearChart(r mentoring.Rules, f yearFigures) chat.Chart {
	c := chat.Chart{Kind: chat.ChartBar, Title: s.w.T(catalog.JanuaryChart), Unit: s.w.T(catalog.UnitTalks), Series: []chat.Series{{Name: s.w.T(catalog.StateMet)}}}
	for i, p := range r.Periods() {
		if i == len(f.months) || i == chat.MaxPoints {
			break
		}
		n := float64(f.months[i])
		c.Labels = append(c.Labels, s.w.Month(p.Month))
		c.Series[0].Values = append(c.Series[0].Values, &n)
	}
	return c
}
