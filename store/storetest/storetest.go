// Package storetest is what every engine must do, and what package store must
// do on top of every engine, as one suite.
//
// # Basics
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, func(t *testing.T) store.Engine { … })
//	}
//
// # Caveats
//
//   - The functions given must open something empty each time and close it in
//     t.Cleanup.
//   - An engine passes only with the race detector on: the suite runs many
//     goroutines against it.
package storetest

import (
	"context"
	"testing"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// Open returns a new, empty engine that is closed when the test ends.
type Open func(t *testing.T) store.Engine

// Run runs the suite, its parts in parallel.
func Run(t *testing.T, open Open) {
	t.Helper()
	t.Parallel()
	parts := []struct {
		name string
		run  func(*testing.T, Open)
	}{
		{"table", testTable},
		{"scan", testScan},
		{"model", testModel},
		{"transaction", testTransaction},
		{"concurrent", testConcurrent},
		{"private", testPrivate},
		{"version", testVersion},
		{"enqueue", testEnqueue},
		{"claim", testClaim},
		{"finish", testFinish},
		{"lease", testLease},
		{"pace", testPace},
		{"reach", testReach},
		{"prune", testPrune},
		{"agenda", testAgenda},
		{"answers", testAnswers},
		{"chat lines", testChatLines},
		{"drafts", testDrafts},
	}
	for _, p := range parts {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			p.run(t, open)
		})
	}
}

// noon is when the tests take place.
var noon = time.Date(2026, time.July, 15, 3, 0, 0, 0, time.UTC)

// env is a store under test.
type env struct {
	t *testing.T
	s *store.Store
}

func newEnv(t *testing.T, open Open) env {
	t.Helper()
	s, err := store.Open(t.Context(), open(t), nil)
	if err != nil {
		t.Fatalf("open store: %v", err)
	}
	return env{t: t, s: s}
}

// update fails the test where fn or the commit fails.
func (e env) update(fn func(tx store.Tx) error) {
	e.t.Helper()
	if err := e.s.Update(e.t.Context(), fn); err != nil {
		e.t.Fatalf("update: %v", err)
	}
}

func (e env) view(fn func(tx store.Tx) error) {
	e.t.Helper()
	if err := e.s.View(e.t.Context(), fn); err != nil {
		e.t.Fatalf("view: %v", err)
	}
}

// get reads one record in a View of its own, where looking for it alone must
// say the same.
func get[T any](e env, table store.Table[T], key string) (rec T, ok bool) {
	e.t.Helper()
	e.view(func(tx store.Tx) (err error) {
		if rec, ok, err = table.Get(tx, key); err != nil {
			return err
		}
		has, err := table.Has(tx, key)
		want(e.t, "has "+key, has, ok)
		return err
	})
	return rec, ok
}

// list reads up to limit records of the span in a View of its own.
func list[T any](e env, table store.Table[T], s store.Span, limit int) (recs []T, next string) {
	e.t.Helper()
	e.view(func(tx store.Tx) (err error) {
		recs, next, err = table.List(tx, s, limit)
		return err
	})
	return recs, next
}

func want[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func wantTime(t *testing.T, what string, got, want time.Time) {
	t.Helper()
	if !got.Equal(want) {
		t.Errorf("%s: got %s, want %s", what, got, want)
	}
}

// account is the person's account in a workspace.
func account(platform, person string) chat.Account {
	return chat.Account{Platform: platform, Tenant: "T1", ID: "U-" + person}
}

const lane = "north/T1"

// meet makes the person reachable on the platform.
func (e env) meet(platform string, people ...string) {
	e.t.Helper()
	e.update(func(tx store.Tx) error {
		for _, p := range people {
			c := store.Contact{Account: account(platform, p), Person: p, SeenAt: noon}
			if err := store.Contacts.Put(tx, c); err != nil {
				return err
			}
		}
		return nil
	})
}

// enqueue puts intents into the outbox at noon; the id is the key too.
func (e env) enqueue(ins ...store.Intent) {
	e.t.Helper()
	e.update(func(tx store.Tx) error {
		for _, in := range ins {
			if _, err := store.Enqueue(tx, in, noon); err != nil {
				return err
			}
		}
		return nil
	})
}

func intent(id, to string) store.Intent {
	return store.Intent{Key: "key/" + id, ID: id, Kind: "nudge", Subject: "pair/" + id, To: to}
}

// claim claims up to 100 deliveries of the lane for a minute.
func (e env) claim(lane string, now time.Time) (granted []store.Delivery, next time.Time) {
	e.t.Helper()
	granted, next, err := e.s.Claim(e.t.Context(), lane, now, time.Minute, 100)
	if err != nil {
		e.t.Fatalf("claim: %v", err)
	}
	return granted, next
}

// wantClaim claims and compares the ids granted, in order.
func (e env) wantClaim(now time.Time, ids ...string) (granted []store.Delivery, next time.Time) {
	e.t.Helper()
	granted, next = e.claim(lane, now)
	got := make([]string, 0, len(granted))
	for _, d := range granted {
		got = append(got, d.ID)
	}
	wantStrings(e.t, "granted", got, ids)
	return granted, next
}

func wantStrings(t *testing.T, what string, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: got %q, want %q", what, got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("%s: got %q, want %q", what, got, want)
		}
	}
}

// outbox is the delivery as stored.
func (e env) outbox(id string) store.Delivery {
	e.t.Helper()
	d, ok := get(e, store.Outbox, "key/"+id)
	if !ok {
		e.t.Fatalf("delivery %s is gone", id)
	}
	return d
}

// sent records that the delivery was sent.
func (e env) sent(d store.Delivery, now time.Time) {
	e.t.Helper()
	e.update(func(tx store.Tx) error {
		return store.SentTo(tx, d, account("north", d.To), chat.Ref("ref/"+d.ID), now)
	})
}

func background() context.Context { return context.Background() }
