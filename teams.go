package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/rs/zerolog"

	teamschat "tsukiichi/adapters/teams"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/scheduler/delivery"
)

// given reports whether anything was said about Teams.
func (s teamsSettings) given() bool {
	return s.AppID != "" || s.AppPassword != "" || s.TenantID != ""
}

// check lists what is wrong with the settings of Teams, each with its name.
func (s teamsSettings) check(publicURL string, bad func(setting, format string, args ...any)) {
	for _, at := range []struct{ setting, value string }{
		{"teams.login-url", s.LoginURL}, {"teams.openid-url", s.OpenIDURL}, {"teams.service-url", s.ServiceURL},
	} {
		if !isSecure(at.value) {
			bad(at.setting, "must begin with https:// and name a host")
		}
	}
	for _, name := range []struct{ setting, value string }{{"teams.issuer", s.Issuer}, {"teams.scope", s.Scope}} {
		if name.value == "" {
			bad(name.setting, "must not be empty")
		}
	}
	s.checkHosts(bad)
	if _, err := s.threadLimits(); err != nil {
		bad("teams.thread-limits", "not limits like 7/1s")
	}
	if s.given() {
		s.checkIDs(publicURL, bad)
	}
}

func (s teamsSettings) checkHosts(bad func(setting, format string, args ...any)) {
	for _, h := range s.ServiceHosts {
		if u, err := url.Parse("https://" + h); err != nil || u.Hostname() == "" || u.Host != h {
			bad("teams.service-hosts", "not a host like smba.trafficmanager.net")
			return
		}
	}
	among := func(host string) bool {
		return slices.ContainsFunc(s.ServiceHosts, func(h string) bool { return strings.EqualFold(h, host) })
	}
	if u, err := url.Parse(s.ServiceURL); err == nil && u.Host != "" && !among(u.Host) {
		bad("teams.service-url", "its host is not among teams.service-hosts, so nothing could be sent there")
	}
}

func (s teamsSettings) checkIDs(publicURL string, bad func(setting, format string, args ...any)) {
	for _, id := range []struct{ setting, value, where string }{
		{"teams.app-id", s.AppID, "the “Microsoft App ID” of the bot"},
		{"teams.tenant-id", s.TenantID, "the organisation's “Tenant ID”"},
	} {
		switch {
		case id.value == "":
			bad(id.setting, "is missing: it is %s", id.where)
		case !isGUID(id.value):
			bad(id.setting, "is %s, like 00000000-0000-0000-0000-000000000000", id.where)
		}
	}
	if s.AppPassword == "" {
		bad("teams.app-password", "is missing: without the bot's client secret nothing can be sent")
	}
	if publicURL == "" {
		bad("public-url", "is missing, and Teams needs it: the https:// address that is passed on to listen; files are linked under it")
	}
}

// isGUID reports whether s is written as Microsoft writes ids.
func isGUID(s string) bool { return len(s) == 36 && uuid.Validate(s) == nil }

// isSecure reports whether the address is https://, or this very machine.
func isSecure(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && ip != nil && ip.IsLoopback()
}

// threadLimits reads limits like 7/1s: so many messages in so long a time.
func (s teamsSettings) threadLimits() ([]teamschat.ThreadLimit, error) {
	var out []teamschat.ThreadLimit
	for _, l := range s.ThreadLimits {
		count, per, _ := strings.Cut(l, "/")
		n, err := strconv.Atoi(count)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("teams.thread-limits: %q has no number", l)
		}
		d, err := time.ParseDuration(per)
		if err != nil || d <= 0 {
			return nil, fmt.Errorf("teams.thread-limits: %q has no time", l)
		}
		out = append(out, teamschat.ThreadLimit{N: n, Per: d})
	}
	return out, nil
}

// teamsParts are the adapter and the handler that it waits for.
type teamsParts struct {
	adapter *teamschat.Adapter
	core    *lateHandler
	tenant  string
}

// ours reports whether the account is in the bot's own organisation.
func (p *teamsParts) ours(a chat.Account) bool { return a.Tenant == p.tenant }

func (s settings) newTeams(log zerolog.Logger) (*teamsParts, error) {
	client, err := s.client()
	if err != nil {
		return nil, err
	}
	limits, err := s.Teams.threadLimits()
	if err != nil {
		return nil, err
	}
	p := &teamsParts{core: &lateHandler{}, tenant: strings.ToLower(s.Teams.TenantID)}
	p.adapter, err = teamschat.New(teamschat.Options{
		Handler: p.core, AppID: strings.ToLower(s.Teams.AppID), AppPassword: s.Teams.AppPassword, TenantID: p.tenant,
		LoginURL: s.Teams.LoginURL, OpenIDURL: s.Teams.OpenIDURL, Issuer: s.Teams.Issuer, Scope: s.Teams.Scope,
		ServiceURL: s.Teams.ServiceURL, ServiceHosts: s.Teams.ServiceHosts, PublicURL: s.PublicURL, ThreadLimits: limits,
		Client: client, Now: clock.System{}.Now, Log: log, Lang: p.core.lang,
	})
	return p, err
}

// teamsAdapter is Teams as serve sees it.
func (s settings) teamsAdapter(log zerolog.Logger) (adapter, error) {
	p, err := s.newTeams(log)
	if err != nil {
		return adapter{}, err
	}
	every, err := time.ParseDuration(s.Teams.Pace)
	if err != nil {
		return adapter{}, fmt.Errorf("teams.pace: %w", err)
	}
	return adapter{
		platform: teamschat.Platform, sender: p.adapter, pace: delivery.Pace{Every: every, Burst: 1},
		ours: p.ours,
		open: func(h *house) (map[string]http.Handler, error) {
			p.core.moveIn(h)
			return p.adapter.Handlers(), nil
		},
		relink: func(ctx context.Context) { p.core.linkNamed(ctx, teamschat.Platform, p.adapter.Member, log) },
		run: func(ctx context.Context) error {
			defer p.adapter.Wait()
			p.core.linkNamed(ctx, teamschat.Platform, p.adapter.Member, log)
			<-ctx.Done()
			return ctx.Err()
		},
	}, nil
}
