package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	slackchat "tsukiichi/adapters/slack"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/scheduler/delivery"
)

type slackCmd struct {
	Manifest slackManifestCmd `cmd:"" help:"Print the manifest from which the Slack app is created."`
}

type slackManifestCmd struct {
	URL     string `help:"How Slack reaches serve's --listen, https://…" xor:"way" required:"" env:"-"`
	Socket  bool   `help:"Socket Mode: no inbound port." xor:"way" required:"" env:"-"`
	Command string `name:"slack.command" help:"Name of the slash command." default:"/1on1"`
}

// Help is shown below the command's usage.
func (slackManifestCmd) Help() string {
	return "Example: tsukiichi slack manifest --socket > manifest.json\n\n" +
		"At https://api.slack.com/apps choose “Create New App”, “From a manifest”, and paste it."
}

// Run prints the manifest.
func (c slackManifestCmd) Run(s *streams) error {
	raw, err := slackchat.Manifest(slackchat.ManifestOptions{URL: c.URL, Socket: c.Socket, Command: c.Command})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "%s\n", raw)
	return err
}

// given reports whether anything was said about Slack.
func (s slackSettings) given() bool {
	return s.BotToken != "" || s.AppToken != "" || s.SigningSecret != ""
}

// check lists what is wrong with the settings of Slack, each with its name.
func (s slackSettings) check(bad func(setting, format string, args ...any)) {
	if !slackchat.IsCommand(s.Command) {
		bad("slack.command", "must be a stroke and small letters, such as /1on1")
	}
	if !strings.HasPrefix(s.APIURL, "https://") && !strings.HasPrefix(s.APIURL, "http://") {
		bad("slack.api-url", "must begin with https://")
	}
	if !s.given() {
		return
	}
	for _, need := range []struct {
		setting, value, prefix string
		wanted                 bool
	}{
		{"slack.bot-token", s.BotToken, "xoxb-", true},
		{"slack.app-token", s.AppToken, "xapp-", s.Mode == "socket"},
		{"slack.signing-secret", s.SigningSecret, "", s.Mode == "http"},
	} {
		switch {
		case need.wanted && need.value == "":
			bad(need.setting, "is missing, and mode %s needs it", s.Mode)
		case need.value != "" && !strings.HasPrefix(need.value, need.prefix):
			bad(need.setting, "must begin with %s", need.prefix)
		}
	}
}

// slackParts are the adapter and the handler that it waits for.
type slackParts struct {
	adapter *slackchat.Adapter
	core    *lateHandler
	// workspace is whose token the bot has, once Slack has said so.
	workspace atomic.Pointer[string]
}

// ours reports whether the account is in the bot's own workspace. As long as
// Slack has not said which that is, the signature vouches for it.
func (p *slackParts) ours(a chat.Account) bool {
	own := p.workspace.Load()
	return own == nil || *own == a.Tenant
}

func (s settings) newSlack(log zerolog.Logger) (*slackParts, error) {
	client, err := s.client()
	if err != nil {
		return nil, err
	}
	p := &slackParts{core: &lateHandler{}}
	p.adapter, err = slackchat.New(slackchat.Options{
		Handler: p.core, BotToken: s.Slack.BotToken, AppToken: s.Slack.AppToken, SigningSecret: s.Slack.SigningSecret,
		APIURL: s.Slack.APIURL, Client: client, Now: clock.System{}.Now, Log: log, Lang: p.core.lang,
	})
	return p, err
}

// slackAdapter is Slack as serve sees it.
func (s settings) slackAdapter(log zerolog.Logger) (adapter, error) {
	p, err := s.newSlack(log)
	if err != nil {
		return adapter{}, err
	}
	every, err := time.ParseDuration(s.Slack.Pace)
	if err != nil {
		return adapter{}, fmt.Errorf("slack.pace: %w", err)
	}
	return adapter{
		platform: slackchat.Platform, sender: p.adapter, pace: delivery.Pace{Every: every, Burst: 1},
		ours:   p.ours,
		relink: func(ctx context.Context) { p.linkNamed(ctx, log) },
		open: func(h *house) (map[string]http.Handler, error) {
			p.core.moveIn(h)
			if s.Slack.Mode == "socket" {
				return nil, nil
			}
			return p.adapter.Handlers(), nil
		},
		run: func(ctx context.Context) error {
			defer p.adapter.Wait()
			linking := make(chan struct{})
			go func() {
				defer close(linking)
				p.linkNamed(ctx, log)
			}()
			defer func() { <-linking }()
			if s.Slack.Mode == "socket" {
				return p.adapter.RunSocket(ctx)
			}
			<-ctx.Done()
			return ctx.Err()
		},
	}, nil
}

// linkAgain is how long linkNamed waits where Slack does not answer.
const linkAgain = time.Minute

// linkNamed links the accounts that the roster names: which workspace they are
// in is known once Slack answers.
func (p *slackParts) linkNamed(ctx context.Context, log zerolog.Logger) {
	for {
		member, err := p.adapter.Members(ctx)
		if err == nil {
			if someone, ok := member("U0"); ok {
				p.workspace.Store(&someone.Tenant)
			}
			p.core.linkNamed(ctx, slackchat.Platform, member, log)
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(linkAgain):
		}
	}
}
