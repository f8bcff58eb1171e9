package slack

import (
	"context"
	"encoding/json"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// We ask for a sign of life every pingEvery. A connection that gave none to
// maxSilence questions in a row is taken for dead; counting questions and not
// time spares one that was fine while the machine slept. One that was told to
// end gets leaveAfter for what is under way. So many deliveries are worked on
// at once.
const (
	pingEvery  = 10 * time.Second
	maxSilence = 3
	leaveAfter = 30 * time.Second
	atOnce     = 32
)

// envelope is what Slack sends over a web socket.
type envelope struct {
	Type    string          `json:"type"`
	ID      string          `json:"envelope_id"`
	Reason  string          `json:"reason"`
	Payload json.RawMessage `json:"payload"`
}

// ack is what goes back, with the answer where there is one.
type ack struct {
	ID      string `json:"envelope_id"`
	Payload any    `json:"payload,omitempty"`
}

// conn is one web socket.
type conn struct {
	a       *Adapter
	ws      *websocket.Conn
	write   sync.Mutex
	heard   chan struct{} // a sign of life
	greeted atomic.Bool   // Slack said hello
	leaving atomic.Bool   // Slack said that it will close
	slots   chan struct{}
}

func newConn(a *Adapter, ws *websocket.Conn) *conn {
	c := &conn{a: a, ws: ws, heard: make(chan struct{}, 1), slots: make(chan struct{}, atOnce)}
	ws.SetPingHandler(func(data string) error {
		c.sign()
		_ = ws.WriteControl(websocket.PongMessage, []byte(data), time.Time{})
		return nil
	})
	ws.SetPongHandler(func(string) error { c.sign(); return nil })
	return c
}

func (c *conn) ping() { _ = c.ws.WriteControl(websocket.PingMessage, nil, time.Time{}) }

// sign notes a sign of life.
func (c *conn) sign() {
	select {
	case c.heard <- struct{}{}:
	default:
	}
}

// serve reads until the connection ends or ctx does. It calls next when
// another connection should be opened, at the latest when it ends, and returns
// when what it took is answered.
func (c *conn) serve(ctx context.Context, next func()) {
	defer next()
	ended := make(chan struct{})
	var work sync.WaitGroup
	work.Go(func() { c.watch(ctx, ended) })
	for {
		_, raw, err := c.ws.ReadMessage()
		if err != nil {
			break
		}
		c.sign()
		var e envelope
		if json.Unmarshal(raw, &e) != nil {
			if c.a.told.again("envelope", c.a.o.Now()) {
				c.a.o.Log.Warn().Msg("slack: an envelope could not be read")
			}
			continue
		}
		switch e.Type {
		case "hello":
			c.greeted.Store(true)
		case "disconnect":
			c.leave(e.Reason)
			next()
		default:
			c.slots <- struct{}{}
			work.Go(func() {
				defer func() { <-c.slots }()
				c.answer(ctx, e)
			})
		}
	}
	next() // before what is under way: somebody else should listen by now
	close(ended)
	c.finish(&work)
}

// finish waits for what is under way, so that it is acknowledged, but not for
// a write that nobody takes.
func (c *conn) finish(work *sync.WaitGroup) {
	done := make(chan struct{})
	go func() {
		work.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-c.a.o.After(leaveAfter):
	}
	_ = c.ws.Close()
	<-done
}

// leave notes that Slack will close the connection.
func (c *conn) leave(reason string) {
	switch reason {
	case "warning", "refresh_requested":
		c.leaving.Store(true)
	case "link_disabled":
		c.a.o.Log.Error().Msg("slack: Socket Mode is switched off in the app's settings: switch it on, or set slack.mode to http")
	}
}

// answer works on one delivery and acknowledges it; what could not be taken is
// not acknowledged, and Slack sends it again.
func (c *conn) answer(ctx context.Context, e envelope) {
	var do take
	switch e.Type {
	case "events_api":
		do = c.a.takeEvent
	case "interactive":
		do = c.a.takeInteraction
	case "slash_commands":
		do = c.a.takeCommand
	default:
		do = func(context.Context, []byte, time.Time) (any, error) { return nil, nil }
	}
	payload, err := c.a.guarded(ctx, do, e.Payload, time.Time{})
	if err != nil {
		if c.a.told.again("envelope "+reasonOf(err), c.a.o.Now()) {
			c.a.o.Log.Warn().Str("reason", reasonOf(err)).Msg("slack: delivery not taken")
		}
		if err != errBad { // what cannot be read will not be readable the next time
			return
		}
	}
	if e.ID == "" {
		return
	}
	c.write.Lock()
	defer c.write.Unlock()
	_ = c.ws.WriteJSON(ack{ID: e.ID, Payload: payload}) // lost: Slack sends it again
}

// watch closes the connection when it has gone silent, when its time is over,
// or when ctx ends. It asks for a sign of life in between.
func (c *conn) watch(ctx context.Context, ended <-chan struct{}) {
	ping, asked := c.a.o.After(pingEvery), 0
	var over <-chan time.Time
	for {
		if c.leaving.Load() && over == nil {
			over = c.a.o.After(leaveAfter)
		}
		select {
		case <-ended:
			return
		case <-ctx.Done(): // no more reading; what was taken is still answered
			_ = c.ws.SetReadDeadline(time.Unix(1, 0))
			return
		case <-c.heard:
			asked = 0
		case <-ping:
			if asked == maxSilence {
				c.a.o.Log.Warn().Msg("slack: the web socket has gone silent; opening another")
				_ = c.ws.Close()
				return
			}
			asked++
			go c.ping() // behind a write that nobody takes it would wait for ever
			ping = c.a.o.After(pingEvery)
		case <-over:
			_ = c.ws.Close()
			return
		}
	}
}
