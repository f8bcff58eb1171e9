package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/japanese"

	"tsukiichi/bot/roster"
	"tsukiichi/store"
	"tsukiichi/store/bolt"
)

// TestMain lets scripts run the program: the test's own binary under its name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"tsukiichi": main})
}

// TestCommands runs the scripts of testdata/commands. Besides the commands of
// testscript they have:
//
//	exits CODE COMMAND…   runs the command and checks its exit code
//	sample FILE           writes the sample roster
//	encode FILE sjis|bom  rewrites a file in UTF-8 as Shift_JIS, or with a mark
//	hold DIR              opens the data in the test's process, until let go
//	let-go DIR            lets go of it
//	newer DIR             writes data of a newer version
//	damage DIR cut|page|foreign|empty
//	plays ARGUMENTS…      runs the demo, looks at its first page, interrupts it
//	same A B              checks that two files hold the same bytes
func TestCommands(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/commands",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Deadline:            time.Now().Add(3 * time.Minute), // a demo that should have refused plays for ever
		Setup: func(env *testscript.Env) error {
			env.Values[heldKey{}] = map[string]*bolt.Engine{}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  exits,
			"sample": func(ts *testscript.TestScript, _ bool, args []string) { write(ts, args[0], roster.Sample()) },
			"encode": encode,
			"hold":   hold,
			"let-go": func(ts *testscript.TestScript, _ bool, args []string) { ts.Check(held(ts)[args[0]].Close()) },
			"newer":  newer,
			"damage": damage,
			"plays":  plays,
			"same":   same,
		},
	})
}

type heldKey struct{}

func held(ts *testscript.TestScript) map[string]*bolt.Engine {
	return ts.Value(heldKey{}).(map[string]*bolt.Engine)
}

func write(ts *testscript.TestScript, name string, data []byte) {
	ts.Check(os.WriteFile(ts.MkAbs(name), data, 0o600))
}

func dataIn(ts *testscript.TestScript, dir string) string {
	return filepath.Join(ts.MkAbs(dir), dataFile)
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		got = failed.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
	for _, out := range []string{"stdout", "stderr"} {
		if s := ts.ReadFile(out); bytes.Contains([]byte(s), []byte("goroutine ")) {
			ts.Fatalf("a panic on %s", out)
		}
	}
}

func encode(ts *testscript.TestScript, _ bool, args []string) {
	text := bytes.TrimPrefix([]byte(ts.ReadFile(args[0])), []byte("\xef\xbb\xbf"))
	switch args[1] {
	case "sjis":
		out, err := japanese.ShiftJIS.NewEncoder().Bytes(text)
		ts.Check(err)
		write(ts, args[0], out)
	case "bom":
		write(ts, args[0], append([]byte("\xef\xbb\xbf"), text...))
	default:
		ts.Fatalf("encode: %s", args[1])
	}
}

func hold(ts *testscript.TestScript, _ bool, args []string) {
	engine, err := bolt.Open(dataIn(ts, args[0]), bolt.Options{})
	ts.Check(err)
	held(ts)[args[0]] = engine
	ts.Defer(func() { _ = engine.Close() })
}

func newer(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.MkdirAll(ts.MkAbs(args[0]), 0o700))
	engine, err := bolt.Open(dataIn(ts, args[0]), bolt.Options{})
	ts.Check(err)
	version := strconv.Itoa(store.Version() + 1)
	err = engine.Update(context.Background(), func(w store.Writer) error {
		return w.Put("meta", "version", []byte(`{"name":"version","value":"`+version+`"}`), nil)
	})
	ts.Check(errors.Join(err, engine.Close()))
}

func damage(ts *testscript.TestScript, _ bool, args []string) {
	path := dataIn(ts, args[0])
	ts.Check(os.MkdirAll(filepath.Dir(path), 0o700))
	data, err := os.ReadFile(path)
	if !errors.Is(err, os.ErrNotExist) {
		ts.Check(err)
	}
	switch args[1] {
	case "cut":
		data = data[:5*os.Getpagesize()]
	case "page": // a person's name changes without its checksum
		i := bytes.Index(data, []byte("仮山"))
		if i < 0 {
			ts.Fatalf("the name is not in the file")
		}
		for ; i >= 0; i = bytes.Index(data, []byte("仮山")) {
			copy(data[i:], "偽山")
		}
	case "foreign":
		data = bytes.Repeat([]byte("not a data file\n"), 4096)
	case "empty":
		data = nil
	default:
		ts.Fatalf("damage: %s", args[1])
	}
	ts.Check(os.WriteFile(path, data, 0o600))
}

func same(ts *testscript.TestScript, neg bool, args []string) {
	if (ts.ReadFile(args[0]) == ts.ReadFile(args[1])) == neg {
		ts.Fatalf("%s and %s: the same is %v", args[0], args[1], neg)
	}
}

func plays(ts *testscript.TestScript, _ bool, args []string) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	demo := exec.CommandContext(ctx, "tsukiichi", slices.Concat([]string{"demo"}, args)...)
	demo.Dir = ts.MkAbs(".")
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "TSUKIICHI_DATA", "TSUKIICHI_ROSTER", "TSUKIICHI_PORT", "TSUKIICHI_CONFIG"} {
		if v := ts.Getenv(name); v != "" {
			demo.Env = append(demo.Env, name+"="+v)
		}
	}
	out, err := demo.StdoutPipe()
	ts.Check(err)
	var said strings.Builder
	demo.Stderr = &said
	ts.Check(demo.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		ts.Fatalf("no address: %v; %s", errors.Join(err, demo.Wait()), &said)
	}
	ts.Logf("%s", line)
	page, err := http.Get(strings.TrimSpace(line))
	ts.Check(err)
	ts.Check(page.Body.Close())
	if page.StatusCode != http.StatusOK {
		ts.Fatalf("the first page: %s", page.Status)
	}
	ts.Check(demo.Process.Signal(os.Interrupt))
	ts.Check(demo.Wait())
	if said.Len() > 0 {
		ts.Fatalf("the demo said: %s", &said)
	}
}
