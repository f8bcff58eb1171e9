package main

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/scheduler/delivery"
)

// Where the people of the made-up town are reached.
const (
	simPlatform = "simulation"
	simTenant   = "town"
)

// arrival is one dispatch that reached somebody.
type arrival struct {
	at   time.Time
	id   string // the delivery's key
	to   string // person
	edit bool   // it changed a message that was there
	ref  chat.Ref
}

// phones is the simulator's platform: it keeps what every chat shows and the
// log of everything that reached anybody.
type phones struct {
	now  func() time.Time
	down func(time.Time) bool // nothing gets through

	mu       sync.Mutex
	messages map[chat.Ref]chat.Message
	arrivals []arrival
}

var _ delivery.Sender = (*phones)(nil)

var errNoDelivery = errors.New("simulate: platform is down")

func newPhones(now func() time.Time, down func(time.Time) bool) *phones {
	return &phones{now: now, down: down, messages: map[chat.Ref]chat.Message{}}
}

// Send puts the message into the person's chat, or changes it in place.
func (p *phones) Send(_ context.Context, d chat.Dispatch) (chat.Sent, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.down(p.now()) {
		return chat.Sent{}, errNoDelivery
	}
	ref := d.Replace
	if ref == "" {
		ref = chat.Ref(strconv.Itoa(len(p.messages) + 1))
	} else if _, there := p.messages[ref]; !there {
		return chat.Sent{}, chat.ErrGone
	}
	p.messages[ref] = d.Message
	p.arrivals = append(p.arrivals, arrival{at: p.now(), id: d.ID, to: d.To.Account.ID, edit: d.Replace != "", ref: ref})
	return chat.Sent{Ref: ref}, nil
}

// face gives a message its new look.
func (p *phones) face(ref chat.Ref, m chat.Message) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.messages[ref] = m
}

// shown is the message as it looks now.
func (p *phones) shown(ref chat.Ref) chat.Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.messages[ref]
}

// since is what arrived after the first n.
func (p *phones) since(n int) []arrival {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]arrival(nil), p.arrivals[n:]...)
}

func accountOf(person string) chat.Account {
	return chat.Account{Platform: simPlatform, Tenant: simTenant, ID: person}
}
