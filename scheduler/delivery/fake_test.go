package delivery_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/scheduler/delivery"
	"tsukiichi/store"
)

// platform is a sender whose answers are scripted: each send takes the next
// one of its delivery's key, and then succeeds.
type platform struct {
	clock clock.Clock

	mu     sync.Mutex
	script map[string][]func(chat.Dispatch) (chat.Sent, error)
	seen   []chat.Dispatch // what had an effect
	when   []time.Time
	tries  int
}

func (p *platform) will(key string, errs ...error) {
	for _, err := range errs {
		p.do(key, func(chat.Dispatch) (chat.Sent, error) { return chat.Sent{}, err })
	}
}

func (p *platform) do(key string, fn func(chat.Dispatch) (chat.Sent, error)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.script == nil {
		p.script = map[string][]func(chat.Dispatch) (chat.Sent, error){}
	}
	p.script[key] = append(p.script[key], fn)
}

func (p *platform) Send(_ context.Context, d chat.Dispatch) (chat.Sent, error) {
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
func (p *platform) arrive(d chat.Dispatch) chat.Sent {
	p.seen, p.when = append(p.seen, d), append(p.when, p.clock.Now())
	return chat.Sent{Ref: chat.Ref("ref-" + d.ID)}
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
