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

// phones is the simulator's platform. It keeps the buttons of what may still
// be pressed and writes everything that reached anybody into the ledger: the
// messages of a big town's year would not fit into memory.
type phones struct {
	now    func() time.Time
	down   func(time.Time) bool // nothing gets through
	ledger *ledger

	mu     sync.Mutex
	sent   int // refs count from 1
	shows  map[chat.Ref]shown
	unread []arrival
}

// shown is what can be pressed in a message, for as long as somebody is going
// to do something about it.
type shown struct {
	plans   int
	actions []chat.Action
}

var _ delivery.Sender = (*phones)(nil)

var errNoDelivery = errors.New("simulate: platform is down")

func newPhones(now func() time.Time, down func(time.Time) bool, l *ledger) *phones {
	return &phones{now: now, down: down, ledger: l, shows: map[chat.Ref]shown{}}
}

// Send puts the message into the person's chat, or changes it in place.
func (p *phones) Send(_ context.Context, d chat.Dispatch) (chat.Sent, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if p.down(now) {
		return chat.Sent{}, errNoDelivery
	}
	a := arrival{at: now, id: d.ID, to: d.To.Account.ID, edit: d.Replace != "", ref: d.Replace}
	if a.edit {
		if n, err := strconv.Atoi(string(d.Replace)); err != nil || n < 1 || n > p.sent {
			return chat.Sent{}, chat.ErrGone
		}
		p.look(a.ref, d.Message)
	} else {
		p.sent++
		a.ref = chat.Ref(strconv.Itoa(p.sent))
		p.shows[a.ref] = shown{actions: pressable(d.Message)}
		p.unread = append(p.unread, a)
	}
	p.ledger.add(a)
	return chat.Sent{Ref: a.ref}, nil
}

// look gives a message that somebody may still press its new look.
func (p *phones) look(ref chat.Ref, m chat.Message) {
	if s, kept := p.shows[ref]; kept {
		p.shows[ref] = shown{s.plans, pressable(m)}
	}
}

// pressable is what a message's buttons do.
func pressable(m chat.Message) []chat.Action {
	out := make([]chat.Action, len(m.Actions))
	for i, a := range m.Actions {
		out[i] = chat.Action{ID: a.ID, Arg: a.Arg}
	}
	return out
}

// face gives a message its new look.
func (p *phones) face(ref chat.Ref, m chat.Message) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.look(ref, m)
}

// actions is what can be pressed in a message now.
func (p *phones) actions(ref chat.Ref) []chat.Action {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.shows[ref].actions
}

// arrived takes what is new since it was asked last.
func (p *phones) arrived() []arrival {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := p.unread
	p.unread = nil
	return out
}

// keep keeps a message for the plans that came of it.
func (p *phones) keep(ref chat.Ref, plans int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.plan(ref, plans)
}

// done drops a message with the last of its plans.
func (p *phones) done(ref chat.Ref) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.plan(ref, -1)
}

func (p *phones) plan(ref chat.Ref, more int) {
	s, kept := p.shows[ref]
	switch {
	case !kept:
	case s.plans+more > 0:
		p.shows[ref] = shown{s.plans + more, s.actions}
	default:
		delete(p.shows, ref)
	}
}

func accountOf(person string) chat.Account {
	return chat.Account{Platform: simPlatform, Tenant: simTenant, ID: person}
}
