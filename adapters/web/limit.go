package web

import (
	"sync"
	"time"
)

// Requests in general: a page with its parts and files is a dozen, and what
// happens close together is gathered, so this is far more than anybody needs
// and far less than what would slow the others down.
const (
	requestBurst = 600
	requestEvery = 50 * time.Millisecond
)

// maxBuckets is how many keys a limiter remembers before it forgets those that
// have rested.
const maxBuckets = 20_000

// limiter lets each key do burst things at once, and one more in every step.
type limiter struct {
	burst int
	every time.Duration

	mu      sync.Mutex
	buckets map[string]time.Time // when the key's bucket would be full again
}

func newLimiter(burst int, every time.Duration) *limiter {
	return &limiter{burst: burst, every: every, buckets: map[string]time.Time{}}
}

// allow reports whether the key may do one more thing now, and counts it.
func (l *limiter) allow(key string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	full := l.buckets[key]
	if full.Before(now) {
		full = now
	}
	full = full.Add(l.every)
	if full.Sub(now) > time.Duration(l.burst)*l.every {
		return false
	}
	if _, known := l.buckets[key]; !known && len(l.buckets) >= maxBuckets {
		l.sweep(now)
	}
	l.buckets[key] = full
	return true
}

// sweep forgets the keys that have rested, or, where none has, all: better
// than to grow without end.
func (l *limiter) sweep(now time.Time) {
	for k, full := range l.buckets {
		if !full.After(now) {
			delete(l.buckets, k)
		}
	}
	if len(l.buckets) >= maxBuckets {
		clear(l.buckets)
	}
}
