package scheduler

import (
	"tsukiichi/store"
)

// lookAtTraining reminds everybody who is to attend a training, on the business
// day before it. Whoever moves its day schedules anew.
func lookAtTraining(v view) (p plan, err error) {
	s, ok, err := store.Sessions.Get(v.tx, v.subject)
	if err != nil || !ok || !v.now.Before(s.Start) {
		return p, err
	}
	rules, err := v.rules(s.Programme)
	if err != nil {
		return p, err
	}
	training, ok := rules.Programme().Training(s.Training)
	if !ok {
		return p, nil
	}
	if at := rules.EveOf(s.Start); at.After(v.now) {
		p.next = at
		return p, nil
	}
	people, err := store.Trainees(v.tx, rules, training, rules.Date(v.now))
	if err != nil {
		return p, err
	}
	for _, who := range people {
		invited, err := store.Invited(v.tx, s, who.ID)
		if err != nil {
			return p, err
		}
		if invited && !who.Away(rules.Date(s.Start)) {
			start := store.Stamp(s.Start)
			p.tell(store.Intent{
				Key:     "training/" + s.ID + "/" + start + "/" + who.ID,
				Kind:    store.KindTraining,
				Subject: "session/" + s.ID,
				Arg:     start,
				To:      who.ID,
				Expires: s.Start,
			})
		}
	}
	return p, nil
}
