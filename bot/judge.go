package bot

import (
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/mentoring"
)

// What the rule says of a nomination, as its head may hear it.

// judge is the rule's findings about a mentor. Of somebody outside the sections
// that the reader looks after it says nothing about leave, trainings and years of service:
// those are for that person's own head and HR.
func (s *scene) judge(n nominee, mentor mentoring.Person) ([]mentoring.Finding, error) {
	already, err := s.menteesOf([]mentoring.Person{mentor}, n.rules)
	if err != nil {
		return nil, err
	}
	found := n.rules.Judge(n.mentee, mentor, n.rules.Date(s.now), already[mentor.ID])
	if n.say.covers(s.me, mentor.Section) || s.me.ID == mentor.ID {
		return found, nil
	}
	return discreet(found), nil
}

// notAvailable stands for whatever keeps somebody of another section away.
const notAvailable mentoring.Code = "not-available"

func discreet(found []mentoring.Finding) []mentoring.Finding {
	var out []mentoring.Finding
	for _, f := range found {
		switch f.Code {
		case mentoring.CodeJuniorUntrained, mentoring.CodeJuniorYears, mentoring.CodeTrainingUnknown,
			mentoring.CodeEntryUnknown, mentoring.CodeHiredUnknown:
			continue
		case mentoring.CodeMentorAway:
			f.Code = notAvailable
		case mentoring.CodeJunior:
			f.Have, f.Need = 0, 0
		}
		out = append(out, f)
	}
	return out
}

// finding is a finding in words.
func (s *scene) finding(f mentoring.Finding) string {
	return s.w.T(catalog.Key("finding."+string(f.Code)),
		catalog.A("Have", strconv.Itoa(f.Have)), catalog.A("Need", strconv.Itoa(f.Need)))
}
