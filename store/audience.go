package store

import (
	"slices"

	"tsukiichi/bot/mentoring"
)

// Audience is whom a broadcast is for: the active people who are one of Who,
// work in one of Departments (all where none is named) and have answered, or
// not, where that is asked.
type Audience struct {
	Who         []Group     `json:"who,omitempty"`
	Departments []string    `json:"departments,omitempty"`
	Survey      SurveyState `json:"survey,omitempty"`
}

// Group is a part of the staff that HR writes to.
type Group string

// The groups. Mentees and mentors are those of the broadcast's programme alone.
const (
	GroupMentees Group = "mentees" // new hires, with or without a mentor yet
	GroupMentors Group = "mentors"
	GroupHeads   Group = "heads"
	GroupHR      Group = "hr"
	GroupAll     Group = "all"
)

// Groups lists them in the order in which they are offered.
func Groups() []Group { return []Group{GroupMentees, GroupMentors, GroupHeads, GroupHR, GroupAll} }

// SurveyState says how somebody must stand to the programme's survey.
type SurveyState string

// The ways to stand to the survey.
const (
	AnsweredAny SurveyState = ""
	AnsweredYes SurveyState = "yes"
	AnsweredNo  SurveyState = "no"
)

// AudienceOf lists the ids of the people that the audience means on the day, in
// order. The answers are of the programme's survey; without one nobody has
// answered or not.
func AudienceOf(tx Tx, r mentoring.Rules, a Audience, on mentoring.Date) ([]string, error) {
	programme := r.Programme().ID
	mentees, mentors, err := partsOf(tx, programme, on)
	if err != nil {
		return nil, err
	}
	intake, err := NewIntake(tx)
	if err != nil {
		return nil, err
	}
	survey, held, err := Surveys.Get(tx, programme)
	if err != nil || (a.Survey != AnsweredAny && !held) {
		return nil, err
	}
	var out []string
	for p, err := range People.Each(tx, Span{}) {
		if err != nil {
			return nil, err
		}
		if !p.Active || (len(a.Departments) > 0 && !slices.Contains(a.Departments, p.Department)) {
			continue
		}
		if !mentees[p.ID] && p.Has(mentoring.RoleMentee) && slices.Contains(a.Who, GroupMentees) {
			if mentees[p.ID], err = intake.Holds(programme, p, on); err != nil {
				return nil, err
			}
		}
		if !slices.ContainsFunc(a.Who, func(g Group) bool {
			switch g {
			case GroupMentees:
				return mentees[p.ID]
			case GroupMentors:
				return mentors[p.ID]
			case GroupHeads:
				return p.Has(mentoring.RoleHead)
			case GroupHR:
				return p.Has(mentoring.RoleHR)
			default:
				return g == GroupAll
			}
		}) {
			continue
		}
		if a.Survey != AnsweredAny {
			asked, did, err := answeredSurvey(tx, r, survey, p, on)
			if err != nil {
				return nil, err
			}
			if !asked || did != (a.Survey == AnsweredYes) {
				continue
			}
		}
		out = append(out, p.ID)
	}
	return out, nil
}

// partsOf is who mentors and is mentored in the programme on the day, and knows
// of it.
func partsOf(tx Tx, programme string, on mentoring.Date) (mentees, mentors map[string]bool, err error) {
	mentees, mentors = map[string]bool{}, map[string]bool{}
	for p, err := range Pairs.Each(tx, Span{Index: "programme", Prefix: Under(programme)}) {
		if err != nil {
			return nil, nil, err
		}
		if p.ToldAt.IsZero() || (!p.Ended.IsZero() && !on.Before(p.Ended)) {
			continue
		}
		mentees[p.Mentee], mentors[p.Mentor] = true, true
	}
	return mentees, mentors, nil
}
