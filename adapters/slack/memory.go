package slack

import (
	"runtime/debug"
	"sync"
	"time"

	"tsukiichi/bot/chat"
)

// What one process remembers. Losing it costs a call or a line in the log.

// memoryLimit is how many entries one of these keeps; then it starts anew.
const memoryLimit = 20_000

// partials remembers messages whose files are not all there yet, so that the
// next attempt at the same delivery sends only what is missing.
type partials struct {
	mu   sync.Mutex
	sent map[string]sentPart
}

type sentPart struct {
	ref   chat.Ref
	files int // that arrived
}

func newPartials() *partials { return &partials{sent: map[string]sentPart{}} }

func (p *partials) get(id string) (sentPart, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s, ok := p.sent[id]
	return s, ok
}

func (p *partials) put(id string, s sentPart) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.sent) >= memoryLimit {
		p.sent = map[string]sentPart{}
	}
	p.sent[id] = s
}

func (p *partials) done(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.sent, id)
}

// told remembers what the log was told, so that the same trouble is one line
// in ten minutes.
type told struct {
	mu   sync.Mutex
	last map[string]time.Time
}

const tellAgain = 10 * time.Minute

func newTold() *told { return &told{last: map[string]time.Time{}} }

func (t *told) again(what string, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if last, ok := t.last[what]; ok && now.Sub(last) < tellAgain {
		return false
	}
	if len(t.last) >= memoryLimit {
		t.last = map[string]time.Time{}
	}
	t.last[what] = now
	return true
}

// firstTimes gives an event that carries no time of its own the time at which
// it was seen first, so that a repeat has the same.
type firstTimes struct {
	mu   sync.Mutex
	seen map[string]time.Time
}

func newFirstTimes() *firstTimes { return &firstTimes{seen: map[string]time.Time{}} }

func (f *firstTimes) of(id string, now time.Time) time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	if at, ok := f.seen[id]; ok {
		return at
	}
	if len(f.seen) >= memoryLimit {
		f.seen = map[string]time.Time{}
	}
	f.seen[id] = now
	return now
}

// recovered logs where a panic came from, not what it said.
func (a *Adapter) recovered() {
	if v := recover(); v != nil {
		a.o.Log.Error().Bytes("stack", debug.Stack()).Msg("slack: panic")
	}
}
