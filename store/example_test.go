package store_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/store"
	"tsukiichi/store/bolt"
)

// openExample opens a store in a directory of its own.
func openExample() (s *store.Store, end func()) {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	engine, err := bolt.Open(filepath.Join(dir, "tsukiichi.db"), bolt.Options{})
	if err != nil {
		log.Fatal(err)
	}
	if s, err = store.Open(context.Background(), engine, nil); err != nil {
		log.Fatal(err)
	}
	return s, func() {
		_ = s.Close()
		_ = os.RemoveAll(dir)
	}
}

// A record kind is declared once: its key, and by what else it is found.
func Example_table() {
	type Room struct {
		Name  string `json:"name"`
		Floor string `json:"floor"`
	}
	rooms := store.Table[Room]{
		Name: "rooms",
		Key:  func(r Room) string { return r.Name },
		Indexes: []store.Index[Room]{
			{Name: "floor", Keys: func(r Room) []string { return []string{r.Floor} }},
		},
	}
	s, end := openExample()
	defer end()
	ctx := context.Background()

	err := s.Update(ctx, func(tx store.Tx) error {
		for _, r := range []Room{{"会議室B", "2"}, {"会議室A", "2"}, {"相談室", "3"}} {
			if _, err := rooms.Insert(tx, r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	err = s.View(ctx, func(tx store.Tx) error {
		found, err := rooms.All(tx, store.Span{Index: "floor", Prefix: store.Under("2")})
		for _, r := range found {
			fmt.Println(r.Name)
		}
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// 会議室A
	// 会議室B
}

// What is to be said is put into the outbox with the change that entails it,
// and claimed by whoever sends.
func Example_outbox() {
	s, end := openExample()
	defer end()
	ctx, now := context.Background(), time.Date(2026, time.July, 15, 6, 30, 0, 0, time.UTC)
	hana := chat.Account{Platform: "slack", Tenant: "T1", ID: "U1"}

	err := s.Update(ctx, func(tx store.Tx) error {
		if err := store.Contacts.Put(tx, store.Contact{Account: hana, Person: "1001", SeenAt: now}); err != nil {
			return err
		}
		for range 2 { // the second is nothing: the key was there
			fresh, err := store.Enqueue(tx, store.Intent{
				Key: "check-in/m1/1001", ID: "01", Kind: store.KindCheckIn, Subject: "meeting/m1", To: "1001",
			}, now)
			if err != nil {
				return err
			}
			fmt.Println("fresh:", fresh)
		}
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	granted, _, err := s.Claim(ctx, hana.Lane(), now, time.Minute, 10)
	if err != nil {
		log.Fatal(err)
	}
	for _, d := range granted {
		fmt.Println("send", d.Kind, "to", d.To)
		err := s.Update(ctx, func(tx store.Tx) error { return store.SentTo(tx, d, hana, "1752561000.0001", now) })
		if err != nil {
			log.Fatal(err)
		}
	}
	// Output:
	// fresh: true
	// fresh: false
	// send check-in to 1001
}
