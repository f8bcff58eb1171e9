package bot

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Guests: people on the web. They are there as themselves, with their own
// account, and what the bot has to say waits for them where nobody can write to
// them in a chat.

// comeIn makes the person a guest. An account that is proven by an e-mail alone
// is not HR's, so no session goes on while the proof changes from one to the
// other.
func (b *Bot) comeIn(tx store.Tx, p mentoring.Person, proof store.Proof) (Guest, error) {
	now := b.Clock.Now().UTC().Truncate(time.Microsecond)
	account := store.WebAccount(p.ID)
	c, known, err := store.Contacts.Get(tx, account.String())
	if err != nil {
		return Guest{}, err
	}
	if known && (c.ProvenBy == store.ByEmail) != (proof == store.ByEmail) {
		if err := closeDoor(tx, p.ID, now); err != nil {
			return Guest{}, err
		}
	}
	c.Account, c.Person, c.ProvenBy, c.SeenAt, c.Visited, c.Blocked = account, p.ID, proof, now, true, false
	if !known {
		c.LinkedAt = now
	}
	if err := store.Contacts.Put(tx, c); err != nil {
		return Guest{}, err
	}
	if err := store.Reroute(tx, p.ID, now); err != nil {
		return Guest{}, err
	}
	g := Guest{Person: p, Account: account, HR: mayBeHR(p, c), Since: now}
	if g.HR || proof == store.BySlip { // when everybody else comes is nobody's business
		a := store.Audit{ID: b.NewID(), At: now, Actor: p.ID, Verb: "web-entered", What: "person/" + p.ID}
		if proof == store.BySlip {
			a.Verb = "web-slip"
		}
		if err := store.Audits.Put(tx, a); err != nil {
			return g, err
		}
	}
	if proof == store.BySlip {
		if err := b.send(tx, store.Intent{Key: "slip-used/" + store.Stamp(now) + "/" + p.ID, Kind: kindSlipUsed, To: p.ID, Urgent: true}, now); err != nil {
			return g, err
		}
	}
	return g, b.welcomeGuest(tx, p.ID, now)
}

// welcomeGuest introduces the bot to somebody whom it can write to nowhere
// else.
func (b *Bot) welcomeGuest(tx store.Tx, person string, now time.Time) error {
	_, chats, err := store.ChatOf(tx, person)
	if err != nil || chats {
		return err
	}
	pref, _, err := store.Preferences.Get(tx, person)
	if err != nil || !pref.Welcome.IsZero() {
		return err
	}
	pref.Person, pref.Welcome = person, now
	if err := store.Preferences.Put(tx, pref); err != nil {
		return err
	}
	return b.send(tx, store.Intent{Key: "welcome-guest/" + person, Kind: kindWelcome, To: person, Urgent: true}, now)
}

// Vouched lets in whom the city's single sign-on names: by the employee number,
// or by an e-mail that it has verified and one active person alone has. ok is
// false for anybody else.
func (b *Bot) Vouched(ctx context.Context, who string) (g Guest, ok bool, err error) {
	err = b.Store.Update(ctx, func(tx store.Tx) error {
		g, ok = Guest{}, false
		p, known, err := guestNamed(tx, who)
		if err != nil || !known {
			return err
		}
		g, err = b.comeIn(tx, p, store.BySSO)
		ok = err == nil
		return err
	})
	if err != nil {
		return Guest{}, false, fmt.Errorf("bot: vouched: %w", err)
	}
	return g, ok, nil
}

