package slacktown

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"tsukiichi/adapters/townhall"
)

// mostSockets is how many connections an app may hold.
const mostSockets = 10

// hub is the Socket Mode side: the open connections and what waits for an
// acknowledgement.
type hub struct {
	mu      sync.Mutex
	n       int
	tickets map[string]bool
	conns   []*link
	waiting map[string]chan townhall.Answered
	changed chan struct{} // closed and renewed whenever conns changes
	opened  int
}

// link is one connection.
type link struct {
	ws    *websocket.Conn
	write sync.Mutex
	deaf  bool // half open: nothing arrives any more, and nobody is told
	old   bool // told to go: gets nothing new
	gone  chan struct{}
}

func (h *hub) init() {
	if h.tickets == nil {
		h.tickets, h.waiting, h.changed = map[string]bool{}, map[string]chan townhall.Answered{}, make(chan struct{})
	}
}

func (h *hub) bump() { close(h.changed); h.changed = make(chan struct{}) }

func (t *Town) openConnection(c call) object {
	t.hub.mu.Lock()
	defer t.hub.mu.Unlock()
	t.hub.init()
	if len(t.hub.conns) >= mostSockets {
		return no("too_many_websockets")
	}
	t.hub.n++
	ticket := fmt.Sprintf("ticket-%d", t.hub.n)
	t.hub.tickets[ticket] = true
	return object{"url": "ws" + strings.TrimPrefix(t.root, "http") + "/link?ticket=" + ticket + "&app_id=A0TOWN"}
}

// link takes a web socket that apps.connections.open gave a ticket for.
func (t *Town) link(w http.ResponseWriter, r *http.Request) {
	h := &t.hub
	h.mu.Lock()
	h.init()
	ticket := r.URL.Query().Get("ticket")
	ok := h.tickets[ticket]
	delete(h.tickets, ticket)
	h.mu.Unlock()
	if !ok {
		http.Error(w, "bad ticket", http.StatusUnauthorized)
		return
	}
	ws, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	l := &link{ws: ws, gone: make(chan struct{})}
	h.mu.Lock()
	n := len(h.conns) + 1
	h.mu.Unlock()
	if err := l.send(object{"type": "hello", "num_connections": n, "connection_info": object{"app_id": "A0TOWN"},
		"debug_info": object{"host": "applink-1", "approximate_connection_time": 18060}}); err != nil {
		_ = ws.Close()
		return
	}
	h.mu.Lock()
	h.conns = append(h.conns, l)
	h.opened++
	h.bump()
	h.mu.Unlock()
	t.listen(l)
	h.mu.Lock()
	for i, c := range h.conns {
		if c == l {
			h.conns = append(h.conns[:i:i], h.conns[i+1:]...)
		}
	}
	h.bump()
	h.mu.Unlock()
	close(l.gone)
	_ = ws.Close()
}

// listen takes acknowledgements until the connection ends.
func (t *Town) listen(l *link) {
	for {
		_, raw, err := l.ws.ReadMessage()
		if err != nil {
			return
		}
		var ack struct {
			ID      string          `json:"envelope_id"`
			Payload json.RawMessage `json:"payload"`
		}
		if json.Unmarshal(raw, &ack) != nil || ack.ID == "" {
			t.mu.Lock()
			t.Refuse("socket", "acknowledgement without envelope_id")
			t.mu.Unlock()
			continue
		}
		t.hub.mu.Lock()
		if !l.deaf {
			if to := t.hub.waiting[ack.ID]; to != nil {
				delete(t.hub.waiting, ack.ID)
				to <- townhall.Answered{Status: http.StatusOK, Body: ack.Payload}
			}
		}
		t.hub.mu.Unlock()
	}
}

func (l *link) send(v any) error {
	l.write.Lock()
	defer l.write.Unlock()
	return l.ws.WriteJSON(v)
}

func (l *link) ping() {
	l.write.Lock()
	defer l.write.Unlock()
	_ = l.ws.WriteMessage(websocket.PingMessage, []byte("Ping from applink-1"))
}

