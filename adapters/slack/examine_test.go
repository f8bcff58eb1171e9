package slack_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tsukiichi/adapters/slack"
	"tsukiichi/adapters/slack/slacktown"
	"tsukiichi/adapters/townhall"
	"tsukiichi/bot/chat"
)

// examine looks at a town, after change.
func examine(t *testing.T, change func(*slack.Options, *slacktown.Town), socket bool) []slack.Finding {
	t.Helper()
	town := slacktown.New(t, slacktown.Options{Now: time.Now, Enterprise: "E0GRID"})
	town.Install(slacktown.App{Socket: socket})
	o := slack.Options{
		Handler: deaf{}, BotToken: town.BotToken, AppToken: town.AppToken, SigningSecret: town.SigningSecret,
		APIURL: town.URL, Now: time.Now,
	}
	if change != nil {
		change(&o, town)
	}
	a, err := slack.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return a.Examine(t.Context(), socket)
}

func TestExamine(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		socket bool
		change func(*slack.Options, *slacktown.Town)
		bad    string // what is found fault with; "" for nothing
		say    string
	}{
		"http":      {},
		"socket":    {socket: true},
		"bot token": {change: func(o *slack.Options, _ *slacktown.Town) { o.BotToken = "xoxb-other" }, bad: "bot token", say: "invalid_auth"},
		"app token": {socket: true, change: func(o *slack.Options, _ *slacktown.Town) { o.AppToken = "xapp-other" }, bad: "app token", say: "invalid_auth"},
		"no app token": {
			socket: true, change: func(o *slack.Options, _ *slacktown.Town) { o.AppToken = "" }, bad: "app token", say: "connections:write",
		},
		"no secret": {change: func(o *slack.Options, _ *slacktown.Town) { o.SigningSecret = "" }, bad: "signing secret", say: "slack.signing-secret"},
		"clock": {change: func(o *slack.Options, _ *slacktown.Town) {
			o.Now = func() time.Time { return time.Now().Add(7 * time.Minute) }
		}, bad: "clock", say: "differs from Slack's by 7m"},
		"out of order": {change: func(_ *slack.Options, town *slacktown.Town) {
			town.Fail(townhall.Status(http.StatusServiceUnavailable))
		}, bad: "way to Slack", say: "http-503"},
		"a proxy that is away": {change: func(o *slack.Options, _ *slacktown.Town) {
			proxy := &url.URL{Scheme: "http", User: url.UserPassword("u", "hush"), Host: "127.0.0.1:1"}
			o.Client = &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(proxy)}}
		}, bad: "way to Slack", say: "through the proxy 127.0.0.1:1, "},
		"nobody there": {change: func(o *slack.Options, _ *slacktown.Town) { o.APIURL = "http://127.0.0.1:1/api/" }, bad: "way to Slack", say: "https-proxy"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := ""
			for _, f := range examine(t, tt.change, tt.socket) {
				if strings.Contains(f.Say, "hush") {
					t.Error("a password stands in it")
				}
				if !f.Good {
					found = f.What
					if !strings.Contains(f.Say, tt.say) {
						t.Errorf("%s: %s", f.What, f.Say)
					}
				}
			}
			if found != tt.bad {
				t.Errorf("found fault with %q, want %q", found, tt.bad)
			}
		})
	}
}

func TestMembers(t *testing.T) {
	t.Parallel()
	town := slacktown.New(t, slacktown.Options{Now: time.Now, Enterprise: "E0GRID"})
	a, err := slack.New(slack.Options{Handler: deaf{}, BotToken: town.BotToken, APIURL: town.URL, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	member, err := a.Members(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := member("U1"); !ok || got != (chat.Account{Platform: "slack", Tenant: "E0GRID.T0TOWN", ID: "U1"}) {
		t.Errorf("got %v", got)
	}
	if got, ok := member(""); ok {
		t.Errorf("nobody is %v", got)
	}
}

// deaf takes every event and answers nothing.
type deaf struct{}

// Handle answers nothing.
func (deaf) Handle(context.Context, chat.Event) (chat.Answer, error) { return chat.Answer{}, nil }
