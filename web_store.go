package main

import (
	"context"
	"time"

	"github.com/alexedwards/scs/v2"

	"tsukiichi/adapters/web"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/store"
)

// storeVisits keeps the web's sessions in the store. One that was ended stays
// as an empty record for a while: a request that was under way meanwhile must
// not bring it back.
type storeVisits struct {
	store *store.Store
	clock clock.Clock
}

var _ scs.CtxStore = (*storeVisits)(nil)

// endedFor is longer than any request takes.
const endedFor = time.Hour

// FindCtx is what stands in the session.
func (s *storeVisits) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = s.store.View(ctx, func(tx store.Tx) error {
		v, ok, err := store.Visits.Get(tx, token)
		data, found = v.Data, ok && len(v.Data) > 0 && s.clock.Now().Before(v.Expires)
		return err
	})
	if !found {
		data = nil
	}
	return data, found, err
}

// CommitCtx keeps a session, unless it was ended.
func (s *storeVisits) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	return s.store.Update(ctx, func(tx store.Tx) error {
		v, ok, err := store.Visits.Get(tx, token)
		if err != nil || ok && len(v.Data) == 0 {
			return err
		}
		return store.Visits.Put(tx, store.Visit{Token: token, Data: data, Expires: expiry.UTC()})
	})
}

// DeleteCtx ends a session.
func (s *storeVisits) DeleteCtx(ctx context.Context, token string) error {
	return s.store.Update(ctx, func(tx store.Tx) error {
		return store.Visits.Put(tx, store.Visit{Token: token, Expires: s.clock.Now().Add(endedFor)})
	})
}

// Find is FindCtx for whoever has no context.
func (s *storeVisits) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx for whoever has no context.
func (s *storeVisits) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx for whoever has no context.
func (s *storeVisits) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// storeDrafts keeps what people fill in on the web and do not send: where the
// core finds it when the form opens again.
type storeDrafts struct {
	store *store.Store
	clock clock.Clock
}

var _ web.Drafts = (*storeDrafts)(nil)

// Keep replaces a draft; empty values take it away.
func (s *storeDrafts) Keep(ctx context.Context, a chat.Account, form, arg string, v chat.Values) error {
	return s.store.Update(ctx, func(tx store.Tx) error {
		c, _, err := store.Contacts.Get(tx, a.String())
		if err != nil || c.Person == "" {
			return err
		}
		if len(v) == 0 {
			return store.Drafts.Delete(tx, store.Join(c.Person, form, arg))
		}
		return store.Drafts.Put(tx, store.Draft{Person: c.Person, Form: form, Arg: arg, Values: v.OwnedBy(c.Person), At: s.clock.Now()})
	})
}

// Held reports whether there is a draft.
func (s *storeDrafts) Held(ctx context.Context, a chat.Account, form, arg string) (held bool, err error) {
	err = s.store.View(ctx, func(tx store.Tx) error {
		c, _, err := store.Contacts.Get(tx, a.String())
		if err != nil || c.Person == "" {
			held = false
			return err
		}
		_, held, err = store.Drafts.Get(tx, store.Join(c.Person, form, arg))
		return err
	})
	return held, err
}
