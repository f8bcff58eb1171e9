package bot

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Slips: codes on paper, for people to whom the bot cannot write in any chat.
// HR prints them; each is good once. Whoever could be written to gets none,
// because a slip lets its bearer in as the person: that it was used is said on
// the web, who printed it for whom stands in the audit log, and nobody prints
// one for somebody they share a pair with.

const kindSlipUsed = "slip-used"

// A slip is 16 letters of Crockford's base 32: 80 bits, which nobody guesses
// however long it lies in a drawer.
const (
	slipLetters  = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	slipLength   = 16
	slipGroup    = 4
	slipsAtOnce  = 200
	slipsByGuest = 500 // people listed
)

// Errors of [Bot.PrintSlips].
var (
	ErrNoSlip  = errors.New("bot: no slip for this person")
	ErrTooMany = errors.New("bot: too many at once")
)

// Printed is a slip as it is shown, once.
type Printed struct {
	Person  mentoring.Person
	Code    string // in groups of four
	Expires time.Time
}

// Unreached is somebody to whom the bot cannot write in a chat.
type Unreached struct {
	Person  mentoring.Person
	Slip    time.Time // the end of the slip they have, zero for none
	Visited time.Time // when they were last on the web, zero for never
}

// Unreached lists people in office without an account in a chat, by section,
// for HR on the web: those whose number, name or section holds the words. more
// says that there are others.
func (b *Bot) Unreached(ctx context.Context, actor, words string) (list []Unreached, more bool, err error) {
	err = b.Store.View(ctx, func(tx store.Tx) error {
		list = nil
		if _, err := clerk(tx, actor); err != nil {
			return err
		}
		for p, err := range store.People.Each(tx, store.Span{}) {
			if err != nil {
				return err
			}
			if !p.Active || !strings.Contains(p.ID+" "+p.Name+" "+p.Kana+" "+p.Department+" "+p.Section, strings.TrimSpace(words)) {
				continue
			}
			u, ok, err := b.unreached(tx, actor, p)
			if err != nil {
				return err
			}
			if ok {
				list = append(list, u)
			}
		}
		return nil
	})
	if err != nil {
		return nil, false, fmt.Errorf("bot: unreached: %w", err)
	}
	err = b.Store.Update(ctx, func(tx store.Tx) error {
		return store.Audits.Put(tx, store.Audit{ID: b.NewID(), At: b.Clock.Now(), Actor: actor, Verb: "read-unreached", What: "people"})
	})
	if err != nil {
		return nil, false, fmt.Errorf("bot: unreached: %w", err)
	}
	slices.SortStableFunc(list, func(a, b Unreached) int {
		return strings.Compare(a.Person.Department+a.Person.Section, b.Person.Department+b.Person.Section)
	})
	if more = len(list) > slipsByGuest; more {
		list = list[:slipsByGuest]
	}
	return list, more, nil
}

// unreached is how somebody stands who may get a slip from the actor; ok is
// false for anybody else.
func (b *Bot) unreached(tx store.Tx, actor string, p mentoring.Person) (u Unreached, ok bool, err error) {
	u.Person = p
	_, chats, err := store.ChatOf(tx, p.ID)
	if err != nil || chats || !p.Active {
		return u, false, err
	}
	if ours, err := haveShared(tx, actor, p.ID); err != nil || ours {
		return u, false, err
	}
	slips, err := store.SlipsOf(tx, p.ID)
	if err != nil {
		return u, false, err
	}
	for _, s := range slips {
		if b.Clock.Now().Before(s.Expires) && s.Expires.After(u.Slip) {
			u.Slip = s.Expires
		}
	}
	c, _, err := store.Contacts.Get(tx, store.WebAccount(p.ID).String())
	u.Visited = c.SeenAt
	return u, true, err
}

