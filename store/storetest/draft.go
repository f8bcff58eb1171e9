package storetest

import (
	"testing"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

func testDrafts(t *testing.T, open Open) {
	e := newEnv(t, open)
	old := noon.Add(-store.DraftKeep)
	e.update(func(tx store.Tx) error {
		for form, at := range map[string]time.Time{"now": noon, "kept": old, "old": old.Add(-time.Second), "older": old.Add(-time.Hour)} {
			d := store.Draft{Person: "a", Form: form, At: at, Values: chat.Set("line", "こわい").OwnedBy("a")}
			if err := store.Drafts.Put(tx, d); err != nil {
				return err
			}
		}
		return store.Drafts.Put(tx, store.Draft{Person: "a", Form: "older", Arg: "taken up again", At: noon})
	})
	prune := func(limit int) (n int) {
		e.update(func(tx store.Tx) (err error) {
			n, err = store.PruneDrafts(tx, noon, limit)
			return err
		})
		return n
	}
	want(t, "limited", prune(1), 1)
	want(t, "the rest", prune(9), 1)
	want(t, "nothing left", prune(9), 0)
	left, _ := list(e, store.Drafts, store.Span{}, 9)
	want(t, "left", len(left), 3)
}
