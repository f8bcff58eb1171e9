package store_test

import (
	"errors"
	"path/filepath"
	"testing"

	"tsukiichi/store"
	"tsukiichi/store/bolt"
)

var errWanted = errors.New("wanted")

func open(t *testing.T) *store.Store {
	t.Helper()
	engine, err := bolt.Open(filepath.Join(t.TempDir(), "data.db"), bolt.Options{InitialMmap: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	s, err := store.Open(t.Context(), engine, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// put is a migration that leaves a mark.
func put(to int, key string, err error) store.Migration {
	return store.Migration{To: to, Do: func(tx store.Tx) error {
		p, _, getErr := store.Preferences.Get(tx, key)
		p.Person, p.Locale = key, p.Locale+"x"
		return errors.Join(getErr, store.Preferences.Put(tx, p), err)
	}}
}

func TestMigrate(t *testing.T) {
	t.Parallel()
	wantMarks := func(t *testing.T, s *store.Store, marks map[string]string) {
		t.Helper()
		err := s.View(t.Context(), func(tx store.Tx) error {
			for key, want := range marks {
				p, _, err := store.Preferences.Get(tx, key)
				if err != nil || p.Locale != want {
					t.Errorf("%s: got %q, want %q, error %v", key, p.Locale, want, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	now := store.Version()
	t.Run("each step once, in order", func(t *testing.T) {
		t.Parallel()
		s := open(t)
		old := put(now, "old", nil)
		for range 2 {
			if err := s.MigrateWith(t.Context(), old, put(now+1, "a", nil), put(now+2, "b", nil)); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.MigrateWith(t.Context(), old, put(now+1, "a", nil), put(now+2, "b", nil), put(now+3, "a", nil)); err != nil {
			t.Fatal(err)
		}
		wantMarks(t, s, map[string]string{"old": "", "a": "xx", "b": "x"})
	})
	t.Run("a failing step changes nothing", func(t *testing.T) {
		t.Parallel()
		s := open(t)
		if err := s.MigrateWith(t.Context(), put(now+1, "a", nil), put(now+2, "b", errWanted)); !errors.Is(err, errWanted) {
			t.Errorf("got %v, want the step's error", err)
		}
		wantMarks(t, s, map[string]string{"a": "", "b": ""})
		if err := s.MigrateWith(t.Context(), put(now+1, "a", nil), put(now+2, "b", nil)); err != nil {
			t.Fatal(err)
		}
		wantMarks(t, s, map[string]string{"a": "x", "b": "x"})
	})
	t.Run("an older program is refused", func(t *testing.T) {
		t.Parallel()
		s := open(t)
		if err := s.MigrateWith(t.Context(), put(now+1, "a", nil)); err != nil {
			t.Fatal(err)
		}
		if err := s.MigrateWith(t.Context(), put(now, "old", nil)); !errors.Is(err, store.ErrNewer) {
			t.Errorf("got %v, want ErrNewer", err)
		}
		wantMarks(t, s, map[string]string{"old": ""})
	})
}
