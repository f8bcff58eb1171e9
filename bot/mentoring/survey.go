package mentoring

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
)

//go:embed surveys/october.json
var october []byte

// Survey is the questionnaire of October (seeds/000, 実施報告) as data: what
// mentees and mentors are asked, and how the answers are read.
type Survey struct {
	// Purpose is what the answers are for; it stands on the form.
	Purpose Words `json:"purpose"`
	// PerDialog is the most questions that one dialog holds.
	PerDialog int `json:"per_dialog"`
	// Remind is how many business days before the deadline who has not
	// answered is reminded, the earliest first.
	Remind []int `json:"remind"`
	// LowRate is the response rate in percent below which HR is offered to ask
	// a department's heads for a word.
	LowRate int           `json:"low_rate"`
	Sets    []QuestionSet `json:"sets"`
	Groups  []SurveyGroup `json:"groups"`
	Bands   []Band        `json:"bands"`
}

// QuestionSet is what one part is asked, in order.
type QuestionSet struct {
	For Part `json:"for"`
	// Version grows with every change made once the survey is open: what was
	// asked in which words stays known.
	Version   int        `json:"version"`
	Questions []Question `json:"questions"`
}

// QuestionKind says how a question is answered.
type QuestionKind string

// The kinds of questions.
const (
	QuestionScale   QuestionKind = "scale"   // 1 to 5
	QuestionChoice  QuestionKind = "choice"  // one of Options
	QuestionSeveral QuestionKind = "several" // any of Options
	QuestionShort   QuestionKind = "short"   // a line
	QuestionLong    QuestionKind = "long"    // a box of text
)

// QuestionKinds lists the kinds.
func QuestionKinds() []QuestionKind {
	return []QuestionKind{QuestionScale, QuestionChoice, QuestionSeveral, QuestionShort, QuestionLong}
}

// Written reports whether the answer is in the person's own words.
func (k QuestionKind) Written() bool { return k == QuestionShort || k == QuestionLong }

// Listed reports whether the answer is chosen from options.
func (k QuestionKind) Listed() bool { return k == QuestionChoice || k == QuestionSeveral }

// Question is one question of a set. Its id never changes.
type Question struct {
	ID       string       `json:"id"`
	Kind     QuestionKind `json:"kind"`
	Label    Words        `json:"label"`
	Hint     Words        `json:"hint,omitempty"`
	Low      Words        `json:"low,omitempty"`  // the end 1 of a scale
	High     Words        `json:"high,omitempty"` // the end 5
	Options  []Choice     `json:"options,omitempty"`
	Group    string       `json:"group,omitempty"` // of the engagement part; scales alone
	Required bool         `json:"required,omitempty"`
}

// SurveyGroup is a group of engagement items whose means are read together
// (seeds/001).
type SurveyGroup struct {
	ID    string `json:"id"`
	Label Words  `json:"label"`
	About Words  `json:"about"` // what the group tells
	Low   Words  `json:"low"`   // how to read a low mean, and what may help
}

// Band is a stretch of the engagement average with how to read it. Averages
// have two decimals.
type Band struct {
	ID    string  `json:"id"`
	From  float64 `json:"from"` // the lowest average of the band
	Label Words   `json:"label"`
	Note  Words   `json:"note"`
}

// SurveyParts lists who is asked.
func SurveyParts() []Part { return []Part{Mentee, Mentor} }

// Set is the questions of the part.
func (s Survey) Set(p Part) (QuestionSet, bool) {
	i := slices.IndexFunc(s.Sets, func(q QuestionSet) bool { return q.For == p })
	if i < 0 {
		return QuestionSet{}, false
	}
	return s.Sets[i], true
}

// With is the survey with another set for its part; the receiver stays as it
// is.
func (s Survey) With(set QuestionSet) Survey {
	s.Sets = slices.Clone(s.Sets)
	for i := range s.Sets {
		if s.Sets[i].For == set.For {
			s.Sets[i] = set
		}
	}
	return s
}

// Group is the group with the id.
func (s Survey) Group(id string) (SurveyGroup, bool) {
	i := slices.IndexFunc(s.Groups, func(g SurveyGroup) bool { return g.ID == id })
	if i < 0 {
		return SurveyGroup{}, false
	}
	return s.Groups[i], true
}

// Question is the question with the id.
func (q QuestionSet) Question(id string) (Question, bool) {
	i := q.at(id)
	if i < 0 {
		return Question{}, false
	}
	return q.Questions[i], true
}

func (q QuestionSet) at(id string) int {
	return slices.IndexFunc(q.Questions, func(o Question) bool { return o.ID == id })
}

// Dialogs cuts the questions into as few dialogs as hold them, of about the
// same length and in order.
func (q QuestionSet) Dialogs(most int) [][]Question {
	most = max(most, 1)
	n := (len(q.Questions) + most - 1) / most
	var out [][]Question
	for i := range n {
		out = append(out, q.Questions[i*len(q.Questions)/n:(i+1)*len(q.Questions)/n])
	}
	return out
}

// Unasked is the set with the questions alone that were not put yet.
func (q QuestionSet) Unasked(asked map[string]int) QuestionSet {
	q.Questions = slices.DeleteFunc(slices.Clone(q.Questions), func(o Question) bool {
		_, put := asked[o.ID]
		return put
	})
	return q
}

// defaultSurvey is the questionnaire of a preset that brings none of its own.
func defaultSurvey() (Survey, error) {
	var s Survey
	dec := json.NewDecoder(bytes.NewReader(october))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		return s, fmt.Errorf("mentoring: the questionnaire of October: %w", err)
	}
	return s, nil
}
