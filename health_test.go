//go:build linux

package main

import (
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

func TestHealthCommand(t *testing.T) {
	t.Parallel()
	var status atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" {
			t.Errorf("asked for %s", r.URL.Path)
		}
		w.WriteHeader(int(status.Load()))
	}))
	defer server.Close()
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = out.Close() }()
	for _, c := range []struct {
		listen string
		status int
		want   string
	}{
		{"127.0.0.1:" + port, http.StatusOK, ""},
		{"0.0.0.0:" + port, http.StatusOK, ""},
		{":" + port, http.StatusOK, ""},
		{"127.0.0.1:" + port, http.StatusServiceUnavailable, "cannot read its data"},
		{"127.0.0.1:1", http.StatusOK, "nobody answers"},
		{"here", http.StatusOK, "not an address"},
	} {
		status.Store(int64(c.status))
		err := healthCmd{Listen: c.listen}.Run(&streams{out: out})
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", c.listen, err, c.want)
		}
	}
}

// TestEmptyImage runs the program as the image does: a static binary in an
// empty folder as its root, as nobody, with nothing but its data. It needs the
// right to change its root: the superuser's, or that of a user namespace.
func TestEmptyImage(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	if err := os.Chmod(root, 0o755); err != nil {
		t.Fatal(err)
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-o", filepath.Join(root, "tsukiichi"), ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false") // whatever the tests were built with
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	if err := os.Mkdir(filepath.Join(root, "data"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(root, "data"), 0o777); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listen := l.Addr().String()
	_ = l.Close()
	inside := func(args ...string) *exec.Cmd {
		cmd := exec.CommandContext(t.Context(), "/tsukiichi", args...)
		cmd.Dir, cmd.Env = "/", []string{
			"TSUKIICHI_DATA=/data", "TSUKIICHI_LISTEN=" + listen, "TSUKIICHI_TIMEZONE=Asia/Tokyo",
			"TSUKIICHI_SLACK_MODE=http", "TSUKIICHI_SLACK_BOT_TOKEN=xoxb-1", "TSUKIICHI_SLACK_SIGNING_SECRET=s",
			"TSUKIICHI_SLACK_API_URL=http://127.0.0.1:1/",
		}
		cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Pdeathsig: syscall.SIGKILL}
		if os.Getuid() == 0 {
			cmd.SysProcAttr.Credential = &syscall.Credential{Uid: 65532, Gid: 65532}
		} else {
			cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER
			cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		}
		return cmd
	}
	if out, err := inside("version").CombinedOutput(); err != nil {
		t.Fatalf("version: %v\n%s", err, out)
	}
	serve := inside("serve")
	var said strings.Builder
	serve.Stderr = &said
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it is well", func() bool {
		out, err := inside("health").CombinedOutput()
		return err == nil && strings.Contains(string(out), "well")
	})
	if err := errors.Join(serve.Process.Signal(syscall.SIGTERM), serve.Wait()); err != nil {
		t.Errorf("ended with %v\n%s", err, said.String())
	}
	if _, err := os.Stat(filepath.Join(root, "data", dataFile)); err != nil {
		t.Errorf("no data was kept: %v", err)
	}
}
