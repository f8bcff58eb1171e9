// Package slacktown is a Slack for tests: its Web API, its signed deliveries
// and its people, with the platform's real rules.
//
// # Basics
//
// [New] opens a town. An adapter is pointed at [Town.URL] with the town's
// tokens and is told to the town with [Town.Install]. People then [Town.Say],
// [Town.Press], [Town.Submit], and look at their [Town.Screen]. [Town.Fail]
// and [Town.Weather] make the API misbehave; [Town.Counts] and
// [Town.Refusals] say what the limits checker saw.
//
// # Caveats
//
//   - The town's time is [Options.Now]: triggers expire and deliveries are
//     repeated by it, never by the machine's clock. Whoever moves it calls
//     [Town.Tick] for what has become due.
//   - Blocks are held against the hand-written limits always, against the JSON
//     schemas only where [Options.Schemas] names their folder.
//   - For tests only.
package slacktown

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"tsukiichi/adapters/townhall"
)

// SchemasEnv names the folder with the Block Kit schemas.
const SchemasEnv = "TSUKIICHI_SCHEMAS"

// Options is what a town needs. Only Now is required.
type Options struct {
	Now func() time.Time
	// After is how latency and deadlines wait; nil waits for nothing and never
	// gives up.
	After func(time.Duration) <-chan time.Time
	// Latency is how long each call of the API takes.
	Latency time.Duration
	// PerSecond is how many messages a second the workspace takes, and with it
	// one a second in each channel; 0 is any number.
	PerSecond int
	// Team is the workspace, Enterprise the grid it belongs to.
	Team, Enterprise string
	BotToken         string
	AppToken         string
	SigningSecret    string
	// Schemas is the folder of the Block Kit schemas.
	Schemas string
	// InProcess opens no port: [Town.Client] reaches the town.
	InProcess bool
}

// object is a piece of JSON.
type object = townhall.Object

// Town is a workspace. It is safe for concurrent use.
type Town struct {
	Options
	townhall.Book[*Delivery]
	URL string // of the API, with a stroke at the end

	t       testing.TB
	schemas schemas
	root    string

	mu       sync.Mutex
	seq      int
	lastTS   int64
	users    map[string]*User
	channels map[string]*channel
	triggers map[string]*trigger
	views    map[string]*view
	stacks   map[string][]*view // of modals, by user
	homes    map[string]*view   // by user
	files    map[string]*file
	revoked  bool
	posted   []time.Time
	posts    []Post
	counts   Counts
	app      App
	pending  townhall.Repeats
	echoes   []object
	scopes   string
	hub      hub
	last     map[string]*Delivery
}

// New opens a town.
func New(t testing.TB, o Options) *Town {
	t.Helper()
	fill(&o.Team, "T0TOWN")
	fill(&o.BotToken, "xoxb-town")
	fill(&o.AppToken, "xapp-town")
	fill(&o.SigningSecret, "8f742231b10e8888abcd99yyyzzz85a5")
	fill(&o.Schemas, os.Getenv(SchemasEnv))
	town := &Town{
		Options: o, t: t,
		users: map[string]*User{}, channels: map[string]*channel{}, triggers: map[string]*trigger{},
		views: map[string]*view{}, stacks: map[string][]*view{}, homes: map[string]*view{},
		files: map[string]*file{}, last: map[string]*Delivery{},
		scopes: "chat:write,im:write,im:history,commands,users:read,users:read.email,files:write",
	}
	town.schemas = readSchemas(t, o.Schemas)
	town.root = "http://slack.test"
	if !o.InProcess {
		server := httptest.NewServer(town)
		t.Cleanup(func() { town.hub.closeAll(); server.Close() })
		town.root = server.URL
	}
	town.URL = town.root + "/api/"
	return town
}

func fill(s *string, otherwise string) {
	if *s == "" {
		*s = otherwise
	}
}

// Client reaches the town without a network, in the caller's goroutine.
func (t *Town) Client() *http.Client { return townhall.Carry(t) }

// id gives ids that are unique in the town. The caller holds the lock.
func (t *Town) id(kind string) string {
	t.seq++
	return fmt.Sprintf("%s%08X", kind, t.seq)
}

// ts gives a message's time: unique and growing. The caller holds the lock.
func (t *Town) ts() string {
	now := t.Now().UnixMicro()
	if now <= t.lastTS {
		now = t.lastTS + 1
	}
	t.lastTS = now
	return stamp(now)
}

func stamp(micro int64) string { return fmt.Sprintf("%d.%06d", micro/1e6, micro%1e6) }

// Counts is how much the limits checker has seen.
type Counts struct {
	Messages, Modals, Homes, Schemas int
	limited                          int
}

// Limited is how often the workspace's pace was exceeded.
func (c Counts) Limited() int { return c.limited }

// Add is the sum of two counts.
func (c Counts) Add(d Counts) Counts {
	return Counts{c.Messages + d.Messages, c.Modals + d.Modals, c.Homes + d.Homes, c.Schemas + d.Schemas, c.limited + d.limited}
}

// Counts is how much the limits checker has seen so far.
func (t *Town) Counts() Counts {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.counts
}

// SetScopes sets what the bot's token may do, with commas between.
func (t *Town) SetScopes(scopes string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.scopes = scopes
}

// Revoke makes the bot's token worthless, or good again.
func (t *Town) Revoke(revoked bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.revoked = revoked
}

func isChannel(id string) bool { return strings.HasPrefix(id, "D") }
