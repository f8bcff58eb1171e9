package slack_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/adapters/slack"
	"tsukiichi/adapters/slack/slacktown"
	"tsukiichi/adapters/townhall"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/scheduler/delivery"
)

const team = "T0TOWN"

// member is the account id of a person of the roster.
func member(person string) string { return "U" + strings.ToUpper(person) }

// stage is the whole house behind the Slack adapter, in a town.
type stage struct {
	*bottest.World
	file   []byte // the roster
	grid   string // the organisation of the workspace, "" for none
	town   *slacktown.Town
	timers *townhall.Timers
	socket bool
	atHome map[string]bool
	front  *bottest.Front

	gate    bottest.Gate // in front of the core
	adapter *slack.Adapter
	hangUp  func() // ends the socket
}

var _ bottest.Stage = (*stage)(nil)

// openStage opens a house; over Socket Mode it has no inbound port.
func openStage(t testing.TB, at time.Time, file []byte, socket bool) *stage {
	t.Helper()
	return openHouse(t, at, file, bottest.Options{}, socket)
}

// openHouse opens a house of a kind.
func openHouse(t testing.TB, at time.Time, file []byte, options bottest.Options, socket bool) *stage {
	t.Helper()
	return openIn(t, at, file, options, socket, "")
}

// account is a member's: in a grid, ids of workspaces stand behind the
// organisation's.
func (s *stage) account(user string) chat.Account {
	tenant := team
	if s.grid != "" {
		tenant = s.grid + "." + team
	}
	return chat.Account{Platform: slack.Platform, Tenant: tenant, ID: user}
}

// openIn opens a house in a workspace of an Enterprise Grid.
func openIn(t testing.TB, at time.Time, file []byte, options bottest.Options, socket bool, grid string) *stage {
	t.Helper()
	s := &stage{file: file, grid: grid, socket: socket, atHome: map[string]bool{}, front: &bottest.Front{}, timers: &townhall.Timers{}}
	options.Account = func(person string) chat.Account {
		return s.account(member(person))
	}
	options.Senders = func(w *bottest.World) map[string]delivery.Sender {
		return map[string]delivery.Sender{slack.Platform: s.open(t, w)}
	}
	server := httptest.NewServer(s.front)
	t.Cleanup(server.Close)
	t.Cleanup(func() { s.close() })
	options.NewWorld(t, at, "aomori", file)
	if !socket {
		s.town.Install(slacktown.App{
			Events: server.URL + "/slack/events", Interactions: server.URL + "/slack/interactions",
			Commands: server.URL + "/slack/commands", Client: server.Client(),
		})
	}
	return s
}

// open stands the adapter between the town and the house, anew at each
// restart.
func (s *stage) open(t testing.TB, w *bottest.World) delivery.Sender {
	s.World = w
	if s.town == nil {
		s.timers.Now = w.Clock.Now
		s.town = slacktown.New(t, slacktown.Options{Now: w.Clock.Now, After: s.timers.After, Team: team, Enterprise: s.grid})
		s.moveIn(s.file)
	}
	s.gate.Core = w.Bot
	a, err := slack.New(slack.Options{
		Handler: &s.gate, BotToken: s.town.BotToken, AppToken: s.town.AppToken, SigningSecret: s.town.SigningSecret,
		APIURL: s.town.URL, Now: w.Clock.Now, After: s.timers.After, Rand: func() float64 { return 0.5 },
		Log: zerolog.New(w.Log),
	})
	if err != nil {
		t.Fatal(err)
	}
	s.adapter = a
	s.front.Turn(a.Handlers())
	if s.socket {
		s.town.Install(slacktown.App{Socket: true})
		s.hangUp = s.run(t, a)
	}
	return a
}

// run opens the socket; the returned function ends it.
func (s *stage) run(t testing.TB, a *slack.Adapter) func() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.RunSocket(ctx) }()
	return func() {
		cancel()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("socket: %v", err)
		}
	}
}

func (s *stage) close() {
	if s.hangUp != nil {
		s.hangUp()
		s.hangUp = nil
		s.town.Closed()
	}
	if s.adapter != nil {
		s.adapter.Wait()
	}
}

// Now is the house's time.
func (s *stage) Now() time.Time { return s.Clock.Now() }

// Logged is everything that was logged.
func (s *stage) Logged() string { return s.Log.String() }

// Down makes the API take no messages, or take them again.
func (s *stage) Down(down bool) {
	s.town.Heal()
	if down {
		s.town.Fail(townhall.Status(http.StatusServiceUnavailable).On("chat.postMessage"))
		s.town.Fail(townhall.Status(http.StatusServiceUnavailable).On("chat.update"))
	}
}

// Import imports a roster.
func (s *stage) Import(file []byte) error {
	s.moveIn(file)
	pv, err := s.Bot.ImportRoster(s.T.Context(), "operator", file, []string{bottest.Platform})
	if err != nil {
		return fmt.Errorf("%w: %d problems", err, len(pv.Problems))
	}
	return s.Settle()
}

// Restart ends the process and starts another on the same file.
func (s *stage) Restart() error {
	s.close()
	s.Close()
	s.Open()
	return nil
}

// Advance plays until the time: deliveries of the house, repeats of the town.
func (s *stage) Advance(to time.Time) error {
	for {
		at, ok := s.town.Pending()
		if !ok || at.After(to) {
			break
		}
		if err := s.World.Advance(at); err != nil {
			return err
		}
		s.town.Tick()
		if err := s.after(nil); err != nil {
			return err
		}
	}
	return errors.Join(s.World.Advance(to), s.town.Echo())
}
