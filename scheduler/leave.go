package scheduler

import (
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// lookAtLeave asks the head and HR whether a pair is to have another mentor,
// when a long leave of the one it has begins: once for a leave.
func lookAtLeave(v view) (p plan, err error) {
	pair, ok, err := store.Pairs.Get(v.tx, v.subject)
	if err != nil || !ok || pair.Voluntary || pair.ToldAt.IsZero() {
		return p, err
	}
	rules, err := v.rules(pair.Programme)
	if err != nil || ended(pair, rules, v.now) || rules.WindowOver(v.now) {
		return p, err
	}
	mentor, err := store.People.Must(v.tx, pair.Mentor)
	if err != nil {
		return p, err
	}
	leave, holds, next := rules.AskedOnLeave(mentor, v.now)
	p.next = next
	if !holds {
		return p, nil
	}
	change := store.LeaveChange(pair.ID, leave, v.now)
	if _, asked, err := store.Changes.Get(v.tx, change.ID); err != nil || asked {
		return p, err
	}
	p.writes = append(p.writes, func(tx store.Tx) error {
		_, err := store.Changes.Insert(tx, change)
		return err
	})
	asked, err := v.inCharge(pair, rules.Date(v.now))
	if err != nil {
		return p, err
	}
	staff, err := store.WithRole(v.tx, mentoring.RoleHR)
	for _, to := range append(asked, staff...) {
		if pair.PartOf(to.ID) == "" {
			p.tell(store.Intent{
				Key:  "change/" + change.ID + "/" + to.ID,
				Kind: store.KindChange, Subject: "change/" + change.ID, To: to.ID, Keep: true,
			})
		}
	}
	return p, err
}
