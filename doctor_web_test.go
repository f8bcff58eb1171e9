package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// webSettingsFor are those of a web alone, at the address.
func webSettingsFor(t *testing.T, public string) settings {
	t.Helper()
	s := testSettings(t.TempDir())
	s.Listen, s.PublicURL = "127.0.0.1:8080", public
	s.Web = webSettings{Enabled: true, Idle: "1h", Session: "12h", SlipDays: 28, OIDCClaim: "email"}
	s.Slack = slackSettings{Mode: "socket", APIURL: "https://slack.com/api/", Command: "/1on1", Pace: "1s"}
	s.Teams = teamsSettings{
		LoginURL: "https://login.example", OpenIDURL: "https://login.example/metadata", ServiceURL: "https://service.example/teams/",
		ServiceHosts: []string{"service.example"}, Issuer: "https://login.example", Scope: "scope", Pace: "1s", ThreadLimits: []string{"7/1s"},
	}
	s.Log = logSettings{Level: "info", Format: "json"}
	return s
}

// TestDoctorWeb finds what is wrong with the web in each of the usual ways.
func TestDoctorWeb(t *testing.T) {
	t.Parallel()
	var issuer *httptest.Server
	issuer = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]string{"issuer": issuer.URL, "jwks_uri": issuer.URL, "authorization_endpoint": issuer.URL, "token_endpoint": issuer.URL})
	}))
	t.Cleanup(issuer.Close)
	sso := func(s *settings) {
		s.Web.OIDCIssuer, s.Web.OIDCClientID, s.Web.OIDCClientSecret = issuer.URL, "desk", "secret"
	}
	for name, tt := range map[string]struct {
		change func(*settings)
		answer string // of the public address; "" is serve's
		bad    []string
		say    string
	}{
		"good":             {func(*settings) {}, "", nil, "leads to a running serve"},
		"no chat":          {func(*settings) {}, "", nil, "admin code"},
		"somebody else":    {func(*settings) {}, "hello", []string{"web: public-url"}, "pass everything on"},
		"nobody":           {func(s *settings) { s.PublicURL = "http://127.0.0.1:1" }, "", []string{"web: public-url"}, "cannot be reached"},
		"single sign-on":   {sso, "", nil, "/sso-done"},
		"another issuer":   {func(s *settings) { sso(s); s.Web.OIDCIssuer += "/other" }, "", []string{"web: single sign-on"}, "of this name"},
		"no public url":    {func(s *settings) { s.PublicURL = "" }, "", []string{"settings"}, "web.enabled: needs public-url"},
		"a path":           {func(s *settings) { s.PublicURL += "/desk" }, "", []string{"settings", "web: public-url"}, "a host of their own"},
		"half a sign-on":   {func(s *settings) { s.Web.OIDCClientID = "x" }, "", []string{"settings"}, "web.oidc-client-secret: is missing"},
		"rest beyond all":  {func(s *settings) { s.Web.Idle = "13h" }, "", []string{"settings"}, "longer than web.session"},
		"no proxy":         {func(s *settings) { s.Web.TrustedProxies = []string{"proxy"} }, "", []string{"settings"}, "web.trusted-proxies"},
		"proxies":          {func(s *settings) { s.Web.TrustedProxies = []string{"10.0.0.5", "fd00::/8"} }, "", nil, "leads to"},
		"open to all":      {func(s *settings) { s.Listen = ":8080" }, "", nil, "count as one address"},
		"slips for ever":   {func(s *settings) { s.Web.SlipDays = 365 }, "", []string{"settings"}, "web.slip-days"},
		"http far away":    {func(s *settings) { s.PublicURL = "http://desk.example.lg.jp" }, "", []string{"settings", "web: public-url"}, "must begin with https://"},
		"a sign-on but no": {func(s *settings) { sso(s); s.Web.Enabled = false }, "", []string{"settings", "adapters"}, "web.oidc-issuer: needs web.enabled"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch {
				case tt.answer != "":
					_, _ = w.Write([]byte(tt.answer))
				case r.URL.Path == "/healthz":
					_, _ = w.Write([]byte("ok\n"))
				default:
					http.NotFound(w, r)
				}
			}))
			t.Cleanup(front.Close)
			s := webSettingsFor(t, front.URL)
			tt.change(&s)
			lines, _ := consult(t, s)
			var bad []string
			for _, line := range lines {
				if mark, rest, _ := strings.Cut(line, "  "); mark == "BAD" {
					what, _, _ := strings.Cut(rest, "  ")
					bad = append(bad, strings.TrimSpace(what))
				}
			}
			if got, want := slices.Compact(bad), tt.bad; !slices.Equal(got, want) {
				t.Errorf("found fault with %v, want %v\n%s", got, want, strings.Join(lines, "\n"))
			}
			if !strings.Contains(strings.Join(lines, "\n"), tt.say) {
				t.Errorf("does not say %q:\n%s", tt.say, strings.Join(lines, "\n"))
			}
		})
	}
}
