package scheduler

import (
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// lookAtQuiet reminds HR that a mentee waits for an answer: as the day nears,
// and on every business day after it has passed; the mentee then hears once
// that it takes longer, and whom else to ask.
func lookAtQuiet(v view) (p plan, err error) {
	q, ok, err := store.Quiets.Get(v.tx, v.subject)
	if err != nil || !ok || !q.AnsweredAt.IsZero() || !q.ClosedAt.IsZero() {
		return p, err
	}
	pair, err := store.Pairs.Must(v.tx, q.Pair)
	if err != nil {
		return p, err
	}
	mentee, err := store.People.Must(v.tx, q.Mentee)
	if err != nil || !mentee.Active {
		return p, err
	}
	rules, err := v.rules(pair.Programme)
	if err != nil || rules.YearOver(v.now) {
		return p, err
	}
	near, late := rules.AnswerNear(q.AnswerBy), rules.AnswerLate(q.AnswerBy)
	switch {
	case v.now.Before(near):
		p.next = near
		return p, nil
	case v.now.Before(late):
		p.next = late
		err = v.waits(&p, q, pair, rules, store.QuietNear, q.ID)
		return p, err
	}
	p.next = rules.DigestAt(v.now)
	p.tell(store.Intent{
		Key:  "quiet-wait/" + q.ID,
		Kind: store.KindQuietWait, Subject: "quiet/" + q.ID, To: q.Mentee, Keep: true,
	})
	err = v.waits(&p, q, pair, rules, store.QuietLate, q.ID+"/"+rules.Date(v.now).String())
	return p, err
}

// waits tells those of HR who may know of it.
func (v view) waits(p *plan, q store.Quiet, pair mentoring.Pair, rules mentoring.Rules, arg, key string) error {
	readers, err := store.QuietReaders(v.tx, pair, rules.Date(v.now))
	for _, h := range readers {
		p.tell(store.Intent{
			Key:  "quiet-" + arg + "/" + key + "/" + h.ID,
			Kind: store.KindQuiet, Subject: store.QuietSubject(q.ID, arg), To: h.ID, Expires: p.next, Keep: true,
		})
	}
	return err
}
