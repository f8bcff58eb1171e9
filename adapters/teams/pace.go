package teams

import (
	"context"
	"sync"
	"time"

	"tsukiichi/bot/chat"
)

// ThreadLimit is how many messages one conversation takes in a time.
type ThreadLimit struct {
	N   int
	Per time.Duration
}

// DefaultThreadLimits are the limits that the platform documents for one bot
// in one conversation.
func DefaultThreadLimits() []ThreadLimit {
	return []ThreadLimit{{7, time.Second}, {8, 2 * time.Second}, {60, 30 * time.Second}, {1_800, time.Hour}}
}

// threads counts what went into each conversation. It is safe for concurrent
// use. A call counts from its beginning until a window after its end: between
// them, nobody knows when, it arrived.
type threads struct {
	limits  []ThreadLimit
	longest time.Duration

	mu    sync.Mutex
	by    map[string]*thread
	sweep int // how many threads make it worth looking for idle ones
}

type thread struct {
	under int         // calls under way
	ended []time.Time // of the others, in order
}

// sweepFrom is how many conversations are kept before idle ones are looked for.
const sweepFrom = 1_000

func newThreads(limits []ThreadLimit) *threads {
	t := &threads{limits: limits, by: map[string]*thread{}, sweep: sweepFrom}
	for _, l := range limits {
		t.longest = max(t.longest, l.Per)
	}
	return t
}

// begin counts a call in, or says how long it must wait. A call that was
// counted in must be ended.
func (t *threads) begin(conversation string, now time.Time) (wait time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	th, ok := t.by[conversation]
	if !ok {
		t.forgetIdle(now)
		th = &thread{}
		t.by[conversation] = th
	}
	th.forget(now.Add(-t.longest))
	for _, l := range t.limits {
		wait = max(wait, th.wait(l, now))
	}
	if wait <= 0 {
		th.under++
	}
	return wait
}

// wait is how long until one more fits under the limit.
func (th *thread) wait(l ThreadLimit, now time.Time) time.Duration {
	from := len(th.ended)
	for from > 0 && now.Sub(th.ended[from-1]) < l.Per {
		from--
	}
	window := th.ended[from:]
	over := th.under + len(window) - l.N + 1
	switch {
	case over <= 0:
		return 0
	case over > len(window): // it depends on calls that are under way
		return l.Per
	default:
		return l.Per - now.Sub(window[over-1])
	}
}

// end counts a call out.
func (t *threads) end(conversation string, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	th, ok := t.by[conversation]
	if !ok {
		return
	}
	th.under--
	if n := len(th.ended); n > 0 && now.Before(th.ended[n-1]) {
		now = th.ended[n-1]
	}
	th.ended = append(th.ended, now)
}

func (th *thread) forget(before time.Time) {
	n := 0
	for n < len(th.ended) && !th.ended[n].After(before) {
		n++
	}
	th.ended = th.ended[n:]
}

// forgetIdle drops the conversations that nothing went into for the longest
// window.
func (t *threads) forgetIdle(now time.Time) {
	if len(t.by) < t.sweep {
		return
	}
	for id, th := range t.by {
		if th.forget(now.Add(-t.longest)); th.under == 0 && len(th.ended) == 0 {
			delete(t.by, id)
		}
	}
	t.sweep = max(sweepFrom, 2*len(t.by))
}

// paced does a call that counts in a conversation, or returns [chat.Later]: a
// busy conversation makes its own messages wait, and nobody else's.
func (a *Adapter) paced(conversation string, do func() error) error {
	if wait := a.threads.begin(conversation, a.o.Now()); wait > 0 {
		return chat.Later{After: wait}
	}
	defer func() { a.threads.end(conversation, a.o.Now()) }()
	return do()
}

// patiently does a call that counts in a conversation as soon as it may be
// done: for what does not stand in the outbox.
func (a *Adapter) patiently(ctx context.Context, conversation string, do func() error) error {
	for {
		wait := a.threads.begin(conversation, a.o.Now())
		if wait <= 0 {
			defer func() { a.threads.end(conversation, a.o.Now()) }()
			return do()
		}
		select {
		case <-a.o.After(wait):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
