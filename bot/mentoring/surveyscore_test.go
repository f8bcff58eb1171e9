package mentoring_test

import (
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"tsukiichi/bot/mentoring"
)

// TestEngagementOracle reproduces the figures of seeds/001: 13 item means give
// the group means 3.29 (items 1–2), 3.24 (3–6), 3.35 (7–10), 3.1 (11–12) and the
// average 3.25 of all; 636 answers of 2,041 people are 31.2 %.
func TestEngagementOracle(t *testing.T) {
	t.Parallel()
	survey := aomori(t, 2026).Survey
	items := []float64{3.59, 2.99, 3.00, 2.72, 3.82, 3.41, 3.52, 2.92, 3.54, 3.40, 2.77, 3.42, 3.14}
	for _, part := range mentoring.SurveyParts() {
		set, _ := survey.Set(part)
		means := map[string]float64{}
		for _, q := range set.Questions {
			if q.Group != "" {
				means[q.ID] = items[len(means)]
			}
		}
		if len(means) != len(items) {
			t.Fatalf("%s: %d engagement items, want %d", part, len(means), len(items))
		}
		groups, average, ok := survey.Engagement(set, means)
		if !ok {
			t.Fatal("no engagement")
		}
		for i, want := range []float64{3.29, 3.24, 3.35, 3.1, 3.14} {
			if got := mentoring.Round2(groups[i].Mean); got != want {
				t.Errorf("%s: group %s is %v, want %v", part, groups[i].Group.ID, got, want)
			}
		}
		if got := mentoring.Round2(average); got != 3.25 {
			t.Errorf("%s: the average is %v, want 3.25", part, got)
		}
		if lowest, _ := mentoring.LowestGroup(groups); lowest.Group.ID != groups[3].Group.ID {
			t.Errorf("%s: the lowest group is %s", part, lowest.Group.ID)
		}
	}
	if got := mentoring.Percent(636, 2041); got != 31.2 {
		t.Errorf("636 of 2041 are %v %%, want 31.2", got)
	}
}

// TestWithoutFew tells nothing of a question that may be left out and that few
// have answered; one that nobody has answered hides nothing.
func TestWithoutFew(t *testing.T) {
	t.Parallel()
	set := mentoring.QuestionSet{Questions: []mentoring.Question{
		{ID: "all", Kind: mentoring.QuestionScale}, {ID: "four", Kind: mentoring.QuestionScale},
		{ID: "five", Kind: mentoring.QuestionScale}, {ID: "none", Kind: mentoring.QuestionScale},
	}}
	var sheets []mentoring.Sheet
	for i := range 9 {
		s := mentoring.Sheet{Scores: map[string]int{"all": 3}}
		if i < 4 {
			s.Scores["four"] = 1
		} else {
			s.Scores["five"] = 5
		}
		sheets = append(sheets, s)
	}
	raw := set.Tend(sheets)
	for i, got := range mentoring.WithoutFew(raw, 5) {
		if want := got.Question.ID == "four"; got.Withheld != want || want && (got.Answers > 0 || got.Mean > 0 || len(got.Counts) > 0) {
			t.Errorf("%s: %+v", got.Question.ID, got)
		} else if !want && (got.Answers != raw[i].Answers || got.Mean != raw[i].Mean) {
			t.Errorf("%s is %+v, was %+v", got.Question.ID, got, raw[i])
		}
	}
}

// TestBands reads averages: above 3.8 is high, about 3.6 average, below 3.2 low.
func TestBands(t *testing.T) {
	t.Parallel()
	survey := aomori(t, 2026).Survey
	for _, c := range []struct {
		average float64
		want    string
	}{
		{5, "high"}, {3.81, "high"}, {3.8051, "high"}, {3.80, "above"}, {3.7, "above"}, {3.69, "average"}, {3.6, "average"},
		{3.5, "average"}, {3.4949, "below"}, {3.25, "below"}, {3.2, "below"}, {3.195, "below"}, {3.19, "low"}, {1, "low"},
	} {
		if got, ok := survey.Band(c.average); !ok || got.ID != c.want {
			t.Errorf("%v is %q, want %q", c.average, got.ID, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) { // higher is never in a lower band
		a, b := rapid.Float64Range(1, 5).Draw(t, "a"), rapid.Float64Range(1, 5).Draw(t, "b")
		low, ok := survey.Band(min(a, b))
		high, there := survey.Band(max(a, b))
		if !ok || !there || high.From < low.From {
			t.Fatalf("%v and %v are in %q and %q", a, b, low.ID, high.ID)
		}
	})
}

// TestTend counts any answers: means lie between the steps given, counts add up,
// and the figures of a person alone are the person's.
func TestTend(t *testing.T) {
	t.Parallel()
	survey := aomori(t, 2026).Survey
	set, _ := survey.Set(mentoring.Mentee)
	rapid.Check(t, func(t *rapid.T) {
		var sheets []mentoring.Sheet
		for range rapid.IntRange(0, 6).Draw(t, "people") {
			s := mentoring.Sheet{Scores: map[string]int{}, Chosen: map[string][]string{}}
			for _, q := range set.Questions {
				switch {
				case q.Kind == mentoring.QuestionScale:
					s.Scores[q.ID] = rapid.IntRange(0, 5).Draw(t, q.ID)
				case q.Kind.Listed() && rapid.Bool().Draw(t, q.ID):
					s.Chosen[q.ID] = []string{q.Options[0].ID}
				}
			}
			sheets = append(sheets, s)
		}
		for _, td := range set.Tend(sheets) {
			if td.Question.Kind.Written() {
				t.Fatal("a text is counted")
			}
			n, sum := 0, 0
			for value, count := range td.Counts {
				n += count
				if step, err := strconv.Atoi(value); err == nil {
					sum += step * count
				}
			}
			if n != td.Answers || td.Answers > len(sheets) {
				t.Fatalf("%s: %d counted, %d answers", td.Question.ID, n, td.Answers)
			}
			if td.Question.Kind == mentoring.QuestionScale && n > 0 && mentoring.Round2(td.Mean) != mentoring.Round2(float64(sum)/float64(n)) {
				t.Fatalf("%s: mean %v of %v", td.Question.ID, td.Mean, td.Counts)
			}
		}
		if len(sheets) == 0 {
			return
		}
		alone := set.Tend(sheets[:1])
		_, average, answered := survey.Engagement(set, mentoring.ItemMeans(alone))
		if means, ok := survey.PersonMeans(set, sheets[0]); ok && (!answered || means[0] != average || len(means) != len(survey.Groups)+1) {
			t.Fatalf("one person's means are %v, the average is %v", means, average)
		}
	})
}
