package store_test

import (
	"errors"
	"path/filepath"
	"testing"

	"tsukiichi/bot/mentoring"
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

// TestDeputies gives a programme of an older version its days to nominate by,
// and leaves those that it has.
func TestDeputies(t *testing.T) {
	t.Parallel()
	s := open(t)
	old, err := mentoring.LoadPreset("aomori", 2025)
	if err != nil {
		t.Fatal(err)
	}
	kept := old
	old.Nomination.Within, old.Nomination.RemindEvery = 0, 0
	kept.ID, kept.Preset, kept.Nomination.Within = "own", "none of ours", 3
	err = s.Update(t.Context(), func(tx store.Tx) error {
		return errors.Join(
			store.Programmes.Put(tx, old), store.Programmes.Put(tx, kept),
			store.People.Put(tx, mentoring.Person{ID: "head", Deputy: "deputy"}),
			store.Deputies(tx), store.Deputies(tx))
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.View(t.Context(), func(tx store.Tx) error {
		got, err := store.Programmes.Must(tx, old.ID)
		if n := got.Nomination; n.Within != 10 || n.RemindEvery != 5 {
			t.Errorf("within %d, every %d", n.Within, n.RemindEvery)
		}
		own, ownErr := store.Programmes.Must(tx, "own")
		if own.Nomination.Within != 3 {
			t.Errorf("a programme's own days became %d", own.Nomination.Within)
		}
		heads, headsErr := store.DeputyFor(tx, "deputy")
		if len(heads) != 1 {
			t.Errorf("found %d heads", len(heads))
		}
		return errors.Join(err, ownErr, headsErr)
	})
	if err != nil {
		t.Error(err)
	}
}
