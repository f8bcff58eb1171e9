package storetest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"tsukiichi/store"
)

// crowd enqueues one intent to each of n people on the platform.
func (e env) crowd(platform string, n int) {
	e.t.Helper()
	var people []string
	var ins []store.Intent
	for i := range n {
		p := fmt.Sprintf("%s-%03d", platform, i)
		people = append(people, p)
		ins = append(ins, intent(p, p))
	}
	e.meet(platform, people...)
	e.enqueue(ins...)
}

func (e env) pace(every time.Duration, burst int) {
	e.t.Helper()
	e.update(func(tx store.Tx) error { return store.SetPace(tx, lane, every, burst) })
}

func testPace(t *testing.T, open Open) {
	t.Run("a burst, then evenly", func(t *testing.T) {
		e := newEnv(t, open)
		e.crowd("north", 20)
		e.pace(time.Second, 3)
		granted, next := e.claim(lane, noon)
		want(t, "burst", len(granted), 3)
		wantTime(t, "next", next, noon.Add(time.Second))
		granted, next = e.claim(lane, noon.Add(time.Second-time.Microsecond))
		want(t, "too early", len(granted), 0)
		wantTime(t, "next", next, noon.Add(time.Second))
		for i := range 3 {
			granted, _ = e.claim(lane, noon.Add(time.Duration(i+1)*time.Second))
			want(t, "one a second", len(granted), 1)
		}
		granted, _ = e.claim(lane, noon.Add(30*time.Second))
		want(t, "rest earns one burst only", len(granted), 3)
	})
	t.Run("no burst", func(t *testing.T) {
		e := newEnv(t, open)
		e.crowd("north", 3)
		e.pace(time.Second, 0)
		granted, _ := e.claim(lane, noon)
		want(t, "granted", len(granted), 1)
	})
	t.Run("a new pace forgets nothing", func(t *testing.T) {
		e := newEnv(t, open)
		e.crowd("north", 9)
		e.pace(time.Minute, 1)
		e.claim(lane, noon)
		e.pace(time.Second, 1)
		granted, next := e.claim(lane, noon.Add(2*time.Second))
		want(t, "granted", len(granted), 0)
		wantTime(t, "next", next, noon.Add(time.Minute))
	})
	t.Run("a paused lane", func(t *testing.T) { testPause(t, open) })
	t.Run("many claimers", func(t *testing.T) { testClaimers(t, open) })
}

func testPause(t *testing.T, open Open) {
	e := newEnv(t, open)
	e.crowd("north", 2)
	e.crowd("south", 2)
	until := noon.Add(time.Minute)
	e.update(func(tx store.Tx) error { return store.PauseLane(tx, lane, until) })
	e.update(func(tx store.Tx) error { return store.PauseLane(tx, lane, noon.Add(time.Second)) }) // never shorter
	granted, next := e.claim(lane, until.Add(-time.Microsecond))
	want(t, "granted while paused", len(granted), 0)
	wantTime(t, "next", next, until)
	granted, _ = e.claim("south/T1", noon)
	want(t, "granted in another lane", len(granted), 2)
	granted, _ = e.claim(lane, until)
	want(t, "granted after", len(granted), 2)
}

// testClaimers lets many claim at the same moments and counts.
func testClaimers(t *testing.T, open Open) {
	e := newEnv(t, open)
	e.crowd("north", 60)
	const burst = 4
	e.pace(time.Second, burst)
	var mu sync.Mutex
	seen := map[string]bool{}
	for half := range 20 {
		now := noon.Add(time.Duration(half) * 500 * time.Millisecond)
		together(4, func(int) {
			granted, _, err := e.s.Claim(t.Context(), lane, now, time.Hour, 10)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Errorf("claim: %v", err)
			}
			for _, d := range granted {
				if seen[d.Key] {
					t.Errorf("%s was granted twice", d.Key)
				}
				seen[d.Key] = true
			}
		})
		want(t, fmt.Sprintf("granted after %d half seconds", half), len(seen), burst+half/2)
	}
}

