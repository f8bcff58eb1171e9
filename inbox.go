package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tsukiichi/adapters/web"
	"tsukiichi/bot"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// storeInbox keeps the web's chats in the store. A message holds nobody's
// private words; a file might, so files are not kept: the bot makes them again
// for whoever may have them when they are asked for.
type storeInbox struct {
	store *store.Store
	bot   *bot.Bot
}

var (
	_ web.Inbox = (*storeInbox)(nil)
	_ web.Files = (*storeInbox)(nil)
)

// Lines returns the account's last limit lines, oldest first.
func (b *storeInbox) Lines(ctx context.Context, account chat.Account, limit int) ([]web.Line, error) {
	var out []web.Line
	err := b.store.View(ctx, func(tx store.Tx) error {
		out = nil
		span := store.Span{Index: "order", Prefix: store.Under(account.String()), Backwards: true}
		last, _, err := store.ChatLines.List(tx, span, limit)
		for _, l := range slices.Backward(last) {
			out = append(out, line(l))
		}
		return err
	})
	return out, err
}

func line(l store.ChatLine) web.Line {
	out := web.Line{ID: l.ID, At: l.At, Typed: l.Typed}
	if l.Typed.Empty() {
		out.Message = &l.Message
	}
	return out
}

// Post adds a message or changes one in place, once for each id.
func (b *storeInbox) Post(ctx context.Context, account chat.Account, id string, m chat.Message, replace chat.Ref, at time.Time) (chat.Ref, error) {
	ref, m := chat.Ref(id), withoutFiles(m)
	err := b.store.Update(ctx, func(tx store.Tx) error {
		origin, err := originOf(tx, id)
		if err != nil {
			return err
		}
		if replace == "" {
			_, err := store.ChatLines.Insert(tx, store.ChatLine{
				ID: id, Account: account.String(), At: at, Order: newID(), Message: m, Origin: origin,
			})
			return err
		}
		l, ok, err := store.ChatLines.Get(tx, store.Join(account.String(), string(replace)))
		if err != nil {
			return err
		}
		if !ok || !l.Typed.Empty() {
			return fmt.Errorf("inbox: %w", chat.ErrGone)
		}
		if slices.Contains(l.Edits, id) {
			return nil
		}
		l.Message, l.Edits = m, append(l.Edits, id)
		if origin != (store.Origin{}) {
			l.Origin = origin
		}
		return store.ChatLines.Put(tx, l)
	})
	if replace != "" {
		ref = replace
	}
	return ref, err
}

// withoutFiles is the message with the names of its files alone.
func withoutFiles(m chat.Message) chat.Message {
	m.Body = slices.Clone(m.Body)
	for i, block := range m.Body {
		if f, ok := block.(chat.File); ok {
			f.Data = nil
			m.Body[i] = f
		}
	}
	return m
}

// originOf is the intent that became the message, nothing for a card's new
// look.
func originOf(tx store.Tx, delivery string) (store.Origin, error) {
	d, _, err := store.Outbox.Get(tx, delivery)
	return store.Origin{To: d.To, Kind: d.Kind, Subject: d.Subject, Arg: d.Arg}, err
}

// File makes the n-th block of a line again.
func (b *storeInbox) File(ctx context.Context, account chat.Account, line string, n int) (f chat.File, ok bool, err error) {
	var l store.ChatLine
	err = b.store.View(ctx, func(tx store.Tx) (err error) {
		l, ok, err = store.ChatLines.Get(tx, store.Join(account.String(), line))
		return err
	})
	if err != nil || !ok || l.Origin.Kind == "" {
		return f, false, err
	}
	m, ok, err := b.bot.Again(ctx, l.Origin)
	if err != nil || !ok || n >= len(m.Body) {
		return f, false, err
	}
	f, ok = m.Body[n].(chat.File)
	return f, ok, nil
}

// Typed adds what the person said; it belongs to whom the account is linked
// to.
func (b *storeInbox) Typed(ctx context.Context, account chat.Account, id string, text private.Text, at time.Time) error {
	return b.store.Update(ctx, func(tx store.Tx) error {
		c, _, err := store.Contacts.Get(tx, account.String())
		if err != nil {
			return err
		}
		text := text
		if c.Person != "" {
			text = text.OwnedBy(c.Person)
		}
		_, err = store.ChatLines.Insert(tx, store.ChatLine{ID: id, Account: account.String(), At: at, Order: newID(), Typed: text})
		return err
	})
}
