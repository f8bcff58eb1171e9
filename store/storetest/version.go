package storetest

import (
	"errors"
	"strconv"
	"testing"

	"tsukiichi/store"
)

func testVersion(t *testing.T, open Open) {
	version := func(t *testing.T, engine store.Engine) (doc string) {
		err := engine.View(t.Context(), func(r store.Reader) error {
			raw, _, err := r.Get("meta", "version")
			doc = string(raw)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return doc
	}
	write := func(t *testing.T, engine store.Engine, v string) {
		err := engine.Update(t.Context(), func(w store.Writer) error {
			return w.Put("meta", "version", []byte(`{"name":"version","value":"`+v+`"}`), nil)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Run("a new store has the newest", func(t *testing.T) {
		engine := open(t)
		for range 2 {
			if _, err := store.Open(t.Context(), engine, nil); err != nil {
				t.Fatal(err)
			}
			want(t, "version", version(t, engine), `{"name":"version","value":"`+strconv.Itoa(store.Version())+`"}`)
		}
	})
	t.Run("a newer one is refused", func(t *testing.T) {
		engine := open(t)
		newer := strconv.Itoa(store.Version() + 1)
		write(t, engine, newer)
		if _, err := store.Open(t.Context(), engine, nil); !errors.Is(err, store.ErrNewer) {
			t.Errorf("got %v, want ErrNewer", err)
		}
		want(t, "version", version(t, engine), `{"name":"version","value":"`+newer+`"}`)
	})
	t.Run("an unreadable one is damage", func(t *testing.T) {
		engine := open(t)
		write(t, engine, "seven")
		if _, err := store.Open(t.Context(), engine, nil); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("got %v, want ErrDamaged", err)
		}
	})
}
