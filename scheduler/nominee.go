package scheduler

import (
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// lookAtNominee reminds the heads of a section while a mentee of theirs has no
// mentor: when it rings on a business day, at most once a day for each head
// however many mentees wait, until the window ends.
func lookAtNominee(v view) (p plan, err error) {
	mentee, ok, err := store.People.Get(v.tx, v.subject)
	if err != nil || !ok || !mentee.Active || !mentee.Has(mentoring.RoleMentee) {
		return p, err
	}
	rules, ok, err := v.open(mentee.ID)
	if err != nil || !ok {
		return p, err
	}
	if at := firstRing(rules); at.After(v.now) {
		p.next = at
		return p, nil
	}
	if at := ringNow(rules, v.now); at.After(v.now) {
		p.next = at
		return p, nil
	}
	p.next = v.now
	for range v.s.NominateEvery {
		p.next = rules.DigestAt(p.next)
	}
	if mentee.Away(rules.Date(v.now)) {
		return p, nil
	}
	return p, v.remind(&p, mentee, rules)
}

func (v view) remind(p *plan, mentee mentoring.Person, rules mentoring.Rules) error {
	heads, err := store.HeadsOf(v.tx, mentee.Section)
	if err != nil {
		return err
	}
	for _, h := range heads {
		if h.ID == mentee.ID {
			continue
		}
		p.tell(store.Intent{
			Key:     "nominate/" + rules.Date(v.now).String() + "/" + h.ID,
			Kind:    store.KindNominate,
			Subject: "head/" + h.ID,
			Arg:     rules.Programme().ID,
			To:      h.ID,
			Expires: p.next,
		})
	}
	return nil
}

// open is the rules of the first programme whose window is not over and in
// which the mentee still needs a mentor; ok is false where there is none.
func (v view) open(mentee string) (rules mentoring.Rules, ok bool, err error) {
	programmes, err := store.ActiveProgrammes(v.tx, v.now)
	if err != nil {
		return rules, false, err
	}
	if len(programmes) == 0 {
		next, found, err := store.CurrentProgramme(v.tx, v.now)
		if err != nil || !found {
			return rules, false, err
		}
		programmes = append(programmes, next)
	}
	for _, p := range programmes {
		r, err := v.rules(p.ID)
		if err != nil {
			return rules, false, err
		}
		today := r.Date(v.now)
		if _, has, err := store.LivePair(v.tx, p.ID, mentee, today); has || err != nil {
			return rules, false, err
		}
		if periods := r.Periods(); !ok && !today.After(periods[len(periods)-1].Last()) {
			rules, ok = r, true
		}
	}
	return rules, ok, nil
}

// firstRing is when it rings on the window's first business day.
func firstRing(r mentoring.Rules) time.Time {
	eve := r.Periods()[0].First().Add(-1)
	return r.DigestAt(eve.At(mentoring.TimeOfDay{}, r.Zone()))
}

// ringNow is now if it has rung today and the office still works, else the
// next ring.
func ringNow(r mentoring.Rules, now time.Time) time.Time {
	ring := r.Date(now).At(r.Programme().RingAt, r.Zone())
	switch {
	case now.Before(ring) && r.Working(ring):
		return ring
	case r.Working(now) && !now.Before(ring):
		return now
	default:
		return r.DigestAt(now)
	}
}
