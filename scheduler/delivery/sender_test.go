package delivery_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/scheduler/delivery"
	"tsukiichi/store"
)

func TestErrorsOfASender(t *testing.T) {
	t.Parallel()
	boom := errors.New(secret)
	for _, c := range []struct {
		name     string
		err      error
		want     string
		attempts int
		after    time.Duration
	}{
		{"rejected", fmt.Errorf("slack: %w", chat.ErrRejected), "dead rejected", 0, 0},
		{"blocked", fmt.Errorf("slack: %w", chat.ErrBlocked), "blocked blocked", 0, 0},
		{"rate limited", fmt.Errorf("slack: %w", chat.RateLimited{After: 42 * time.Second}), "waiting rate-limited", 0, 42 * time.Second},
		{"rate limited for who knows how long", chat.RateLimited{}, "waiting rate-limited", 0, time.Second},
		{"not to this person yet", fmt.Errorf("teams: %w", chat.Later{After: 3 * time.Second}), "waiting paced", 0, 3 * time.Second},
		{"not to this person for who knows how long", chat.Later{}, "waiting paced", 0, 100 * time.Millisecond},
		{"route is stale", chat.ErrGone, "waiting gone", 1, time.Second},
		{"anything else", boom, "waiting send", 1, time.Second},
		{"time-out", context.DeadlineExceeded, "waiting timeout", 1, time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := newPost(t)
			p.people("slack", "sato")
			p.enqueue("sato", "a")
			p.platform.will("a", c.err)
			sent, next := p.round()
			same(t, "sent", sent, 0)
			same(t, "fate", p.fate("a"), c.want)
			same(t, "attempts", p.row("a").Attempts, c.attempts)
			if c.after > 0 {
				same(t, "next", next, noon.Add(c.after))
				if sent, _ := p.after(c.after); sent != 1 {
					t.Error("the second try did not arrive")
				}
			} else {
				same(t, "next", next, time.Time{})
			}
			if strings.Contains(p.log.String(), secret) {
				t.Error("the log quotes a person")
			}
		})
	}
}

func TestBlockedComesBack(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.people("slack", "sato", "kato")
	p.enqueue("sato", "a", "b")
	p.enqueue("kato", "c")
	p.platform.will("a", chat.ErrBlocked)
	p.round()
	same(t, "fates", []string{p.fate("a"), p.fate("b"), p.fate("c")}, []string{"blocked blocked", "blocked blocked", "sent"})
	p.enqueue("sato", "d")
	same(t, "enqueued meanwhile", p.fate("d"), "blocked blocked")
	p.write(func(tx store.Tx) error {
		c, err := store.Contacts.Must(tx, "slack/T1/Usato")
		if err != nil {
			return err
		}
		c.Blocked = false
		if err := store.Contacts.Put(tx, c); err != nil {
			return err
		}
		return store.Reroute(tx, "sato", noon)
	})
	p.round()
	same(t, "arrived", p.platform.arrived(), []string{"c", "a", "b", "d"})
}

func TestStaleRouteIsForgotten(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		now  chat.Route // what is known by then
		want chat.Route
	}{
		{"the one used", "route-sato", ""},
		{"a newer one", "fresh", "fresh"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := newPost(t)
			p.people("slack", "sato")
			p.enqueue("sato", "a")
			p.platform.do("a", func(chat.Dispatch) (chat.Sent, error) {
				p.write(func(tx store.Tx) error {
					contact, err := store.Contacts.Must(tx, "slack/T1/Usato")
					if err != nil {
						return err
					}
					contact.Route = c.now
					return store.Contacts.Put(tx, contact)
				})
				return chat.Sent{}, chat.ErrGone
			})
			p.round()
			p.after(time.Second)
			same(t, "route of the next try", p.platform.seen[0].To.Route, c.want)
		})
	}
}

func TestRouteThatHadToBeMadeIsKept(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		now, made chat.Route // what is known by then, what the sender made
		want      chat.Route
	}{
		{"the first", "route-sato", "made", "made"},
		{"none was made", "route-sato", "", "route-sato"},
		{"a newer one is known", "fresh", "made", "fresh"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := newPost(t)
			p.people("slack", "sato")
			p.enqueue("sato", "a", "b")
			p.platform.do("a", func(d chat.Dispatch) (chat.Sent, error) {
				p.write(func(tx store.Tx) error {
					contact, err := store.Contacts.Must(tx, "slack/T1/Usato")
					if err != nil {
						return err
					}
					contact.Route = c.now
					return store.Contacts.Put(tx, contact)
				})
				done := p.platform.arrive(d)
				done.Route = c.made
				return done, nil
			})
			p.round()
			p.after(time.Second)
			same(t, "arrived", p.platform.arrived(), []string{"a", "b"})
			same(t, "route of the next message", p.platform.seen[1].To.Route, c.want)
		})
	}
}

