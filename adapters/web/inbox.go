package web

import (
	"context"
	"fmt"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// MaxLines is how many lines of a chat can be shown and looked up.
const MaxLines = 400

// Inbox keeps what stands in people's chats. It is safe for concurrent use.
type Inbox interface {
	// Lines returns the account's last limit lines, oldest first.
	Lines(ctx context.Context, account chat.Account, limit int) ([]Line, error)
	// Post adds a message, or changes the line that replace names, keeping its
	// place and time. A repeated id changes nothing and returns the first ref.
	// Its error wraps [chat.ErrGone] where there is no such line.
	Post(ctx context.Context, account chat.Account, id string, m chat.Message, replace chat.Ref, at time.Time) (chat.Ref, error)
	// Typed adds what the person said. A repeated id adds nothing.
	Typed(ctx context.Context, account chat.Account, id string, text private.Text, at time.Time) error
}

// Line is one line of a chat: a message of the bot's, or something typed.
type Line struct {
	ID      string // the ref that Post returned, or the id given to Typed
	At      time.Time
	Message *chat.Message // nil for a typed line
	Typed   private.Text
}

// Files gives the files of messages anew: an inbox that outlives the moment
// does not keep what stands in them.
type Files interface {
	// File is the n-th block of the account's line; false where there is none,
	// or it is no longer theirs.
	File(ctx context.Context, account chat.Account, line string, n int) (chat.File, bool, error)
}

// Drafts keeps what people fill in without sending it. The form comes filled
// with it; what was sent is forgotten by the core.
type Drafts interface {
	// Keep replaces the draft; empty values take it away.
	Keep(ctx context.Context, account chat.Account, form, arg string, values chat.Values) error
	// Held reports whether there is one.
	Held(ctx context.Context, account chat.Account, form, arg string) (bool, error)
}

// Sender puts messages into people's chats and tells their open pages.
type Sender struct {
	Inbox Inbox
	Live  *Live
	Now   func() time.Time
}

// Send posts the message; a repeated ID changes nothing. Its error wraps
// [chat.ErrGone] where the message to replace is no longer there.
func (s *Sender) Send(ctx context.Context, d chat.Dispatch) (chat.Sent, error) {
	ref, err := s.Inbox.Post(ctx, d.To.Account, d.ID, d.Message, d.Replace, s.Now())
	if err != nil {
		return chat.Sent{}, fmt.Errorf("web: send: %w", err)
	}
	s.Live.Changed(d.To.Account)
	return chat.Sent{Ref: ref}, nil
}
