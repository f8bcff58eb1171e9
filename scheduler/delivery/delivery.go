// Package delivery brings what is in the outbox to people.
//
// # Basics
//
// For each lane (a platform and a tenant) it claims what the lane's pace
// allows, asks the [Composer] what the intent has become, hands the message to
// the platform's [Sender], and records the outcome. [Courier.Run] does so
// until it is told to stop, every lane by itself; [Courier.Round] does one
// pass at a given time, which is what tests, the playground and the simulator
// use.
//
// What a sender's error means is said in package chat: blocked, gone,
// rejected, rate limited, later for one person; everything else is tried
// again, later each time.
//
// # Caveats
//
//   - Nothing that was claimed is lost. A message arrives twice only where the
//     outcome of its sending was never learnt: a crash between sending and
//     recording, a time-out, an error after the effect.
//   - One person's messages keep their order while a sending fails for a
//     moment; one that fails for longer than store.HoldFor, that cannot be
//     composed or whose kind is unknown lets the others pass.
//   - A sender gets three quarters of the lease for one message; what takes
//     longer counts as failed.
//   - Logs hold ids, kinds and codes; never an error's text, which may quote a
//     person.
package delivery

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/store"
)

// Composer says what a delivery has become when it is its turn. An error is
// worth another try.
type Composer interface {
	Compose(ctx context.Context, d store.Delivery, now time.Time) (store.Composed, error)
}

// Sender brings one message to one person and returns how to find it again.
// Its errors are those that package chat names.
type Sender interface {
	Send(ctx context.Context, d chat.Dispatch) (chat.Sent, error)
}

// Pace is how fast a lane sends: one message each Every, of which Burst may go
// at once after a rest.
type Pace struct {
	Every time.Duration
	Burst int
}

// Options is what a Courier needs. Store, Composer, Senders, Clock and Rand
// are required.
type Options struct {
	Store    *store.Store
	Composer Composer
	Senders  map[string]Sender // by platform
	// Paces is the pace of each platform's lanes; one that is missing gets
	// [DefaultPace].
	Paces map[string]Pace
	Clock clock.Clock
	Log   zerolog.Logger
	// Rand gives numbers in [0,1) that keep retries apart. It must be safe
	// for concurrent use.
	Rand func() float64
	// Lease is how long a delivery is ours; 0 is [DefaultLease].
	Lease time.Duration
	// Batch is how many messages of one lane are under way at once; 0 is
	// [DefaultBatch].
	Batch int
	// MaxAge is when an intent without expiry that keeps failing is given up;
	// 0 is [DefaultMaxAge].
	MaxAge time.Duration
	// Grace is how long messages under way may take after Run was told to
	// stop; 0 is [DefaultGrace].
	Grace time.Duration
}

// Defaults of [Options].
const (
	DefaultLease  = time.Minute
	DefaultBatch  = 16
	DefaultMaxAge = 7 * 24 * time.Hour
	DefaultGrace  = 5 * time.Second
)

// DefaultPace is that of a platform for which nobody set one: slow enough for
// any.
var DefaultPace = Pace{Every: time.Second, Burst: 1}

// Courier delivers. It is safe for concurrent use.
type Courier struct {
	Options

	mu     sync.Mutex
	lanes  map[string]*lane
	unpaid map[string]outcome // sent, but not yet recorded; by delivery key
}

// lane is what this process remembers of a lane.
type lane struct {
	paced   bool      // its pace is in the store
	mute    bool      // there is no sender for it; said once
	limited int       // rate limits in a row
	paused  time.Time // until when the platform asked for a pause
}

// New returns a courier.
func New(o Options) (*Courier, error) {
	if o.Store == nil || o.Composer == nil || o.Clock == nil || o.Rand == nil {
		return nil, errors.New("delivery: store, composer, clock and rand are required")
	}
	if o.Lease <= 0 {
		o.Lease = DefaultLease
	}
	if o.Batch <= 0 {
		o.Batch = DefaultBatch
	}
	if o.MaxAge <= 0 {
		o.MaxAge = DefaultMaxAge
	}
	if o.Grace <= 0 {
		o.Grace = DefaultGrace
	}
	return &Courier{Options: o, lanes: map[string]*lane{}, unpaid: map[string]outcome{}}, nil
}
