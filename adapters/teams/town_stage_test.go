package teams_test

import (
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/adapters/teams"
	"tsukiichi/adapters/teams/teamstown"
	"tsukiichi/adapters/townhall"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/scheduler/delivery"
)

// member is the object id of a person of the roster in the directory.
func member(person string) string {
	sum := sha1.Sum([]byte("member " + person))
	h := hex.EncodeToString(sum[:])
	return h[:8] + "-" + h[8:12] + "-5" + h[13:16] + "-a" + h[17:20] + "-" + h[20:32]
}

// stage is the whole house behind the Teams adapter, in a town.
type stage struct {
	*bottest.World
	file   []byte // the roster
	town   *teamstown.Town
	timers *townhall.Timers
	front  *bottest.Front

	pages  map[string]map[string]bool // ids of the pages in the chat, by person
	atHome map[string]bool

	gate    bottest.Gate // in front of the core
	adapter *teams.Adapter
	public  string // where the house can be reached
	down    bool   // the connector takes no messages
}

var _ bottest.PlainStage = (*stage)(nil)

// openStage opens a house.
func openStage(t testing.TB, at time.Time, file []byte) *stage {
	t.Helper()
	return openHouse(t, at, file, bottest.Options{})
}

// openHouse opens a house of a kind.
func openHouse(t testing.TB, at time.Time, file []byte, options bottest.Options) *stage {
	t.Helper()
	s := newStage(t, file)
	options.Account = s.account
	options.Senders = func(w *bottest.World) map[string]delivery.Sender {
		return map[string]delivery.Sender{teams.Platform: s.open(t, w)}
	}
	options.NewWorld(t, at, "aomori", file)
	return s
}

// newStage is a stage whose house is opened by [stage.open].
func newStage(t testing.TB, file []byte) *stage {
	s := &stage{
		file: file, front: &bottest.Front{}, timers: &townhall.Timers{},
		pages: map[string]map[string]bool{}, atHome: map[string]bool{},
	}
	server := httptest.NewServer(s.front)
	t.Cleanup(server.Close)
	t.Cleanup(func() { s.adapter.Wait() })
	s.public = server.URL
	return s
}

func (s *stage) account(person string) chat.Account {
	tenant := ""
	if s.town != nil {
		tenant = s.town.Tenant
	}
	return chat.Account{Platform: teams.Platform, Tenant: tenant, ID: member(person)}
}

// unlimited is for times that stand still: then a conversation takes as much as
// comes. The real limits are tried where time passes by itself.
func unlimited() []teams.ThreadLimit { return []teams.ThreadLimit{{N: 1 << 20, Per: time.Second}} }

// open stands the adapter between the town and the house, anew at each
// restart.
func (s *stage) open(t testing.TB, w *bottest.World) delivery.Sender {
	s.World = w
	if s.town == nil {
		s.timers.Now = w.Clock.Now
		s.town = teamstown.New(t, teamstown.Options{Now: w.Clock.Now, After: s.timers.After})
		s.town.Install(teamstown.App{Messages: s.public + "/api/messages"})
		s.moveIn(s.file)
	}
	s.gate.Core = w.Bot
	s.adapter = s.newAdapter(t, &s.gate)
	s.front.Turn(s.adapter.Handlers())
	return s.adapter
}

func (s *stage) newAdapter(t testing.TB, core chat.Handler) *teams.Adapter {
	a, err := teams.New(teams.Options{
		Handler: core, AppID: s.town.AppID, AppPassword: s.town.Password, TenantID: s.town.Tenant,
		LoginURL: s.town.LoginURL(), OpenIDURL: s.town.OpenIDURL(), ServiceURL: s.town.ServiceURL(),
		ServiceHosts: []string{s.town.Host()}, PublicURL: s.public, ThreadLimits: unlimited(),
		Now: s.Now, After: s.after, Log: zerolog.New(s.Log),
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// How long the adapter waits for the core: these deadlines pass when the test
// moves the time. Everything else that it waits for is over at once.
const (
	invokeDeadline = 4 * time.Second
	turnDeadline   = 12 * time.Second
)

func (s *stage) after(d time.Duration) <-chan time.Time {
	if d == invokeDeadline || d == turnDeadline {
		return s.timers.After(d)
	}
	return s.timers.After(0)
}

// Now is the house's time.
func (s *stage) Now() time.Time { return s.Clock.Now() }

// Logged is everything that was logged.
func (s *stage) Logged() string { return s.Log.String() }

// Down makes the connector take no messages, or take them again.
func (s *stage) Down(down bool) {
	s.town.Heal()
	s.down = down
	if down {
		for _, method := range []string{"post", "update", "create"} {
			s.town.Fail(townhall.Status(http.StatusServiceUnavailable).On(method))
		}
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
	s.adapter.Wait()
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
		if err := s.settled(nil); err != nil {
			return err
		}
	}
	return errors.Join(s.World.Advance(to))
}
