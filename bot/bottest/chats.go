package bottest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"tsukiichi/bot/chat"
	"tsukiichi/scheduler/delivery"
)

// Log keeps what was logged.
type Log struct {
	mu    sync.Mutex
	lines []byte
}

// Write adds lines.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, p...)
	return len(p), nil
}

// String is everything logged.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.lines)
}

// Chats is a sender that keeps what each account was sent.
type Chats struct {
	mu    sync.Mutex
	lines map[string][]Line
	seen  map[string]chat.Ref
	down  bool
	n     int
	twice []error
}

// Line is one message in a chat, as it looks now.
type Line struct {
	Ref     chat.Ref
	ID      string // of the delivery that sent it
	Message chat.Message
	Edited  bool
}

var _ delivery.Sender = (*Chats)(nil)

// ErrDown is what a sender that is down returns.
var ErrDown = errors.New("bottest: sender is down")

// NewChats returns empty chats.
func NewChats() *Chats { return &Chats{lines: map[string][]Line{}, seen: map[string]chat.Ref{}} }

// Down makes every send fail, or work again.
func (c *Chats) Down(down bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.down = down
}

// Send puts the message into the account's chat, or changes it in place.
func (c *Chats) Send(_ context.Context, d chat.Dispatch) (chat.Sent, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.down {
		return chat.Sent{}, ErrDown
	}
	who := d.To.Account.String()
	if d.Replace != "" {
		return chat.Sent{Ref: d.Replace}, c.face(who, d.Replace, d.Message)
	}
	if ref, again := c.seen[d.ID]; again {
		err := fmt.Errorf("bottest: delivery %q sent twice", d.ID)
		c.twice = append(c.twice, err)
		return chat.Sent{Ref: ref}, err
	}
	c.n++
	ref := chat.Ref(strconv.Itoa(c.n))
	c.seen[d.ID] = ref
	c.lines[who] = append(c.lines[who], Line{Ref: ref, ID: d.ID, Message: d.Message})
	return chat.Sent{Ref: ref}, nil
}

// Twice is an error for each message that was to be sent a second time: the
// delivery would try that again, and a test would not see it.
func (c *Chats) Twice() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return errors.Join(c.twice...)
}

// Face gives a message its new look.
func (c *Chats) Face(a chat.Account, ref chat.Ref, m chat.Message) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.face(a.String(), ref, m)
}

func (c *Chats) face(who string, ref chat.Ref, m chat.Message) error {
	for i := range c.lines[who] {
		if c.lines[who][i].Ref == ref {
			c.lines[who][i].Message, c.lines[who][i].Edited = m, true
			return nil
		}
	}
	return chat.ErrGone
}

// Of is the account's chat, oldest first.
func (c *Chats) Of(a chat.Account) []Line {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]Line(nil), c.lines[a.String()]...)
}
