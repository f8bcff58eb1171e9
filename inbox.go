package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tsukiichi/adapters/web"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// storeInbox keeps the web's chats in the store.
type storeInbox struct{ store *store.Store }

var _ web.Inbox = (*storeInbox)(nil)

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
	ref := chat.Ref(id)
	err := b.store.Update(ctx, func(tx store.Tx) error {
		if replace == "" {
			_, err := store.ChatLines.Insert(tx, store.ChatLine{ID: id, Account: account.String(), At: at, Order: newID(), Message: m})
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
		return store.ChatLines.Put(tx, l)
	})
	if replace != "" {
		ref = replace
	}
	return ref, err
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
