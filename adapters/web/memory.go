package web

import (
	"context"
	"fmt"
	"sync"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// Memory is an [Inbox] that forgets with the process, for tests and trials.
type Memory struct {
	mu    sync.Mutex
	lines map[chat.Account][]Line
	seen  map[string]chat.Ref // account and id of what was posted or typed
}

var _ Inbox = (*Memory)(nil)

// NewMemory returns an empty inbox.
func NewMemory() *Memory {
	return &Memory{lines: map[chat.Account][]Line{}, seen: map[string]chat.Ref{}}
}

// Lines implements [Inbox].
func (m *Memory) Lines(_ context.Context, a chat.Account, limit int) ([]Line, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	ls := m.lines[a]
	return append([]Line(nil), ls[max(0, len(ls)-limit):]...), nil
}

// Post implements [Inbox].
func (m *Memory) Post(_ context.Context, a chat.Account, id string, msg chat.Message, replace chat.Ref, at time.Time) (chat.Ref, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := a.String() + "\n" + id
	if ref, again := m.seen[key]; again {
		return ref, nil
	}
	if replace == "" {
		m.lines[a] = append(m.lines[a], Line{ID: id, At: at, Message: &msg})
		m.seen[key] = chat.Ref(id)
		return chat.Ref(id), nil
	}
	for i, l := range m.lines[a] {
		if l.ID == string(replace) && l.Message != nil {
			m.lines[a][i].Message = &msg
			m.seen[key] = replace
			return replace, nil
		}
	}
	return "", fmt.Errorf("web: replace line: %w", chat.ErrGone)
}

// Typed implements [Inbox].
func (m *Memory) Typed(_ context.Context, a chat.Account, id string, text private.Text, at time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := a.String() + "\n" + id
	if _, again := m.seen[key]; !again {
		m.lines[a] = append(m.lines[a], Line{ID: id, At: at, Typed: text})
		m.seen[key] = chat.Ref(id)
	}
	return nil
}
