package delivery_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/scheduler/delivery"
	"tsukiichi/store"
)

func TestPace(t *testing.T) {
	t.Parallel()
	const every = 250 * time.Millisecond
	for burst, messages := range map[int]int{1: 2_000, 5: 400} {
		t.Run(fmt.Sprintf("burst %d", burst), func(t *testing.T) {
			t.Parallel()
			p := newPost(t, func(o *delivery.Options) {
				o.Paces = map[string]delivery.Pace{"slack": {Every: every, Burst: burst}}
			})
			p.broadcast(messages)
			for next := noon; !next.IsZero(); _, next = p.round() {
				p.clock.Set(next)
			}
			when := p.platform.when
			if len(when) != messages {
				t.Fatalf("%d arrived, want %d", len(when), messages)
			}
			took, want := when[messages-1].Sub(when[0]), time.Duration(messages-1)*every
			if off := (took - want).Abs(); off > want/20 {
				t.Errorf("took %s, want %s within 5 %%", took, want)
			}
			for i := range when { // no window holds more than the burst and what its length allows
				for _, n := range []int{1, 4, 40} {
					if j := i + burst + n - 1; j < len(when) && when[j].Sub(when[i]) < time.Duration(n)*every {
						t.Fatalf("%d messages within %s", burst+n, when[j].Sub(when[i]))
					}
				}
			}
		})
	}
}

