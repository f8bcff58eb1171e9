package slack_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/adapters/slack"
	"tsukiichi/adapters/slack/slacktown"
	"tsukiichi/bot/chat"
)

// desk is an adapter in a town, with a scripted stand-in for the core.
type desk struct {
	town   *slacktown.Town
	a      *slack.Adapter
	log    *bytes.Buffer
	mu     sync.Mutex
	events []chat.Event
	answer func(chat.Event) (chat.Answer, error)
	late   bool // Slack's patience is over at once
}

// after never comes, or at once where the core is late.
func (d *desk) after(time.Duration) <-chan time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.late {
		return nil
	}
	c := make(chan time.Time)
	close(c)
	return c
}

// Handle remembers the event and answers as the test says.
func (d *desk) Handle(_ context.Context, e chat.Event) (chat.Answer, error) {
	d.mu.Lock()
	d.events = append(d.events, e)
	answer := d.answer
	d.mu.Unlock()
	if answer == nil {
		return chat.Answer{}, nil
	}
	return answer(e)
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	at := time.Date(2026, 7, 15, 9, 0, 0, 0, time.UTC)
	now := func() time.Time { return at }
	d := &desk{log: &bytes.Buffer{}}
	d.town = slacktown.New(t, slacktown.Options{Now: now})
	d.town.Move(slacktown.User{ID: "U1", Name: "例田 一"})
	a, err := slack.New(slack.Options{
		Handler: d, BotToken: d.town.BotToken, SigningSecret: d.town.SigningSecret, APIURL: d.town.URL,
		Now: now, After: d.after, Log: zerolog.New(zerolog.SyncWriter(d.log)),
	})
	if err != nil {
		t.Fatal(err)
	}
	d.a = a
	mux := http.NewServeMux()
	for path, h := range a.Handlers() {
		mux.Handle(path, h)
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	t.Cleanup(a.Wait)
	d.town.Install(slacktown.App{
		Events: server.URL + "/slack/events", Interactions: server.URL + "/slack/interactions",
		Commands: server.URL + "/slack/commands", Client: server.Client(),
	})
	return d
}

// does runs one thing that a person does, until everything behind it is done.
func (d *desk) does(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	d.a.Wait()
}

func someone() chat.Account { return chat.Account{Platform: slack.Platform, Tenant: team, ID: "U1"} }

func (d *desk) send(t *testing.T, id string, m chat.Message) (chat.Ref, error) {
	done, err := d.a.Send(t.Context(), chat.Dispatch{ID: id, To: chat.Address{Account: someone()}, Message: m})
	return done.Ref, err
}

func card(t *testing.T, name string) chat.Message {
	t.Helper()
	for _, m := range adaptertest.Messages(t) {
		if m.Name == name {
			return m.Message
		}
	}
	t.Fatalf("no fixture %s", name)
	return chat.Message{}
}
