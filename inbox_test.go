package main

import (
	"testing"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// TestTypedLineIsOwned checks that what somebody types in the web's chat is
// theirs in the store, and nobody's where nobody is known.
func TestTypedLineIsOwned(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, time.July, 15, 9, 0, 0, 0, time.UTC)
	h, err := openHouse(t.Context(), houseOptions{
		Path: t.TempDir() + "/t.db", NoSync: true, Clock: clock.NewManual(at), Log: zerolog.Nop(),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	known, stranger := chat.Account{Platform: "web", Tenant: "T", ID: "a"}, chat.Account{Platform: "web", Tenant: "T", ID: "b"}
	err = h.Store.Update(t.Context(), func(tx store.Tx) error {
		return store.Contacts.Put(tx, store.Contact{Account: known, Person: "p1", SeenAt: at})
	})
	if err != nil {
		t.Fatal(err)
	}
	inbox := &storeInbox{store: h.Store}
	for account, owner := range map[chat.Account]string{known: "p1", stranger: ""} {
		if err := inbox.Typed(t.Context(), account, "1", private.New("", "こわい"), at); err != nil {
			t.Fatal(err)
		}
		for _, id := range []string{"2", "3"} {
			if err := inbox.Typed(t.Context(), account, id, private.New("", "つらい"), at); err != nil {
				t.Fatal(err)
			}
		}
		last, err := inbox.Lines(t.Context(), account, 2)
		if err != nil || len(last) != 2 || last[0].ID != "2" || last[1].ID != "3" {
			t.Errorf("the last lines are %v (%v), want 2 and 3", last, err)
		}
		lines, err := inbox.Lines(t.Context(), account, 9)
		if err != nil || len(lines) != 3 {
			t.Fatalf("%d lines, %v, want 3", len(lines), err)
		}
		if got := lines[0].Typed.Owner(); got != owner {
			t.Errorf("the line belongs to %q, want %q", got, owner)
		}
	}
}
