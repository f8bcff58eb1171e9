package storetest

import (
	"testing"
	"time"

	"tsukiichi/bot/private"
	"tsukiichi/store"
)

func testChatLines(t *testing.T, open Open) {
	e := newEnv(t, open)
	old := noon.Add(-store.ChatLineKeep)
	e.update(func(tx store.Tx) error {
		for id, at := range map[string]time.Time{"now": noon, "kept": old, "old": old.Add(-time.Second), "older": old.Add(-time.Hour)} {
			l := store.ChatLine{ID: id, Account: "web/T/" + id, At: at, Order: id, Typed: private.New("p", "こわい")}
			if err := store.ChatLines.Put(tx, l); err != nil {
				return err
			}
		}
		return nil
	})
	prune := func(limit int) (n int) {
		e.update(func(tx store.Tx) (err error) {
			n, err = store.PruneChatLines(tx, noon, limit)
			return err
		})
		return n
	}
	want(t, "limited", prune(1), 1)
	want(t, "the rest", prune(9), 1)
	want(t, "nothing left", prune(9), 0)
	left, _ := list(e, store.ChatLines, store.Span{}, 9)
	want(t, "left", len(left), 2)
}
