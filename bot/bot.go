// Package bot is the conversation core: it answers events and composes what
// is sent. It has never heard of a platform.
//
// # Basics
//
// [Bot.Handle] takes one event and gives one answer; all its effects, messages
// included, are one transaction. [Bot.Compose] says what an intent of the
// outbox has become when it is its turn. One flow is one file (plan.go,
// reflect.go, …) with the buttons, the forms and the cards of that flow;
// route.go ties them to their names.
//
// # Caveats
//
//   - A handler may run more than once: it writes through its transaction and
//     its answer, nothing else.
//   - What a person wrote is revealed nowhere in this package except where a
//     typed command or an option is read.
package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Options is what a Bot needs. All but Accounts, AccountID, Ours, Locale and
// WebURL are required.
type Options struct {
	Store    *store.Store
	Clock    clock.Clock
	NewID    func() string // time-ordered and unique
	Calendar func(mentoring.Programme) mentoring.Calendar
	Log      zerolog.Logger
	// Accounts gives the accounts that the roster names for a person.
	Accounts func(mentoring.Person) []chat.Account
	// AccountID writes an id of the roster as its platform writes it; ok is
	// false where it cannot be one. Nil takes every id as it is.
	AccountID func(platform, id string) (own string, ok bool)
	// Ours reports whether an account is in a workspace or organisation of the
	// city's own; nil means that all are.
	Ours func(chat.Account) bool
	// Locale is the language where nobody said anything else; "" is Japanese.
	Locale string
	// WebURL is where people sign in to the web; "" where there is none.
	WebURL string
	// Words is the catalogue, which several bots may share; nil reads it.
	Words *catalog.Catalog
}

// Bot is the conversation core. It is safe for concurrent use.
type Bot struct {
	Options
	words   *catalog.Catalog
	rules   *store.Memo[mentoring.Programme, mentoring.Rules]
	routes  map[string]route
	forms   map[string]form
	cards   map[string]cardFunc
	exports map[string]exporter
	zones   zones
}

var _ chat.Handler = (*Bot)(nil)

// New returns a bot.
func New(o Options) (*Bot, error) {
	if o.Store == nil || o.Clock == nil || o.NewID == nil || o.Calendar == nil {
		return nil, errors.New("bot: store, clock, ids and calendar are required")
	}
	if o.Accounts == nil {
		o.Accounts = func(mentoring.Person) []chat.Account { return nil }
	}
	words := o.Words
	if words == nil {
		var err error
		if words, err = catalog.New(); err != nil {
			return nil, fmt.Errorf("bot: %w", err)
		}
	}
	b := &Bot{Options: o, words: words}
	b.rules = &store.Memo[mentoring.Programme, mentoring.Rules]{
		Table: store.Programmes,
		Make: func(p mentoring.Programme) (mentoring.Rules, error) {
			return mentoring.NewRules(p, o.Calendar(p))
		},
	}
	b.routes, b.forms, b.cards, b.exports = routes(), forms(), cards(), exports()
	return b, nil
}

// Handle answers one event. The answer is final and its effects are on disk
// when it returns. A repeat of an event gets the same answer; a submission
// that was refused leaves no trace, so that it can be corrected and sent
// again. An error means that nothing happened and that the event may be sent
// again.
func (b *Bot) Handle(ctx context.Context, e chat.Event) (chat.Answer, error) {
	if e.ID == "" || e.From.IsZero() || e.What == nil {
		return chat.Answer{}, errors.New("bot: event without id, account or content")
	}
	e.At = e.At.UTC().Truncate(time.Microsecond)
	var answer chat.Answer
	var err error
	known := b.does(e.What)
	if !known {
		var done bool
		if known, answer, done, err = b.read(ctx, e); err != nil {
			return chat.Answer{}, fmt.Errorf("bot: handle %s: %w", b.kindOf(e.What), err)
		}
		if done {
			return answer, nil
		}
	}
	err = b.Store.Update(ctx, func(tx store.Tx) error {
		answer, err = b.write(tx, e)
		return err
	})
	if err != nil {
		return chat.Answer{}, fmt.Errorf("bot: handle %s: %w", b.kindOf(e.What), err)
	}
	if known {
		return answer, nil
	}
	// A stranger's first press opened nothing yet: now that the account is
	// linked, the reading can be done.
	_, opened, done, err := b.read(ctx, e)
	if err != nil {
		return chat.Answer{}, fmt.Errorf("bot: handle %s: %w", b.kindOf(e.What), err)
	}
	if done {
		return opened, nil
	}
	return answer, nil
}

