package teams_test

import (
	"errors"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/adapters/slack"
	"tsukiichi/adapters/slack/slacktown"
	"tsukiichi/adapters/teams"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/scheduler/delivery"
)

// mixed is one house with two adapters between two towns: some people are on
// Slack, the others on Teams.
type mixed struct {
	*stage
	onSlack []string
	other   *slacktown.Town
	slack   *slack.Adapter
	front   *bottest.Front
	home    map[string]bool // who looks at the home tab
}

const slackTeam = "T0TOWN"

func openMixed(t testing.TB, at time.Time, file []byte, onSlack ...string) *mixed {
	t.Helper()
	m := &mixed{stage: newStage(t, file), onSlack: onSlack, front: &bottest.Front{}, home: map[string]bool{}}
	server := httptest.NewServer(m.front)
	t.Cleanup(server.Close)
	t.Cleanup(func() { m.slack.Wait() })
	options := bottest.Options{
		Account: m.whose,
		Senders: func(w *bottest.World) map[string]delivery.Sender {
			return map[string]delivery.Sender{teams.Platform: m.open(t, w), slack.Platform: m.openSlack(t, w)}
		},
	}
	options.NewWorld(t, at, "aomori", file)
	m.other.Install(slacktown.App{
		Events: server.URL + "/slack/events", Interactions: server.URL + "/slack/interactions",
		Commands: server.URL + "/slack/commands", Client: server.Client(),
	})
	return m
}

func (m *mixed) isOnSlack(person string) bool { return slices.Contains(m.onSlack, person) }

func (m *mixed) whose(person string) chat.Account {
	if m.isOnSlack(person) {
		return chat.Account{Platform: slack.Platform, Tenant: slackTeam, ID: "U" + person}
	}
	return m.account(person)
}

func (m *mixed) openSlack(t testing.TB, w *bottest.World) delivery.Sender {
	if m.other == nil {
		m.other = slacktown.New(t, slacktown.Options{Now: w.Clock.Now, After: m.timers.After, Team: slackTeam})
		for _, id := range m.onSlack {
			m.other.Move(slacktown.User{ID: "U" + id})
		}
	}
	var err error
	m.slack, err = slack.New(slack.Options{
		Handler: w.Bot, BotToken: m.other.BotToken, SigningSecret: m.other.SigningSecret, APIURL: m.other.URL,
		Now: w.Clock.Now, After: m.timers.After, Log: zerolog.New(w.Log),
	})
	if err != nil {
		t.Fatal(err)
	}
	m.front.Turn(m.slack.Handlers())
	return m.slack
}

// both lets everything happen on both platforms that an act entails.
func (m *mixed) both(err error) error {
	m.slack.Wait()
	err = errors.Join(m.settled(err), m.other.Echo())
	m.slack.Wait()
	return err
}

// Say types a line.
func (m *mixed) Say(who, words string) error {
	if !m.isOnSlack(who) {
		return m.both(m.stage.Say(who, words))
	}
	m.home[who] = false
	return m.both(m.other.Say("U"+who, words))
}

// Press presses a button.
func (m *mixed) Press(who, label string) error {
	if !m.isOnSlack(who) {
		return m.both(m.stage.Press(who, label))
	}
	places := []slacktown.Place{slacktown.InModal, slacktown.InMessages}
	if m.home[who] {
		places = nil // wherever it is
	}
	m.home[who] = false
	return m.both(m.other.Press("U"+who, label, places...))
}

// Submit sends the open dialog off.
func (m *mixed) Submit(who string, fields map[string][]string) error {
	if !m.isOnSlack(who) {
		return m.both(m.stage.Submit(who, fields))
	}
	m.other.Undo("U" + who)
	return m.both(m.other.Submit("U"+who, fields))
}

// Home opens the home.
func (m *mixed) Home(who string) error {
	if !m.isOnSlack(who) {
		return m.both(m.stage.Home(who))
	}
	m.other.Close("U" + who)
	m.home[who] = true
	return m.both(m.other.OpenHome("U" + who))
}

// Screen is what the person sees.
func (m *mixed) Screen(who string) bottest.Screen {
	if !m.isOnSlack(who) {
		return m.stage.Screen(who)
	}
	seen := m.other.Screen("U" + who)
	out := bottest.Screen{Dialog: seen.Modal, Errors: seen.Errors}
	for _, msg := range seen.Messages {
		if !msg.Own {
			out.Chat = append(out.Chat, msg.Text)
		}
	}
	if out.Dialog == "" && m.home[who] {
		out.Dialog = seen.Home
	}
	return out
}

// Advance plays until the time.
func (m *mixed) Advance(to time.Time) error { return m.both(m.stage.Advance(to)) }

// TestMixedPair plays a whole month of a pair with one on Teams and one on
// Slack, either way round.
func TestMixedPair(t *testing.T) {
	t.Parallel()
	for name, onSlack := range map[string][]string{"the mentee on Slack": {mentee}, "the mentor and the head on Slack": {mentor, head}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var m *mixed
			t.Cleanup(func() {
				if m == nil {
					return
				}
				a, b := m.town.Counts(), m.other.Counts()
				t.Logf("%d messages and %d dialogs on Teams, %d messages, %d dialogs and %d homes on Slack; %d cards checked, %d of them against the schema",
					a.Messages, a.Dialogs, b.Messages, b.Modals, b.Homes, a.Cards, a.Schemas)
				var bad []string
				for _, r := range m.town.Refusals() {
					bad = append(bad, r.Problem)
				}
				for _, r := range m.other.Refusals() {
					bad = append(bad, r.Problem)
				}
				if len(bad) > 0 || a.Messages == 0 || b.Messages == 0 {
					t.Errorf("refused: %s", strings.Join(bad, "; "))
				}
			})
			bottest.Scripts(t, "testdata/mixed", func(tb testing.TB, at time.Time, file []byte) bottest.Stage {
				m = openMixed(tb, at, file, onSlack...)
				return m
			})
		})
	}
}