// Stays says whether a session that began then is still good: the person is on
// the roster and in office, and has not ended it elsewhere.
func (b *Bot) Stays(ctx context.Context, person string, since time.Time) (g Guest, ok bool, err error) {
	err = b.Store.View(ctx, func(tx store.Tx) error {
		g, ok = Guest{}, false
		p, known, err := store.People.Get(tx, person)
		if err != nil || !known || !p.Active {
			return err
		}
		door, _, err := store.Doors.Get(tx, person)
		if err != nil || since.Before(door.Closed) {
			return err
		}
		account := store.WebAccount(person)
		c, linked, err := store.Contacts.Get(tx, account.String())
		if err != nil || !linked || c.Person != person {
			return err
		}
		g, ok = Guest{Person: p, Account: account, HR: mayBeHR(p, c), Since: since}, true
		return nil
	})
	if err != nil {
		return Guest{}, false, fmt.Errorf("bot: guest: %w", err)
	}
	return g, ok, nil
}

// LeaveAll ends every session of the person that began before now.
func (b *Bot) LeaveAll(ctx context.Context, person string) error {
	err := b.Store.Update(ctx, func(tx store.Tx) error {
		return closeDoor(tx, person, b.Clock.Now().UTC().Truncate(time.Microsecond))
	})
	if err != nil {
		return fmt.Errorf("bot: leave all: %w", err)
	}
	return nil
}

func closeDoor(tx store.Tx, person string, now time.Time) error {
	door, _, err := store.Doors.Get(tx, person)
	if err != nil {
		return err
	}
	door.Person, door.Closed = person, now
	return store.Doors.Put(tx, door)
}

func mayBeHR(p mentoring.Person, c store.Contact) bool {
	return p.Active && p.Has(mentoring.RoleHR) && c.ProvenBy != store.ByEmail
}

// clerk is the person who acts as HR on the web, or [ErrNotHR].
func clerk(tx store.Tx, person string) (mentoring.Person, error) {
	p, ok, err := store.People.Get(tx, person)
	if err != nil {
		return p, err
	}
	c, linked, err := store.Contacts.Get(tx, store.WebAccount(person).String())
	if err != nil {
		return p, err
	}
	if !ok || !linked || !mayBeHR(p, c) {
		return p, ErrNotHR
	}
	return p, nil
}

// ClerkPreview is [Bot.PreviewRoster] for HR on the web; that they looked is in
// the audit log. Anybody else gets [ErrNotHR].
func (b *Bot) ClerkPreview(ctx context.Context, actor string, file []byte, platforms []string) (pv RosterPreview, err error) {
	err = b.Store.Update(ctx, func(tx store.Tx) error {
		if _, err := clerk(tx, actor); err != nil {
			return err
		}
		return store.Audits.Put(tx, store.Audit{ID: b.NewID(), At: b.Clock.Now(), Actor: actor, Verb: "read-roster", What: "people"})
	})
	if err != nil {
		return pv, fmt.Errorf("bot: clerk preview: %w", err)
	}
	return b.PreviewRoster(ctx, file, platforms)
}

// ClerkImport is [Bot.ImportRoster] for HR on the web. Anybody else gets
// [ErrNotHR].
func (b *Bot) ClerkImport(ctx context.Context, actor string, file []byte, platforms []string) (RosterPreview, error) {
	err := b.Store.View(ctx, func(tx store.Tx) error {
		_, err := clerk(tx, actor)
		return err
	})
	if err != nil {
		return RosterPreview{}, fmt.Errorf("bot: clerk import: %w", err)
	}
	return b.ImportRoster(ctx, actor, file, platforms)
}

// ClerkForm is [Bot.SetTemplate] for HR on the web. Anybody else gets
// [ErrNotHR].
func (b *Bot) ClerkForm(ctx context.Context, actor, form string, file []byte) ([]TemplateProblem, error) {
	err := b.Store.View(ctx, func(tx store.Tx) error {
		_, err := clerk(tx, actor)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("bot: clerk form: %w", err)
	}
	return b.SetTemplate(ctx, actor, form, file)
}

// haveShared reports whether the two have a pair together that goes on or went on:
// whoever has a part in it is nobody's clerk there.
func haveShared(tx store.Tx, a, b string) (bool, error) {
	pairs, err := store.PairsOf(tx, a)
	return slices.ContainsFunc(pairs, func(p mentoring.Pair) bool { return p.PartOf(b) != "" }), err
}
