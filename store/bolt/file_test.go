package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"go.etcd.io/bbolt"

	"tsukiichi/store"
)

func TestInUse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // the second that Open waits is none
		e := openTest(t, Options{})
		_, err := Open(e.path, Options{})
		if !errors.Is(err, store.ErrInUse) {
			t.Fatalf("got %v, want ErrInUse", err)
		}
		if holder := fmt.Sprintf("process %d", os.Getpid()); !strings.Contains(err.Error(), holder) {
			t.Errorf("%q does not name %s", err, holder)
		}
		for _, line := range []string{"", "many words but no number", "12"} {
			if err := os.WriteFile(holderPath(e.path), []byte(line), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := Open(e.path, Options{}); !errors.Is(err, store.ErrInUse) || strings.Contains(err.Error(), "process "+line) {
				t.Errorf("holder %q: got %v, want ErrInUse without a name", line, err)
			}
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(holderPath(e.path)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the holder file is still there: %v", err)
		}
		again, err := Open(e.path, Options{})
		if err != nil {
			t.Fatalf("after close: %v", err)
		}
		_ = again.Close()
	})
}

func TestCreate(t *testing.T) {
	t.Parallel()
	t.Run("many at once make one file", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "data.db")
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				e, err := Open(path, Options{})
				if err == nil {
					err = errors.Join(e.Update(t.Context(), put(fmt.Sprint(i))), e.Close())
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		e, err := Open(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		(&held{Engine: e, t: t}).wantKeys("0", "1", "2", "3", "4", "5", "6", "7")
		_ = e.Close()
		entries, err := os.ReadDir(filepath.Dir(path))
		if err != nil || len(entries) != 1 {
			t.Errorf("beside the file: %v, error %v", entries, err)
		}
	})
	t.Run("others cannot read it", func(t *testing.T) {
		t.Parallel()
		e := openTest(t, Options{})
		info, err := os.Stat(e.path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v, error %v, want 0600", info.Mode(), err)
		}
	})
	t.Run("no such directory", func(t *testing.T) {
		t.Parallel()
		if _, err := Open(filepath.Join(t.TempDir(), "none", "data.db"), Options{}); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("got %v, want that it does not exist", err)
		}
	})
	t.Run("the list of free pages is kept", func(t *testing.T) {
		t.Parallel()
		if e := openTest(t, Options{}); e.db.NoFreelistSync || e.db.NoSync {
			t.Error("opening would take as long as reading the file")
		}
	})
}

// whole is the bytes of a good file with a few records.
func whole(t *testing.T) []byte {
	t.Helper()
	e := openTest(t, Options{})
	for i := range 20 {
		err := e.Update(t.Context(), func(w store.Writer) error {
			return w.Put("people", fmt.Sprintf("k%02d", i), bytes.Repeat([]byte{byte('a' + i)}, 700), []store.IndexKey{{Index: "role", Key: "x"}})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(e.path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	good := whole(t)
	foreign := func(t *testing.T, fill func(*bbolt.Tx) error) []byte {
		path := filepath.Join(t.TempDir(), "foreign.db")
		db, err := bbolt.Open(path, 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(db.Update(fill), db.Close()); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	marked := func(v string) func(*bbolt.Tx) error {
		return func(tx *bbolt.Tx) error {
			b, err := tx.CreateBucket([]byte(markerBucket))
			if err != nil {
				return err
			}
			return b.Put([]byte(markerKey), []byte(v))
		}
	}
	half := bytes.Clone(good)
	clear(half[:2*os.Getpagesize()])
	freeless := bytes.Clone(good)
	for at := 8; at < len(freeless); at += os.Getpagesize() {
		if freeless[at] == 0x10 { // a page that lists free ones
			freeless[at] = 0
		}
	}
	cases := []struct {
		name string
		data []byte
		want error
		says string
	}{
		{"an empty file", nil, store.ErrDamaged, "empty"},
		{"a text", []byte("氏名,所属\n"), store.ErrDamaged, "not a bolt file"},
		{"a long text", bytes.Repeat([]byte("a,b\n"), 10_000), store.ErrDamaged, "not a bolt file"},
		{"a broken head", half, store.ErrDamaged, "not a bolt file"},
		{"cut after the head", good[:2*os.Getpagesize()], store.ErrDamaged, "cut short"},
		{"cut in the middle", good[:6*os.Getpagesize()], store.ErrDamaged, "cut short"},
		{"cut inside the head", good[:100], store.ErrDamaged, "not a bolt file"},
		{"a broken list of free pages", freeless, store.ErrDamaged, "free pages"},
		{"another program's", foreign(t, func(tx *bbolt.Tx) error { return nil }), store.ErrDamaged, "not of this program"},
		{"an unreadable layout", foreign(t, marked("x")), store.ErrDamaged, "layout"},
		{"a newer layout", foreign(t, marked("2")), store.ErrNewer, "layout 2"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "data.db")
			if err := os.WriteFile(path, tc.data, 0o600); err != nil {
				t.Fatal(err)
			}
			for range 2 { // refusing must let go of it
				_, err := Open(path, Options{})
				if !errors.Is(err, tc.want) || !strings.Contains(err.Error(), tc.says) {
					t.Errorf("got %v, want %q in %v", err, tc.says, tc.want)
				}
			}
			after, err := os.ReadFile(path)
			if err != nil || !bytes.Equal(after, tc.data) {
				t.Errorf("the file has changed, error %v", err)
			}
		})
	}
	t.Run("a directory", func(t *testing.T) {
		t.Parallel()
		if _, err := Open(t.TempDir(), Options{}); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("got %v, want ErrDamaged", err)
		}
	})
}
