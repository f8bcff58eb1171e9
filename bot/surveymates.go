package bot

import (
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Whom HR's own people are or were in a pair with. HR reads the questionnaire by
// name, but never a partner's answers. From a figure that holds them who reads all
// the others could work them out, and what is published is the same for every
// reader: so those answers are in no figure of what was said at all.

// matesOfHR is everybody with whom somebody of HR is or was in a pair.
func (s *scene) matesOfHR() (map[string]bool, error) {
	staff, err := store.WithRole(s.tx, mentoring.RoleHR)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, p := range staff {
		pairs, err := store.PairsOf(s.tx, p.ID)
		if err != nil {
			return nil, err
		}
		for _, pair := range pairs {
			out[pair.Person(pair.PartOf(p.ID).Other())] = true
		}
	}
	return out, nil
}
