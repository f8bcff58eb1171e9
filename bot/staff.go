package bot

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// What follows when the roster changes somebody: accounts that are linked,
// heads who are asked for a mentor, and pairs that end (ending.go).

// linkAccounts links the accounts that the roster names, and lets go of those
// that it named before in the same place.
func (b *Bot) linkAccounts(tx store.Tx, p mentoring.Person, now time.Time) error {
	if err := b.unlinkOthers(tx, p); err != nil {
		return err
	}
	for _, a := range b.Accounts(p) {
		if _, err := linkAccount(tx, a, p, now); err != nil {
			return err
		}
	}
	return store.Reroute(tx, p.ID, now)
}

// linkAccount gives an account to the person whom the roster names for it, and
// reports whether that changed anything. The roster outranks an e-mail; what
// the operator said stays.
func linkAccount(tx store.Tx, a chat.Account, p mentoring.Person, now time.Time) (bool, error) {
	c, known, err := store.Contacts.Get(tx, a.String())
	if err != nil || c.ProvenBy == store.ByOperator || (c.Person == p.ID && c.ProvenBy == store.ByRoster) {
		return false, err
	}
	c.Account, c.Person, c.ProvenBy, c.LinkedAt = a, p.ID, store.ByRoster, now
	if !known {
		c.SeenAt = now
	}
	return true, store.Contacts.Put(tx, c)
}

func (b *Bot) unlinkOthers(tx store.Tx, p mentoring.Person) error {
	lanes, named := map[string]bool{}, map[chat.Account]bool{}
	for _, a := range b.Accounts(p) {
		lanes[a.Lane()], named[a] = true, true
	}
	elsewhere := func(a chat.Account) bool {
		id := p.Accounts[a.Platform]
		return id != "" && id != a.ID
	}
	contacts, err := store.Contacts.All(tx, store.Span{Index: "person", Prefix: store.Under(p.ID)})
	if err != nil {
		return err
	}
	for _, c := range contacts {
		if c.ProvenBy != store.ByRoster || named[c.Account] || (!lanes[c.Account.Lane()] && !elsewhere(c.Account)) {
			continue
		}
		c.Person, c.ProvenBy = "", ""
		if err := store.Contacts.Put(tx, c); err != nil {
			return err
		}
	}
	return nil
}

// lookForMentor has whoever looks after the section asked for a mentor for a
// mentee without one, from the first day of the window on.
func (b *Bot) lookForMentor(tx store.Tx, p mentoring.Person, now time.Time) error {
	return b.lookForMentorFrom(tx, p, now, time.Time{})
}

// lookForMentorFrom is lookForMentor for somebody of whom they were told just
// now: the first reminder is not before the time.
func (b *Bot) lookForMentorFrom(tx store.Tx, p mentoring.Person, now, first time.Time) error {
	if !p.Active || !p.Has(mentoring.RoleMentee) {
		return nil
	}
	rules, ok, err := b.seeks(tx, p, now)
	if err != nil || !ok {
		return err
	}
	prog := rules.Programme()
	v, ok, err := store.Vacancies.Get(tx, p.ID)
	if err != nil {
		return err
	}
	if !ok || v.Programme != prog.ID {
		v = store.Vacancy{Mentee: p.ID, Programme: prog.ID, Since: rules.Date(now)}
		if err := store.Vacancies.Put(tx, v); err != nil {
			return err
		}
	}
	opening := rules.WantedFrom(p, v.Since).At(prog.RingAt, rules.Zone())
	for _, t := range []time.Time{now, first} {
		if opening.Before(t) {
			opening = t
		}
	}
	return store.Schedule(tx, store.DueNominee, p.ID, rules.NextWorking(opening))
}

// headsAnew asks a head whom the roster has changed at once for the mentors that
// are missing in their sections.
func (b *Bot) headsAnew(tx store.Tx, p mentoring.Person, now time.Time) error {
	if !p.Active || !p.Has(mentoring.RoleHead) {
		return nil
	}
	for _, sec := range append([]string{p.Section}, p.HeadsSections...) {
		people, err := store.People.All(tx, store.Span{Index: "section", Prefix: store.Under(sec)})
		if err != nil {
			return err
		}
		for _, mentee := range people {
			if err := b.lookForMentor(tx, mentee, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// seeks is the rules of the programme in which a mentor is looked for for the
// mentee; ok is false where none is, or where its months are over.
func (b *Bot) seeks(tx store.Tx, mentee mentoring.Person, now time.Time) (r mentoring.Rules, ok bool, err error) {
	i, err := b.intake(tx)
	if err != nil {
		return r, false, err
	}
	current, ok := i.Current(now)
	if !ok {
		return r, false, nil
	}
	zone, err := b.rules.Get(tx, current.ID)
	if err != nil {
		return r, false, err
	}
	p, ok, err := i.Open(mentee, zone.Date(now))
	if err != nil || !ok {
		return r, false, err
	}
	r, err = b.rules.Get(tx, p.ID)
	return r, err == nil && !r.WindowOver(now), err
}

// AddHR makes a person HR by the operator's word. Somebody who is not on the
// roster yet is put there with the name given. An account already linked by
// e-mail is proven by it.
func (b *Bot) AddHR(ctx context.Context, id, name string) error {
	err := b.Store.Update(ctx, func(tx store.Tx) error {
		now := b.Clock.Now()
		p, ok, err := store.People.Get(tx, id)
		if err != nil {
			return err
		}
		if !ok {
			if name == "" {
				return fmt.Errorf("nobody has this number, and no name was given: %w", store.ErrNotFound)
			}
			p = mentoring.Person{ID: id, Name: name, Active: true}
		}
		if !slices.Contains(p.Granted, mentoring.RoleHR) {
			p.Granted = append(p.Granted, mentoring.RoleHR)
		}
		if err := store.People.Put(tx, p); err != nil {
			return err
		}
		if err := b.linkAccounts(tx, p, now); err != nil {
			return err
		}
		contacts, err := store.Contacts.All(tx, store.Span{Index: "person", Prefix: store.Under(id)})
		if err != nil {
			return err
		}
		for _, c := range contacts {
			c.ProvenBy = store.ByOperator
			if err := store.Contacts.Put(tx, c); err != nil {
				return err
			}
		}
		return store.Audits.Put(tx, store.Audit{ID: b.NewID(), At: now, Actor: byOperator, Verb: "grant-hr", What: id})
	})
	if err != nil {
		return fmt.Errorf("bot: add hr: %w", err)
	}
	return nil
}
