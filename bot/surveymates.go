package bot

import (
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Whom HR's own people are or were in a pair with. HR reads the questionnaire by
// name, but never a partner's answers. From a figure that holds them who reads all
// the others could work them out, and what is published is the same for every
// reader: so those answers are in no figure of what was said at all.

// surveyMates is who is or was in a pair of the programme with the reader.
func (s *scene) surveyMates(programme string) (map[string]bool, error) {
	return s.matesOf(programme, []mentoring.Person{s.me})
}

// matesOfHR is who is or was in a pair of the programme with somebody of HR.
func (s *scene) matesOfHR(programme string) (map[string]bool, error) {
	staff, err := store.WithRole(s.tx, mentoring.RoleHR)
	if err != nil {
		return nil, err
	}
	return s.matesOf(programme, staff)
}

func (s *scene) matesOf(programme string, people []mentoring.Person) (map[string]bool, error) {
	out := map[string]bool{}
	for _, p := range people {
		pairs, err := store.PairsOf(s.tx, p.ID)
		if err != nil {
			return nil, err
		}
		for _, pair := range pairs {
			if pair.Programme == programme {
				out[pair.Person(pair.PartOf(p.ID).Other())] = true
			}
		}
	}
	return out, nil
}
