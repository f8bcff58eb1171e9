package bot_test

import (
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// TestHomeLookedAtOnce: a home that is left open looks anew by itself. The log
// has one entry for that, and another one when HR comes back later.
func TestHomeLookedAtOnce(t *testing.T) {
	t.Parallel()
	w := house(t)
	looks := func() (n int) {
		view(t, w, func(tx store.Tx) error {
			for a, err := range store.Audits.Each(tx, store.Span{}) {
				if err != nil {
					return err
				}
				if a.Actor == hr && strings.HasPrefix(a.Verb, "read-home") {
					n++
				}
			}
			return nil
		})
		return n
	}
	for _, want := range []struct {
		after time.Duration
		looks int
	}{{0, 1}, {time.Minute, 1}, {8 * time.Minute, 1}, {2 * time.Minute, 2}} {
		if err := w.Advance(w.Clock.Now().Add(want.after)); err != nil {
			t.Fatal(err)
		}
		do(t, w, hr, chat.Opened{})
		if got := looks(); got != want.looks {
			t.Errorf("after %s more: %d looks, want %d", want.after, got, want.looks)
		}
	}
}