// current is a connection that takes deliveries; it waits for one.
func (h *hub) current(giveUp <-chan time.Time) *link {
	for {
		h.mu.Lock()
		h.init()
		var found *link
		for i := len(h.conns) - 1; i >= 0 && found == nil; i-- {
			if !h.conns[i].old {
				found = h.conns[i]
			}
		}
		changed := h.changed
		h.mu.Unlock()
		if found != nil {
			return found
		}
		select {
		case <-changed:
		case <-giveUp:
			return nil
		}
	}
}

func (h *hub) deliver(t *Town, d *Delivery) (townhall.Answered, error) {
	var late <-chan time.Time
	if t.After != nil {
		late = t.After(patience)
	}
	l := h.current(late)
	if l == nil {
		return townhall.Answered{}, townhall.ErrTooLate
	}
	h.mu.Lock()
	h.n++
	id := fmt.Sprintf("envelope-%d", h.n)
	answer := make(chan townhall.Answered, 1)
	h.waiting[id] = answer
	deaf := l.deaf
	h.mu.Unlock()
	defer func() {
		h.mu.Lock()
		delete(h.waiting, id)
		h.mu.Unlock()
	}()
	envelope := object{"envelope_id": id, "type": d.Kind, "payload": d.Payload,
		"accepts_response_payload": d.Kind != "events_api"}
	if d.Kind == "events_api" {
		envelope["retry_attempt"], envelope["retry_reason"] = d.Retry, d.Reason
	}
	if !deaf {
		l.ping()
		if err := l.send(envelope); err != nil {
			return townhall.Answered{}, fmt.Errorf("%w: %w", townhall.ErrNotTaken, err)
		}
	}
	select {
	case a := <-answer:
		if string(a.Body) == "null" {
			a.Body = nil
		}
		return a, nil
	case <-l.gone:
		return townhall.Answered{}, fmt.Errorf("%w: the socket closed", townhall.ErrNotTaken)
	case <-late:
		return townhall.Answered{}, townhall.ErrTooLate
	}
}

// ErrNoSocket is a connection that is not there.
var ErrNoSocket = errors.New("slacktown: no socket is open")

// Disconnect announces the end of the newest connection: "warning" some time
// before, "refresh_requested" at once. The connection gets nothing new, and is
// closed where cut says so.
func (t *Town) Disconnect(reason string, cut bool) error {
	l := t.hub.newest()
	if l == nil {
		return ErrNoSocket
	}
	err := l.send(object{"type": "disconnect", "reason": reason, "debug_info": object{"host": "applink-1"}})
	t.hub.mu.Lock()
	l.old = true
	t.hub.mu.Unlock()
	if cut {
		_ = l.ws.Close()
	}
	return err
}

// Deafen makes the newest connection half open: it stands, but nothing is sent
// over it any more, not even a ping, and nothing is heard.
func (t *Town) Deafen() error {
	l := t.hub.newest()
	if l == nil {
		return ErrNoSocket
	}
	t.hub.mu.Lock()
	defer t.hub.mu.Unlock()
	l.deaf = true
	return nil
}

// Ping pings every connection that is not deaf.
func (t *Town) Ping() {
	t.hub.mu.Lock()
	var all []*link
	for _, l := range t.hub.conns {
		if !l.deaf {
			all = append(all, l)
		}
	}
	t.hub.mu.Unlock()
	for _, l := range all {
		l.ping()
	}
}

// Opened waits until n connections have been opened in all.
func (t *Town) Opened(n int) { t.hub.until(func(h *hub) bool { return h.opened >= n }) }

// Closed waits until no connection is open.
func (t *Town) Closed() { t.hub.until(func(h *hub) bool { return len(h.conns) == 0 }) }

func (h *hub) until(so func(*hub) bool) {
	for {
		h.mu.Lock()
		h.init()
		done, changed := so(h), h.changed
		h.mu.Unlock()
		if done {
			return
		}
		<-changed
	}
}

func (h *hub) newest() *link {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.conns) == 0 {
		return nil
	}
	return h.conns[len(h.conns)-1]
}

func (h *hub) closeAll() {
	h.mu.Lock()
	all := append([]*link(nil), h.conns...)
	h.mu.Unlock()
	for _, l := range all {
		_ = l.ws.Close()
	}
}
