package bolt_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"tsukiichi/store"
	"tsukiichi/store/bolt"
	"tsukiichi/store/storetest"
)

// smallMmap makes the file outgrow its mapping within the tests.
const smallMmap = 64 << 10

func open(t *testing.T) store.Engine {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "data.db"))
}

// openAt opens the file and has it checked and closed when the test ends.
func openAt(t *testing.T, path string) *bolt.Engine {
	t.Helper()
	e, err := bolt.Open(path, bolt.Options{InitialMmap: smallMmap})
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		// A test that closed it has nothing left to check.
		problems, err := e.Check(context.Background())
		if errors.Is(err, store.ErrClosed) {
			return
		}
		if err != nil || len(problems) > 0 {
			t.Errorf("check: problems %v, error %v", problems, err)
		}
		if err := e.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return e
}

func TestConformance(t *testing.T) {
	storetest.Run(t, open)
}

func TestDurable(t *testing.T) {
	storetest.Durable(t, func(t *testing.T) storetest.Open {
		path := filepath.Join(t.TempDir(), "data.db")
		return func(t *testing.T) store.Engine { return openAt(t, path) }
	})
}
