package store

import (
	"fmt"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
)

// Survey is the questionnaire of one programme. Who opened and closed it is in
// the audit log.
type Survey struct {
	Programme string                 `json:"programme"`
	Window    mentoring.SurveyWindow `json:"window"`
	SetBy     string                 `json:"set_by"` // who of HR set its days last
	// Apart is who is in no figure, as it was closed: partners of people of HR,
	// who could work out their answers.
	Apart []string `json:"apart,omitempty"`
}

// Surveys is one questionnaire for each programme: one window, no second.
var Surveys = Table[Survey]{
	Name: "surveys",
	Key:  func(s Survey) string { return s.Programme },
}

// SurveySet is a question set as it was asked in one version.
type SurveySet struct {
	Programme string                `json:"programme"`
	Set       mentoring.QuestionSet `json:"set"`
	By        string                `json:"by"`
	At        time.Time             `json:"at"`
}

// SurveySets is the sets by programme, part and version.
var SurveySets = Table[SurveySet]{
	Name: "survey-sets",
	Key: func(s SurveySet) string {
		return Join(s.Programme, string(s.Set.For), fmt.Sprintf("%06d", s.Set.Version))
	},
}

// SurveySetOf is the set in the version: as it was asked, or, where it was not
// asked yet, the programme's own.
func SurveySetOf(tx Tx, p mentoring.Programme, part mentoring.Part, version int) (set mentoring.QuestionSet, ok bool, err error) {
	if set, ok = p.Survey.Set(part); ok && set.Version == version {
		return set, true, nil
	}
	rec, ok, err := SurveySets.Get(tx, SurveySets.Key(SurveySet{Programme: p.ID, Set: mentoring.QuestionSet{For: part, Version: version}}))
	return rec.Set, ok, err
}

// SurveyDraft is what somebody has answered so far without sending it; it is
// for their own eyes. HR keys a paper answer in under its own name (By).
type SurveyDraft struct {
	Programme string         `json:"programme"`
	Part      mentoring.Part `json:"part"`
	Person    string         `json:"person"` // whose answers
	By        string         `json:"by"`     // who fills them in
	Values    chat.Values    `json:"values,omitempty"`
	// Asked is the version of the set in which each question was put; one that
	// was left out stands here without a value.
	Asked map[string]int `json:"asked,omitempty"`
	At    time.Time      `json:"at"`
}

// Private lists the answers.
func (d *SurveyDraft) Private() []private.Field { return d.Values.Private("values") }

// SurveyDrafts is the drafts by programme, part, person and who fills them in;
// "person" finds a person's.
var SurveyDrafts = Table[SurveyDraft]{
	Name: "survey-drafts",
	Key:  func(d SurveyDraft) string { return Join(d.Programme, string(d.Part), d.Person, d.By) },
	Indexes: []Index[SurveyDraft]{
		{Name: "person", Keys: func(d SurveyDraft) []string { return keys(d.Person) }},
	},
}

// SurveyAnswer is what somebody has sent to HR, which reads it by name.
type SurveyAnswer struct {
	Programme string         `json:"programme"`
	Part      mentoring.Part `json:"part"`
	Person    string         `json:"person"`
	KeyedBy   string         `json:"keyed_by,omitempty"` // who of HR keyed it in from paper
	Values    chat.Values    `json:"values,omitempty"`
	Asked     map[string]int `json:"asked,omitempty"` // as in [SurveyDraft]
	SentAt    time.Time      `json:"sent_at"`
	EditedAt  time.Time      `json:"edited_at,omitzero"`
}

// Private lists the answers: they were written to HR.
func (a *SurveyAnswer) Private() []private.Field {
	fields := a.Values.Private("values")
	for i := range fields {
		fields[i].Visibility = private.HR
	}
	return fields
}

// SurveyAnswers is the answers by programme, part and person; "person" finds a
// person's.
var SurveyAnswers = Table[SurveyAnswer]{
	Name: "survey-answers",
	Key:  func(a SurveyAnswer) string { return Join(a.Programme, string(a.Part), a.Person) },
	Indexes: []Index[SurveyAnswer]{
		{Name: "person", Keys: func(a SurveyAnswer) []string { return keys(a.Person) }},
	},
}

// SurveyAnswerOf is what the person has sent on the part.
func SurveyAnswerOf(tx Tx, programme string, part mentoring.Part, person string) (SurveyAnswer, bool, error) {
	return SurveyAnswers.Get(tx, Join(programme, string(part), person))
}

// SurveyAnswered reports whether the person has sent anything on the part. What
// they wrote is not read.
func SurveyAnswered(tx Tx, programme string, part mentoring.Part, person string) (bool, error) {
	return SurveyAnswers.Has(tx, Join(programme, string(part), person))
}

// SurveyAsk is HR's request to the heads of a department for a word; one a day.
type SurveyAsk struct {
	Programme  string         `json:"programme"`
	Department string         `json:"department"`
	On         mentoring.Date `json:"on"`
	By         string         `json:"by"`
}

// SurveyAsks is the requests by programme, department and day.
var SurveyAsks = Table[SurveyAsk]{
	Name: "survey-asks",
	Key:  func(a SurveyAsk) string { return Join(a.Programme, a.Department, a.On.String()) },
}

// SurveyResult is how a part answered, as it stood when HR closed the window.
type SurveyResult struct {
	Programme  string               `json:"programme"`
	Part       mentoring.Part       `json:"part"`
	Answers    int                  `json:"answers"`
	Tendencies []mentoring.Tendency `json:"tendencies,omitempty"`
	At         time.Time            `json:"at"`
}

// SurveyResults is the results by programme and part. A row is only ever
// inserted.
var SurveyResults = Table[SurveyResult]{
	Name: "survey-results",
	Key:  func(r SurveyResult) string { return Join(r.Programme, string(r.Part)) },
}

// SurveySubject is what everything said to one person about their form is
// about.
func SurveySubject(programme string, part mentoring.Part) string {
	return "survey/" + programme + "/" + string(part)
}

// SurveyKey is the key of the invitation.
func SurveyKey(programme string, part mentoring.Part, to string) string {
	return SurveySubject(programme, part) + "/" + to
}

// thirdSurvey gives the programmes of older data the questionnaire of their
// preset; one of a preset that is no more gets none.
func thirdSurvey(tx Tx) error {
	return fromPreset(tx, func(p *mentoring.Programme, preset mentoring.Programme) bool {
		if len(p.Survey.Sets) > 0 {
			return false
		}
		p.Survey = preset.Survey
		return true
	})
}