func testReach(t *testing.T, open Open) {
	reroute := func(e env, c store.Contact, now time.Time) {
		e.update(func(tx store.Tx) error {
			if err := store.Contacts.Put(tx, c); err != nil {
				return err
			}
			return store.Reroute(tx, c.Person, now)
		})
	}
	t.Run("found later", func(t *testing.T) {
		e := newEnv(t, open)
		e.enqueue(intent("2", "a"), intent("1", "a"))
		e.wantClaim(noon)
		later := noon.Add(time.Hour)
		reroute(e, store.Contact{Account: account("north", "a"), Person: "a"}, later)
		granted, _ := e.wantClaim(later, "1")
		e.sent(granted[0], later)
		e.wantClaim(later, "2")
	})
	t.Run("blocked, and back", func(t *testing.T) { testBlock(t, open) })
	t.Run("blocked, but elsewhere too", func(t *testing.T) {
		e := newEnv(t, open)
		e.meet("north", "a")
		e.enqueue(intent("1", "a"), intent("2", "a"))
		granted, _ := e.wantClaim(noon, "1")
		e.meet("south", "a")
		d := granted[0]
		d.Account = account("north", "a")
		e.update(func(tx store.Tx) error { return store.Block(tx, d, noon) })
		e.wantClaim(noon)
		got, _ := e.claim("south/T1", noon)
		if len(got) != 1 || got[0].ID != "1" {
			t.Errorf("got %v, want the blocked one on the other account", got)
		}
	})
	t.Run("left while it was being sent", func(t *testing.T) {
		e := newEnv(t, open)
		e.meet("north", "a")
		e.enqueue(intent("1", "a"), intent("2", "a"))
		granted, _ := e.wantClaim(noon, "1")
		reroute(e, store.Contact{Account: account("north", "a"), Person: "a", Blocked: true}, noon)
		want(t, "the one under way", e.outbox("1").State, store.Leased)
		want(t, "the one behind", e.outbox("2").State, store.Blocked)
		e.sent(granted[0], noon)
		e.wantClaim(noon.Add(time.Hour))
	})
	t.Run("never reached", func(t *testing.T) { testUnreached(t, open) })
}

func testBlock(t *testing.T, open Open) {
	e := newEnv(t, open)
	e.meet("north", "a")
	e.enqueue(intent("1", "a"), intent("2", "a"))
	granted, _ := e.wantClaim(noon, "1")
	d := granted[0]
	d.Account = account("north", "a")
	e.update(func(tx store.Tx) error { return store.Block(tx, d, noon) })
	c, _ := get(e, store.Contacts, d.Account.String())
	want(t, "contact blocked", c.Blocked, true)
	e.enqueue(intent("3", "a"))
	for _, id := range []string{"1", "2", "3"} {
		want(t, "state of "+id, e.outbox(id).State, store.Blocked)
	}
	failed, _ := list(e, store.Outbox, store.Span{Index: "failed"}, 9)
	want(t, "failed", len(failed), 3)
	_, next := e.wantClaim(noon.Add(time.Hour))
	wantTime(t, "next", next, time.Time{})
	back := noon.Add(2 * time.Hour)
	e.update(func(tx store.Tx) error {
		c.Blocked = false
		if err := store.Contacts.Put(tx, c); err != nil {
			return err
		}
		return store.Reroute(tx, "a", back)
	})
	for _, id := range []string{"1", "2", "3"} {
		granted, _ := e.wantClaim(back, id)
		want(t, "reason", granted[0].Reason, "")
		e.sent(granted[0], back)
	}
}

func testUnreached(t *testing.T, open Open) {
	e := newEnv(t, open)
	e.meet("north", "b", "c")
	var ins []store.Intent
	for _, to := range []string{"a", "b", "c", "d"} {
		in := intent(to, to)
		in.Expires = noon.Add(time.Hour)
		ins = append(ins, in)
	}
	ins[3].Expires = time.Time{} // waits for ever
	e.enqueue(ins...)
	granted, _ := e.wantClaim(noon, "b", "c")
	granted[1].Account = account("north", "c")
	e.update(func(tx store.Tx) error { return store.Block(tx, granted[1], noon) })
	expire := func(now time.Time) (n int) {
		e.update(func(tx store.Tx) (err error) {
			n, err = store.ExpireUnreached(tx, now, 10)
			return err
		})
		return n
	}
	end := noon.Add(time.Hour)
	want(t, "before the end", expire(end.Add(-time.Microsecond)), 0)
	want(t, "at the end", expire(end), 2)
	want(t, "again", expire(end), 0)
	for id, state := range map[string]store.State{"a": store.Expired, "b": store.Leased, "c": store.Expired, "d": store.Waiting} {
		want(t, "state of "+id, e.outbox(id).State, state)
	}
	want(t, "reason", e.outbox("a").Reason, store.ReasonUnreached)
	failed, _ := list(e, store.Outbox, store.Span{Index: "failed"}, 9)
	want(t, "failed", len(failed), 2)
}
