package slack_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"tsukiichi/adapters/slack/slacktown"
	"tsukiichi/bot/chat"
)

// gate is a core that waits before it answers.
type gate struct {
	core chat.Handler

	mu   sync.Mutex
	wait chan struct{} // nil lets everything through
}

func (g *gate) Handle(ctx context.Context, e chat.Event) (chat.Answer, error) {
	g.mu.Lock()
	wait := g.wait
	g.mu.Unlock()
	if wait != nil {
		<-wait
	}
	return g.core.Handle(ctx, e)
}

// shut holds everything up until the returned function is called.
func (g *gate) shut() (open func()) {
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

// patience is how long the adapter waits before it opens an empty dialog.
const patience = 1500 * time.Millisecond

// TestSlowDialogs presses a button whose dialog takes its time: it opens at
// once as loading and is filled later. A dialog for which it is too late by
// then is excused in the chat.
func TestSlowDialogs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		after time.Duration // when the adapter may stop waiting
		want  string        // what stands there meanwhile
		end   string        // in the end
	}{
		{"slow", patience, "読み込み中", "候補の日時"},
		{"too slow", patience + 2*time.Second, "", "もう一度押してください"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := paired(t, false)
			mentor := member("20103")
			open := s.gate.shut()
			asked, begun := s.town.Calls("views.open"), s.timers.Begun(patience)
			pressed := make(chan error, 1)
			go func() { pressed <- s.town.Press(mentor, "日時を選んで送る") }()
			s.timers.Wait(patience, begun+1)
			s.move(c.after)
			if err := <-pressed; err != nil && !errors.Is(err, slacktown.ErrTooLate) {
				t.Fatal(err)
			}
			for s.town.Calls("views.open") == asked || s.town.Screen(mentor).Modal == "" && c.want != "" {
				runtime.Gosched()
			}
			if got := s.town.Screen(mentor).Modal; !strings.Contains(got, c.want) || c.want == "" && got != "" {
				t.Errorf("meanwhile %q, want %q", got, c.want)
			}
			open()
			s.adapter.Wait()
			seen := s.town.Screen(mentor)
			last := seen.Modal + seen.Messages[len(seen.Messages)-1].Text
			if !strings.Contains(last, c.end) {
				t.Errorf("in the end %q, want %q", last, c.end)
			}
		})
	}
}
