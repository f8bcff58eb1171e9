package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tsukiichi/adapters/teams/teamstown"
	"tsukiichi/store"
)

// The people of the tunnel's test, and how often each says something, between
// two cuts and in all.
const (
	callers = 16
	burst   = 3
	lines   = 3 * burst
)

func callerID(i int) string { return fmt.Sprintf("0ad90000-0000-4000-8000-%012d", i) }

// callerRoster names them.
func callerRoster() string {
	out := "職員番号,氏名,部,課,職位,役割,teams_id\n"
	for i := range callers {
		out += fmt.Sprintf("9%04d,例田 %d,市民部,市民課,主査,,%s\n", i, i, callerID(i))
	}
	return out
}

// TestTunnel passes signed activities through the relay of docs/tunnel, with
// its own programs and files, to serve on its file, and cuts the way in the
// middle: the inner end dies, the relay's end dies, and answers that were
// given after the commit never arrive. What was not acknowledged is sent
// again; nothing is lost and nothing is doubled. The relay passes nothing but
// the bot's paths on, lets in nobody without a certificate, and keeps nothing.
func TestTunnel(t *testing.T) {
	t.Parallel()
	town := teamstown.New(t, teamstown.Options{Now: time.Now})
	for i := range callers {
		town.Move(teamstown.Person{ID: callerID(i), Installed: true})
	}
	inside := &valve{Listener: localListener(t)}
	r := newRelay(t, inside.Addr().String())
	s := testSettings(t.TempDir())
	s.PublicURL, s.Teams = r.url(""), teamsSettingsOf(town)
	at := begin(t, s, callerRoster(), inside)
	town.Install(teamstown.App{Messages: r.url("/api/messages"), Client: r.client()})
	t.Run("passes only the bot's paths", func(t *testing.T) { passes(t, r) })
	t.Run("lets in nobody without a certificate", func(t *testing.T) { stranger(t, r) })

	post := &sender{t: t, town: town, client: r.client()}
	for _, cut := range []func(){
		func() { r.frpc.kill(); r.frpc.start() },
		func() { r.frps.kill(); r.frps.start() },
	} {
		before := post.acknowledged.Load()
		post.begin()
		eventually(t, "some are acknowledged", func() bool { return post.acknowledged.Load() > before })
		cut()
		post.wait()
	}
	inside.close() // what is answered inside, nobody outside hears of
	post.begin()
	eventually(t, "answers are on their way", func() bool { return inside.held.Load() >= callers/2 })
	r.frpc.kill()
	inside.open()
	r.frpc.start()
	post.wait()
	for i := range callers {
		eventually(t, "everybody is answered", func() bool { return helped(town, callerID(i)) >= lines })
	}
	if err := at.end(); err != nil {
		t.Fatal(err)
	}
	for i := range callers {
		if n := helped(town, callerID(i)); n != lines {
			t.Errorf("%s was answered %d times, want %d", callerID(i), n, lines)
		}
	}
	inData(t, s.Data, func(h *house) error {
		return h.Store.View(t.Context(), func(tx store.Tx) error {
			answers, err := store.Answers.All(tx, store.Span{})
			if len(answers) != callers*lines {
				t.Errorf("%d events are recorded, want %d", len(answers), callers*lines)
			}
			return err
		})
	})
	if n := post.again.Load(); n < callers/2 {
		t.Errorf("only %d were sent again: the cuts cut nothing", n)
	}
	t.Logf("%d activities, %d sent again", callers*lines, post.again.Load())
	keepsNothing(t, r)
}

// sender is the platform: it sends each person's activities in order, again
// until they are acknowledged.
type sender struct {
	t                   *testing.T
	town                *teamstown.Town
	client              *http.Client
	said                int64
	acknowledged, again atomic.Int64
	work                sync.WaitGroup
}

// begin has everybody say something.
func (s *sender) begin() {
	s.t.Helper()
	s.said += callers * burst
	for i := range callers {
		s.town.Hold()
		for range burst {
			if err := s.town.Say(callerID(i), "ヘルプ"); err != nil {
				s.t.Fatal(err)
			}
		}
		held := s.town.Held()
		s.work.Go(func() {
			for _, d := range held {
				s.bring(d)
			}
		})
	}
}

func (s *sender) bring(d *teamstown.Delivery) {
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for first := true; ; first = false {
		if !first {
			s.again.Add(1)
		}
		resp, err := s.client.Do(s.town.Request(d))
		if err == nil {
			_ = resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				s.acknowledged.Add(1)
				return
			}
			if resp.StatusCode < 500 {
				s.t.Errorf("answered with %s", resp.Status)
				return
			}
		}
		select {
		case <-ticker.C:
		case <-s.t.Context().Done():
			return
		}
	}
}

