package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/roster"
	"tsukiichi/store"
)

// Roster: who is there. A file is shown as a preview first and imported whole
// or not at all; importing it again changes nothing.

// ErrRoster says that a file has errors and that nothing was imported.
var ErrRoster = errors.New("bot: roster has errors")

// RosterPreview is what a file would change.
type RosterPreview struct {
	roster.Preview
	Problems []roster.Problem // in the order of the file
}

// PreviewRoster reads a file and says what importing it would change. What is
// wrong with it is in Problems, never an error.
func (b *Bot) PreviewRoster(ctx context.Context, file []byte, platforms []string) (RosterPreview, error) {
	var current []mentoring.Person
	err := b.Store.View(ctx, func(tx store.Tx) (err error) {
		current, err = store.People.All(tx, store.Span{})
		return err
	})
	if err != nil {
		return RosterPreview{}, fmt.Errorf("bot: preview roster: %w", err)
	}
	return previewRoster(file, platforms, current), nil
}

func previewRoster(file []byte, platforms []string, current []mentoring.Person) RosterPreview {
	parsed, problems := roster.Parse(bytes.NewReader(file), roster.Options{Platforms: platforms, Known: current})
	out := RosterPreview{Problems: problems}
	if !roster.Blocked(problems) {
		out.Preview = roster.Compare(parsed, current)
	}
	return out
}

// ImportRoster imports a file in one transaction for the actor (a person's id
// or "operator") and returns what it changed. A file with errors imports
// nothing and is [ErrRoster].
func (b *Bot) ImportRoster(ctx context.Context, actor string, file []byte, platforms []string) (RosterPreview, error) {
	var out RosterPreview
	err := b.Store.Update(ctx, func(tx store.Tx) error {
		current, err := store.People.All(tx, store.Span{})
		if err != nil {
			return err
		}
		out = previewRoster(file, platforms, current)
		if roster.Blocked(out.Problems) {
			return ErrRoster
		}
		return b.apply(tx, actor, out.Preview)
	})
	if err != nil && !errors.Is(err, ErrRoster) {
		err = fmt.Errorf("bot: import roster: %w", err)
	}
	return out, err
}

func (b *Bot) apply(tx store.Tx, actor string, pv roster.Preview) error {
	now := b.Clock.Now()
	for _, p := range pv.People() {
		if err := store.People.Put(tx, p); err != nil {
			return err
		}
		if err := b.linkAccounts(tx, p, now); err != nil {
			return err
		}
	}
	for _, c := range pv.Leaving {
		if err := b.endPairs(tx, c.After, now); err != nil {
			return err
		}
	}
	for _, p := range pv.People() {
		if err := b.lookForMentor(tx, p, now); err != nil {
			return err
		}
	}
	if pv.Empty() {
		return nil
	}
	return store.Audits.Put(tx, store.Audit{
		ID: b.NewID(), At: now, Actor: actor, Verb: "roster-import",
		What: fmt.Sprintf("new=%d changed=%d leaving=%d returning=%d", len(pv.New), len(pv.Changed), len(pv.Leaving), len(pv.Returning)),
	})
}

// endPairs ends the pairs of somebody who has left, from today on. A mentee
// who stays behind needs a new mentor.
func (b *Bot) endPairs(tx store.Tx, p mentoring.Person, now time.Time) error {
	pairs, err := store.PairsOf(tx, p.ID)
	if err != nil {
		return err
	}
	for _, pair := range pairs {
		rules, err := b.rules.Get(tx, pair.Programme)
		if err != nil {
			return err
		}
		if ended(pair, rules, now) {
			continue
		}
		pair.Ended = rules.Date(now)
		if err := store.Pairs.Put(tx, pair); err != nil {
			return err
		}
		mentee, err := store.People.Must(tx, pair.Mentee)
		if err != nil {
			return err
		}
		if err := b.lookForMentor(tx, mentee, now); err != nil {
			return err
		}
	}
	return nil
}

// linkAccounts links the accounts that the roster names, and lets go of those
// that it named before in the same place.
func (b *Bot) linkAccounts(tx store.Tx, p mentoring.Person, now time.Time) error {
	if err := b.unlinkOthers(tx, p); err != nil {
		return err
	}
	for _, a := range b.Accounts(p) {
		c, known, err := store.Contacts.Get(tx, a.String())
		if err != nil {
			return err
		}
		if known && c.Person == p.ID && c.ProvenBy != store.ByEmail {
			continue
		}
		c.Account, c.Person, c.ProvenBy, c.LinkedAt = a, p.ID, store.ByRoster, now
		if !known {
			c.SeenAt = now
		}
		if err := store.Contacts.Put(tx, c); err != nil {
			return err
		}
	}
	return store.Reroute(tx, p.ID, now)
}

