package mentoring

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// What a survey must keep to so that every dialog can show it.
const (
	maxDialogQuestions = 15  // of a form's 20 fields
	maxQuestions       = 60  // of a set
	maxQuestionLabel   = 120 // characters
	maxQuestionOption  = 60  // characters
	maxQuestionOptions = 10  // all in view at once
)

// MaxQuestionLabel and the others are the limits that [Programme.Validate]
// holds a question to, for whoever asks HR for one.
const (
	MaxQuestionLabel   = maxQuestionLabel
	MaxQuestionOption  = maxQuestionOption
	MaxQuestionOptions = maxQuestionOptions
	MaxQuestions       = maxQuestions
)

// validateSurvey passes a programme without questions: it asks none.
func (p Programme) validateSurvey(v *problems) {
	s := p.Survey
	if len(s.Sets) == 0 {
		return
	}
	v.words("survey.purpose", s.Purpose)
	v.unless(s.PerDialog >= 1 && s.PerDialog <= maxDialogQuestions, "survey.per_dialog", "is %d, which is not between 1 and %d", s.PerDialog, maxDialogQuestions)
	v.unless(s.LowRate >= 0 && s.LowRate <= 100, "survey.low_rate", "is %d, which is no percentage", s.LowRate)
	for i, n := range s.Remind {
		at := fmt.Sprintf("survey.remind[%d]", i)
		v.unless(n >= 1 && n <= 60, at, "is %d, which is not between 1 and 60", n)
		v.unless(i == 0 || n < s.Remind[i-1], at, "is not closer to the deadline than the one before it")
	}
	seen := map[string]bool{}
	for i, g := range s.Groups {
		at := fmt.Sprintf("survey.groups[%d]", i)
		v.unique(at, seen, g.ID)
		v.words(at+".label", g.Label)
		v.words(at+".about", g.About)
		v.words(at+".low", g.Low)
	}
	s.validateBands(v)
	asked := map[Part]bool{}
	for i, set := range s.Sets {
		at := fmt.Sprintf("survey.sets[%d]", i)
		v.unless(slices.Contains(SurveyParts(), set.For), at+".for", "is %q, which is neither mentee nor mentor", set.For)
		v.unless(!asked[set.For], at+".for", "repeats %q", set.For)
		asked[set.For] = true
		s.validateSet(v, at, set)
	}
}

// validateBands wants every average from 1 to 5 in one band.
func (s Survey) validateBands(v *problems) {
	seen := map[string]bool{}
	for i, b := range s.Bands {
		at := fmt.Sprintf("survey.bands[%d]", i)
		v.unique(at, seen, b.ID)
		v.words(at+".label", b.Label)
		v.words(at+".note", b.Note)
		v.unless(i == 0 || b.From < s.Bands[i-1].From, at+".from", "is not below the band before it")
	}
	n := len(s.Bands)
	v.unless(n == 0 || s.Bands[n-1].From <= 1, "survey.bands", "leave the lowest averages without one")
}

func (s Survey) validateSet(v *problems, at string, set QuestionSet) {
	v.unless(len(set.Questions) <= maxQuestions, at+".questions", "are more than %d", maxQuestions)
	seen := map[string]bool{}
	for i, q := range set.Questions {
		field := fmt.Sprintf("%s.questions[%d]", at, i)
		v.unique(field, seen, q.ID)
		s.validateQuestion(v, field, q)
	}
}

func (s Survey) validateQuestion(v *problems, at string, q Question) {
	v.words(at+".label", q.Label)
	v.unless(slices.Contains(QuestionKinds(), q.Kind), at+".kind", "is %q, which is no kind", q.Kind)
	for _, w := range []Words{q.Label, q.Hint} {
		for lang, text := range w {
			v.unless(utf8.RuneCountInString(text) <= maxQuestionLabel, at, "is longer than %d characters in %s", maxQuestionLabel, lang)
		}
	}
	for _, w := range []Words{q.Low, q.High} {
		for lang, text := range w {
			v.unless(utf8.RuneCountInString(text) <= maxQuestionOption, at, "has an end longer than %d characters in %s", maxQuestionOption, lang)
		}
	}
	_, grouped := s.Group(q.Group)
	v.unless(q.Group == "" || grouped, at+".group", "is %q, which is no group", q.Group)
	v.unless(q.Group == "" || q.Kind == QuestionScale, at+".group", "is of a question that is no scale")
	v.unless(q.Kind.Listed() == (len(q.Options) > 0), at+".options", "stand where nothing is chosen, or are missing")
	v.unless(len(q.Options) <= maxQuestionOptions, at+".options", "are more than %d", maxQuestionOptions)
	if len(q.Options) > 0 {
		v.choices(at+".options", q.Options)
	}
	for _, o := range q.Options {
		for lang, text := range o.Label {
			v.unless(utf8.RuneCountInString(text) <= maxQuestionOption, at+".options", "hold one longer than %d characters in %s", maxQuestionOption, lang)
		}
	}
}
