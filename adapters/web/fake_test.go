package web

import (
	"context"
	"strconv"
	"sync"
	"testing"
	"time"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/bot/chat"
)

// core is a scripted stand-in for the conversation core.
type core struct {
	mu     sync.Mutex
	events []chat.Event
	handle func(chat.Event) (chat.Answer, error)
}

func (c *core) Handle(_ context.Context, e chat.Event) (chat.Answer, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.events = append(c.events, e)
	if c.handle == nil {
		return chat.Answer{}, nil
	}
	return c.handle(e)
}

func (c *core) heard() []chat.Event {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]chat.Event(nil), c.events...)
}

// dial is a clock that a test, or the playground, turns.
type dial struct {
	mu  sync.Mutex
	now time.Time
}

func (d *dial) Now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *dial) turn(t time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = t
}

func tokyo(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func july(t testing.TB) *dial {
	t.Helper()
	return &dial{now: time.Date(2026, 7, 15, 9, 0, 0, 0, tokyo(t))}
}

// counter gives ids e1, e2, …
func counter() func() string {
	var mu sync.Mutex
	n := 0
	return func() string {
		mu.Lock()
		defer mu.Unlock()
		n++
		return "e" + strconv.Itoa(n)
	}
}

func mentee() chat.Account { return chat.Account{Platform: "web", Tenant: "demo", ID: "yamada"} }

// world is a person's pages with everything around them.
type world struct {
	core  *core
	inbox *Memory
	live  *Live
	clock *dial
	pages *Pages
	errs  []string
}

func newWorld(t testing.TB, change ...func(*Options)) *world {
	t.Helper()
	w := &world{core: &core{}, inbox: NewMemory(), live: NewLive(), clock: july(t)}
	o := Options{
		Handler: w.core, Inbox: w.inbox, Live: w.live, Now: w.clock.Now, NewID: counter(), Zone: tokyo(t),
		Key:    []byte("0123456789abcdef0123456789abcdef"),
		Report: func(err error) { w.errs = append(w.errs, err.Error()) },
	}
	for _, c := range change {
		c(&o)
	}
	pages, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	w.pages = pages
	return w
}

// post puts a message into the mentee's chat.
func (w *world) post(t testing.TB, id string, m chat.Message) {
	t.Helper()
	s := &Sender{Inbox: w.inbox, Live: w.live, Now: w.clock.Now}
	if _, err := s.Send(t.Context(), chat.Dispatch{ID: id, To: chat.Address{Account: mentee()}, Message: m}); err != nil {
		t.Fatal(err)
	}
}

func fixture(t testing.TB, name string) chat.Message {
	t.Helper()
	for _, m := range adaptertest.Messages(t) {
		if m.Name == name {
			return m.Message
		}
	}
	t.Fatalf("no fixture %s", name)
	return chat.Message{}
}