func (b *Bot) unlinkOthers(tx store.Tx, p mentoring.Person) error {
	lanes, named := map[string]bool{}, map[chat.Account]bool{}
	for _, a := range b.Accounts(p) {
		lanes[a.Lane()], named[a] = true, true
	}
	contacts, err := store.Contacts.All(tx, store.Span{Index: "person", Prefix: store.Under(p.ID)})
	if err != nil {
		return err
	}
	for _, c := range contacts {
		if c.ProvenBy != store.ByRoster || named[c.Account] || !lanes[c.Account.Lane()] {
			continue
		}
		c.Person, c.ProvenBy = "", ""
		if err := store.Contacts.Put(tx, c); err != nil {
			return err
		}
	}
	return nil
}

// lookForMentor has the head of a mentee without a mentor asked for one, from
// the first day of the window on.
func (b *Bot) lookForMentor(tx store.Tx, p mentoring.Person, now time.Time) error {
	prog, ok, err := store.CurrentProgramme(tx, now)
	if err != nil || !ok || !p.Active || !p.Has(mentoring.RoleMentee) {
		return err
	}
	rules, err := b.rules.Get(tx, prog.ID)
	if err != nil {
		return err
	}
	_, paired, err := store.LivePair(tx, prog.ID, p.ID, rules.Date(now))
	if err != nil || paired {
		return err
	}
	opening := rules.Periods()[0].First().At(prog.RingAt, rules.Zone())
	if opening.Before(now) {
		opening = now
	}
	return store.Schedule(tx, store.DueNominee, p.ID, rules.NextWorking(opening))
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
		return store.Audits.Put(tx, store.Audit{ID: b.NewID(), At: now, Actor: "operator", Verb: "grant-hr", What: id})
	})
	if err != nil {
		return fmt.Errorf("bot: add hr: %w", err)
	}
	return nil
}

// RosterProblem is a problem as a sentence in the language.
func (b *Bot) RosterProblem(lang string, p roster.Problem) string {
	w := b.words.In(lang)
	text := w.T(catalog.Key("roster."+string(p.Code)), catalog.A("Column", p.Column), catalog.A("Value", p.Value))
	switch {
	case p.Row == 0:
		return text
	case p.Column == "":
		return w.T(catalog.RosterAtRow, catalog.A("Row", fmt.Sprint(p.Row)), catalog.A("Text", text))
	default:
		return w.T(catalog.RosterAtCell, catalog.A("Row", fmt.Sprint(p.Row)), catalog.A("Column", p.Column), catalog.A("Text", text))
	}
}

// StartProgramme puts a programme into the store, once, and on the agenda.
// It returns false where there already was one with the id.
func (b *Bot) StartProgramme(ctx context.Context, p mentoring.Programme) (fresh bool, err error) {
	if _, err := mentoring.NewRules(p, b.Calendar(p)); err != nil {
		return false, fmt.Errorf("bot: start programme: %w", err)
	}
	err = b.Store.Update(ctx, func(tx store.Tx) error {
		if fresh, err = store.Programmes.Insert(tx, p); err != nil || !fresh {
			return err
		}
		rules, err := b.rules.Get(tx, p.ID)
		if err != nil {
			return err
		}
		first := rules.Periods()[0]
		if err := store.Schedule(tx, store.DueMonth, p.ID, rules.MonthOverAt(first)); err != nil {
			return err
		}
		mentees, err := store.WithRole(tx, mentoring.RoleMentee)
		if err != nil {
			return err
		}
		for _, m := range mentees { // of a roster that came first
			if err := b.lookForMentor(tx, m, b.Clock.Now()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("bot: start programme: %w", err)
	}
	return fresh, nil
}

// Words gives the catalogue's words in the language, for what stands outside
// the conversation: commands and the web adapter's own pages.
func (b *Bot) Words(lang string) catalog.Words { return b.words.In(lang) }

// LanguageOf is the language that the account reads.
func (b *Bot) LanguageOf(ctx context.Context, a chat.Account) (lang string, err error) {
	err = b.Store.View(ctx, func(tx store.Tx) error {
		c, _, err := store.Contacts.Get(tx, a.String())
		if err != nil {
			return err
		}
		var me mentoring.Person
		if c.Person != "" {
			if me, _, err = store.People.Get(tx, c.Person); err != nil {
				return err
			}
		}
		s, err := b.scene(tx, me, c, b.Clock.Now())
		if err == nil {
			lang = s.w.Lang()
		}
		return err
	})
	return lang, err
}
