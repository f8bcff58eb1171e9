package bolt_test

import (
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
		if err := e.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return e
}

func TestConformance(t *testing.T) {
	storetest.Run(t, open)
}
