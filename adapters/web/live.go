package web

import (
	"maps"
	"slices"
	"sync"

	"tsukiichi/bot/chat"
)

// Live tells open pages that an account's chat has changed. Build it with
// [NewLive]; it is safe for concurrent use.
type Live struct {
	mu     sync.Mutex
	viewer map[*viewer]struct{}
	born   int // streams so far
	closed bool
}

// viewer is one open stream. Changes are gathered until it asks for them, so
// a slow page never holds anybody up.
type viewer struct {
	only  chat.Account // zero: everybody's changes
	born  int
	dirty map[chat.Account]struct{}
	tick  bool // the clock moved
	wake  chan struct{}
}

// NewLive returns a Live without viewers.
func NewLive() *Live { return &Live{viewer: map[*viewer]struct{}{}} }

// Changed tells the pages that show the account.
func (l *Live) Changed(a chat.Account) {
	l.each(func(v *viewer) bool {
		if !v.only.IsZero() && v.only != a {
			return false
		}
		v.dirty[a] = struct{}{}
		return true
	})
}

// Moved tells every page that time has moved.
func (l *Live) Moved() {
	l.each(func(v *viewer) bool {
		v.tick = true
		return true
	})
}

// Close ends all streams. Register it with [http.Server.RegisterOnShutdown],
// because a shutdown waits for open requests.
func (l *Live) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	for v := range l.viewer {
		close(v.wake)
		delete(l.viewer, v)
	}
}

// Dismiss ends the streams of the account.
func (l *Live) Dismiss(a chat.Account) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for v := range l.viewer {
		if v.only == a {
			close(v.wake)
			delete(l.viewer, v)
		}
	}
}

// maxStreams is how many streams one account may have: as many pages as
// anybody has open. The oldest one ends where there is one more, and its page
// looks again every five minutes.
const maxStreams = 12

// crowded ends a stream of the account where it has too many. The lock is held.
func (l *Live) crowded(a chat.Account) {
	n, oldest := 0, (*viewer)(nil)
	for v := range l.viewer {
		if v.only != a || a.IsZero() {
			continue
		}
		if n++; oldest == nil || v.born < oldest.born {
			oldest = v
		}
	}
	if n >= maxStreams {
		close(oldest.wake)
		delete(l.viewer, oldest)
	}
}

func (l *Live) each(mark func(*viewer) bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for v := range l.viewer {
		if !mark(v) {
			continue
		}
		select {
		case v.wake <- struct{}{}:
		default: // it has yet to look at the last change
		}
	}
}

// watch opens a stream of one account's changes, or of everybody's. Its wake
// channel is closed when the streams end.
func (l *Live) watch(only chat.Account) *viewer {
	v := &viewer{only: only, dirty: map[chat.Account]struct{}{}, wake: make(chan struct{}, 1)}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		close(v.wake)
		return v
	}
	l.crowded(only)
	l.born++
	v.born = l.born
	l.viewer[v] = struct{}{}
	return v
}

func (l *Live) leave(v *viewer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.viewer, v)
}

// take returns what changed since the last call.
func (l *Live) take(v *viewer) (changed []chat.Account, moved bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	changed, moved = slices.Collect(maps.Keys(v.dirty)), v.tick
	clear(v.dirty)
	v.tick = false
	return changed, moved
}
