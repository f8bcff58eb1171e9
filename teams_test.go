package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	slackchat "tsukiichi/adapters/slack"
	"tsukiichi/adapters/slack/slacktown"
	teamschat "tsukiichi/adapters/teams"
	"tsukiichi/adapters/teams/teamstown"
	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// People with accounts: two in Teams, by ids as a portal prints them, one in
// Slack, and one whose id is none.
const (
	teamsHead   = "0ad90001-0000-4000-8000-000000000001"
	teamsMentee = "0ad90002-0000-4000-8000-0000000000ab"

	mixed = "職員番号,氏名,部,課,職位,役割,teams_id,slack_id\n" +
		"90001,例田 一,市民部,市民課,課長,所属長," + teamsHead + ",\n" +
		"90002,例田 二,市民部,市民課,主事,メンティ,0AD90002-0000-4000-8000-0000000000AB,\n" +
		"90003,例田 三,市民部,市民課,主査,,,U90003\n" +
		"90004,例田 四,市民部,市民課,主査,,yon@city.example.lg.jp,yon@city.example.lg.jp\n"
)

// teamsSettingsOf point at a town.
func teamsSettingsOf(town *teamstown.Town) teamsSettings {
	return teamsSettings{
		AppID: strings.ToUpper(town.AppID), AppPassword: town.Password, TenantID: strings.ToUpper(town.Tenant),
		LoginURL: town.LoginURL(), OpenIDURL: town.OpenIDURL(), ServiceURL: town.ServiceURL(), ServiceHosts: []string{town.Host()},
		Issuer: teamstown.Issuer, Scope: "https://api.botframework.com/.default", Pace: "1ms",
	}
}

// begin imports a roster and starts serve with the settings' adapters.
func begin(t *testing.T, s settings, people string, l net.Listener) *loft {
	t.Helper()
	inData(t, s.Data, func(h *house) error {
		_, err := h.Bot.ImportRoster(t.Context(), "operator", []byte(people), platforms())
		return errors.Join(err, startNow(t.Context(), h))
	})
	out := &loft{t: t, url: "http://" + l.Addr().String(), done: make(chan error, 1), log: &logbook{}}
	log := zerolog.New(out.log)
	adapters, err := s.adapters(log)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	out.stop = stop
	t.Cleanup(stop)
	go func() { out.done <- serve(ctx, s, adapters, l, log) }()
	eventually(t, "the house is ready", func() bool { return strings.HasPrefix(out.get("/readyz"), "200") })
	return out
}