// does reports whether what arrived is the press of a button that opens
// nothing: there is nothing to read before it is done.
func (b *Bot) does(w chat.What) bool {
	press, ok := w.(chat.Pressed)
	if !ok {
		return false
	}
	r, ours := b.routes[press.Action]
	return ours && !r.opens
}

// read does what needs no write: it recognises a repeat, opens forms and
// pages, and refuses a submission that breaks its form's rules. known says
// whether the account was linked already, done whether the answer stands.
func (b *Bot) read(ctx context.Context, e chat.Event) (known bool, answer chat.Answer, done bool, err error) {
	var audits []store.Audit
	var freezes []store.Frozen
	err = b.Store.View(ctx, func(tx store.Tx) error {
		known, answer, done, audits, freezes = false, chat.Answer{}, false, nil, nil
		if done, err = b.repeat(tx, e, &answer); done || err != nil {
			known = true
			return err
		}
		t, fresh, err := b.turnOf(tx, e)
		if err != nil || fresh {
			return err
		}
		known = true
		done, err = t.read()
		answer, audits, freezes = t.answer, t.audits, t.freezes
		return err
	})
	if err == nil && len(freezes) > 0 {
		if err = b.Store.Update(ctx, func(tx store.Tx) error { return freeze(tx, freezes) }); err == nil {
			return b.read(ctx, e)
		}
	}
	if err == nil && len(audits) > 0 {
		err = b.Store.Update(ctx, func(tx store.Tx) error { return writeAudits(tx, audits) })
	}
	return known, answer, done, err
}

func writeAudits(tx store.Tx, audits []store.Audit) error {
	for _, a := range audits {
		if known, err := lookedJustNow(tx, a); err != nil || known {
			if err != nil {
				return err
			}
			continue
		}
		if err := store.Audits.Put(tx, a); err != nil {
			return err
		}
	}
	return nil
}

// write does what changes something, once for each event.
func (b *Bot) write(tx store.Tx, e chat.Event) (chat.Answer, error) {
	var answer chat.Answer
	if again, err := b.repeat(tx, e, &answer); again || err != nil {
		return answer, err
	}
	t, err := b.meet(tx, e)
	if err != nil {
		return answer, err
	}
	if err := t.write(); err != nil {
		return answer, err
	}
	if t.refused {
		return t.answer, nil
	}
	if err := writeAudits(tx, t.audits); err != nil {
		return answer, err
	}
	if t.reads {
		return t.answer, nil // linking an account is no answer yet
	}
	rec := store.Answered{ID: eventID(e), At: e.At, Answer: t.answer}
	_, err = store.Answers.Insert(tx, rec)
	return t.answer, err
}

func (b *Bot) repeat(tx store.Tx, e chat.Event, into *chat.Answer) (bool, error) {
	rec, ok, err := store.Answers.Get(tx, store.AnsweredKey(eventID(e), e.At))
	if ok {
		*into = rec.Answer
	}
	return ok, err
}

// eventID tells the events of several accounts apart.
func eventID(e chat.Event) string { return e.From.String() + "/" + e.ID }

// kindOf names what arrived for an error. An action or a form is named only
// if it is ours: the rest may hold anything.
func (b *Bot) kindOf(w chat.What) string {
	switch w := w.(type) {
	case chat.Said:
		return "said"
	case chat.Pressed:
		if _, ours := b.routes[w.Action]; ours {
			return "press " + w.Action
		}
		return "press"
	case chat.Submitted:
		if _, ours := b.forms[w.Form]; ours {
			return "form " + w.Form
		}
		return "form"
	case chat.Opened:
		return "home"
	case chat.Joined:
		return "joined"
	case chat.Left:
		return "left"
	default:
		return "event"
	}
}
