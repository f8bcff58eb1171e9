package bot

import (
	"slices"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// HR reads everybody's answers of October by name but their own partners'. Of a
// mean over all they could take away what they have read, and the rest would be
// what the partner said; and some means are told to everybody. So who is or was in
// a pair with somebody of HR is in none. Who they were is kept when the
// questionnaire closes: somebody who comes to HR later and has a partner who was
// counted reads neither these figures nor answers by name.

// apart is whose answers are in no figure, whether or not they sent any.
func (s *scene) apart(r mentoring.Rules, w mentoring.SurveyWindow) (map[string]bool, error) {
	out := map[string]bool{}
	if r.SurveyPhase(w, s.now) == mentoring.SurveyClosed {
		rec, _, err := store.Surveys.Get(s.tx, r.Programme().ID)
		for _, id := range rec.Apart {
			out[id] = true
		}
		return out, err
	}
	staff, err := store.WithRole(s.tx, mentoring.RoleHR)
	if err != nil {
		return nil, err
	}
	for _, p := range staff {
		mates, err := s.matesOf(p.ID)
		if err != nil {
			return nil, err
		}
		for id := range mates {
			pairs, err := store.PairsOf(s.tx, id)
			if err != nil {
				return nil, err
			}
			if slices.ContainsFunc(pairs, func(p mentoring.Pair) bool { return p.Programme == r.Programme().ID }) {
				out[id] = true
			}
		}
	}
	return out, nil
}

// ownCounted reports whether a partner of the reader's is in the figures.
func (s *scene) ownCounted(r mentoring.Rules, w mentoring.SurveyWindow) (bool, error) {
	mates, err := s.mates()
	if err != nil || len(mates) == 0 {
		return false, err
	}
	apart, err := s.apart(r, w)
	if err != nil {
		return false, err
	}
	for id := range mates {
		if apart[id] {
			continue
		}
		for _, part := range mentoring.SurveyParts() {
			if sent, err := store.SurveyAnswered(s.tx, r.Programme().ID, part, id); sent || err != nil {
				return sent, err
			}
		}
	}
	return false, nil
}

// namesWithheld reports whether the answers by name are not for the reader.
func (s *scene) namesWithheld(r mentoring.Rules, w mentoring.SurveyWindow) (bool, error) {
	if r.SurveyPhase(w, s.now) != mentoring.SurveyClosed {
		return false, nil
	}
	return s.ownCounted(r, w)
}

// apartNote says to HR that somebody is left out, where that is so.
func (s *scene) apartNote(r mentoring.Rules, w mentoring.SurveyWindow) ([]chat.Block, error) {
	apart, err := s.apart(r, w)
	if err != nil || len(apart) == 0 {
		return nil, err
	}
	return []chat.Block{chat.Remark(s.w.T(catalog.SurveyApart))}, nil
}

// surveyNote is apartNote beside figures that are quoted of it.
func (s *scene) surveyNote(r mentoring.Rules) ([]chat.Block, error) {
	_, w, ok, err := s.survey(r.Programme().ID)
	if err != nil || !ok || w.ClosedAt.IsZero() {
		return nil, err
	}
	return s.apartNote(r, w)
}