// broadcast is one message to each of n people.
func (p *post) broadcast(n int) {
	p.t.Helper()
	p.write(func(tx store.Tx) error {
		for i := range n {
			id := fmt.Sprintf("p%05d", i)
			c := store.Contact{Account: chat.Account{Platform: "slack", Tenant: "T1", ID: "U" + id}, Person: id, SeenAt: noon}
			if err := store.Contacts.Put(tx, c); err != nil {
				return err
			}
			in := store.Intent{Key: "cast/" + id, ID: id, Kind: "test", To: id}
			if _, err := store.Enqueue(tx, in, p.clock.Now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// until delivers whenever something may go, up to the time.
func (p *post) until(end time.Time) {
	p.t.Helper()
	for {
		_, next := p.round()
		if next.IsZero() || next.After(end) {
			p.clock.Set(end)
			return
		}
		p.clock.Set(next)
	}
}

func TestDownForThreeDaysLosesNothing(t *testing.T) {
	t.Parallel()
	p := newPost(t, func(o *delivery.Options) { o.Rand = rand.New(rand.NewPCG(1, 2)).Float64 })
	p.people("slack", "sato", "kato")
	up := noon.Add(3 * 24 * time.Hour)
	for _, key := range []string{"card", "nudge/1", "nudge/2", "nudge/3"} {
		p.fails(key, up)
	}
	p.enqueue("sato", "card")
	// Each nudge is stale when the next one is due; the last has two days.
	for i, hours := range []int{24, 24, 48} {
		p.intend(store.Intent{
			Key: fmt.Sprintf("nudge/%d", i+1), To: "kato",
			Expires: p.clock.Now().Add(time.Duration(hours) * time.Hour),
		})
		p.until(p.clock.Now().Add(24 * time.Hour))
	}
	p.until(up.Add(time.Hour))
	same(t, "arrived", len(p.platform.arrived()), 2)
	same(t, "fates", []string{p.fate("card"), p.fate("nudge/1"), p.fate("nudge/2"), p.fate("nudge/3")},
		[]string{"sent", "expired send", "expired send", "sent"})
	// 1 s, 2 s, … 10 minutes: some 430 tries in three days for the card, and
	// as many for the nudges.
	if p.platform.tries > 2_500 {
		t.Errorf("%d tries: the waits do not grow", p.platform.tries)
	}
}

// fails makes every sending of the key fail until the platform is up.
func (p *post) fails(key string, up time.Time) {
	var send func(chat.Dispatch) (chat.Sent, error)
	send = func(d chat.Dispatch) (chat.Sent, error) {
		if p.clock.Now().Before(up) {
			p.platform.do(key, send)
			return chat.Sent{}, errors.New("no route to host")
		}
		p.platform.mu.Lock()
		defer p.platform.mu.Unlock()
		return p.platform.arrive(d), nil
	}
	p.platform.do(key, send)
}

func TestGivesUpAfterAWeek(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.people("slack", "a", "b", "c")
	never := noon.Add(1000 * time.Hour)
	for _, key := range []string{"no end", "has an end", "begins late"} {
		p.fails(key, never)
	}
	p.enqueue("a", "no end")
	p.intend(store.Intent{Key: "has an end", To: "b", Expires: noon.Add(8 * 24 * time.Hour)})
	p.intend(store.Intent{Key: "begins late", To: "c", NotBefore: noon.Add(2 * 24 * time.Hour)})
	fates := func() []string { return []string{p.fate("no end"), p.fate("has an end"), p.fate("begins late")} }
	p.until(noon.Add(7*24*time.Hour - time.Minute))
	same(t, "before", fates(), []string{"waiting send", "waiting send", "waiting send"})
	p.until(noon.Add(7*24*time.Hour + 20*time.Minute))
	same(t, "after a week", fates(), []string{"dead gave-up", "waiting send", "waiting send"})
	p.until(noon.Add(8*24*time.Hour + time.Minute))
	same(t, "after eight days", fates(), []string{"dead gave-up", "expired send", "waiting send"})
}

func TestFirstTryAfterALongSleepIsNotTheLast(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.people("slack", "sato")
	p.enqueue("sato", "a")
	p.after(30 * 24 * time.Hour)
	same(t, "fate", p.fate("a"), "sent")
}

func TestRetryNeverWaitsBeyondTheEnd(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.people("slack", "sato")
	p.intend(store.Intent{Key: "a", To: "sato", Expires: noon.Add(500 * time.Millisecond)})
	p.platform.will("a", errors.New("down"))
	p.enqueue("sato", "b")
	_, next := p.round()
	same(t, "next", next, noon.Add(500*time.Millisecond))
	p.after(500 * time.Millisecond)
	same(t, "fates", []string{p.fate("a"), p.fate("b")}, []string{"expired send", "sent"})
}

func TestOutcomeUnknown(t *testing.T) {
	t.Parallel()
	t.Run("error before the effect: once", func(t *testing.T) {
		t.Parallel()
		p := newPost(t)
		p.people("slack", "sato")
		p.enqueue("sato", "a")
		p.platform.will("a", errors.New("reset"), errors.New("reset"))
		p.until(noon.Add(time.Hour))
		same(t, "arrived", p.platform.count("a"), 1)
	})
	t.Run("error after the effect: twice at most", func(t *testing.T) {
		t.Parallel()
		p := newPost(t)
		p.people("slack", "sato")
		p.enqueue("sato", "a")
		p.platform.do("a", func(d chat.Dispatch) (chat.Sent, error) {
			p.platform.mu.Lock()
			defer p.platform.mu.Unlock()
			p.platform.arrive(d)
			return chat.Sent{}, errors.New("reset")
		})
		p.until(noon.Add(time.Hour))
		same(t, "arrived", p.platform.count("a"), 2)
	})
	t.Run("crash before the record: twice at most", func(t *testing.T) {
		t.Parallel()
		p, engine := newFailing(t)
		p.people("slack", "sato")
		p.enqueue("sato", "a")
		engine.set(failSent)
		p.round()
		engine.set(nil)
		p.courier = p.newCourier() // the process died and starts again
		p.until(noon.Add(time.Hour))
		same(t, "arrived", p.platform.count("a"), 2)
		same(t, "fate", p.fate("a"), "sent")
	})
	t.Run("record fails: once", func(t *testing.T) {
		t.Parallel()
		p, engine := newFailing(t)
		p.people("slack", "sato")
		p.enqueue("sato", "a")
		engine.set(failSent)
		sent, next := p.round()
		same(t, "sent", sent, 1)
		same(t, "fate", p.fate("a"), "leased")
		same(t, "next", next, noon.Add(delivery.DefaultLease))
		engine.set(nil)
		p.until(noon.Add(time.Hour))
		same(t, "arrived", p.platform.count("a"), 1)
		same(t, "fate", p.fate("a"), "sent")
	})
	t.Run("record fails for a moment: recorded at once", func(t *testing.T) {
		t.Parallel()
		p, engine := newFailing(t)
		p.people("slack", "sato")
		p.enqueue("sato", "a")
		tries := 0
		engine.set(func(table, key string, doc []byte) error {
			if err := failSent(table, key, doc); err != nil && tries < 2 {
				tries++
				return err
			}
			return nil
		})
		p.round()
		same(t, "fate", p.fate("a"), "sent")
		same(t, "arrived", p.platform.count("a"), 1)
	})
}

func newFailing(t *testing.T) (*post, *watched) {
	t.Helper()
	var engine *watched
	p := newPostOn(t, func(e store.Engine) store.Engine {
		engine = &watched{Engine: e}
		return engine
	})
	return p, engine
}

// failSent lets everything be written but that something was sent.
func failSent(table, _ string, doc []byte) error {
	if table == "outbox" && strings.Contains(string(doc), `"state":"sent"`) {
		return errors.New("disk full")
	}
	return nil
}

func TestSlowSenderLosesItsLease(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.people("slack", "sato")
	p.enqueue("sato", "a")
	other := p.newCourier()
	p.platform.do("a", func(d chat.Dispatch) (chat.Sent, error) {
		// Meanwhile the lease ends and another replica takes over.
		p.clock.Set(noon.Add(2 * delivery.DefaultLease))
		if _, _, err := other.Round(context.Background(), p.clock.Now()); err != nil {
			t.Error(err)
		}
		p.platform.mu.Lock()
		defer p.platform.mu.Unlock()
		return chat.Sent{Ref: "late"}, nil
	})
	p.round()
	same(t, "fate", p.fate("a"), "sent")
	if !strings.Contains(p.log.String(), `"lease_lost":true`) {
		t.Error("the log does not say that the lease was lost")
	}
}

func TestStoppedInARound(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.people("slack", "a", "b")
	p.enqueue("a", "a")
	p.enqueue("b", "b")
	ctx, cancel := context.WithCancel(context.Background())
	p.platform.do("a", func(chat.Dispatch) (chat.Sent, error) {
		cancel()
		return chat.Sent{}, context.Canceled
	})
	if _, _, err := p.courier.Round(ctx, noon); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was stopped", err)
	}
	same(t, "fates", []string{p.fate("a"), p.fate("b")}, []string{"waiting stopped", "waiting stopped"})
	same(t, "attempts", p.row("a").Attempts, 0)
	p.round()
	same(t, "arrived", p.platform.arrived(), []string{"a", "b"})
}
