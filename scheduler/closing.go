package scheduler

import (
	"slices"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// close tells both that the programme's months are over, and the heads on the
// business day after, once for all their pairs.
func (v view) close(p *plan, pair mentoring.Pair, rules mentoring.Rules, closing mentoring.Verdict) error {
	for _, to := range []string{pair.Mentor, pair.Mentee} {
		p.tell(store.Intent{
			Key:  "closing/" + pair.ID + "/" + to,
			Kind: store.KindClosing, Subject: "pair/" + pair.ID,
			To: to, Expires: closing.Until, Keep: true,
		})
	}
	heads, err := v.headsOf(pair)
	if err != nil {
		return err
	}
	for _, h := range heads {
		p.tell(store.Intent{
			Key:  "shortfall/" + pair.Programme + "/" + h.ID,
			Kind: store.KindShortfall, Subject: "programme/" + pair.Programme,
			To: h.ID, NotBefore: rules.DigestAt(closing.From), Expires: closing.Until, Keep: true,
		})
	}
	return nil
}

// headsOf lists the heads of the mentee's section. A head with a part in the
// pair does not hear of it as head.
func (v view) headsOf(pair mentoring.Pair) ([]mentoring.Person, error) {
	mentee, ok, err := store.People.Get(v.tx, pair.Mentee)
	if err != nil || !ok {
		return nil, err
	}
	heads, err := store.HeadsOf(v.tx, mentee.Section)
	return slices.DeleteFunc(heads, func(h mentoring.Person) bool { return pair.PartOf(h.ID) != "" }), err
}
