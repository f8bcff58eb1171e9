package bottest

import (
	"context"
	"net/http"
	"sync"

	"tsukiichi/bot/chat"
)

// Gate stands before a core and holds events up, or fails.
type Gate struct {
	Core chat.Handler

	mu   sync.Mutex
	wait chan struct{} // nil lets everything through
	away error         // what it answers instead
}

var _ chat.Handler = (*Gate)(nil)

// Handle hands the event to the core, when it may.
func (g *Gate) Handle(ctx context.Context, e chat.Event) (chat.Answer, error) {
	g.mu.Lock()
	wait, away := g.wait, g.away
	g.mu.Unlock()
	if away != nil {
		return chat.Answer{}, away
	}
	if wait != nil {
		<-wait
	}
	return g.Core.Handle(ctx, e)
}

// Shut holds everything up until the returned function is called.
func (g *Gate) Shut() (open func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	c := make(chan struct{})
	g.wait = c
	return func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.wait = nil
		close(c)
	}
}

// Fail has the core fail with err, or work again for nil.
func (g *Gate) Fail(err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.away = err
}

// Front is a server's handler that changes when the process behind restarts.
type Front struct {
	mu  sync.Mutex
	mux *http.ServeMux
}

// ServeHTTP hands the request to the process of the moment.
func (f *Front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	mux := f.mux
	f.mu.Unlock()
	mux.ServeHTTP(w, r)
}

// Turn gives the process's handlers, by path.
func (f *Front) Turn(handlers map[string]http.Handler) {
	mux := http.NewServeMux()
	for path, h := range handlers {
		mux.Handle(path, h)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.mux = mux
}
