package mentoring

import (
	"math"
	"slices"
)

// Sheet is one person's answers as far as they are figures: the step of each
// scale, and what was chosen.
type Sheet struct {
	Scores map[string]int
	Chosen map[string][]string
}

// Tendency is how a question was answered.
type Tendency struct {
	Question Question
	Answers  int            // who answered it
	Mean     float64        // of a scale
	Counts   map[string]int // by step or option
	// Withheld says that so few answered it that the rest is not told.
	Withheld bool
}

// Tend counts the answers to each question that is no text, in order.
func (q QuestionSet) Tend(sheets []Sheet) []Tendency {
	var out []Tendency
	for _, question := range q.Questions {
		if question.Kind.Written() {
			continue
		}
		t := Tendency{Question: question, Counts: map[string]int{}}
		sum := 0
		for _, s := range sheets {
			given := s.Chosen[question.ID]
			if n := s.Scores[question.ID]; question.Kind == QuestionScale && n > 0 {
				given = []string{step(n)}
				sum += n
			}
			if len(given) == 0 {
				continue
			}
			t.Answers++
			for _, g := range given {
				t.Counts[g]++
			}
		}
		if t.Answers > 0 {
			t.Mean = float64(sum) / float64(t.Answers)
		}
		out = append(out, t)
	}
	return out
}

// WholeCity is the tendencies that may leave HR for each part of the whole city.
// The engagement items may not: they are told of everybody by department, and
// from the two together a department's few mentors could be worked out.
func WholeCity(all []Tendency) []Tendency {
	return slices.DeleteFunc(slices.Clone(all), func(t Tendency) bool { return t.Question.Group != "" })
}

// WithoutFew is the tendencies without what fewer people answered than the
// threshold: a question that may be left out can have a few answers of many.
func WithoutFew(all []Tendency, threshold int) []Tendency {
	out := slices.Clone(all)
	for i, t := range out {
		if t.Answers > 0 && t.Answers < threshold {
			out[i] = Tendency{Question: t.Question, Withheld: true}
		}
	}
	return out
}

func step(n int) string { return string(rune('0' + n)) }

// GroupMean is the mean of a group's items.
type GroupMean struct {
	Group SurveyGroup
	Mean  float64
}

// Engagement is the means of the groups that have items among the means, in
// order, and the average of all items: each item weighs the same (seeds/001: 13
// items, 平均スコア). They are exact; [Round2] makes them what people read. ok is false where there is no item.
func (s Survey) Engagement(set QuestionSet, items map[string]float64) (groups []GroupMean, average float64, ok bool) {
	total, n := 0.0, 0
	for _, g := range s.Groups {
		sum, in := 0.0, 0
		for _, q := range set.Questions {
			if mean, asked := items[q.ID]; asked && q.Group == g.ID {
				sum, in = sum+mean, in+1
			}
		}
		if in > 0 {
			groups = append(groups, GroupMean{g, sum / float64(in)})
		}
		total, n = total+sum, n+in
	}
	if n == 0 {
		return nil, 0, false
	}
	return groups, total / float64(n), true
}

// ItemMeans is the means of the engagement items that somebody answered.
func ItemMeans(tendencies []Tendency) map[string]float64 {
	out := map[string]float64{}
	for _, t := range tendencies {
		if t.Question.Group != "" && t.Answers > 0 {
			out[t.Question.ID] = t.Mean
		}
	}
	return out
}

// PersonMeans is one person's average and the means of all groups, in order, as
// they enter the figures of a department; ok is false where a group has no
// answer of theirs.
func (s Survey) PersonMeans(set QuestionSet, sheet Sheet) (means []float64, ok bool) {
	items := map[string]float64{}
	for id, n := range sheet.Scores {
		if n > 0 {
			items[id] = float64(n)
		}
	}
	groups, average, ok := s.Engagement(set, items)
	if !ok || len(groups) != len(s.Groups) {
		return nil, false
	}
	means = []float64{average}
	for _, g := range groups {
		means = append(means, g.Mean)
	}
	return means, true
}

// Band is where the average lies; ok is false where the survey has no bands.
func (s Survey) Band(average float64) (Band, bool) {
	for _, b := range s.Bands {
		if Round2(average) >= b.From {
			return b, true
		}
	}
	return Band{}, false
}

// LowestGroup is the group with the lowest mean; the first of equals.
func LowestGroup(groups []GroupMean) (lowest GroupMean, ok bool) {
	for i, g := range groups {
		if i == 0 || g.Mean < lowest.Mean {
			lowest = g
		}
	}
	return lowest, len(groups) > 0
}

// Round2 rounds half up to two decimals, as figures are read: 3.345 is 3.35
// although its binary neighbour may lie below.
func Round2(f float64) float64 { return math.Floor(f*100+0.5+1e-9) / 100 }

// Percent is how many of a hundred, half up to one decimal; 0 of nobody.
func Percent(part, of int) float64 {
	if of <= 0 {
		return 0
	}
	return math.Floor(float64(part)*1000/float64(of)+0.5+1e-9) / 10
}
