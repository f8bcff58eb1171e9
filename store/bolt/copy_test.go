package bolt

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"tsukiichi/store"
)

func TestCopyTo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e, err := Open(filepath.Join(dir, "a.db"), Options{NoSync: true, InitialMmap: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	put := func(key string) {
		t.Helper()
		if err := e.Update(t.Context(), func(w store.Writer) error { return w.Put("things", key, []byte("doc "+key), nil) }); err != nil {
			t.Fatal(err)
		}
	}
	put("a")
	var file bytes.Buffer
	if err := e.CopyTo(t.Context(), &file); err != nil {
		t.Fatal(err)
	}
	put("b")
	path := filepath.Join(dir, "b.db")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	copied, err := Open(path, Options{NoSync: true, InitialMmap: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = copied.Close() }()
	err = copied.View(t.Context(), func(r store.Reader) error {
		rows, err := r.Scan(store.Query{Table: "things", Limit: 9})
		if len(rows) != 1 || string(rows[0].Doc) != "doc a" {
			t.Errorf("the copy holds %d rows, want the one of its time", len(rows))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if found, err := copied.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("the copy has problems: %v %v", found, err)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if err := e.CopyTo(over, &file); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want Canceled", err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := e.CopyTo(t.Context(), &file); !errors.Is(err, store.ErrClosed) {
		t.Errorf("got %v, want ErrClosed", err)
	}
}
