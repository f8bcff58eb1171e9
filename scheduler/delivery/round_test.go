package delivery_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
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

// What goes out in the same moment is composed of what was so before: what one
// message entails changes none of the others, whichever is faster.
func TestComposedBeforeAnyIsSent(t *testing.T) {
	t.Parallel()
	const people = 100
	p := newPost(t, func(o *delivery.Options) { o.Batch = people })
	var early atomic.Int64
	for i := range people {
		id, key := fmt.Sprintf("p%03d", i), fmt.Sprintf("k%03d", i)
		p.people("slack", id)
		p.enqueue(id, key)
		p.composer.when(key, func(d store.Delivery, _ time.Time) (store.Composed, error) {
			for range 100 { // lets the sender go ahead where it would
				runtime.Gosched()
			}
			if len(p.platform.arrived()) > 0 {
				early.Add(1)
			}
			return p.composer.compose(context.Background(), d)
		})
	}
	sent, _ := p.round()
	same(t, "sent", sent, people)
	same(t, "composed after one was sent", early.Load(), int64(0))
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

func TestABadMessageStarvesNobody(t *testing.T) {
	t.Parallel()
	for name, composed := range map[string]func(store.Delivery, time.Time) (store.Composed, error){
		"unknown kind": func(store.Delivery, time.Time) (store.Composed, error) { return store.Composed{Unknown: true}, nil },
		"error":        func(store.Delivery, time.Time) (store.Composed, error) { return store.Composed{}, errors.New(secret) },
		"panic":        func(store.Delivery, time.Time) (store.Composed, error) { panic(secret) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPost(t)
			p.people("slack", "sato")
			p.enqueue("sato", "a", "b")
			p.composer.when("a", composed)
			p.round()
			same(t, "arrived", p.platform.arrived(), []string{"b"})
		})
	}
	t.Run("send", func(t *testing.T) {
		t.Parallel()
		p := newPost(t)
		p.people("slack", "sato")
		p.enqueue("sato", "a", "b")
		p.fails("a", noon.Add(time.Hour))
		p.until(noon.Add(time.Minute))
		same(t, "in order at first", p.platform.arrived(), []string{})
		p.until(noon.Add(2 * store.HoldFor))
		same(t, "then past it", p.platform.arrived(), []string{"b"})
		p.until(noon.Add(2 * time.Hour))
		same(t, "in the end", p.platform.arrived(), []string{"b", "a"})
	})
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
				p.platform.do("a", func(chat.Dispatch) (chat.Sent, error) { panic(secret) })
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
