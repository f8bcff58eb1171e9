package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// relayName is the relay's name in docs/tunnel.
const relayName = "relay.example.lg.jp"

// relay is what docs/tunnel describes, as processes of this machine: the
// reverse proxy and both ends of the tunnel, with the files of the docs. Only
// addresses and paths differ.
type relay struct {
	t                 *testing.T
	dir               string
	front             string // address of the reverse proxy
	caddy, frps, frpc *process
	trusted           *x509.CertPool
}

// newRelay starts a relay for the bot that listens at inside.
func newRelay(t *testing.T, inside string) *relay {
	t.Helper()
	for _, program := range []string{"caddy", "frps", "frpc", "openssl", "sh"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is missing; .ci/run has it", program)
		}
	}
	r := &relay{t: t, dir: t.TempDir(), trusted: x509.NewCertPool()}
	keys := exec.CommandContext(t.Context(), "sh", "docs/tunnel/keys.sh", relayName, r.dir)
	if out, err := keys.CombinedOutput(); err != nil {
		t.Fatalf("keys.sh: %v: %s", err, out)
	}
	ca, err := os.ReadFile(filepath.Join(r.dir, "relay", "ca.crt"))
	if err != nil || !r.trusted.AppendCertsFromPEM(ca) {
		t.Fatalf("no certificate of keys.sh: %v", err)
	}
	front, outer, opened := freePort(t), freePort(t), freePort(t)
	r.front = "127.0.0.1:" + front
	_, inner, _ := net.SplitHostPort(inside)
	at := func(side, file string) string { return filepath.Join(r.dir, side, file) }
	r.copy("relay/Caddyfile", map[string]string{
		"admin off":           "admin off\n\tauto_https disable_redirects",
		"bot.example.lg.jp {": fmt.Sprintf("https://%s:%s {\n\tbind 127.0.0.1\n\ttls %s %s", relayName, front, at("relay", "tunnel.crt"), at("relay", "tunnel.key")),
		"127.0.0.1:9100":      "127.0.0.1:" + opened,
	})
	r.copy("relay/frps.toml", map[string]string{
		"bindPort = 7000": "bindAddr = \"127.0.0.1\"\nbindPort = " + outer, "single = 9100": "single = " + opened, "/etc/tunnel": at("relay", ""),
	})
	r.copy("inside/frpc.toml", map[string]string{
		`serverAddr = "relay.example.lg.jp"`: `serverAddr = "127.0.0.1"`, "serverPort = 7000": "serverPort = " + outer,
		"localPort = 8080": "localPort = " + inner, "remotePort = 9100": "remotePort = " + opened, "/etc/tunnel": at("inside", ""),
	})
	r.caddy = r.process("caddy", "run", "--adapter", "caddyfile", "--config", at("relay", "Caddyfile"))
	r.frps = r.process("frps", "-c", at("relay", "frps.toml"))
	r.frpc = r.process("frpc", "-c", at("inside", "frpc.toml"))
	for _, p := range []*process{r.caddy, r.frps, r.frpc} {
		p.start()
	}
	return r
}

// copy takes a file of docs/tunnel over with other addresses; each of them
// must be there.
func (r *relay) copy(file string, other map[string]string) {
	r.t.Helper()
	raw, err := os.ReadFile(filepath.Join("docs", "tunnel", filepath.FromSlash(file)))
	if err != nil {
		r.t.Fatal(err)
	}
	text := string(raw)
	for from, to := range other {
		if !strings.Contains(text, from) {
			r.t.Fatalf("%s does not say %q", file, from)
		}
		text = strings.ReplaceAll(text, from, to)
	}
	if err := os.WriteFile(filepath.Join(r.dir, filepath.FromSlash(file)), []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// client is somebody on the internet: whatever address they ask for, they come
// to the front.
func (r *relay) client() *http.Client {
	return &http.Client{Timeout: patience, Transport: &http.Transport{
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, r.front)
		},
		TLSClientConfig:   &tls.Config{RootCAs: r.trusted, MinVersion: tls.VersionTLS12},
		DisableKeepAlives: true,
	}}
}

// url is a path under the bot's public address.
func (r *relay) url(path string) string {
	_, port, _ := net.SplitHostPort(r.front)
	return "https://" + relayName + ":" + port + path
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return port
}

// process is a program that is started, killed and started again.
type process struct {
	t       *testing.T
	dir     string
	args    []string
	running *exec.Cmd
	said    logbook
}

func (r *relay) process(args ...string) *process {
	p := &process{t: r.t, dir: r.dir, args: args}
	r.t.Cleanup(func() {
		p.kill()
		if r.t.Failed() {
			r.t.Logf("%s said:\n%s", args[0], &p.said)
		}
	})
	return p
}

func (p *process) start() {
	p.t.Helper()
	cmd := program(context.Background(), p.dir, p.args...)
	cmd.Stdout, cmd.Stderr = &p.said, &p.said
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.running = cmd
}

// program is a command that keeps its things in dir.
func program(ctx context.Context, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir, cmd.WaitDelay = dir, time.Second
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
	return cmd
}

// kill ends it as a power cut would.
func (p *process) kill() {
	if p.running == nil {
		return
	}
	_ = p.running.Process.Kill()
	_ = p.running.Wait()
	p.running = nil
}
