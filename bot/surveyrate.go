package bot

import (
	"math"
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// How many have answered, by department: as a table and a chart that may be
// shown around, so that small groups are withheld, by subtraction too. While
// people answer it is told as it stands: of two looks one after the other the
// difference says that one more of as many people as the threshold says has
// answered, not who. What was answered is in no figure before the window is
// closed, but for HR, who reads it by name.

// response is somebody who is asked; who is asked on both parts has answered
// when both are sent.
type response struct {
	person   mentoring.Person
	parts    []mentoring.Part
	answered bool
}

// responses lists who is asked, each person once, without those to leave out.
func (s *scene) responses(r mentoring.Rules, w mentoring.SurveyWindow, without map[string]bool) ([]response, error) {
	people, err := store.SurveyAsked(s.tx, r, w, r.Date(s.now))
	if err != nil {
		return nil, err
	}
	var out []response
	at := map[string]int{}
	for _, who := range people {
		if without[who.Person.ID] {
			continue
		}
		sent, err := store.SurveyAnswered(s.tx, r.Programme().ID, who.Part, who.Person.ID)
		if err != nil {
			return nil, err
		}
		i, there := at[who.Person.ID]
		if !there {
			i = len(out)
			at[who.Person.ID] = i
			out = append(out, response{person: who.Person, answered: true})
		}
		out[i].parts = append(out[i].parts, who.Part)
		out[i].answered = out[i].answered && sent
	}
	return out, nil
}

// rateLeaves is the responses as a figure: of those asked, the share who have
// answered.
func rateLeaves(all []response) (out []mentoring.Leaf) {
	for _, who := range all {
		leaf := mentoring.Leaf{Department: who.person.Department, Section: who.person.Section, People: 1, Sums: []float64{0}}
		if who.answered {
			leaf.Sums[0] = 1
		}
		out = append(out, leaf)
	}
	return out
}

// answeredOf is how many of a published row have answered.
func answeredOf(row mentoring.Published) int {
	return int(math.Round(row.Means[0] * float64(row.People)))
}

// rateText is "12 / 20人（60.0%）".
func (s *scene) rateText(row mentoring.Published) string {
	if row.Withheld || len(row.Means) == 0 {
		return s.w.T(catalog.SurveyWithheld)
	}
	n := answeredOf(row)
	return s.w.T(catalog.SurveyRate, catalog.A("Answered", strconv.Itoa(n)), catalog.A("Asked", strconv.Itoa(row.People)),
		catalog.A("Percent", percent(n, row.People)))
}

func percent(part, of int) string {
	return strconv.FormatFloat(mentoring.Percent(part, of), 'f', 1, 64) + "%"
}

// rateBlocks is the city and its departments: a table and a chart of the same.
func (s *scene) rateBlocks(r mentoring.Rules, rows []mentoring.Published) []chat.Block {
	table := chat.Table{Caption: s.w.T(catalog.SurveyRateTitle), Head: []string{
		s.w.T(catalog.FactDepartment), s.w.T(catalog.SurveyRateAnswered), s.w.T(catalog.SurveyRateShare),
	}}
	chart := chat.Chart{Kind: chat.ChartBar, Title: s.w.T(catalog.SurveyRateTitle), Unit: "%", Series: []chat.Series{{Name: s.w.T(catalog.SurveyRateShare)}}}
	withheld := false
	for _, row := range rows {
		if row.Section != "" || len(table.Rows) == chat.MaxTableRows {
			continue
		}
		name := row.Department
		if name == "" {
			name = s.w.T(catalog.SurveyCity)
		}
		counts, share := s.w.T(catalog.SurveyWithheld), s.w.T(catalog.SurveyWithheld)
		var value *float64
		if row.Withheld || len(row.Means) == 0 {
			withheld = true
		} else {
			n := answeredOf(row)
			p := mentoring.Percent(n, row.People)
			counts, share, value = strconv.Itoa(n)+" / "+strconv.Itoa(row.People), percent(n, row.People), &p
		}
		table.Rows = append(table.Rows, []string{name, counts, share})
		if len(chart.Labels) < chat.MaxPoints {
			chart.Labels = append(chart.Labels, shorten(name, chat.MaxPointLabel))
			chart.Series[0].Values = append(chart.Series[0].Values, value)
		}
	}
	out := []chat.Block{table, chart}
	if withheld {
		out = append(out, chat.Remark(s.w.T(catalog.SurveyWithheldNote, catalog.N(r.Programme().SmallGroup))))
	}
	return out
}

// lowDepartments lists the departments whose rate is told and is below the
// programme's, in the order of the rows.
func lowDepartments(r mentoring.Rules, all []response) (out []string) {
	for _, row := range mentoring.Publish(rateLeaves(all), r.Programme().SmallGroup) {
		if row.Department == "" || row.Section != "" || row.Withheld {
			continue
		}
		if mentoring.Percent(answeredOf(row), row.People) < float64(r.Programme().Survey.LowRate) {
			out = append(out, row.Department)
		}
	}
	return out
}

// rateFigure is how many have answered, for HR's page of figures; none before
// anybody is asked.
func (t *turn) rateFigure(r mentoring.Rules) ([]chat.Section, error) {
	_, w, ok, err := t.surveyHR(r.Programme().ID)
	if err != nil || !ok || w.OpenedAt.IsZero() {
		return nil, err
	}
	mates, err := t.mates()
	if err != nil {
		return nil, err
	}
	all, err := t.responses(r, w, mates)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	rows, err := t.rateRows(r, w, all)
	return []chat.Section{{Title: t.w.T(catalog.SurveyRateTitle), Body: t.rateBlocks(r, rows)}}, err
}
