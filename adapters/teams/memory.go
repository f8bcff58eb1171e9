package teams

import (
	"sync"
	"time"
)

// What one process remembers. Losing it costs a call or a line in the log.

// memoryLimit is how many entries one of these keeps; then it starts anew.
const memoryLimit = 20_000

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

// seen remembers events by id, so that what one of them led to is done once.
type seen struct {
	mu  sync.Mutex
	ids map[string]bool
}

func newSeen() *seen { return &seen{ids: map[string]bool{}} }

// first reports whether the event was not seen before.
func (s *seen) first(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ids[id] {
		return false
	}
	if len(s.ids) >= memoryLimit {
		s.ids = map[string]bool{}
	}
	s.ids[id] = true
	return true
}

func (s *seen) forget(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.ids, id)
}

// heard remembers where the connector was heard from last: the same place
// serves everybody of an organisation.
type heard struct {
	mu      sync.Mutex
	service string
}

func (h *heard) from(service string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.service = service
}

func (h *heard) last() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.service
}
