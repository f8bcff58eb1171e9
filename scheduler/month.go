package scheduler

import (
	"context"
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// month goes through every month of the programme that is over and was not
// gone through, oldest first, a chunk of pairs in each transaction. How far it
// came is stored, so that a crash or a second ticker goes on from there.
func (s *Scheduler) month(ctx context.Context, d store.Due, now time.Time) (Report, error) {
	var total Report
	for {
		if err := ctx.Err(); err != nil {
			return total, err
		}
		var r Report
		var more bool
		err := s.update(ctx, func(tx store.Tx) (err error) {
			r, more, err = s.chunk(tx, d, now)
			return err
		})
		if err != nil {
			return total, s.putOff(ctx, d, now, err)
		}
		total.add(r)
		if !more {
			return total, nil
		}
	}
}

// chunk does the next pairs; more is false when nothing is left and the next
// month has been put on the agenda.
func (s *Scheduler) chunk(tx store.Tx, d store.Due, now time.Time) (r Report, more bool, err error) {
	_, ok, err := store.Programmes.Get(tx, d.Subject)
	if err != nil {
		return r, false, err
	}
	if !ok {
		return r, false, store.Unschedule(tx, d.Kind, d.Subject)
	}
	rules, err := s.rules.Get(tx, d.Subject)
	if err != nil {
		return r, false, err
	}
	for _, period := range rules.Periods() {
		at := rules.MonthOverAt(period)
		if at.After(now) {
			return r, false, store.Schedule(tx, d.Kind, d.Subject, at)
		}
		reckoning, _, err := store.Reckonings.Get(tx, store.Join(d.Subject, period.String()))
		if err != nil {
			return r, false, err
		}
		if reckoning.DoneAt.IsZero() {
			reckoning.Programme, reckoning.Period = d.Subject, period
			r, err = s.reckon(tx, rules, reckoning, now)
			return r, true, err
		}
	}
	return r, false, store.Unschedule(tx, d.Kind, d.Subject)
}

// reckon goes through the next pairs of one month.
func (s *Scheduler) reckon(tx store.Tx, rules mentoring.Rules, rec store.Reckoning, now time.Time) (Report, error) {
	span := store.Span{Index: "programme", Prefix: store.Under(rec.Programme), After: rec.After}
	pairs, next, err := store.Pairs.List(tx, span, monthChunk)
	if err != nil {
		return Report{}, err
	}
	r := Report{Looked: len(pairs)}
	for _, pair := range pairs {
		p, err := s.guard(func() (plan, error) { return held(tx, rules, pair, rec.Period, now) })
		if err != nil {
			s.failed(store.Due{Kind: store.DueMonth, Subject: pair.ID}, err)
			continue
		}
		for _, a := range p.attentions {
			if _, err := store.Attentions.Insert(tx, a); err != nil {
				return r, err
			}
		}
	}
	rec.After = next
	if next == "" {
		rec.DoneAt = now
		if r.Enqueued, err = s.tellHR(tx, rules, rec, now); err != nil {
			return r, err
		}
	}
	return r, store.Reckonings.Put(tx, rec)
}

// held is HR's entry where the month is held against the pair. How long ago
// the month was does not matter: after an outage the list is complete.
func held(tx store.Tx, rules mentoring.Rules, pair mentoring.Pair, period mentoring.Period, now time.Time) (p plan, err error) {
	standing, err := store.Standing(tx, pair)
	if err != nil {
		return p, err
	}
	v := rules.MonthOver(standing, period)
	if v.Reason == mentoring.Due && !now.Before(v.From) {
		p.attentions = append(p.attentions, attention(pair, period, now))
	}
	return p, nil
}

func attention(pair mentoring.Pair, period mentoring.Period, now time.Time) store.Attention {
	return store.Attention{Programme: pair.Programme, Period: period, Pair: pair.ID, At: now}
}

// tellHR sends each of HR's people one message about the month, if it is the
// latest one and some pair that they have no part in is on the list.
func (s *Scheduler) tellHR(tx store.Tx, rules mentoring.Rules, rec store.Reckoning, now time.Time) (int, error) {
	if latest, _ := rules.LastOver(now); latest != rec.Period {
		return 0, nil
	}
	people, err := store.WithRole(tx, mentoring.RoleHR)
	if err != nil {
		return 0, err
	}
	verdict := rules.MonthOver(mentoring.Standing{}, rec.Period)
	verdict.From = rules.MonthOverAt(rec.Period)
	var intents []store.Intent
	for _, p := range people {
		wanted, err := concerns(tx, rec, p.ID)
		if err != nil {
			return 0, err
		}
		if wanted {
			intents = append(intents, monthOver(rec.Programme, verdict, p.ID))
		}
	}
	return s.enqueue(tx, intents, now)
}

// concerns reports whether the month's list holds a pair in which the person
// has no part: a part in a pair outranks HR's view of it.
func concerns(tx store.Tx, rec store.Reckoning, person string) (bool, error) {
	own, err := store.PairsOf(tx, person)
	if err != nil {
		return false, err
	}
	span := store.Span{Prefix: store.Under(rec.Programme, rec.Period.String())}
	listed, _, err := store.Attentions.List(tx, span, len(own)+1)
	if err != nil {
		return false, err
	}
	mine := map[string]bool{}
	for _, p := range own {
		mine[p.ID] = true
	}
	for _, a := range listed {
		if !mine[a.Pair] {
			return true, nil
		}
	}
	return false, nil
}

func monthOver(programme string, v mentoring.Verdict, to string) store.Intent {
	return store.Intent{
		Key:       "month-over/" + programme + "/" + v.Period.String() + "/" + to,
		Kind:      store.KindMonthOver,
		Subject:   "programme/" + programme,
		Arg:       v.Period.String(),
		To:        to,
		NotBefore: v.From,
		Expires:   v.Until,
		Keep:      true,
	}
}
