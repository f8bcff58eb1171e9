package slack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	sdk "github.com/slack-go/slack"
)

// Socket Mode. Slack keeps up to ten connections of an app and gives each
// event to one of them. Before it closes one it says so: then the next is
// opened first, and the old one goes on until it ends.

// Waiting between attempts grows from reconnectFirst to reconnectMost; after
// less than steadyAfter a connection counts as a failed attempt.
const (
	reconnectFirst = time.Second
	reconnectMost  = time.Minute
	steadyAfter    = 30 * time.Second
)

// errAppToken says that RunSocket has no token to connect with.
var errAppToken = errors.New("slack: socket: no app token")

// RunSocket takes events over web sockets until ctx ends, whatever happens to
// a connection. It returns after everything that was taken is acknowledged or
// given up.
func (a *Adapter) RunSocket(ctx context.Context) error {
	if a.o.AppToken == "" {
		return errAppToken
	}
	var open sync.WaitGroup
	defer a.Wait()
	defer open.Wait()
	for failures := 0; ctx.Err() == nil; {
		begun := a.o.Now()
		c, err := a.connect(ctx)
		if err == nil {
			next := make(chan struct{})
			open.Go(func() { c.serve(ctx, sync.OnceFunc(func() { close(next) })) })
			select {
			case <-next:
			case <-ctx.Done():
				return nil
			}
			if c.greeted.Load() && (c.leaving.Load() || a.o.Now().Sub(begun) >= steadyAfter) {
				failures = 0
				continue
			}
		}
		failures++
		select {
		case <-a.o.After(a.reconnectIn(failures, err)):
		case <-ctx.Done():
		}
	}
	return nil
}

// reconnectIn is how long to wait after that many failures in a row, never the
// same twice.
func (a *Adapter) reconnectIn(failures int, err error) time.Duration {
	var pace *sdk.RateLimitedError
	if errors.As(err, &pace) && pace.RetryAfter > 0 {
		return pace.RetryAfter
	}
	wait := reconnectMost
	if failures < 8 {
		wait = min(wait, reconnectFirst<<(failures-1))
	}
	return wait/2 + time.Duration(a.o.Rand()*float64(wait)/2)
}

// connect asks for an address and opens a web socket there.
func (a *Adapter) connect(ctx context.Context) (*conn, error) {
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	_, address, err := a.api.StartSocketModeContext(ctx)
	if err != nil {
		a.trouble("apps.connections.open", err)
		return nil, err
	}
	ws, resp, err := a.dialer().DialContext(ctx, address, nil)
	if resp != nil && resp.Body != nil {
		_ = resp.Body.Close()
	}
	if err != nil {
		if a.told.again("dial", a.o.Now()) {
			a.o.Log.Warn().Msg("slack: the web socket could not be opened")
		}
		return nil, fmt.Errorf("slack: socket: dial: %s", codeOf(err)) // the address holds a ticket
	}
	ws.SetReadLimit(maxBody)
	return newConn(a, ws), nil
}

// dialer goes the way that everything else goes: same proxy, same trust.
func (a *Adapter) dialer() *websocket.Dialer {
	d := &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: callLimit}
	if t, ok := a.o.Client.Transport.(*http.Transport); ok {
		d.Proxy, d.NetDialContext = t.Proxy, t.DialContext
		if t.TLSClientConfig != nil {
			d.TLSClientConfig = t.TLSClientConfig.Clone()
			d.TLSClientConfig.NextProtos = nil // a web socket begins as HTTP/1.1
		}
	}
	return d
}
