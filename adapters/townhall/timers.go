package townhall

import (
	"slices"
	"sync"
	"time"
)

// Timers are timers on a clock that a test moves: whoever moves it calls
// [Timers.Fire]. They are safe for concurrent use.
type Timers struct {
	Now func() time.Time

	mu      sync.Mutex
	set     []timer
	begun   map[time.Duration]int
	changed chan struct{}
}

type timer struct {
	at time.Time
	c  chan time.Time
}

// After is a channel on which the time comes once the clock has moved by d.
func (t *Timers) After(d time.Duration) <-chan time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := make(chan time.Time, 1)
	if t.begun == nil {
		t.begun = map[time.Duration]int{}
	}
	t.begun[d]++
	if d <= 0 {
		c <- t.Now()
		return c
	}
	t.set = append(t.set, timer{at: t.Now().Add(d), c: c})
	if t.changed != nil {
		close(t.changed)
		t.changed = nil
	}
	return c
}

// Fire lets the timers go whose time has come.
func (t *Timers) Fire() {
	now := t.Now()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.set = slices.DeleteFunc(t.set, func(w timer) bool {
		if w.at.After(now) {
			return false
		}
		w.c <- now
		return true
	})
}

// Begun is how many timers of d were begun.
func (t *Timers) Begun(d time.Duration) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.begun[d]
}

// Wait waits until n timers of d were begun.
func (t *Timers) Wait(d time.Duration, n int) {
	for {
		t.mu.Lock()
		enough := t.begun[d] >= n
		if t.changed == nil {
			t.changed = make(chan struct{})
		}
		changed := t.changed
		t.mu.Unlock()
		if enough {
			return
		}
		<-changed
	}
}
