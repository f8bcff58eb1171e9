package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"tsukiichi/store"
)

const secret = "ひみつ"

// tampered is an engine over three records, after fn has been at the file.
func tampered(t *testing.T, fn func(tx *bbolt.Tx) error) *Engine {
	t.Helper()
	e := openTest(t, Options{})
	err := e.Update(t.Context(), func(w store.Writer) error {
		for _, key := range []string{"a", "b", "c"} {
			if err := w.Put("people", key, []byte(secret+key), []store.IndexKey{{Index: "role", Key: "x-" + key}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.db.Update(fn); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestCheck(t *testing.T) {
	t.Parallel()
	docs, role := docBucket("people"), indexBucket("people", "role")
	flip := func(tx *bbolt.Tx) error {
		row := bytes.Clone(tx.Bucket(docs).Get([]byte("b")))
		row[len(row)-1] ^= 1
		return tx.Bucket(docs).Put([]byte("b"), row)
	}
	cases := []struct {
		name string
		do   func(tx *bbolt.Tx) error
		want []string
	}{
		{"all is well", func(*bbolt.Tx) error { return nil }, nil},
		{"a bit", flip, []string{`table "people": key "b": the record fails its checksum`}},
		{"a row under another key", func(tx *bbolt.Tx) error {
			return tx.Bucket(docs).Put([]byte("d"), bytes.Clone(tx.Bucket(docs).Get([]byte("a"))))
		}, []string{`table "people": key "d": the record fails its checksum`}},
		{"a short row", func(tx *bbolt.Tx) error { return tx.Bucket(docs).Put([]byte("b"), []byte{1}) },
			[]string{`table "people": key "b": the record fails its checksum`}},
		{"a record that no index knows", func(tx *bbolt.Tx) error { return tx.Bucket(role).Delete([]byte("x-b\x00b")) },
			[]string{`table "people": index "role": key "b": the record is not in the index`}},
		{"an index that is gone", func(tx *bbolt.Tx) error { return tx.DeleteBucket(role) }, []string{
			`table "people": index "role": key "a": the record is not in the index`,
			`table "people": index "role": key "b": the record is not in the index`,
			`table "people": index "role": key "c": the record is not in the index`,
		}},
		{"an entry without a record", func(tx *bbolt.Tx) error { return tx.Bucket(docs).Delete([]byte("b")) },
			[]string{`table "people": index "role": key "b": an entry leads to no record`}},
		{"an entry nobody wants", func(tx *bbolt.Tx) error { return tx.Bucket(role).Put([]byte("y\x00b"), []byte("b")) },
			[]string{`table "people": index "role": key "b": an entry is out of date`}},
		{"an entry for another", func(tx *bbolt.Tx) error { return tx.Bucket(role).Put([]byte("x-b\x00b"), []byte("c")) }, []string{
			`table "people": index "role": key "b": the record is not in the index`,
			`table "people": index "role": key "c": an entry leads nowhere`,
		}},
		{"a strange bucket", func(tx *bbolt.Tx) error {
			_, err := tx.CreateBucket([]byte("strange"))
			return err
		}, []string{"a bucket that is none of ours"}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			problems, err := tampered(t, tc.do).Check(t.Context())
			var got []string
			for _, p := range problems {
				got = append(got, p.String())
			}
			if err != nil || strings.Join(got, "\n") != strings.Join(tc.want, "\n") {
				t.Errorf("got %q, error %v, want %q", got, err, tc.want)
			}
		})
	}
	t.Run("a bit is found by readers and writers", func(t *testing.T) {
		t.Parallel()
		e := tampered(t, flip)
		reads := map[string]func(store.Writer) error{
			"get":  func(w store.Writer) error { _, _, err := w.Get("people", "b"); return err },
			"scan": func(w store.Writer) error { _, err := w.Scan(store.Query{Table: "people", Limit: 9}); return err },
			"index": func(w store.Writer) error {
				_, err := w.Scan(store.Query{Table: "people", Index: "role", Limit: 9})
				return err
			},
			"put":    func(w store.Writer) error { return w.Put("people", "b", nil, nil) },
			"insert": func(w store.Writer) error { _, err := w.Insert("people", "b", nil, nil); return err },
			"delete": func(w store.Writer) error { return w.Delete("people", "b") },
		}
		for name, read := range reads {
			err := e.Update(t.Context(), read)
			if !errors.Is(err, store.ErrDamaged) || !strings.Contains(err.Error(), "table people") || strings.Contains(err.Error(), secret) {
				t.Errorf("%s: got %v, want ErrDamaged naming the table", name, err)
			}
		}
	})
	t.Run("an index that leads nowhere", func(t *testing.T) {
		t.Parallel()
		e := tampered(t, func(tx *bbolt.Tx) error { return tx.Bucket(docs).Delete([]byte("b")) })
		err := e.View(t.Context(), func(r store.Reader) error {
			_, err := r.Scan(store.Query{Table: "people", Index: "role", Limit: 9})
			return err
		})
		if !errors.Is(err, store.ErrDamaged) {
			t.Errorf("got %v, want ErrDamaged", err)
		}
	})
	t.Run("a page that claims to run past the end", func(t *testing.T) {
		t.Parallel()
		data := whole(t)
		// The marker's and the records' pages are behind the two heads.
		for page := 2; page < 40; page++ {
			copy(data[page*os.Getpagesize()+12:], []byte{0xff, 0xff, 0xff, 0x7f})
		}
		path := filepath.Join(t.TempDir(), "data.db")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		e, err := Open(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = e.Close() }()
		problems, err := e.Check(t.Context())
		if err != nil || len(problems) != 1 || problems[0].What != "a page is broken" {
			t.Errorf("got %v, error %v, want a broken page", problems, err)
		}
	})
	t.Run("not more than a hundred", func(t *testing.T) {
		t.Parallel()
		e := tampered(t, func(tx *bbolt.Tx) error {
			for i := range 300 {
				if err := tx.Bucket(docs).Put([]byte(fmt.Sprintf("z%03d", i)), []byte("junk")); err != nil {
					return err
				}
			}
			return nil
		})
		problems, err := e.Check(t.Context())
		if err != nil || len(problems) != maxProblems {
			t.Errorf("got %d, error %v, want %d", len(problems), err, maxProblems)
		}
	})
}

// TestDamage overwrites bytes all over a file. Whatever comes of it, nothing
// may panic or hang, and no wrong document may come out. The length of a page
// (bytes 12 to 15 of its head) is left alone: see the package's Caveats.
func TestDamage(t *testing.T) {
	t.Parallel()
	good := whole(t)
	used := len(bytes.TrimRight(good, "\x00")) + 64
	path := filepath.Join(t.TempDir(), "data.db")
	const seed = 7
	rng := rand.New(rand.NewPCG(seed, seed))
	refused, found, unharmed := 0, 0, 0
	for round := range 300 {
		data := bytes.Clone(good)
		at := rng.IntN(used)
		for i := at; i < min(at+1+rng.IntN(40), len(data)); i++ {
			if in := i % os.Getpagesize(); in < 12 || in >= 16 {
				data[i] = byte(rng.Uint32())
			}
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		e, err := Open(path, Options{NoSync: true, InitialMmap: 1 << 20})
		if err != nil {
			if !errors.Is(err, store.ErrDamaged) && !errors.Is(err, store.ErrNewer) {
				t.Fatalf("round %d: %v, want ErrDamaged", round, err)
			}
			refused++
			continue
		}
		if useDamaged(t, e) {
			found++
		} else {
			unharmed++
		}
		if err := e.Close(); err != nil {
			t.Fatalf("round %d: close: %v", round, err)
		}
	}
	t.Logf("%d refused, %d found, %d unharmed", refused, found, unharmed)
	if refused == 0 || found == 0 {
		t.Error("the damage was too small to try anything")
	}
}

// useDamaged reads, checks and writes; it reports whether damage was noticed.
func useDamaged(t *testing.T, e *Engine) (noticed bool) {
	note := func(err error) {
		if err != nil && !errors.Is(err, store.ErrDamaged) {
			t.Logf("other error: %v", err)
		}
		noticed = noticed || err != nil
	}
	for _, index := range []string{"", "role"} {
		note(e.View(t.Context(), func(r store.Reader) error {
			rows, err := r.Scan(store.Query{Table: "people", Index: index, Limit: 100})
			for _, row := range rows {
				var n int
				if _, err := fmt.Sscanf(row.Key, "k%02d", &n); err != nil || !bytes.Equal(row.Doc, bytes.Repeat([]byte{byte('a' + n)}, 700)) {
					t.Error("a wrong document came out")
				}
			}
			return err
		}))
	}
	problems, err := e.Check(t.Context())
	note(err)
	noticed = noticed || len(problems) > 0
	note(e.Update(t.Context(), func(w store.Writer) error {
		return w.Put("people", "k05", []byte("new"), []store.IndexKey{{Index: "role", Key: "y"}})
	}))
	return noticed
}
