package scheduler_test

import (
	"fmt"
	"testing"
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// BenchmarkTick shows that a tick costs what is due, not what exists: compare
// ns/due-pair of the two sizes. The million takes a minute or two to set up.
func BenchmarkTick(b *testing.B) {
	for _, n := range []int{1_000, 1_000_000} {
		if n > 1_000 && testing.Short() {
			b.Skip("a million pairs take a while")
		}
		h := newHouse(b)
		h.crowd(n)
		b.Run(fmt.Sprintf("pairs=%d/nothing due", n), func(b *testing.B) {
			now := at(b, "2026-07-10 08:59")
			for b.Loop() {
				if r, err := h.sched.Tick(b.Context(), now); err != nil || r.Looked != 0 {
					b.Fatalf("looked at %d: %v", r.Looked, err)
				}
			}
		})
		b.Run(fmt.Sprintf("pairs=%d/one in a hundred due", n), func(b *testing.B) {
			now := at(b, "2026-07-10 09:00")
			var took time.Duration
			for b.Loop() {
				b.StopTimer()
				h.due(n, now)
				b.StartTimer()
				before := b.Elapsed()
				r, err := h.sched.Tick(b.Context(), now)
				took += b.Elapsed() - before
				if err != nil || r.Looked != n/100 || r.Enqueued != n/100 {
					b.Fatalf("%+v: %v", r, err)
				}
			}
			b.ReportMetric(float64(took.Nanoseconds())/float64(b.N)/float64(n/100), "ns/due-pair")
		})
	}
}

func crowded(i int) string { return fmt.Sprintf("p%08d", i) }

// crowd makes n pairs that are looked at in a week.
func (h *house) crowd(n int) {
	h.t.Helper()
	told, later := at(h.t, "2026-05-01 09:00"), at(h.t, "2026-07-17 09:00")
	const chunk = 5_000
	for from := 0; from < n; from += chunk {
		h.write(func(tx store.Tx) error {
			for i := from; i < min(from+chunk, n); i++ {
				id := crowded(i)
				p := mentoring.Pair{ID: id, Programme: programme, Mentee: "e" + id, Mentor: "r" + id, ToldAt: told}
				if err := store.Pairs.Put(tx, p); err != nil {
					return err
				}
				if err := store.Schedule(tx, store.DuePair, id, later); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// due makes one pair in a hundred due again, as if it had heard nothing.
func (h *house) due(n int, now time.Time) {
	h.t.Helper()
	const chunk = 5_000
	for from := 0; from < n/100; from += chunk {
		h.write(func(tx store.Tx) error {
			for i := from; i < min(from+chunk, n/100); i++ {
				id := crowded(i * 100)
				if err := store.Outbox.Delete(tx, "nudge/"+id+"/2026-07/tenth/r"+id); err != nil {
					return err
				}
				if err := store.Schedule(tx, store.DuePair, id, now); err != nil {
					return err
				}
			}
			return nil
		})
	}
}
