package bolt_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"tsukiichi/store"
	"tsukiichi/store/bolt"
)

// writerEnv holds the path of the file that the test binary, run again, fills
// until it is killed.
const writerEnv = "TSUKIICHI_TEST_BOLT_WRITER"

func TestMain(m *testing.M) {
	if path := os.Getenv(writerEnv); path != "" {
		if err := fill(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// fill writes for ever and says which records it was promised.
func fill(path string) error {
	e, err := bolt.Open(path, bolt.Options{InitialMmap: smallMmap})
	if err != nil {
		return err
	}
	var mu sync.Mutex
	failed := make(chan error)
	for caller := range 16 {
		go func() {
			for n := 0; ; n++ {
				key := fmt.Sprintf("%d-%02d-%06d", os.Getpid(), caller, n)
				err := e.Update(context.Background(), func(w store.Writer) error {
					return w.Put("records", key, []byte(key), []store.IndexKey{{Index: "caller", Key: fmt.Sprint(caller)}})
				})
				if err != nil {
					failed <- err
					return
				}
				mu.Lock()
				fmt.Println(key)
				mu.Unlock()
			}
		}()
	}
	return <-failed
}

// TestKill kills a process in the middle of its writing, again and again.
func TestKill(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data.db")
	var promised []string
	for round := range 5 {
		promised = append(promised, killed(t, path, 100+250*round)...)
		e, err := bolt.Open(path, bolt.Options{InitialMmap: smallMmap})
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		problems, err := e.Check(t.Context())
		if err != nil || len(problems) > 0 {
			t.Errorf("round %d: problems %v, error %v", round, problems, err)
		}
		err = e.View(t.Context(), func(r store.Reader) error {
			for _, key := range promised {
				doc, ok, err := r.Get("records", key)
				if err != nil || !ok || string(doc) != key {
					return fmt.Errorf("record %s: found %t, error %w", key, ok, err)
				}
			}
			return nil
		})
		if err := errors.Join(err, e.Close()); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
	}
	t.Logf("%d records were promised and kept", len(promised))
}

// killed runs a writer, kills it after so many promises and returns all that
// it made.
func killed(t *testing.T, path string, after int) (promised []string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), writerEnv+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			break // a line without its end was never promised
		}
		promised = append(promised, line[:len(line)-1])
		if len(promised) == after {
			if err := cmd.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	if err := cmd.Wait(); err == nil || len(promised) < after {
		t.Fatalf("the writer ended by itself after %d, error %v", len(promised), err)
	}
	return promised
}
