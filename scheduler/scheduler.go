// Package scheduler decides what is due and puts it into the outbox.
//
// # Basics
//
// Due is state: the agenda of package store says when something must be
// looked at next. [Scheduler.Tick] goes through what is due by now, asks the
// programme's rules and enqueues intents; [Scheduler.Run] rings it every
// minute. A tick costs what is due, not what exists, and a ring that was
// missed is made up for by the next one.
//
// Every intent has a key that is unique, for ever where its time could come
// again, and an entry of the agenda is moved in the transaction that enqueues
// what came of it. So a tick may run twice, on two replicas or after a crash,
// and nothing is said twice.
//
// The scheduler sends nothing: see package scheduler/delivery.
//
// # Caveats
//
//   - Whoever makes a pair, a meeting, a mentee without mentor or a programme
//     schedules its first look (store.Schedule); the scheduler only goes on.
//   - Looks happen when a ring finds them, up to a minute late; keys and
//     expiry come from the rules, never from the ring.
//   - Logs hold ids, kinds and codes. An error's text is not among them.
package scheduler

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Options is what a Scheduler needs. Store, Rules and NewID are required.
type Options struct {
	Store *store.Store
	// Rules makes the rules of a programme. They are kept and made again when
	// the stored programme changes.
	Rules func(mentoring.Programme) (mentoring.Rules, error)
	NewID func() string // time-ordered and unique
	Log   zerolog.Logger
	// Batch is how many entries of the agenda one transaction goes through;
	// 0 is [DefaultBatch].
	Batch int
}

// DefaultBatch keeps a transaction well under the time that a person who waits
// behind it would notice.
const DefaultBatch = 200

const (
	monthChunk   = 500              // pairs in one transaction of a month that is over
	retryAfter   = 10 * time.Minute // a subject that failed
	unknownAfter = time.Hour        // a kind that a newer version wrote
	leastAhead   = time.Minute      // no look is sooner than the next ring
	checkInFor   = 7 * 24 * time.Hour
)

// Scheduler decides what is due. It is safe for concurrent use.
type Scheduler struct {
	Options
	rules *store.Memo[mentoring.Programme, mentoring.Rules]
	looks map[string]lookFunc
}

// New returns a scheduler.
func New(o Options) (*Scheduler, error) {
	if o.Store == nil || o.Rules == nil || o.NewID == nil {
		return nil, errors.New("scheduler: store, rules and ids are required")
	}
	if o.Batch <= 0 {
		o.Batch = DefaultBatch
	}
	return &Scheduler{
		Options: o,
		rules:   &store.Memo[mentoring.Programme, mentoring.Rules]{Table: store.Programmes, Make: o.Rules},
		looks: map[string]lookFunc{
			store.DuePair:     lookAtPair,
			store.DueCheckIn:  lookAtCheckIn,
			store.DueNominee:  lookAtNominee,
			store.DueSeries:   lookAtSeries,
			store.DueTalks:    lookAtTalks,
			store.DueVision:   lookAtVision,
			store.DueTraining: lookAtTraining,
			store.DueOpenDay:  lookAtOpenDay,
			store.DueSurvey:   lookAtSurvey,
			store.DueQuiet:    lookAtQuiet,
			store.DueLeave:    lookAtLeave,

			store.DueRetention: lookAtRetention,
			store.DueErasure:   lookAtErasure,
		},
	}, nil
}

// Report says what a tick did.
type Report struct {
	Looked   int // entries of the agenda, and pairs of a month that is over
	Enqueued int // intents that were not there yet
}

func (r *Report) add(o Report) {
	r.Looked += o.Looked
	r.Enqueued += o.Enqueued
}

// Tick goes through everything that is due at now. A subject that fails is
// logged and looked at again ten minutes later; the others go on. The error
// is the store's: the rest is still due.
func (s *Scheduler) Tick(ctx context.Context, now time.Time) (Report, error) {
	now = now.UTC().Truncate(time.Microsecond)
	var total Report
	for {
		due, err := s.due(ctx, now)
		if err != nil {
			return total, fmt.Errorf("scheduler: tick: %w", err)
		}
		if len(due) == 0 {
			return total, nil
		}
		r, err := s.batch(ctx, due, now)
		total.add(r)
		if err != nil {
			return total, fmt.Errorf("scheduler: tick: %w", err)
		}
	}
}

// due reads without writing, so that a ring with nothing due costs no commit.
func (s *Scheduler) due(ctx context.Context, now time.Time) (due []store.Due, err error) {
	err = s.Store.View(ctx, func(tx store.Tx) error {
		due, err = store.DueBy(tx, now, s.Batch)
		return err
	})
	return due, err
}
