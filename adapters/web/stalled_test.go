package web

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tsukiichi/bot/chat"
)

// wire is a listener without a network, for one client.
type wire struct {
	conns chan net.Conn
	done  chan struct{}
}

// Accept waits for the client.
func (w *wire) Accept() (net.Conn, error) {
	select {
	case c := <-w.conns:
		return c, nil
	case <-w.done:
		return nil, net.ErrClosed
	}
}

// Close ends it.
func (w *wire) Close() error {
	close(w.done)
	return nil
}

// Addr is nowhere.
func (w *wire) Addr() net.Addr { return &net.TCPAddr{} }

// TestStalledReader listens for news and then takes none: the stream ends, and
// nothing is kept for the reader.
func TestStalledReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		live, clock := NewLive(), july(t)
		pages, err := New(Options{Handler: &core{}, Inbox: NewMemory(), Live: live, Now: clock.Now, NewID: counter()})
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan time.Time, 1)
		person := pages.Person(func(*http.Request) (chat.Account, bool) { return mentee(), true })
		srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			person.ServeHTTP(w, r)
			ended <- time.Now()
		})}
		w := &wire{conns: make(chan net.Conn), done: make(chan struct{})}
		done := make(chan error, 1)
		go func() { done <- srv.Serve(w) }()
		here, there := net.Pipe()
		w.conns <- there
		go func() { _, _ = here.Write([]byte("GET /events HTTP/1.1\r\nHost: x\r\n\r\n")) }()
		reader := bufio.NewReader(here)
		for line := ""; !strings.HasPrefix(line, "retry:"); {
			if line, err = reader.ReadString('\n'); err != nil {
				t.Fatal(err)
			}
		}
		began := time.Now()
		if got := (<-ended).Sub(began); got > beat+2*stalled {
			t.Errorf("let go after %s", got)
		}
		_ = here.Close()
		if err := srv.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		<-done
	})
}
