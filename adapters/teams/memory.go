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
