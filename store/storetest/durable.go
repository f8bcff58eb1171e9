package storetest

import (
	"fmt"
	"testing"
	"time"

	"tsukiichi/store"
)

// Durable runs what must hold when an engine is closed and opened again. place
// makes a new, empty place and returns a function that opens it, which may be
// called again once the engine it returned is closed.
func Durable(t *testing.T, place func(t *testing.T) (open Open)) {
	t.Helper()
	t.Parallel()
	t.Run("records, indexes and secrets", func(t *testing.T) {
		t.Parallel()
		open := place(t)
		seal := &Seal{}
		e := reopened(t, open, seal)
		for i := range 10 {
			e.put(item{ID: fmt.Sprintf("%02d", i), Group: fmt.Sprint(i % 2)})
		}
		vision := store.Vision{ID: "v", Pair: "p", Words: secret("a", 1)}
		e.update(func(tx store.Tx) error { return store.Visions.Put(tx, vision) })
		e.close()
		e = reopened(t, open, seal)
		e.wantItems(store.Span{Index: "group", Prefix: store.Under("1")}, "01", "03", "05", "07", "09")
		got, _ := get(e, store.Visions, "v")
		want(t, "words", got.Words, vision.Words)
	})
	t.Run("leases, flights and pace", func(t *testing.T) {
		t.Parallel()
		open := place(t)
		e := reopened(t, open, nil)
		e.meet("north", "a")
		e.enqueue(intent("1", "a"), intent("2", "a"))
		e.pace(time.Hour, 1)
		granted, _ := e.wantClaim(noon, "1")
		e.close()
		e = reopened(t, open, nil)
		e.wantClaim(noon)
		e.sent(granted[0], noon)
		_, next := e.wantClaim(noon)
		wantTime(t, "next", next, noon.Add(time.Hour))
		e.close()
		e = reopened(t, open, nil)
		e.wantClaim(noon.Add(time.Hour), "2")
	})
}

func reopened(t *testing.T, open Open, seal store.Seal) env {
	t.Helper()
	s, err := store.Open(t.Context(), open(t), seal)
	if err != nil {
		t.Fatalf("open store: %v", err)
	}
	return env{t, s}
}

func (e env) close() {
	e.t.Helper()
	if err := e.s.Close(); err != nil {
		e.t.Fatalf("close: %v", err)
	}
}
