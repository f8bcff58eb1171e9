package delivery_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
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
		Log:      zerolog.New(p.log),
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

// platform is a sender whose answers are scripted: each send takes the next
// one of its delivery's key, and then succeeds.
type platform struct {
	clock clock.Clock

	mu     sync.Mutex
	script map[string][]func(chat.Dispatch) (chat.Ref, error)
	seen   []chat.Dispatch // what had an effect
	when   []time.Time
	tries  int
}

func (p *platform) will(key string, errs ...error) {
	for _, err := range errs {
		p.do(key, func(chat.Dispatch) (chat.Ref, error) { return "", err })
	}
}

func (p *platform) do(key string, fn func(chat.Dispatch) (chat.Ref, error)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.script == nil {
		p.script = map[string][]func(chat.Dispatch) (chat.Ref, error){}
	}
	p.script[key] = append(p.script[key], fn)
}

func (p *platform) Send(_ context.Context, d chat.Dispatch) (chat.Ref, error) {
	p.mu.Lock()
	p.tries++
	for _, key := range []string{d.ID, "*"} {
		if todo := p.script[key]; len(todo) > 0 {
			p.script[key] = todo[1:]
			p.mu.Unlock()
			return todo[0](d)
		}
	}
	defer p.mu.Unlock()
	return p.arrive(d), nil
}

// arrive is the effect of a sending.
func (p *platform) arrive(d chat.Dispatch) chat.Ref {
	p.seen, p.when = append(p.seen, d), append(p.when, p.clock.Now())
	return chat.Ref("ref-" + d.ID)
}

// arrived is the keys of what had an effect, in order.
func (p *platform) arrived() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	keys := []string{}
	for _, d := range p.seen {
		keys = append(keys, d.ID)
	}
	return keys
}

func (p *platform) count(key string) (n int) {
	for _, k := range p.arrived() {
		if k == key {
			n++
		}
	}
	return n
}

// composer finds the person's address and the message to change, as the
// conversation core does, unless it is told otherwise.
type composer struct {
	store *store.Store

	mu    sync.Mutex
	rules map[string]func(store.Delivery, time.Time) (store.Composed, error)
}

func (c *composer) when(key string, fn func(store.Delivery, time.Time) (store.Composed, error)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rules == nil {
		c.rules = map[string]func(store.Delivery, time.Time) (store.Composed, error){}
	}
	c.rules[key] = fn
}

func (c *composer) Compose(ctx context.Context, d store.Delivery, now time.Time) (store.Composed, error) {
	c.mu.Lock()
	fn := c.rules[d.Key]
	c.mu.Unlock()
	if fn != nil {
		return fn(d, now)
	}
	return c.compose(ctx, d)
}

func (c *composer) compose(ctx context.Context, d store.Delivery) (m store.Composed, err error) {
	err = c.store.View(ctx, func(tx store.Tx) error {
		contact, ok, err := store.AccountOf(tx, d.To)
		if err != nil || !ok {
			return errors.Join(err, errors.New("no account"))
		}
		m.To = chat.Address{Account: contact.Account, Route: contact.Route}
		if d.Edit {
			ref, _, err := store.Refs.Get(tx, store.Join(d.To, d.Kind, d.Subject))
			m.Replace = ref.Ref
			return err
		}
		return nil
	})
	if err == nil {
		m.Message, err = chat.NewMessage("", []chat.Block{chat.Line(d.Key)})
	}
	return m, err
}

var (
	_ delivery.Sender   = (*platform)(nil)
	_ delivery.Composer = (*composer)(nil)
)

// watched is an engine whose writes may fail before they happen.
type watched struct {
	store.Engine
	mu   sync.Mutex
	fail func(table, key string, doc []byte) error
}

func (w *watched) set(fail func(table, key string, doc []byte) error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fail = fail
}

func (w *watched) Update(ctx context.Context, fn func(store.Writer) error) error {
	w.mu.Lock()
	fail := w.fail
	w.mu.Unlock()
	return w.Engine.Update(ctx, func(tx store.Writer) error { return fn(watchedWriter{tx, fail}) })
}

type watchedWriter struct {
	store.Writer
	fail func(table, key string, doc []byte) error
}

func (w watchedWriter) Put(table, key string, doc []byte, ix []store.IndexKey) error {
	if w.fail != nil {
		if err := w.fail(table, key, slices.Clone(doc)); err != nil {
			return err
		}
	}
	return w.Writer.Put(table, key, doc, ix)
}
