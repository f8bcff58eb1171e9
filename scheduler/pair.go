package scheduler

import (
	"slices"
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// lookAtPair sends the month's latest step, once for each person, and adds
// the pair to HR's list where an unanswered check-in kept it off.
func lookAtPair(v view) (p plan, err error) {
	pair, ok, err := store.Pairs.Get(v.tx, v.subject)
	if err != nil || !ok {
		return p, err
	}
	rules, err := v.rules(pair.Programme)
	if err != nil {
		return p, err
	}
	standing, err := store.Standing(v.tx, pair)
	if err != nil {
		return p, err
	}
	if verdict := rules.Due(standing, v.now); verdict.Wanted(v.now) {
		if err := v.nudge(&p, pair, rules, verdict); err != nil {
			return p, err
		}
	}
	if err := v.late(&p, standing, rules); err != nil {
		return p, err
	}
	if closing := rules.Closing(standing, v.now); closing.Wanted(v.now) {
		if err := v.close(&p, pair, rules, closing); err != nil {
			return p, err
		}
	}
	if !ended(pair, rules, v.now) && !rules.AllSaid(v.now) {
		p.next = rules.NextLook(standing, v.now)
	}
	return p, nil
}

// nudge tells the step's audience. The head's digest is on the business day
// after the pair heard, and only then: a look later in the step's time finds
// the pair's nudge in the outbox and leaves the head alone.
func (v view) nudge(p *plan, pair mentoring.Pair, rules mentoring.Rules, verdict mentoring.Verdict) error {
	heard, digest := false, rules.DigestAt(verdict.From)
	for _, part := range []mentoring.Part{mentoring.Mentor, mentoring.Mentee} {
		if !slices.Contains(verdict.Step.To, mentoring.Audience(part)) {
			continue
		}
		in := nudge(pair, pair.Person(part), verdict)
		_, before, err := store.Outbox.Get(v.tx, in.Key)
		if err != nil {
			return err
		}
		heard, digest = heard || before, rules.DigestAt(v.now)
		p.tell(in)
	}
	if heard || !slices.Contains(verdict.Step.To, mentoring.ToHead) {
		return nil
	}
	return v.digest(p, pair, rules, digest, verdict.Period)
}

// nudge is one for each pair, month, step and person, for ever.
func nudge(pair mentoring.Pair, to string, v mentoring.Verdict) store.Intent {
	arg := v.Period.String() + "/" + string(v.Step.ID)
	return store.Intent{
		Key:     store.NudgeKey(pair.ID, v.Period, v.Step.ID, to),
		Kind:    store.KindNudge,
		Subject: "pair/" + pair.ID,
		Arg:     arg,
		To:      to,
		Expires: v.Until,
		Keep:    true,
	}
}

// digest tells whoever looks after the mentee's section on the business day
// after the pair heard. A head with a part in the pair does not hear of it as
// head: the deputy does.
func (v view) digest(p *plan, pair mentoring.Pair, rules mentoring.Rules, at time.Time, period mentoring.Period) error {
	heads, err := v.inCharge(pair, rules.Date(at))
	if err != nil {
		return err
	}
	for _, h := range heads {
		p.tell(store.Intent{
			Key:       store.DigestKey(pair.Programme, period, rules.Date(at), h.ID),
			Kind:      store.KindHeadDigest,
			Subject:   "programme/" + pair.Programme,
			Arg:       period.String(),
			To:        h.ID,
			NotBefore: at,
			Expires:   at.Add(store.DigestFor),
		})
	}
	return nil
}

// inCharge lists who looks after the section of the pair's mentee on the day,
// without those who have a part in the pair.
func (v view) inCharge(pair mentoring.Pair, on mentoring.Date) (out []mentoring.Person, err error) {
	mentee, ok, err := store.People.Get(v.tx, pair.Mentee)
	if err != nil || !ok {
		return nil, err
	}
	there, err := store.InCharge(v.tx, store.Matter{Section: mentee.Section, On: on, Parts: []string{pair.Mentee, pair.Mentor}})
	for _, c := range there {
		out = append(out, c.Person)
	}
	return out, err
}

// late puts the pair on HR's list when its last month has been gone through
// already: a check-in that nobody answered kept it off until now.
func (v view) late(p *plan, s mentoring.Standing, rules mentoring.Rules) error {
	period, over := rules.LastOver(v.now)
	if !over {
		return nil
	}
	verdict := rules.MonthOver(s, period)
	if !verdict.Wanted(v.now) {
		return nil
	}
	programme := s.Pair.Programme
	reckoning, _, err := store.Reckonings.Get(v.tx, store.Join(programme, period.String()))
	if err != nil || reckoning.DoneAt.IsZero() {
		return err // the month itself will find it
	}
	entry := attention(s.Pair, period, v.now)
	if _, listed, err := store.Attentions.Get(v.tx, store.Attentions.Key(entry)); listed || err != nil {
		return err
	}
	p.attentions = append(p.attentions, entry)
	people, err := store.WithRole(v.tx, mentoring.RoleHR)
	if err != nil {
		return err
	}
	for _, h := range people {
		if s.Pair.PartOf(h.ID) == "" {
			p.tell(monthOver(programme, verdict, h.ID))
		}
	}
	return nil
}
