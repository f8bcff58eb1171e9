package scheduler

import (
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// lookAtOpenDay tells everybody in a pair of a day on which the open room is
// open, once, some business days before it.
func lookAtOpenDay(v view) (p plan, err error) {
	d, ok, err := store.OpenDays.Get(v.tx, v.subject)
	if err != nil || !ok || d.Off {
		return p, err
	}
	rules, err := v.rules(d.Programme)
	if err != nil {
		return p, err
	}
	begins := d.On.At(d.From, rules.Zone())
	if rules.Programme().OpenRoom == nil || !v.now.Before(begins) {
		return p, nil
	}
	if at := rules.OpenDayNoticeAt(d.On); at.After(v.now) {
		p.next = at
		return p, nil
	}
	for pair, err := range store.Pairs.Each(v.tx, store.Span{Index: "programme", Prefix: store.Under(d.Programme)}) {
		if err != nil {
			return p, err
		}
		if pair.Voluntary || pair.ToldAt.IsZero() || ended(pair, rules, v.now) {
			continue
		}
		for _, part := range []mentoring.Part{mentoring.Mentee, mentoring.Mentor} {
			to := pair.Person(part)
			p.tell(store.Intent{
				Key:  store.OpenDayKey(d.ID, to),
				Kind: store.KindOpenDay, Subject: "open-day/" + d.ID, To: to, Expires: begins, Keep: true,
			})
		}
	}
	return p, nil
}
