package slacktown

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

// Wait waits until a timer runs that ends d from now or later.
func (t *Timers) Wait(d time.Duration) {
	for {
		t.mu.Lock()
		until := t.Now().Add(d)
		found := slices.ContainsFunc(t.set, func(w timer) bool { return !w.at.Before(until) })
		if t.changed == nil {
			t.changed = make(chan struct{})
		}
		changed := t.changed
		t.mu.Unlock()
		if found {
			return
		}
		<-changed
	}
}
