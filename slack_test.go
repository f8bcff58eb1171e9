package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	slackchat "tsukiichi/adapters/slack"
	"tsukiichi/adapters/slack/slacktown"
	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// named is a roster that names accounts of a workspace.
const named = "職員番号,氏名,部,課,職位,役割,slack_id,メール\n" +
	"90001,例田 一,市民部,市民課,課長,所属長,U90001,\n" +
	"90002,例田 二,市民部,市民課,主事,メンティ,,ni@example.lg.jp\n"

// slackHouse serves a town over HTTP or Socket Mode.
func slackHouse(t *testing.T, mode string) (*slacktown.Town, *loft, string) {
	t.Helper()
	dir := t.TempDir()
	inData(t, dir, func(h *house) error {
		_, err := h.Bot.ImportRoster(t.Context(), "operator", []byte(named), platforms())
		return errors.Join(err, startNow(t.Context(), h))
	})
	town := slacktown.New(t, slacktown.Options{Now: time.Now})
	town.Email("U90002", "ni@example.lg.jp")
	s := testSettings(dir)
	s.Slack = slackSettings{
		Mode: mode, BotToken: town.BotToken, AppToken: town.AppToken, SigningSecret: town.SigningSecret,
		APIURL: town.URL, Pace: "1ms", Command: "/1on1",
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	out := &loft{t: t, url: "http://" + l.Addr().String(), done: make(chan error, 1), log: &logbook{}}
	log := zerolog.New(out.log)
	adapters, err := s.adapters(log)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	out.stop = stop
	t.Cleanup(stop)
	town.Install(slacktown.App{
		Events: out.url + "/slack/events", Interactions: out.url + "/slack/interactions", Commands: out.url + "/slack/commands",
		Client: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, Socket: mode == "socket",
	})
	go func() { out.done <- serve(ctx, s, adapters, l, log) }()
	return town, out, dir
}

func startNow(ctx context.Context, h *house) error { return startProgramme(ctx, h, 0) }

// TestServeSlack starts the real thing in front of a town: who the roster
// names is known before they say a word, who has the roster's address from
// their first, and both are answered.
func TestServeSlack(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"http", "socket"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			town, at, dir := slackHouse(t, mode)
			eventually(t, "the house is ready", func() bool { return strings.HasPrefix(at.get("/readyz"), "200") })
			for _, user := range []string{"U90001", "U90002"} {
				if err := town.Say(user, "ヘルプ"); err != nil {
					t.Fatal(err)
				}
				eventually(t, user+" is answered", func() bool { return len(town.Screen(user).Messages) > 1 })
				if got := town.Screen(user).Messages[1].Text; strings.Contains(got, "名簿") || !strings.Contains(got, "ヘルプ") {
					t.Errorf("%s is told %s", user, got)
				}
			}
			if err := town.OpenHome("U90001"); err != nil {
				t.Fatal(err)
			}
			eventually(t, "the home is there", func() bool { return strings.Contains(town.Screen("U90001").Home, "例田 一") })
			if err := town.Command("U90002", "/1on1"); err != nil {
				t.Fatal(err)
			}
			eventually(t, "the command opens the home", func() bool { return strings.Contains(town.Screen("U90002").Modal, "例田 二") })
			if err := at.end(); err != nil {
				t.Fatal(err)
			}
			if r := town.Refusals(); len(r) > 0 {
				t.Errorf("the town refused: %v", r)
			}
			inData(t, dir, func(h *house) error {
				return h.Store.View(t.Context(), func(tx store.Tx) error {
					for id, proof := range map[string]store.Proof{"U90001": store.ByRoster, "U90002": store.ByEmail} {
						c, err := store.Contacts.Must(tx, chat.Account{Platform: slackchat.Platform, Tenant: "T0TOWN", ID: id}.String())
						if err != nil || c.ProvenBy != proof {
							t.Errorf("%s is proven by %q: %v", id, c.ProvenBy, err)
						}
					}
					return nil
				})
			})
		})
	}
}

func TestLinkRoster(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	member := func(user string) (chat.Account, bool) {
		return chat.Account{Platform: "slack", Tenant: "T1", ID: user}, user != ""
	}
	inData(t, dir, func(h *house) error {
		if _, err := h.Bot.ImportRoster(t.Context(), "operator", []byte(named), platforms()); err != nil {
			return err
		}
		for _, want := range []int{1, 0} { // the second time there is nothing to do
			n, err := h.Bot.LinkNamed(t.Context(), "slack", member)
			if err != nil || n != want {
				t.Errorf("linked %d, %v, want %d", n, err, want)
			}
		}
		return nil
	})
}