func TestGoneMessageIsSentAnewAtOnce(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.people("slack", "sato")
	card := store.Intent{Key: "a", To: "sato", Kind: "card", Subject: "meeting/m1"}
	p.intend(card)
	p.round()
	edit := card
	edit.Key, edit.Edit = "b", true
	p.intend(edit)
	p.platform.will("b", chat.ErrGone)
	sent, _ := p.round()
	same(t, "sent", sent, 1)
	same(t, "replaced", p.platform.seen[1].Replace, chat.Ref(""))
	same(t, "attempts", p.row("b").Attempts, 0)
	edit.Key = "c"
	p.intend(edit)
	p.round()
	same(t, "the new one is changed next", p.platform.seen[2].Replace, chat.Ref("ref-b"))
}

func TestGoneMessageThatIsStillComposedIsNoLoop(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.people("slack", "sato")
	p.enqueue("sato", "a")
	p.composer.when("a", func(d store.Delivery, _ time.Time) (store.Composed, error) {
		m, err := p.composer.compose(context.Background(), d)
		m.Replace = "elsewhere"
		return m, err
	})
	p.platform.will("a", chat.ErrGone, chat.ErrGone, chat.ErrGone)
	p.round()
	same(t, "tries", p.platform.tries, 2)
	same(t, "fate", p.fate("a"), "waiting gone")
}

func TestOnePersonsPaceHoldsUpNobodyElse(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.people("teams", "busy", "other")
	p.enqueue("busy", "a", "b")
	p.enqueue("other", "c")
	p.platform.will("a", chat.Later{After: 2 * time.Second})
	sent, next := p.round()
	same(t, "sent", sent, 1)
	same(t, "arrived", p.platform.arrived(), []string{"c"})
	same(t, "next", next, noon.Add(2*time.Second))
	p.after(2 * time.Second)
	same(t, "in order", p.platform.arrived(), []string{"c", "a", "b"})
	same(t, "no attempt spent", p.row("a").Attempts, 0)
}

func TestRateLimitSparesTheRest(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.people("slack", "a", "b", "c")
	p.people("teams", "t")
	for _, to := range []string{"a", "b", "c", "t"} {
		p.enqueue(to, to)
	}
	p.platform.will("a", chat.RateLimited{After: time.Minute})
	sent, next := p.round()
	same(t, "sends", p.platform.tries, 2) // one met the limit, the other lane goes on
	same(t, "sent", sent, 1)
	same(t, "next", next, noon.Add(time.Minute))
	p.after(59 * time.Second)
	same(t, "sends in the pause", p.platform.tries, 2)
	p.enqueue("a", "late")
	p.after(time.Second)
	same(t, "arrived", p.platform.arrived(), []string{"t", "a", "b", "c", "late"})
	for _, k := range []string{"a", "b", "c"} {
		same(t, "attempts of "+k, p.row(k).Attempts, 0)
	}
}

func TestRateLimitIsKnownToEveryReplica(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.people("slack", "a", "b")
	p.enqueue("a", "a")
	p.platform.will("a", chat.RateLimited{After: time.Minute})
	p.round()
	p.courier = p.newCourier()
	p.enqueue("b", "b")
	p.after(59 * time.Second)
	same(t, "sends in the pause", p.platform.tries, 1)
	p.after(time.Second)
	same(t, "arrived", p.platform.arrived(), []string{"b", "a"})
}

func TestRoundSendsWhatASendingEntails(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.people("slack", "first")
	p.people("teams", "second")
	p.enqueue("second", "a")
	p.composer.when("a", func(d store.Delivery, _ time.Time) (store.Composed, error) {
		m, err := p.composer.compose(context.Background(), d)
		m.Sent = func(tx store.Tx, now time.Time) error { // into the lane in front
			_, err := store.Enqueue(tx, store.Intent{Key: "b", ID: "9", Kind: "test", To: "first"}, now)
			return err
		}
		return m, err
	})
	sent, next := p.round()
	same(t, "sent", sent, 2)
	same(t, "next", next, time.Time{})
	same(t, "arrived", p.platform.arrived(), []string{"a", "b"})
}

func TestWhoHasNoAccountWaitsQuietly(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.people("slack", "kato")
	p.enqueue("nobody", "a")
	p.enqueue("kato", "b")
	p.round()
	same(t, "fates", []string{p.fate("a"), p.fate("b")}, []string{"waiting", "sent"})
	if strings.Contains(p.log.String(), "no sender") {
		t.Error("the log calls it a lane")
	}
}

func TestRateLimitsInARowWaitLonger(t *testing.T) {
	t.Parallel()
	p := newPost(t, func(o *delivery.Options) { o.Rand = func() float64 { return 0.999999 } })
	p.people("slack", "sato")
	p.enqueue("sato", "a")
	p.platform.will("a", chat.RateLimited{}, chat.RateLimited{}, chat.RateLimited{}, chat.RateLimited{})
	var waits []time.Duration
	for range 4 {
		_, next := p.round()
		waits = append(waits, next.Sub(p.clock.Now()).Round(time.Second))
		p.clock.Set(next)
	}
	same(t, "waits", waits, []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second})
}
