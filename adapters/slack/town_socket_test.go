package slack_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"tsukiichi/adapters/slack/slacktown"
	"tsukiichi/adapters/townhall"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/roster"
)

// connected opens a house over Socket Mode that is connected.
func connected(t *testing.T) *stage {
	t.Helper()
	s := paired(t, true)
	s.town.Opened(1)
	return s
}

// says has the mentee ask for the menu and returns how many answers came.
func (s *stage) says(t *testing.T) int {
	t.Helper()
	before := len(s.town.Screen(member("20104")).Messages)
	if err := s.Say("20104", "メニュー"); err != nil {
		t.Fatal(err)
	}
	return len(s.town.Screen(member("20104")).Messages) - before - 1 // the line itself
}

// TestSocketIsRefreshed has Slack announce the end of a connection: the next
// one is opened before the old one is closed, and nothing is lost between.
func TestSocketIsRefreshed(t *testing.T) {
	t.Parallel()
	for _, reason := range []string{"warning", "refresh_requested"} {
		for _, cut := range []bool{false, true} {
			name := reason
			if cut {
				name += " and cut"
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				s := connected(t)
				for n := range 3 {
					if err := s.town.Disconnect(reason, cut); err != nil {
						t.Fatal(err)
					}
					s.town.Opened(n + 2)
					if got := s.says(t); got != 1 {
						t.Errorf("after %d refreshes: %d answers, want 1", n+1, got)
					}
				}
			})
		}
	}
}

// TestSocketGoesDeaf has a connection stand half open: nothing arrives and
// nobody says so. The silence is noticed, another one is opened, and what Slack
// could not deliver comes again.
func TestSocketGoesDeaf(t *testing.T) {
	t.Parallel()
	s := connected(t)
	if err := s.town.Deafen(); err != nil {
		t.Fatal(err)
	}
	mentee := member("20104")
	before := len(s.town.Screen(mentee).Messages)
	said := make(chan error, 1)
	go func() { said <- s.town.Say(mentee, "メニュー") }()
	s.until(t, said, func() { s.move(time.Second) })
	s.moveUntil(t, 2, time.Second)
	if err := s.Advance(s.Now().Add(10 * time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got := len(s.town.Screen(mentee).Messages) - before - 1; got != 1 {
		t.Errorf("%d answers, want 1\n%s", got, bottest.Tail(s.Logged()))
	}
	if !strings.Contains(s.Logged(), "silent") {
		t.Errorf("the log does not say that the socket was silent:\n%s", s.Logged())
	}
}

// TestSocketComesBack has the API refuse connections for a while: the adapter
// goes on trying and works again by itself.
func TestSocketComesBack(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]townhall.Fault{
		"500": townhall.Status(http.StatusInternalServerError), "garbage": townhall.Garbage(),
		"limited": slacktown.Limited(30 * time.Second), "refused": slacktown.Refuse("internal_error"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := connected(t)
			calls := s.town.Calls("apps.connections.open")
			s.town.Fail(fault.On("apps.connections.open"))
			if err := s.town.Disconnect("refresh_requested", true); err != nil {
				t.Fatal(err)
			}
			for s.town.Calls("apps.connections.open")-calls < 6 {
				if t.Context().Err() != nil {
					t.Fatal("never")
				}
				s.move(time.Second)
			}
			s.town.Heal()
			s.moveUntil(t, 2, time.Second)
			if got := s.says(t); got != 1 {
				t.Errorf("%d answers, want 1", got)
			}
		})
	}
}

// TestSocketLeavesNothingBehind runs and stops sockets in every state and
// looks for goroutines that stayed.
func TestSocketLeavesNothingBehind(t *testing.T) {
	before := goleak.IgnoreCurrent()
	for name, act := range map[string]func(*stage) error{
		"idle":      func(*stage) error { return nil },
		"warned":    func(s *stage) error { return s.town.Disconnect("warning", false) },
		"deaf":      func(s *stage) error { return s.town.Deafen() },
		"cut":       func(s *stage) error { return s.town.Disconnect("refresh_requested", true) },
		"at work":   func(s *stage) error { return s.town.Say(member("20104"), "メニュー") },
		"restarted": func(s *stage) error { return s.Restart() },
	} {
		t.Run(name, func(t *testing.T) {
			s := openStage(t, april(9, 0), roster.Sample(), true)
			s.town.Opened(1)
			if err := act(s); err != nil {
				t.Error(err)
			}
		})
	}
	http.DefaultClient.CloseIdleConnections()
	goleak.VerifyNone(t, before)
}

// move lets time pass for the house, the town and the adapter's timers.
func (s *stage) move(d time.Duration) {
	s.Clock.Set(s.Now().Add(d))
	s.timers.Fire()
}

// moveUntil lets time pass until n connections were opened in all.
func (s *stage) moveUntil(t *testing.T, n int, step time.Duration) {
	t.Helper()
	done := make(chan error, 1)
	go func() { s.town.Opened(n); done <- nil }()
	s.until(t, done, func() { s.move(step) })
}

// until does something again and again until done says so; the test's own
// time-out ends it where that never comes.
func (s *stage) until(t *testing.T, done <-chan error, do func()) {
	t.Helper()
	for {
		select {
		case err := <-done:
			if err != nil && !errors.Is(err, townhall.ErrTooLate) && !errors.Is(err, townhall.ErrNotTaken) {
				t.Fatal(err)
			}
			return
		case <-t.Context().Done():
			t.Fatal("never")
		default:
			do()
		}
	}
}