// PrintSlips makes a slip for each of the people, good until then, and takes
// their old ones back. Only the hashes are kept. Its error wraps [ErrNotHR],
// [ErrTooMany] or [ErrNoSlip], and nothing was made.
func (b *Bot) PrintSlips(ctx context.Context, actor string, people []string, until time.Time) (out []Printed, err error) {
	err = b.Store.Update(ctx, func(tx store.Tx) error {
		out = nil
		if _, err := clerk(tx, actor); err != nil {
			return err
		}
		if len(people) == 0 || len(people) > slipsAtOnce {
			return ErrTooMany
		}
		for _, id := range people {
			p, _, err := store.People.Get(tx, id)
			if err != nil {
				return err
			}
			if _, ok, err := b.unreached(tx, actor, p); err != nil || !ok {
				return errors.Join(err, ErrNoSlip)
			}
			made, err := b.newSlip(tx, actor, p, until)
			if err != nil {
				return err
			}
			out = append(out, made)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("bot: print slips: %w", err)
	}
	return out, nil
}

// OperatorSlip makes a slip for somebody of HR whom the operator has named:
// the first one has nobody else to print it.
func (b *Bot) OperatorSlip(ctx context.Context, person string, until time.Time) (made Printed, err error) {
	err = b.Store.Update(ctx, func(tx store.Tx) error {
		p, ok, err := store.People.Get(tx, person)
		if err != nil {
			return err
		}
		if !ok || !p.Active || !p.Has(mentoring.RoleHR) {
			return ErrNotHR
		}
		made, err = b.newSlip(tx, byOperator, p, until)
		return err
	})
	if err != nil {
		return Printed{}, fmt.Errorf("bot: operator slip: %w", err)
	}
	return made, nil
}

func (b *Bot) newSlip(tx store.Tx, by string, p mentoring.Person, until time.Time) (Printed, error) {
	now := b.Clock.Now()
	if _, err := dropSlips(tx, p.ID); err != nil {
		return Printed{}, err
	}
	code := slipCode()
	slip := store.Slip{Hash: hex.EncodeToString(hashed(p.ID, code)), Person: p.ID, By: by, At: now, Expires: until}
	if err := store.Slips.Put(tx, slip); err != nil {
		return Printed{}, err
	}
	err := store.Audits.Put(tx, store.Audit{ID: b.NewID(), At: now, Actor: by, Verb: "slip-printed", What: "person/" + p.ID})
	groups := []string{}
	for part := range slices.Chunk([]byte(code), slipGroup) {
		groups = append(groups, string(part))
	}
	return Printed{Person: p, Code: strings.Join(groups, "-"), Expires: until}, err
}

// slipCode is slipLength letters; there are 32, so a byte's lowest five bits
// choose evenly.
func slipCode() string {
	raw := make([]byte, slipLength)
	_, _ = rand.Read(raw) // never fails, says its documentation
	for i, r := range raw {
		raw[i] = slipLetters[int(r)%len(slipLetters)]
	}
	return string(raw)
}

// TakeBackSlips makes the people's slips worthless. Its error wraps
// [ErrNotHR].
func (b *Bot) TakeBackSlips(ctx context.Context, actor string, people []string) error {
	err := b.Store.Update(ctx, func(tx store.Tx) error {
		if _, err := clerk(tx, actor); err != nil {
			return err
		}
		for _, id := range people {
			had, err := dropSlips(tx, id)
			if err != nil {
				return err
			}
			if !had {
				continue
			}
			a := store.Audit{ID: b.NewID(), At: b.Clock.Now(), Actor: actor, Verb: "slip-revoked", What: "person/" + id}
			if err := store.Audits.Put(tx, a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("bot: take back slips: %w", err)
	}
	return nil
}

func dropSlips(tx store.Tx, person string) (had bool, err error) {
	slips, err := store.SlipsOf(tx, person)
	if err != nil {
		return false, err
	}
	for _, s := range slips {
		if err := store.Slips.Delete(tx, s.Hash); err != nil {
			return false, err
		}
	}
	return len(slips) > 0, nil
}

// slipUsedCard says that a slip has let somebody in: if it was not the reader,
// they learn of it here.
func slipUsedCard(s *scene, _ store.Intent) (card, error) {
	body := []chat.Block{chat.Line(s.w.T(catalog.SlipUsed))}
	contact, ok, err := s.contactFacts()
	if ok {
		body = append(body, contact)
	}
	if err != nil {
		return card{}, err
	}
	return say(s.w.T(catalog.SlipUsedTitle), body)
}
