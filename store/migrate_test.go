package store_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

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

// TestSecond brings what the first version wrote up to the second and on to the
// third: the head's deputy is found, the programme has what its preset has had
// since, and the pairs that were told are on the agenda. What a programme of its own has stays.
func TestSecond(t *testing.T) {
	t.Parallel()
	s := open(t)
	raw, err := os.ReadFile("testdata/programme-1.json")
	if err != nil {
		t.Fatal(err)
	}
	var old mentoring.Programme
	if err := json.Unmarshal(raw, &old); err != nil {
		t.Fatal(err)
	}
	preset, err := mentoring.LoadPreset("aomori", old.Year)
	if err != nil {
		t.Fatal(err)
	}
	own := preset
	own.ID, own.Preset, own.Nomination.Within = "own", "none of ours", 3
	old.Minimum = 4 // HR's own
	told := time.Date(2026, 4, 8, 0, 0, 0, 0, time.UTC)
	people := store.Table[mentoring.Person]{Name: "people", Key: store.People.Key} // without the index
	err = s.Update(t.Context(), func(tx store.Tx) error {
		return errors.Join(
			store.Programmes.Put(tx, old), store.Programmes.Put(tx, own),
			people.Put(tx, mentoring.Person{ID: "head", Deputy: "deputy"}),
			store.Pairs.Put(tx, mentoring.Pair{ID: "told", ToldAt: told}),
			store.Pairs.Put(tx, mentoring.Pair{ID: "untold"}),
			store.Second(tx), store.Second(tx), store.Third(tx))
	})
	if err != nil {
		t.Fatal(err)
	}
	want := preset
	want.Minimum, want.Topics = 4, old.Topics
	err = s.View(t.Context(), func(tx store.Tx) error {
		got, err := store.Programmes.Must(tx, old.ID)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("the programme became\n%+v\nwant\n%+v", got, want)
		}
		kept, keptErr := store.Programmes.Must(tx, "own")
		if kept.Nomination.Within != 3 {
			t.Errorf("a programme's own days became %d", kept.Nomination.Within)
		}
		heads, headsErr := store.DeputyFor(tx, "deputy")
		if len(heads) != 1 {
			t.Errorf("found %d heads", len(heads))
		}
		due, dueErr := store.DueBy(tx, told, 9)
		if len(due) != 3 || due[0].Subject != "told" || due[1].Subject != "told" || due[2].Subject != "told" {
			t.Errorf("on the agenda: %v", due)
		}
		return errors.Join(err, keptErr, headsErr, dueErr, got.Validate())
	})
	if err != nil {
		t.Error(err)
	}
}

// TestKeeping gives programmes of before the days on which figures are made and
// texts removed, once, and puts the latter on the agenda.
func TestKeeping(t *testing.T) {
	t.Parallel()
	s := open(t)
	preset, err := mentoring.LoadPreset("aomori", 2026)
	if err != nil {
		t.Fatal(err)
	}
	old, own := preset, preset
	old.FiguresAfter, old.EraseOn, old.EraseNotice = 0, mentoring.MonthDay{}, 0
	own.ID, own.FiguresAfter, own.EraseNotice = "own", 3, 60
	later := time.Date(2027, 6, 1, 0, 0, 0, 0, time.UTC)
	err = s.Update(t.Context(), func(tx store.Tx) error {
		return errors.Join(store.Programmes.Put(tx, old), store.Programmes.Put(tx, own), store.Keeping(tx),
			store.Schedule(tx, store.DueRetention, "own", later), store.Keeping(tx))
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.View(t.Context(), func(tx store.Tx) error {
		got, err := store.Programmes.Must(tx, old.ID)
		kept, keptErr := store.Programmes.Must(tx, "own")
		if !reflect.DeepEqual(got, preset) || kept.FiguresAfter != 3 || kept.EraseNotice != 60 {
			t.Errorf("became %+v and %+v", got, kept)
		}
		due, dueErr := store.DueBy(tx, later, 9)
		if len(due) != 2 || !due[1].At.Equal(later) {
			t.Errorf("on the agenda: %v", due)
		}
		return errors.Join(err, keptErr, dueErr)
	})
	if err != nil {
		t.Error(err)
	}
}
