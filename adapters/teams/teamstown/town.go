// Package teamstown is a Microsoft Teams for tests: the issuer of its tokens,
// the token endpoint of the organisation, the connector, and people with their
// clients, with the platform's real rules.
//
// # Basics
//
// [New] opens a town. An adapter is pointed at [Town.LoginURL],
// [Town.OpenIDURL], [Town.ServiceURL] and [Town.Host] with the town's app id,
// password and tenant, and is told to the town with [Town.Install]. People
// [Town.Move] in and [Town.Add] the app; they [Town.Say], [Town.Press] and
// [Town.Submit], and look at their [Town.Screen]. [Town.Fail] and
// [Town.Weather] make the platform misbehave, [Town.Rotate] changes its keys;
// [Town.Counts] and [Town.Refusals] say what was checked.
//
// # Caveats
//
//   - The town's time is [Options.Now]: tokens expire and activities are
//     repeated by it, never by the machine's clock. Whoever moves it calls
//     [Town.Tick] for what has become due.
//   - A client sends a dialog off without looking at what is required, as the
//     oldest ones do: the app must not rely on it.
//   - Cards are held against the rules of package cardcheck always, against the
//     JSON schema only where it is at hand.
//   - For tests only.
package teamstown

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"tsukiichi/adapters/teams/cardcheck"
	"tsukiichi/adapters/townhall"
)

// Options is what a town needs. Only Now is required.
type Options struct {
	Now func() time.Time
	// After is how latency and deadlines wait; nil waits for nothing and never
	// gives up.
	After func(time.Duration) <-chan time.Time
	// Latency is how long each call takes.
	Latency time.Duration
	// Limits has the connector keep its limits, for each conversation and for
	// the app in the organisation.
	Limits bool
	// Tenant is the organisation, AppID and Password the bot's registration.
	Tenant, AppID, Password string
	// InProcess opens no port: [Town.Client] reaches the town.
	InProcess bool
}

// object is a piece of JSON.
type object = townhall.Object

// Town is an organisation with Teams. It is safe for concurrent use.
type Town struct {
	Options
	// The methods in the book are metadata, keys, token, create, post, typing,
	// update, delete, member and members.
	townhall.Book[*Delivery]

	root    string
	schemas bool // cards are held against the schema, too

	mu       sync.Mutex
	seq      int
	people   map[string]*Person
	threads  map[string]*thread // by conversation id
	current  map[string]*thread // by person
	dialogs  map[string]*dialog // by person
	revealed map[string][]button
	tokens   map[string]time.Time // given out, until
	keys     issuer
	pace     pace
	posts    []Post
	counts   Counts
	app      App
	pending  townhall.Repeats
	last     map[string]*Delivery
}

// New opens a town.
func New(t testing.TB, o Options) *Town {
	t.Helper()
	fill(&o.Tenant, "5a0f2c1e-7d3b-4c55-9e0a-2f4f6b8d1c01")
	fill(&o.AppID, "c0ffee00-1234-4abc-8def-0123456789ab")
	fill(&o.Password, "town~secret.Of_the-bot")
	town := &Town{
		Options: o, root: "https://teams.test",
		people: map[string]*Person{}, threads: map[string]*thread{}, current: map[string]*thread{},
		dialogs: map[string]*dialog{}, revealed: map[string][]button{}, tokens: map[string]time.Time{},
		last: map[string]*Delivery{}, pace: newPace(),
	}
	var err error
	if town.schemas, err = cardcheck.AtHand(); err != nil {
		t.Fatalf("teamstown: schema: %v", err)
	}
	town.keys.begin()
	if !o.InProcess {
		server := httptest.NewServer(town)
		t.Cleanup(server.Close)
		town.root = server.URL
	}
	return town
}

func fill(s *string, otherwise string) {
	if *s == "" {
		*s = otherwise
	}
}

// LoginURL is where tokens are asked for.
func (t *Town) LoginURL() string { return t.root + "/login" }

// OpenIDURL is where the issuer says where its keys are.
func (t *Town) OpenIDURL() string { return t.root + "/v1/.well-known/openidconfiguration" }

// ServiceURL is where the connector is before anything was heard.
func (t *Town) ServiceURL() string { return t.root + "/teams/" }

// region is the connector's address that activities name.
func (t *Town) region() string { return t.root + "/jp/" + t.Tenant + "/" }

// Host is the connector's host, with its port where it has one.
func (t *Town) Host() string {
	_, host, _ := strings.Cut(t.root, "://")
	return host
}

// Client reaches the town without a network, in the caller's goroutine.
func (t *Town) Client() *http.Client { return townhall.Carry(t) }

// bot is the bot's id in Teams.
func (t *Town) bot() string { return "28:" + t.AppID }

// id gives ids that are unique in the town. The caller holds the lock.
func (t *Town) id() string {
	t.seq++
	return fmt.Sprintf("%d%03d", t.Now().UnixMilli(), t.seq)
}

// digest is an id as Teams makes them, the same for the same parts.
func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return base64.StdEncoding.EncodeToString(sum[:24])
}

// Counts is how much was checked.
type Counts struct {
	Messages, Dialogs, Cards, Schemas int
	limited                           int
}

// Limited is how often a limit was exceeded.
func (c Counts) Limited() int { return c.limited }

// Add is the sum of two counts.
func (c Counts) Add(d Counts) Counts {
	return Counts{c.Messages + d.Messages, c.Dialogs + d.Dialogs, c.Cards + d.Cards, c.Schemas + d.Schemas, c.limited + d.limited}
}

// Counts is how much was checked so far.
func (t *Town) Counts() Counts {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.counts
}
