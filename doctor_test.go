package main

import (
	"context"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/adapters/teams/teamstown"
	"tsukiichi/bot/chat"
)

// consult has the doctor look at settings and returns its lines.
func consult(t *testing.T, s settings) ([]string, error) {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	said := doctorCmd{s}.Run(&streams{out: out, err: out, files: &settingsFiles{}})
	raw, err := os.ReadFile(out.Name())
	if err := errors.Join(err, out.Close()); err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(raw)), "\n"), said
}

// TestDoctorTeams looks at a town through a front with a certificate of its
// own, and finds what is wrong in each of the usual ways.
func TestDoctorTeams(t *testing.T) {
	t.Parallel()
	good := func(_ *teamstown.Town, _ *settings) {}
	for name, tt := range map[string]struct {
		change func(*teamstown.Town, *settings)
		answer int      // of the front; 0 is the bot behind it
		bad    []string // what is found fault with
		say    string   // what stands in one of the lines
	}{
		"good":              {good, 0, nil, "refuses what has no token"},
		"serve is away":     {good, http.StatusBadGateway, []string{"teams: public address"}, "serve behind it is not"},
		"path not passed":   {good, http.StatusNotFound, []string{"teams: public address"}, "hand /api/messages"},
		"something answers": {good, http.StatusOK, []string{"teams: public address"}, "not 401"},
		"not from here": {func(_ *teamstown.Town, s *settings) {
			s.PublicURL = "https://127.0.0.1:1"
		}, 0, nil, "cannot be reached from this machine"},
		"a certificate of nobody's": {func(_ *teamstown.Town, s *settings) { s.CAFile = "" }, 0, []string{"teams: public address"}, "does not trust"},
		"another secret": {func(_ *teamstown.Town, s *settings) {
			s.Teams.AppPassword = "hush"
		}, 0, []string{"teams: token"}, "Certificates & secrets"},
		"no secret": {func(_ *teamstown.Town, s *settings) { s.Teams.AppPassword = "" }, 0, []string{"settings"}, "teams.app-password: is missing"},
		"the keys' address is wrong": {func(town *teamstown.Town, s *settings) {
			s.Teams.OpenIDURL = town.LoginURL() + "/none"
		}, 0, []string{"teams: issuer's keys"}, "every message from Teams is refused"},
		"the login is away": {func(_ *teamstown.Town, s *settings) {
			s.Teams.LoginURL = "http://127.0.0.1:1"
		}, 0, []string{"teams: token"}, "https-proxy"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			town := teamstown.New(t, teamstown.Options{Now: time.Now})
			s := testSettings(t.TempDir())
			s.Listen, s.Teams = "127.0.0.1:8080", teamsSettingsOf(town)
			s.Slack = slackSettings{Mode: "socket", APIURL: "https://slack.com/api/", Command: "/1on1", Pace: "1s"}
			s.Log = logSettings{Level: "info", Format: "json"}
			s = behindFront(t, s, tt.answer)
			tt.change(town, &s)
			lines, err := consult(t, s)
			var bad []string
			for _, line := range lines {
				if mark, rest, _ := strings.Cut(line, "  "); mark == "BAD" {
					what, _, _ := strings.Cut(rest, "  ")
					bad = append(bad, what)
				}
			}
			if got, want := strings.Join(bad, ", "), strings.Join(tt.bad, ", "); got != want || (err == nil) != (want == "") {
				t.Errorf("found fault with %q, want %q (%v):\n%s", got, want, err, strings.Join(lines, "\n"))
			}
			if all := strings.Join(lines, "\n"); !strings.Contains(all, tt.say) || strings.Contains(all, "hush") {
				t.Errorf("%q is not there, or a secret is:\n%s", tt.say, all)
			}
		})
	}
}

// deaf hears nobody.
type deaf struct{}

// Handle takes nothing.
func (deaf) Handle(context.Context, chat.Event) (chat.Answer, error) {
	return chat.Answer{}, errors.New("nobody is home")
}

// behindFront puts a reverse proxy with a certificate of its own before the
// adapter of the settings; a status other than 0 is all that it answers.
func behindFront(t *testing.T, s settings, status int) settings {
	t.Helper()
	s.PublicURL = "https://later.example"
	p, err := s.newTeams(zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	p.core.Handler = deaf{}
	mux := http.NewServeMux()
	for path, h := range p.adapter.Handlers() {
		mux.Handle(path, h)
	}
	front := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if status != 0 {
			w.WriteHeader(status)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	front.Config.ErrorLog = log.New(io.Discard, "", 0) // of handshakes that a case breaks off
	front.StartTLS()
	t.Cleanup(front.Close)
	s.PublicURL = front.URL
	s.CAFile = filepath.Join(t.TempDir(), "ca.pem")
	raw := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: front.Certificate().Raw})
	if err := os.WriteFile(s.CAFile, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}
