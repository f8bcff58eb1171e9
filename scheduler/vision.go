package scheduler

import "tsukiichi/store"

// lookAtVision invites the mentee to look back at the vision: after an outage
// the latest invitation alone, and none that was followed already.
func lookAtVision(v view) (p plan, err error) {
	pair, ok, err := store.Pairs.Get(v.tx, v.subject)
	if err != nil || !ok {
		return p, err
	}
	rules, err := v.rules(pair.Programme)
	if err != nil || ended(pair, rules, v.now) {
		return p, err
	}
	visions, err := store.VisionsOf(v.tx, pair.ID)
	if err != nil || len(visions) == 0 {
		return p, err
	}
	done, err := store.LookBacksOf(v.tx, pair.ID)
	if err != nil {
		return p, err
	}
	for _, d := range rules.LookBacks(visions[0].WrittenAt) {
		if d.At.After(v.now) {
			p.next = d.At
			break
		}
		p.intents = nil
		if until := rules.LookBackUntil(d); v.now.Before(until) && (len(done) == 0 || !rules.LookedBack(d, done[len(done)-1].WrittenAt)) {
			p.tell(store.Intent{
				Key:     "look-back/" + pair.ID + "/" + d.ID + "/" + pair.Mentee,
				Kind:    store.KindLookBack,
				Subject: "pair/" + pair.ID,
				Arg:     d.ID,
				To:      pair.Mentee,
				Expires: until,
				Keep:    true,
			})
		}
	}
	return p, nil
}