func localListener(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// helped is how often a person was given the help.
func helped(town *teamstown.Town, user string) (n int) {
	for _, m := range town.Screen(user).Messages {
		if !m.Own && strings.Contains(m.Text, "このボットは") {
			n++
		}
	}
	return n
}

// TestServeBoth starts serve in front of a Teams and a Slack at once: who the
// roster names is answered in either, files and settings are those of serve,
// and a request that nobody signed gets nothing.
func TestServeBoth(t *testing.T) {
	t.Parallel()
	teams, slack := teamstown.New(t, teamstown.Options{Now: time.Now}), slacktown.New(t, slacktown.Options{Now: time.Now})
	l := localListener(t)
	s := testSettings(t.TempDir())
	s.PublicURL, s.Teams = "https://bot.example.lg.jp", teamsSettingsOf(teams)
	s.Slack = slackSettings{
		Mode: "http", BotToken: slack.BotToken, AppToken: slack.AppToken, SigningSecret: slack.SigningSecret,
		APIURL: slack.URL, Pace: "1ms", Command: "/1on1",
	}
	at := begin(t, s, mixed, l)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	teams.Install(teamstown.App{Messages: at.url + "/api/messages", Client: client})
	slack.Install(slacktown.App{
		Events: at.url + "/slack/events", Interactions: at.url + "/slack/interactions", Commands: at.url + "/slack/commands", Client: client,
	})
	for _, user := range []string{teamsHead, teamsMentee} {
		if err := errors.Join(teams.Add(user), teams.Say(user, "ヘルプ")); err != nil {
			t.Fatal(err)
		}
		eventually(t, user+" is answered", func() bool { return helped(teams, user) == 1 })
	}
	if err := slack.Say("U90003", "ヘルプ"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "U90003 is answered", func() bool { return len(slack.Screen("U90003").Messages) > 1 })
	for _, authorization := range []string{"", "Bearer ", "Bearer eyJhbGciOiJub25lIn0.e30.", "Basic eDp5"} {
		resp, err := client.Do(teams.Bring(teams.Last(teamsHead).Body(), authorization))
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusUnauthorized && resp.StatusCode != http.StatusForbidden {
			t.Errorf("%q is answered with %s", authorization, resp.Status)
		}
	}
	if err := at.end(); err != nil {
		t.Fatal(err)
	}
	if r := teams.Refusals(); len(r) > 0 {
		t.Errorf("Teams refused: %v", r)
	}
	if r := slack.Refusals(); len(r) > 0 {
		t.Errorf("Slack refused: %v", r)
	}
	said := at.log.String()
	if strings.Contains(said, "ヘルプ") || strings.Contains(said, teams.Password) || strings.Contains(said, "yon@") {
		t.Errorf("the log holds words, a secret or an address:\n%s", said)
	}
	if !strings.Contains(said, `"ids":1,"message":"slack: some ids in the roster's column slack_id`) {
		t.Errorf("the log does not say that an id is none:\n%s", said)
	}
	inData(t, s.Data, func(h *house) error {
		return h.Store.View(t.Context(), func(tx store.Tx) error {
			for _, account := range []chat.Account{
				{Platform: teamschat.Platform, Tenant: teams.Tenant, ID: teamsHead},
				{Platform: teamschat.Platform, Tenant: teams.Tenant, ID: teamsMentee},
				{Platform: slackchat.Platform, Tenant: "T0TOWN", ID: "U90003"},
			} {
				c, err := store.Contacts.Must(tx, account.String())
				if err != nil || c.ProvenBy != store.ByRoster {
					t.Errorf("%s is proven by %q: %v", account.ID, c.ProvenBy, err)
				}
			}
			return nil
		})
	})
}

// TestFirstContact: somebody who never wrote is written to, because the roster
// has their id and the app is installed for them.
func TestFirstContact(t *testing.T) {
	t.Parallel()
	town := teamstown.New(t, teamstown.Options{Now: time.Now})
	town.Move(teamstown.Person{ID: teamsHead, Installed: true})
	s := testSettings(t.TempDir())
	s.PublicURL, s.Teams = "https://bot.example.lg.jp", teamsSettingsOf(town)
	p, err := s.newTeams(zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	to, ok := p.adapter.Member(teamsHead)
	if !ok || !p.ours(to) || p.ours(chat.Account{Platform: teamschat.Platform, Tenant: "another", ID: teamsHead}) {
		t.Fatalf("%+v is ours: %t", to, p.ours(to))
	}
	m, err := chat.NewMessage("", []chat.Block{chat.Line("ようこそ")})
	if err != nil {
		t.Fatal(err)
	}
	sent, err := p.adapter.Send(t.Context(), chat.Dispatch{ID: "first", To: chat.Address{Account: to}, Message: m})
	if err != nil || sent.Route == "" {
		t.Errorf("sent %+v, %v", sent, err)
	}
	if got := town.Screen(teamsHead).Messages; len(got) != 1 || !strings.Contains(got[0].Text, "ようこそ") {
		t.Errorf("they see %+v", got)
	}
}

// TestTeamsSettings says what is found fault with, by setting.
func TestTeamsSettings(t *testing.T) {
	t.Parallel()
	const id = "11111111-2222-3333-4444-555555555555"
	good := teamsSettings{
		AppID: id, AppPassword: "hush", TenantID: id, LoginURL: "https://login.example", OpenIDURL: "https://keys.example/x",
		Issuer: "https://issuer.example", Scope: "https://scope.example/.default", ServiceURL: "https://smba.example:8443/teams/",
		ServiceHosts: []string{"smba.example:8443", "other.example"}, Pace: "40ms", ThreadLimits: []string{"7/1s", "1800/1h"},
	}
	for name, tt := range map[string]struct {
		change func(*teamsSettings)
		public string // "" is none
		bad    []string
	}{
		"good":              {func(*teamsSettings) {}, "https://bot.example", nil},
		"nothing given":     {func(s *teamsSettings) { s.AppID, s.AppPassword, s.TenantID = "", "", "" }, "", nil},
		"no public url":     {func(*teamsSettings) {}, "", []string{"public-url"}},
		"no password":       {func(s *teamsSettings) { s.AppPassword = "" }, "x", []string{"teams.app-password"}},
		"a short app id":    {func(s *teamsSettings) { s.AppID = id[1:] }, "x", []string{"teams.app-id"}},
		"a name as tenant":  {func(s *teamsSettings) { s.TenantID = "city.onmicrosoft.com" }, "x", []string{"teams.tenant-id"}},
		"an id in brackets": {func(s *teamsSettings) { s.TenantID = "{" + id + "}" }, "x", []string{"teams.tenant-id"}},
		"only a tenant":     {func(s *teamsSettings) { s.AppID, s.AppPassword = "", "" }, "x", []string{"teams.app-id", "teams.app-password"}},
		"http login":        {func(s *teamsSettings) { s.LoginURL = "http://login.example" }, "x", []string{"teams.login-url"}},
		"http keys":         {func(s *teamsSettings) { s.OpenIDURL = "http://keys.example" }, "x", []string{"teams.openid-url"}},
		"http on this machine": {func(s *teamsSettings) {
			s.LoginURL, s.ServiceURL, s.ServiceHosts = "http://127.0.0.1:1", "http://127.0.0.1:2/", []string{"127.0.0.1:2"}
		}, "x", nil},
		"service elsewhere": {func(s *teamsSettings) { s.ServiceHosts = []string{"smba.example"} }, "x", []string{"teams.service-url"}},
		"a url as host":     {func(s *teamsSettings) { s.ServiceHosts = append(s.ServiceHosts, "https://a.example") }, "x", []string{"teams.service-hosts"}},
		"a path as host":    {func(s *teamsSettings) { s.ServiceHosts = append(s.ServiceHosts, "a.example/x") }, "x", []string{"teams.service-hosts"}},
		"no issuer":         {func(s *teamsSettings) { s.Issuer = "" }, "x", []string{"teams.issuer"}},
		"no scope":          {func(s *teamsSettings) { s.Scope = "" }, "x", []string{"teams.scope"}},
		"limits":            {func(s *teamsSettings) { s.ThreadLimits = []string{"0/1s"} }, "x", []string{"teams.thread-limits"}},
		"limits in no time": {func(s *teamsSettings) { s.ThreadLimits = []string{"7/0s"} }, "x", []string{"teams.thread-limits"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := good
			s.ServiceHosts = slices.Clone(good.ServiceHosts)
			tt.change(&s)
			var bad []string
			s.check(tt.public, func(setting, format string, _ ...any) {
				bad = append(bad, setting)
				if strings.Contains(format, "hush") {
					t.Errorf("%s quotes a secret", setting)
				}
			})
			if !slices.Equal(bad, tt.bad) {
				t.Errorf("found fault with %q, want %q", bad, tt.bad)
			}
		})
	}
}
