package storetest

import (
	"errors"
	"testing"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

func testClaim(t *testing.T, open Open) {
	t.Run("nothing waits", func(t *testing.T) {
		e := newEnv(t, open)
		_, next := e.wantClaim(noon)
		wantTime(t, "next", next, time.Time{})
	})
	t.Run("in the order of time, then of ids", func(t *testing.T) {
		e := newEnv(t, open)
		e.meet("north", "a", "b", "c", "d")
		early, late := intent("9", "a"), intent("0", "d")
		early.NotBefore = noon.Add(-time.Hour) // past: it is ready when it comes
		late.NotBefore = noon.Add(time.Hour)
		e.enqueue(late, intent("2", "c"), intent("1", "b"), early)
		_, next := e.wantClaim(noon, "1", "2", "9")
		wantTime(t, "next", next, noon.Add(time.Minute)) // the leases end before the late one
		e.wantClaim(noon.Add(time.Hour-time.Microsecond), "1", "2", "9")
		e.wantClaim(noon.Add(time.Hour), "0")
	})
	t.Run("no more than the limit", func(t *testing.T) {
		e := newEnv(t, open)
		e.meet("north", "a", "b", "c")
		e.enqueue(intent("1", "a"), intent("2", "b"), intent("3", "c"))
		granted, _, err := e.s.Claim(t.Context(), lane, noon, time.Minute, 2)
		if err != nil || len(granted) != 2 {
			t.Fatalf("got %d, error %v, want 2", len(granted), err)
		}
		e.wantClaim(noon, "3")
	})
	t.Run("one for each recipient at a time", func(t *testing.T) {
		e := newEnv(t, open)
		e.meet("north", "a", "b")
		e.enqueue(intent("1", "a"), intent("2", "a"), intent("3", "b"))
		granted, _ := e.wantClaim(noon, "1", "3")
		_, next := e.wantClaim(noon)
		wantTime(t, "next", next, noon.Add(time.Minute))
		e.sent(granted[0], noon)
		e.wantClaim(noon, "2")
	})
	t.Run("one of very many goes behind all others", func(t *testing.T) {
		e := newEnv(t, open)
		e.meet("north", "a", "b", "c", "d")
		old, older := intent("1", "a"), intent("2", "b")
		old.Bulk, older.Bulk = true, true
		later := intent("4", "d")
		later.NotBefore = noon.Add(time.Second)
		e.enqueue(old, older, intent("3", "c"), later)
		granted, _, err := e.s.Claim(t.Context(), lane, noon, time.Minute, 2)
		if err != nil || len(granted) != 2 || granted[0].ID != "3" || granted[1].ID != "1" {
			t.Fatalf("got %v, error %v", granted, err)
		}
		granted, _, err = e.s.Claim(t.Context(), lane, noon.Add(time.Second), time.Minute, 1)
		if err != nil || len(granted) != 1 || granted[0].ID != "4" {
			t.Fatalf("got %v, error %v", granted, err)
		}
		e.wantClaim(noon.Add(time.Second), "2")
	})
	t.Run("a lane of very many alone is found", func(t *testing.T) {
		e := newEnv(t, open)
		e.meet("north", "a")
		one := intent("1", "a")
		one.Bulk = true
		e.enqueue(one)
		e.update(func(tx store.Tx) error {
			lanes, err := store.ReadyLanes(tx)
			want(t, "lanes", len(lanes), 1)
			return err
		})
		_, next, err := e.s.Claim(t.Context(), lane, noon.Add(-time.Hour), time.Minute, 1)
		if err != nil {
			t.Fatal(err)
		}
		wantTime(t, "next", next, noon)
		e.wantClaim(noon, "1")
	})
	t.Run("an expired one is closed", func(t *testing.T) {
		e := newEnv(t, open)
		e.meet("north", "a")
		gone, good := intent("1", "a"), intent("2", "a")
		gone.Expires, good.Expires = noon, noon.Add(time.Microsecond)
		e.enqueue(gone, good)
		e.wantClaim(noon, "2")
		want(t, "state", e.outbox("1").State, store.Expired)
	})
	t.Run("an expired one that held the line lets go", func(t *testing.T) {
		e := newEnv(t, open)
		e.meet("north", "a")
		first := intent("1", "a")
		first.Expires = noon.Add(time.Hour)
		e.enqueue(first, intent("2", "a"))
		granted, _ := e.wantClaim(noon, "1")
		e.update(func(tx store.Tx) error {
			return store.TryAgain(tx, granted[0], noon, noon.Add(time.Minute), "timeout")
		})
		later := noon.Add(time.Hour)
		granted, next := e.claim(lane, later)
		if len(granted) == 0 {
			wantTime(t, "next", next, later)
			granted, _ = e.claim(lane, later)
		}
		if len(granted) != 1 || granted[0].ID != "2" {
			t.Fatalf("got %v, want the one behind it", granted)
		}
		want(t, "state", e.outbox("1").State, store.Expired)
	})
	t.Run("the lanes are apart", func(t *testing.T) {
		e := newEnv(t, open)
		e.meet("north", "a")
		e.meet("northb", "b") // a lane whose name begins like the other's
		e.enqueue(intent("1", "a"), intent("2", "b"))
		e.wantClaim(noon, "1")
		granted, _ := e.claim("northb/T1", noon)
		want(t, "granted", len(granted), 1)
	})
}

func testFinish(t *testing.T, open Open) {
	claimed := func(t *testing.T) (env, store.Delivery) {
		e := newEnv(t, open)
		e.meet("north", "a")
		e.enqueue(intent("1", "a"), intent("2", "a"))
		granted, _ := e.wantClaim(noon, "1")
		return e, granted[0]
	}
	t.Run("sent keeps the reference", func(t *testing.T) {
		e, d := claimed(t)
		e.sent(d, noon)
		got := e.outbox("1")
		want(t, "state", got.State, store.Sent)
		want(t, "account", got.Account, account("north", "a"))
		ref, ok := get(e, store.Refs, store.Join("a", "nudge", "pair/1"))
		want(t, "found", ok, true)
		want(t, "ref", ref.Ref, chat.Ref("ref/1"))
	})
	t.Run("the last reference counts", func(t *testing.T) {
		e, d := claimed(t)
		e.sent(d, noon)
		again := intent("3", "a")
		again.Subject = "pair/1"
		e.enqueue(again)
		granted, _ := e.wantClaim(noon, "2")
		e.sent(granted[0], noon)
		granted, _ = e.wantClaim(noon, "3")
		e.sent(granted[0], noon)
		ref, _ := get(e, store.Refs, store.Join("a", "nudge", "pair/1"))
		want(t, "ref", ref.Ref, chat.Ref("ref/3"))
	})
	t.Run("drop and bury", func(t *testing.T) {
		for state, finish := range map[store.State]func(store.Tx, store.Delivery, string, time.Time) error{store.Dropped: store.Drop, store.Dead: store.Bury} {
			e, d := claimed(t)
			e.update(func(tx store.Tx) error { return finish(tx, d, "met-already", noon) })
			got := e.outbox("1")
			want(t, "state", got.State, state)
			want(t, "reason", got.Reason, "met-already")
			failed, _ := list(e, store.Outbox, store.Span{Index: "failed"}, 9)
			want(t, "failed", len(failed) == 1, state == store.Dead)
			e.wantClaim(noon, "2")
		}
	})
	t.Run("try again keeps the order", func(t *testing.T) {
		e, d := claimed(t)
		at := noon.Add(5 * time.Minute)
		e.update(func(tx store.Tx) error { return store.TryAgain(tx, d, noon, at, "timeout") })
		_, next := e.wantClaim(noon)
		wantTime(t, "next", next, at)
		e.wantClaim(at.Add(-time.Microsecond))
		granted, _ := e.wantClaim(at, "1")
		want(t, "attempts", granted[0].Attempts, 1)
		e.sent(granted[0], at)
		e.wantClaim(at, "2")
	})
	t.Run("failing for long lets the others go", func(t *testing.T) {
		e, d := claimed(t)
		at := noon.Add(store.HoldFor)
		e.update(func(tx store.Tx) error { return store.TryAgain(tx, d, noon, at, "send") })
		granted, _ := e.wantClaim(at, "1")
		again := at.Add(time.Minute)
		e.update(func(tx store.Tx) error { return store.TryAgain(tx, granted[0], at, again, "send") })
		granted, _ = e.wantClaim(at, "2")
		e.sent(granted[0], at)
		granted, _ = e.wantClaim(again, "1")
		want(t, "attempts", granted[0].Attempts, 2)
	})
	t.Run("set aside lets the others go and counts", func(t *testing.T) {
		e, d := claimed(t)
		at := noon.Add(time.Minute)
		e.update(func(tx store.Tx) error { return store.SetAside(tx, d, at, "compose") })
		granted, _ := e.wantClaim(noon, "2")
		e.sent(granted[0], noon)
		granted, _ = e.wantClaim(at, "1")
		want(t, "attempts", granted[0].Attempts, 1)
		want(t, "reason", granted[0].Reason, "compose")
	})
	t.Run("release keeps the order and counts nothing", func(t *testing.T) {
		e, d := claimed(t)
		at := noon.Add(5 * time.Minute)
		e.update(func(tx store.Tx) error { return store.Release(tx, d, at, "paused") })
		e.wantClaim(noon)
		granted, _ := e.wantClaim(at, "1")
		want(t, "attempts", granted[0].Attempts, 0)
		want(t, "grants", granted[0].Grants, 2)
	})
	t.Run("put off lets the others go", func(t *testing.T) {
		e, d := claimed(t)
		at := noon.Add(time.Hour)
		e.update(func(tx store.Tx) error { return store.PutOff(tx, d, at, "unknown") })
		granted, next := e.wantClaim(noon, "2")
		wantTime(t, "next", next, noon.Add(time.Minute))
		e.sent(granted[0], noon)
		_, next = e.wantClaim(noon)
		wantTime(t, "next", next, at)
		e.wantClaim(at, "1")
	})
}

func testLease(t *testing.T, open Open) {
	e := newEnv(t, open)
	e.meet("north", "a")
	e.enqueue(intent("1", "a"), intent("2", "a"))
	granted, _ := e.wantClaim(noon, "1")
	old := granted[0]
	end := noon.Add(time.Minute)
	e.wantClaim(end.Add(-time.Microsecond))
	granted, _ = e.wantClaim(end, "1")
	if granted[0].Token == old.Token || granted[0].Token == "" {
		t.Errorf("token %q after %q", granted[0].Token, old.Token)
	}
	finishes := map[string]func(store.Tx) error{
		"sent":      func(tx store.Tx) error { return store.SentTo(tx, old, account("north", "a"), "r", end) },
		"drop":      func(tx store.Tx) error { return store.Drop(tx, old, "x", end) },
		"bury":      func(tx store.Tx) error { return store.Bury(tx, old, "x", end) },
		"block":     func(tx store.Tx) error { return store.Block(tx, old, end) },
		"try again": func(tx store.Tx) error { return store.TryAgain(tx, old, end, end, "x") },
		"set aside": func(tx store.Tx) error { return store.SetAside(tx, old, end, "x") },
		"release":   func(tx store.Tx) error { return store.Release(tx, old, end, "x") },
		"put off":   func(tx store.Tx) error { return store.PutOff(tx, old, end, "x") },
	}
	for name, finish := range finishes {
		t.Run(name, func(t *testing.T) {
			// No error comes out of the transaction: even so nothing changes.
			env{t, e.s}.update(func(tx store.Tx) error {
				if err := finish(tx); !errors.Is(err, store.ErrLeaseLost) {
					t.Errorf("got %v, want ErrLeaseLost", err)
				}
				return nil
			})
			got := env{t, e.s}.outbox("1")
			want(t, "state", got.State, store.Leased)
			want(t, "token", got.Token, granted[0].Token)
		})
	}
	e.sent(granted[0], end)
	t.Run("twice", func(t *testing.T) {
		err := e.s.Update(t.Context(), func(tx store.Tx) error {
			return store.SentTo(tx, granted[0], account("north", "a"), "r", end)
		})
		if !errors.Is(err, store.ErrLeaseLost) {
			t.Errorf("got %v, want ErrLeaseLost", err)
		}
	})
	e.wantClaim(end, "2")
}
