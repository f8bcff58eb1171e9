package scheduler

import (
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// A fiscal year is let go: everybody is told, and some weeks later what people
// wrote in it is removed, a page of records in each transaction. How far it came
// is stored, so that a crash goes on from there.

// keepPage is how many records, or pairs, one transaction goes through.
const keepPage = 500

func lookAtRetention(v view) (p plan, err error) {
	if _, ok, err := store.Programmes.Get(v.tx, v.subject); err != nil || !ok {
		return p, err
	}
	rules, err := v.rules(v.subject)
	if err != nil {
		return p, err
	}
	rec, _, err := store.Retentions.Get(v.tx, v.subject)
	if err != nil {
		return p, err
	}
	rec.Programme = v.subject
	on, ok := rec.On, !rec.On.IsZero()
	if !ok {
		if on, ok = rules.EraseOn(); !ok {
			return p, nil // until HR sets a day
		}
	}
	at := rules.NoticeAt(on)
	if !rec.NoticedAt.IsZero() {
		at = rules.EraseAt(on, rec.NoticedAt)
	}
	switch {
	case !rec.DoneAt.IsZero():
		return p, nil
	case at.After(v.now):
		p.next = at
		return p, nil
	case rec.NoticedAt.IsZero():
		return v.notify(rec, rules.EraseAt(on, v.now))
	default:
		return v.letGo(rec, rules)
	}
}

// notify tells the next pairs, and at the end HR; until is when it is too late.
func (v view) notify(rec store.Retention, until time.Time) (p plan, err error) {
	span := store.Span{Index: "programme", Prefix: store.Under(rec.Programme), After: rec.After}
	pairs, next, err := store.Pairs.List(v.tx, span, keepPage)
	if err != nil {
		return p, err
	}
	tell := func(to string) {
		p.tell(store.Intent{
			Key:  "retention/" + rec.Programme + "/" + to,
			Kind: store.KindRetention, Subject: "programme/" + rec.Programme, To: to,
			Expires: until, Keep: true,
		})
	}
	for _, pair := range pairs {
		tell(pair.Mentee)
		tell(pair.Mentor)
		tell(pair.NominatedBy)
	}
	if rec.After = next; next == "" {
		hr, err := store.WithRole(v.tx, mentoring.RoleHR)
		if err != nil {
			return p, err
		}
		for _, who := range hr {
			tell(who.ID)
		}
		rec.NoticedAt = v.now
	}
	p.more = true
	p.writes = append(p.writes, func(tx store.Tx) error { return store.Retentions.Put(tx, rec) })
	return p, nil
}

// letGo removes the next page of what people wrote in the programme's year.
func (v view) letGo(rec store.Retention, rules mentoring.Rules) (p plan, err error) {
	page, table, after, done, err := v.page(store.Holdings(), rec.Table, rec.After)
	if err != nil {
		return p, err
	}
	last, err := v.lastOfYear(rules)
	if err != nil {
		return p, err
	}
	for _, held := range page {
		of, err := v.inYear(held, rules, last)
		if err != nil {
			return p, err
		}
		if of {
			p.writes = append(p.writes, held.LetGo)
		}
	}
	rec.Table, rec.After = table, after
	if p.more = !done; done {
		rec.DoneAt = v.now
		p.writes = append(p.writes, func(tx store.Tx) error {
			return store.Audits.Put(tx, store.Audit{ID: v.s.NewID(), At: v.now, Actor: "scheduler", Verb: "let-go", What: "programme/" + rec.Programme})
		})
	}
	p.writes = append(p.writes, func(tx store.Tx) error { return store.Retentions.Put(tx, rec) })
	return p, nil
}

// inYear reports whether the record belongs to the programme, or, where it
// belongs to none, is from before the end of its year, of which this programme
// is the last.
func (v view) inYear(h store.Held, rules mentoring.Rules, last bool) (bool, error) {
	switch {
	case h.Programme != "":
		return h.Programme == rules.Programme().ID, nil
	case h.Pair == "":
		return last && h.At.Before(rules.YearEnd()), nil
	}
	pair, ok, err := store.Pairs.Get(v.tx, h.Pair)
	return ok && pair.Programme == rules.Programme().ID, err
}

// lastOfYear reports whether every other programme of the year was let go:
// people of one that was not have yet to be told.
func (v view) lastOfYear(rules mentoring.Rules) (bool, error) {
	all, err := store.Programmes.All(v.tx, store.Span{})
	if err != nil {
		return false, err
	}
	for _, p := range all {
		if p.ID == rules.Programme().ID || p.Year != rules.Programme().Year {
			continue
		}
		rec, _, err := store.Retentions.Get(v.tx, p.ID)
		if err != nil || rec.DoneAt.IsZero() {
			return false, err
		}
	}
	return true, nil
}

// page reads the next records of the kinds from the place on, and where to go
// on after them.
func (v view) page(kinds []store.Holding, table, after string) (page []store.Held, nextTable, next string, done bool, err error) {
	for i, h := range kinds {
		if table != "" && h.Table != table {
			continue
		}
		page, next, err = h.Page(v.tx, after, keepPage)
		switch {
		case err != nil || next != "":
			return page, h.Table, next, false, err
		case i == len(kinds)-1:
			return page, "", "", true, nil
		default:
			return page, kinds[i+1].Table, "", false, nil
		}
	}
	return nil, "", "", true, nil
}

// lookAtErasure removes copies of what a person has removed: of the kinds that
// are not kept by person, what is from before that.
func lookAtErasure(v view) (p plan, err error) {
	rec, ok, err := store.Erasings.Get(v.tx, v.subject)
	if err != nil || !ok {
		return p, err
	}
	var kinds []store.Holding
	for _, h := range store.Holdings() {
		if !h.ByPerson() {
			kinds = append(kinds, h)
		}
	}
	page, table, after, done, err := v.page(kinds, rec.Table, rec.After)
	if err != nil {
		return p, err
	}
	for _, held := range page {
		if held.Of(rec.Person) && !held.At.After(rec.At) {
			p.writes = append(p.writes, func(tx store.Tx) error { return held.Erase(tx, rec.Person, rec.At) })
		}
	}
	rec.Table, rec.After = table, after
	p.more = !done
	p.writes = append(p.writes, func(tx store.Tx) error {
		if done {
			return store.Erasings.Delete(tx, rec.Person)
		}
		return store.Erasings.Put(tx, rec)
	})
	return p, nil
}
