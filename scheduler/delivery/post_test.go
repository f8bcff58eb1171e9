package delivery_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/scheduler/delivery"
	"tsukiichi/store"
	"tsukiichi/store/bolt"
)

// secret stands for a person's words in a panic or an error.
const secret = "ないしょの言葉"

var noon = time.Date(2026, 7, 15, 3, 0, 0, 0, time.UTC)

// post is a courier on a real file, with a platform that does what it is told.
type post struct {
	t        testing.TB
	store    *store.Store
	clock    *clock.Manual
	platform *platform
	composer *composer
	log      *strings.Builder
	opts     delivery.Options
	courier  *delivery.Courier
	ids      int
}

func newPost(t testing.TB, opts ...func(*delivery.Options)) *post {
	t.Helper()
	return newPostOn(t, func(e store.Engine) store.Engine { return e }, opts...)
}

func newPostOn(t testing.TB, wrap func(store.Engine) store.Engine, opts ...func(*delivery.Options)) *post {
	t.Helper()
	engine, err := bolt.Open(filepath.Join(t.TempDir(), "t.db"), bolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), wrap(engine), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return newPostWith(t, s, opts...)
}

func newPostWith(t testing.TB, s *store.Store, opts ...func(*delivery.Options)) *post {
	t.Helper()
	p := &post{t: t, store: s, clock: clock.NewManual(noon), log: &strings.Builder{}}
	p.platform = &platform{clock: p.clock}
	p.composer = &composer{store: s}
	p.opts = delivery.Options{
		Store:    s,
		Composer: p.composer,
		Senders:  map[string]delivery.Sender{"slack": p.platform, "teams": p.platform},
		Paces:    map[string]delivery.Pace{"slack": {}, "teams": {}},
		Clock:    p.clock,
		Log:      zerolog.New(zerolog.SyncWriter(p.log)),
		Rand:     func() float64 { return 0 },
	}
	for _, o := range opts {
		o(&p.opts)
	}
	p.courier = p.newCourier()
	return p
}

// newCourier is a process that starts: it remembers nothing.
func (p *post) newCourier() *delivery.Courier {
	p.t.Helper()
	c, err := delivery.New(p.opts)
	if err != nil {
		p.t.Fatal(err)
	}
	return c
}

func (p *post) write(fn func(store.Tx) error) {
	p.t.Helper()
	if err := p.store.Update(context.Background(), fn); err != nil {
		p.t.Fatal(err)
	}
}

// people gives each of them an account on the platform.
func (p *post) people(platform string, ids ...string) {
	p.t.Helper()
	p.write(func(tx store.Tx) error {
		for _, id := range ids {
			c := store.Contact{
				Account: chat.Account{Platform: platform, Tenant: "T1", ID: "U" + id},
				Route:   chat.Route("route-" + id), Person: id, SeenAt: noon,
			}
			if err := store.Contacts.Put(tx, c); err != nil {
				return err
			}
		}
		return nil
	})
}

// enqueue puts intents with the keys into the outbox, all for one person.
func (p *post) enqueue(to string, keys ...string) {
	p.t.Helper()
	for _, k := range keys {
		p.intend(store.Intent{Key: k, To: to})
	}
}

func (p *post) intend(in store.Intent) {
	p.t.Helper()
	p.ids++
	in.ID = fmt.Sprintf("%08d", p.ids)
	if in.Kind == "" {
		in.Kind = "test"
	}
	p.write(func(tx store.Tx) error {
		_, err := store.Enqueue(tx, in, p.clock.Now())
		return err
	})
}

// round delivers at the clock's time.
func (p *post) round() (sent int, next time.Time) {
	p.t.Helper()
	sent, next, err := p.courier.Round(context.Background(), p.clock.Now())
	if err != nil {
		p.t.Fatal(err)
	}
	return sent, next
}

// after moves the clock and delivers.
func (p *post) after(d time.Duration) (sent int, next time.Time) {
	p.t.Helper()
	p.clock.Set(p.clock.Now().Add(d))
	return p.round()
}

func (p *post) row(key string) (d store.Delivery) {
	p.t.Helper()
	err := p.store.View(context.Background(), func(tx store.Tx) (err error) {
		d, err = store.Outbox.Must(tx, key)
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return d
}

// fate is the state and the reason of a delivery.
func (p *post) fate(key string) string {
	p.t.Helper()
	d := p.row(key)
	return strings.TrimSpace(string(d.State) + " " + d.Reason)
}

func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