// wait waits until all that was said is acknowledged.
func (s *sender) wait() {
	s.t.Helper()
	eventually(s.t, "all is acknowledged", func() bool { return s.acknowledged.Load() == s.said })
	s.work.Wait()
}

// valve is a listener whose answers can be held back.
type valve struct {
	net.Listener
	mu   sync.Mutex
	shut chan struct{} // closed when answers go out again; nil while they do
	held atomic.Int64
}

func (v *valve) close() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.shut = make(chan struct{})
}

func (v *valve) open() {
	v.mu.Lock()
	defer v.mu.Unlock()
	close(v.shut)
	v.shut = nil
}

// Accept gives connections that wait before they write.
func (v *valve) Accept() (net.Conn, error) {
	c, err := v.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &heldConn{Conn: c, valve: v}, nil
}

type heldConn struct {
	net.Conn
	valve *valve
}

// Write waits while the valve is shut.
func (c *heldConn) Write(b []byte) (int, error) {
	c.valve.mu.Lock()
	shut := c.valve.shut
	c.valve.mu.Unlock()
	if shut != nil {
		c.valve.held.Add(1)
		<-shut
	}
	return c.Conn.Write(b)
}

// passes asks for what the relay hands on, and for what it does not.
func passes(t *testing.T, r *relay) {
	client := r.client()
	ask := func(method, path string) int {
		req, err := http.NewRequestWithContext(t.Context(), method, r.url(path), strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := client.Do(req)
		if err != nil {
			return 0
		}
		_ = resp.Body.Close()
		return resp.StatusCode
	}
	eventually(t, "the tunnel is open", func() bool { return ask(http.MethodPost, "/api/messages") == http.StatusUnauthorized })
	for _, path := range []string{
		"/", "/healthz", "/readyz", "/slack/events", "/teams/files", "/api", "/api/messages/", "/teams/files/../../healthz", "/teams/files/%2e%2e/%2e%2e/healthz",
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			if got := ask(method, path); got != http.StatusNotFound {
				t.Errorf("%s %s is answered with %d", method, path, got)
			}
		}
	}
	if got := ask(http.MethodGet, "/api/messages"); got != http.StatusNotFound {
		t.Errorf("GET of messages is answered with %d", got)
	}
	if n := posts(t, r, 2<<20); n/100 == 2 {
		t.Errorf("2 MB are answered with %d", n)
	}
}

// posts posts so many bytes.
func posts(t *testing.T, r *relay, size int) int {
	t.Helper()
	resp, err := r.client().Post(r.url("/api/messages"), "application/json", bytes.NewReader(make([]byte, size)))
	if err != nil {
		return 0
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

// stranger has the token and no certificate.
func stranger(t *testing.T, r *relay) {
	file := filepath.Join(r.dir, "inside", "frpc.toml")
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var kept []string
	for line := range strings.Lines(string(raw)) {
		if !strings.Contains(line, "tunnel.crt") && !strings.Contains(line, "tunnel.key") {
			kept = append(kept, strings.ReplaceAll(line, "loginFailExit = false", "loginFailExit = true"))
		}
	}
	other := filepath.Join(r.dir, "inside", "stranger.toml")
	if err := os.WriteFile(other, []byte(strings.Join(kept, "")), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	out, err := program(ctx, r.dir, "frpc", "-c", other).CombinedOutput()
	if err == nil || ctx.Err() != nil {
		t.Errorf("it was let in: %v: %s", errors.Join(err, ctx.Err()), out)
	}
	if strings.Contains(string(out), "login to server success") {
		t.Errorf("it logged in: %s", out)
	}
}

// keepsNothing looks for what passed in everything that the relay wrote.
func keepsNothing(t *testing.T, r *relay) {
	t.Helper()
	wrote := []string{r.caddy.said.String(), r.frps.said.String(), r.frpc.said.String()}
	err := filepath.WalkDir(r.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		wrote = append(wrote, string(raw))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range wrote {
		for _, secret := range []string{"ヘルプ", "0ad90000", "Bearer", "eyJ"} {
			if strings.Contains(text, secret) {
				t.Errorf("the relay keeps %q: %.300s", secret, text)
			}
		}
	}
}

// TestReadmeProxy: the reverse proxy that README.md shows is the relay's, in
// front of serve itself.
func TestReadmeProxy(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("README.md")
	caddyfile, err2 := os.ReadFile("docs/tunnel/relay/Caddyfile")
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	_, site, ok := strings.Cut(string(caddyfile), "\n\nbot.example.lg.jp {")
	if !ok || !strings.Contains(string(readme), "bot.example.lg.jp {"+strings.ReplaceAll(site, "127.0.0.1:9100", "127.0.0.1:8080")+"```") {
		t.Error("README.md shows another reverse proxy than docs/tunnel/relay/Caddyfile, the one that is tested")
	}
}
