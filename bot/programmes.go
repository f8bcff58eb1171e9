package bot

import (
	"slices"
	"strings"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Several programmes at once: which one is meant. Whatever names a pair means
// the pair's; whatever is about a mentee means the one that takes them
// (mentoring.Belongs); with a reader one speaks of their own.

// currentRules is the rules of the programme to speak of with the reader where
// nobody named one: that of a pair of theirs, or the one that takes them as a
// mentee, else [store.CurrentProgramme]. ok is false where there is none.
func (s *scene) currentRules() (current mentoring.Rules, ok bool, err error) {
	all, err := s.b.rules.All(s.tx)
	if err != nil {
		return current, false, err
	}
	if len(all) > 1 && s.me.ID != "" {
		if current, ok, err = s.ownRules(all); err != nil || ok {
			return current, ok, err
		}
	}
	current, ok = nearest(all, s)
	return current, ok, nil
}

// cityRules is the rules of the programme to speak of as HR where none is named.
func (s *scene) cityRules() (current mentoring.Rules, ok bool, err error) {
	all, err := s.b.rules.All(s.tx)
	current, ok = nearest(all, s)
	return current, ok, err
}

func nearest(all []mentoring.Rules, s *scene) (current mentoring.Rules, ok bool) {
	for _, r := range all {
		if !ok || store.Nearer(r.Date(s.now), r.Programme(), current.Programme()) {
			current, ok = r, true
		}
	}
	return current, ok
}

// ownRules is the rules of the running programme in which the reader has a part,
// one whose window is open first, or which takes them as a mentee.
func (s *scene) ownRules(all []mentoring.Rules) (own mentoring.Rules, ok bool, err error) {
	pairs, err := store.PairsOf(s.tx, s.me.ID)
	if err != nil {
		return own, false, err
	}
	for _, r := range all {
		p := r.Programme()
		_, open := r.PeriodOf(s.now)
		mine := slices.ContainsFunc(pairs, func(pair mentoring.Pair) bool {
			return pair.Programme == p.ID && !ended(pair, r, s.now)
		})
		if mine && p.Running(r.Date(s.now)) && (!ok || open) {
			if own, ok = r, true; open {
				return own, true, nil
			}
		}
	}
	if ok || !s.me.Has(mentoring.RoleMentee) {
		return own, ok, nil
	}
	return s.programmeOf(s.me)
}

// runningRules is the rules of every programme that is run now, the one to
// speak of first; where none is, that one alone.
func (s *scene) runningRules() ([]mentoring.Rules, error) {
	all, err := s.b.rules.All(s.tx)
	if err != nil {
		return nil, err
	}
	first, ok := nearest(all, s)
	if !ok {
		return nil, nil
	}
	out := []mentoring.Rules{first}
	for _, r := range all {
		if r.Programme().ID != first.Programme().ID && r.Programme().Running(r.Date(s.now)) {
			out = append(out, r)
		}
	}
	return out, nil
}

// deskRules is the rules of the programme that HR's button names; "" is the one
// to speak of.
func (s *scene) deskRules(id string) (mentoring.Rules, bool, error) {
	if id == "" {
		return s.cityRules()
	}
	return s.rulesOf(id)
}

// intake is the programmes as they take mentees.
func (s *scene) intake() (store.Intake, error) {
	if s.held != nil {
		return *s.held, nil
	}
	i, err := s.b.intake(s.tx)
	if err == nil {
		s.held = &i
	}
	return i, err
}

// intake is the programmes as they take mentees: what was made of them is kept,
// as reading a whole programme takes long.
func (b *Bot) intake(tx store.Tx) (store.Intake, error) {
	all, err := b.rules.All(tx)
	if err != nil {
		return store.Intake{}, err
	}
	programmes := make([]mentoring.Programme, len(all))
	for i, r := range all {
		programmes[i] = r.Programme()
	}
	return store.IntakeOf(tx, programmes), nil
}

// day is the date in the zone of the programme to speak of; ok is false where
// there is none.
func (s *scene) day() (on mentoring.Date, ok bool, err error) {
	r, ok, err := s.cityRules()
	if err != nil || !ok {
		return on, false, err
	}
	return r.Date(s.now), true, nil
}

// programmeOf is the rules of the programme that takes the person as a mentee.
func (s *scene) programmeOf(p mentoring.Person) (mentoring.Rules, bool, error) {
	return s.found(p, store.Intake.Of)
}

// seeking is the rules of the programme in which a mentor is looked for for the
// mentee; ok is false where none is.
func (s *scene) seeking(mentee mentoring.Person) (mentoring.Rules, bool, error) {
	return s.found(mentee, store.Intake.Open)
}

// found is the rules of the programme that the intake finds for somebody today.
func (s *scene) found(p mentoring.Person, find func(store.Intake, mentoring.Person, mentoring.Date) (mentoring.Programme, bool, error)) (r mentoring.Rules, ok bool, err error) {
	on, ok, err := s.day()
	if err != nil || !ok {
		return r, false, err
	}
	i, err := s.intake()
	if err != nil {
		return r, false, err
	}
	at, ok, err := find(i, p, on)
	if err != nil || !ok {
		return r, false, err
	}
	return s.rulesOf(at.ID)
}

// pairToChange is the mentee's live pair whose mentor is to change, in whichever
// programme it is; ok is false where there is none.
func (s *scene) pairToChange(mentee mentoring.Person) (pair mentoring.Pair, ok bool, err error) {
	running, err := s.runningRules()
	if err != nil {
		return pair, false, err
	}
	for _, r := range running {
		if pair, ok, err = store.LivePair(s.tx, r.Programme().ID, mentee.ID, r.Date(s.now)); err != nil {
			return pair, false, err
		}
		if !ok {
			continue
		}
		if ok, err = s.changing(pair); err != nil || ok {
			return pair, ok, err
		}
	}
	return mentoring.Pair{}, false, nil
}

// trainingRef names a training of a programme in a button or a subject; one
// without a programme is of before there were several.
func trainingRef(r mentoring.Rules, training mentoring.Training) string {
	return r.Programme().ID + "/" + training.ID
}

// trainingIn is the training that the reference names.
func (s *scene) trainingIn(ref string) (r mentoring.Rules, training mentoring.Training, ok bool, err error) {
	programme, id, named := strings.Cut(ref, "/")
	if named {
		r, ok, err = s.rulesOf(programme)
	} else {
		id = ref
		r, ok, err = s.currentRules()
	}
	if err != nil || !ok {
		return r, training, false, err
	}
	training, ok = r.Programme().Training(id)
	return r, training, ok, nil
}
