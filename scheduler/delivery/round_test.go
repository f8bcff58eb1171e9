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

func TestDelivers(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.people("slack", "sato")
	p.people("teams", "kato")
	p.enqueue("sato", "a", "b")
	p.intend(store.Intent{Key: "c", To: "kato", Kind: "card", Subject: "meeting/m1"})
	p.composer.when("a", func(d store.Delivery, _ time.Time) (store.Composed, error) {
		m, err := p.composer.compose(context.Background(), d)
		m.Sent = func(tx store.Tx, now time.Time) error {
			return store.Audits.Put(tx, store.Audit{ID: "1", At: now, Verb: "read"})
		}
		return m, err
	})
	sent, next := p.round()
	same(t, "sent", sent, 3)
	same(t, "next", next, time.Time{})
	same(t, "arrived", p.platform.arrived(), []string{"a", "b", "c"})
	to := p.platform.seen[0].To
	same(t, "address", []string{to.Account.String(), string(to.Route)}, []string{"slack/T1/Usato", "route-sato"})
	for _, k := range []string{"a", "b", "c"} {
		same(t, k, p.fate(k), "sent")
	}
	same(t, "account", p.row("c").Account.String(), "teams/T1/Ukato")
	_ = p.store.View(context.Background(), func(tx store.Tx) error {
		ref, _, _ := store.Refs.Get(tx, store.Join("kato", "card", "meeting/m1"))
		same(t, "ref", string(ref.Ref), "ref-c")
		audits, _ := store.Audits.All(tx, store.Span{})
		same(t, "audits", len(audits), 1)
		return nil
	})
	if sent, _ := p.after(time.Hour); sent != 0 {
		t.Errorf("%d were sent again", sent)
	}
}

func TestComposed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		composed store.Composed
		err      error
		want     string
		after    time.Duration // when it is asked again
	}{
		{"no longer wanted", store.Composed{Drop: "met"}, nil, "dropped met", 0},
		{"later", store.Composed{Later: noon.Add(3 * time.Hour)}, nil, "waiting", 3 * time.Hour},
		{"later in the past", store.Composed{Later: noon}, nil, "waiting", time.Minute},
		{"unknown kind", store.Composed{Unknown: true}, nil, "waiting unknown", time.Hour},
		{"error", store.Composed{}, errors.New(secret), "waiting compose", time.Second},
		{"nothing", store.Composed{}, nil, "waiting compose", time.Second},
		{"unknown platform", store.Composed{To: chat.Address{Account: chat.Account{Platform: "fax", Tenant: "T", ID: "1"}}}, nil, "waiting no-sender", time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := newPost(t)
			p.people("slack", "sato")
			p.enqueue("sato", "a")
			p.composer.when("a", func(store.Delivery, time.Time) (store.Composed, error) { return c.composed, c.err })
			_, next := p.round()
			same(t, "fate", p.fate("a"), c.want)
			same(t, "sends", p.platform.tries, 0)
			if c.after > 0 {
				same(t, "asked again", next, noon.Add(c.after))
			}
			if strings.Contains(p.log.String(), secret) {
				t.Error("the log quotes a person")
			}
		})
	}
}

func TestPutOffLetsOthersPass(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.people("slack", "sato")
	p.enqueue("sato", "a", "b")
	p.composer.when("a", func(store.Delivery, time.Time) (store.Composed, error) {
		return store.Composed{Later: noon.Add(time.Hour)}, nil
	})
	p.round()
	same(t, "arrived", p.platform.arrived(), []string{"b"})
}

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
			p.platform.do("a", func(chat.Dispatch) (chat.Ref, error) {
				p.write(func(tx store.Tx) error {
					contact, err := store.Contacts.Must(tx, "slack/T1/Usato")
					if err != nil {
						return err
					}
					contact.Route = c.now
					return store.Contacts.Put(tx, contact)
				})
				return "", chat.ErrGone
			})
			p.round()
			p.after(time.Second)
			same(t, "route of the next try", p.platform.seen[0].To.Route, c.want)
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

func TestPanics(t *testing.T) {
	t.Parallel()
	for _, where := range []string{"compose", "send", "effect"} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			p := newPost(t)
			p.people("slack", "bad", "good")
			p.enqueue("bad", "a")
			p.enqueue("good", "b")
			switch where {
			case "compose":
				p.composer.when("a", func(store.Delivery, time.Time) (store.Composed, error) { panic(secret) })
			case "send":
				p.platform.do("a", func(chat.Dispatch) (chat.Ref, error) { panic(secret) })
			case "effect":
				p.composer.when("a", func(d store.Delivery, _ time.Time) (store.Composed, error) {
					m, err := p.composer.compose(context.Background(), d)
					m.Sent = func(store.Tx, time.Time) error { panic(secret) }
					return m, err
				})
			}
			p.round()
			same(t, "the other", p.fate("b"), "sent")
			if where == "effect" {
				p.after(2 * delivery.DefaultLease)
				same(t, "arrived", p.platform.count("a"), 1)
			} else {
				same(t, "fate", p.fate("a"), "waiting panic")
			}
			if strings.Contains(p.log.String(), secret) || !strings.Contains(p.log.String(), "panic") {
				t.Error("the log quotes a person, or says nothing")
			}
		})
	}
}

func TestLaneWithoutSenderWaits(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.people("fax", "sato")
	p.people("slack", "kato")
	p.enqueue("sato", "a")
	p.enqueue("kato", "b")
	p.round()
	p.round()
	same(t, "fates", []string{p.fate("a"), p.fate("b")}, []string{"waiting", "sent"})
	same(t, "said", strings.Count(p.log.String(), "no sender"), 1)
}

func TestMuchThatExpiredHidesNothing(t *testing.T) {
	t.Parallel()
	p := newPost(t, func(o *delivery.Options) { o.Batch = 2 })
	for i := range 20 {
		id := fmt.Sprintf("p%02d", i)
		p.people("slack", id)
		p.intend(store.Intent{Key: id, To: id, Expires: noon.Add(time.Minute)})
	}
	p.people("slack", "sato")
	p.enqueue("sato", "a")
	p.after(time.Hour)
	same(t, "arrived", p.platform.arrived(), []string{"a"})
	same(t, "fate", p.fate("p07"), "expired")
}

func TestOptionsAreRequired(t *testing.T) {
	t.Parallel()
	if _, err := delivery.New(delivery.Options{}); err == nil {
		t.Error("a courier of nothing")
	}
}
