package bot

import (
	"slices"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Trainings as those see them who are to attend, and as their heads do.

// kindTrainingMissed gives another day or the material; subject training/<id>,
// arg: <how>/<session>.
const kindTrainingMissed = "training-missed"

// trainingCard reminds of a training on the business day before.
func trainingCard(s *scene, in store.Intent) (card, error) {
	d, ok, err := store.Sessions.Get(s.tx, idOf("session", in.Subject))
	if err != nil || !ok || store.Stamp(d.Start) != in.Arg || !s.now.Before(d.Start) {
		return card{drop: "moved"}, err
	}
	invited, err := store.Invited(s.tx, d, s.me.ID)
	if err != nil || !invited {
		return card{drop: "attended"}, err
	}
	r, training, ok, err := s.trainingNamed(d.Programme, d.Training)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	return s.trainingDayCard(r, training, d, catalog.TrainingSoon)
}

func (s *scene) trainingNamed(programme, id string) (r mentoring.Rules, training mentoring.Training, ok bool, err error) {
	if r, ok, err = s.rulesOf(programme); err != nil || !ok {
		return r, training, false, err
	}
	training, ok = r.Programme().Training(id)
	return r, training, ok, nil
}

func (s *scene) trainingDayCard(r mentoring.Rules, training mentoring.Training, d store.Session, text catalog.Key) (card, error) {
	ask, err := s.whomToAsk()
	if err != nil {
		return card{}, err
	}
	return say(training.Name.In(s.w.Lang()), append([]chat.Block{
		chat.Line(s.w.T(text)),
		chat.Facts{Rows: []chat.Fact{
			chat.Pair(s.w.T(catalog.FactWhen), s.w.Moment(s.local(r, d.Start))),
			chat.Pair(s.w.T(catalog.FactLength), s.w.T(catalog.Minutes, catalog.N(training.Minutes))),
		}},
	}, ask...))
}

// trainingMissedCard gives who missed a training another day or the material.
func trainingMissedCard(s *scene, in store.Intent) (card, error) {
	rules, training, ok, err := s.trainingIn(idOf("training", in.Subject))
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	a, _, err := store.Attendances.Get(s.tx, store.Join(rules.Programme().ID, training.ID, s.me.ID))
	if err != nil || string(a.State)+"/"+a.Session != in.Arg {
		return card{drop: "changed"}, err
	}
	if a.State == store.AttendedAgain {
		d, ok, err := store.Sessions.Get(s.tx, a.Session)
		if err != nil || !ok || !s.now.Before(d.Start) {
			return card{drop: "passed"}, err
		}
		return s.trainingDayCard(rules, training, d, catalog.TrainingAgain)
	}
	ask, err := s.whomToAsk()
	if err != nil {
		return card{}, err
	}
	body := []chat.Block{chat.Line(s.w.T(catalog.TrainingByHand))}
	if training.Material != "" {
		body = []chat.Block{
			chat.Line(s.w.T(catalog.TrainingMaterial)),
			chat.Paragraph(chat.Link(s.w.T(catalog.TrainingLink), training.Material)),
		}
	}
	return say(training.Name.In(s.w.Lang()), append(body, ask...))
}

// trainingFacts is the reader's own trainings on the side of a pair.
func (s *scene) trainingFacts(p part) (rows []chat.Fact, err error) {
	if p.pair.Voluntary {
		return nil, nil
	}
	for _, training := range p.rules.Programme().Trainings {
		if training.For != p.side {
			continue
		}
		text, err := s.ownTraining(p.rules, training)
		if err != nil {
			return nil, err
		}
		if text != "" {
			rows = append(rows, chat.Pair(shorten(training.Name.In(s.w.Lang()), chat.MaxFactLabel), text))
		}
	}
	return rows, nil
}

// ownTraining is the reader's tick, or else the next day that is theirs; ""
// where there is neither.
func (s *scene) ownTraining(r mentoring.Rules, training mentoring.Training) (string, error) {
	a, ticked, err := store.Attendances.Get(s.tx, store.Join(r.Programme().ID, training.ID, s.me.ID))
	if err != nil {
		return "", err
	}
	if ticked {
		return s.attended(r, a)
	}
	sessions, err := store.SessionsOf(s.tx, r.Programme().ID, training.ID)
	if err != nil {
		return "", err
	}
	for _, d := range sessions {
		if d.Start.Add(time.Duration(training.Minutes) * time.Minute).After(s.now) {
			return s.w.Moment(s.local(r, d.Start)), nil
		}
	}
	return "", nil
}

// headTrainings is who attended, in the sections that the reader looks after:
// the mentees, and the mentors who work there. Nothing before a day was set.
func (t *turn) headTrainings(r mentoring.Rules) (chat.Table, error) {
	var people []mentoring.Person
	table := chat.Table{Caption: t.w.T(catalog.TrainingTitle), Head: []string{t.w.T(catalog.FactName), t.w.T(catalog.TrainingTitle), t.w.T(catalog.FactAttended)}}
	for _, training := range r.Programme().Trainings {
		sessions, err := store.SessionsOf(t.tx, r.Programme().ID, training.ID)
		if err != nil {
			return table, err
		}
		if len(sessions) == 0 {
			continue
		}
		if people == nil {
			if people, err = t.lookedAfter(r); err != nil {
				return table, err
			}
		}
		for _, p := range people {
			is, err := store.Trainee(t.tx, r, training, p, r.Date(t.now))
			if err != nil {
				return table, err
			}
			if !is {
				continue
			}
			a, _, err := store.Attendances.Get(t.tx, store.Join(r.Programme().ID, training.ID, p.ID))
			if err != nil {
				return table, err
			}
			state, err := t.attended(r, a)
			if err != nil {
				return table, err
			}
			table.Rows = append(table.Rows, []string{p.Name, training.Name.In(t.w.Lang()), state})
		}
	}
	return table, nil
}

// lookedAfter lists who works in the sections that the reader looks after, by
// section and reading of the name, without the reader's partners.
func (s *scene) lookedAfter(r mentoring.Rules) (out []mentoring.Person, err error) {
	sections, err := s.sections()
	if err != nil {
		return nil, err
	}
	mates, err := s.mates()
	if err != nil {
		return nil, err
	}
	for _, sec := range sections {
		people, err := store.People.All(s.tx, store.Span{Index: "section", Prefix: store.Under(sec)})
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			ok, err := s.looksAfter(r, p)
			if err != nil {
				return nil, err
			}
			if ok && !mates[p.ID] {
				out = append(out, p)
			}
		}
	}
	slices.SortStableFunc(out, bySection)
	return out, nil
}

// looksAfter reports whether the person works in a section that the reader looks
// after, as head or in place of one.
func (s *scene) looksAfter(r mentoring.Rules, p mentoring.Person) (bool, error) {
	c, ok, err := s.sayOver(store.Matter{Section: p.Section, On: r.Date(s.now), Parts: []string{p.ID}})
	return ok && !c.hr, err
}
