package scheduler

import (
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
	if rules.Programme().Minimum == 0 { // nothing was due: no result
		return nil
	}
	heads, err := v.inCharge(pair, rules.Date(rules.DigestAt(closing.From)))
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
