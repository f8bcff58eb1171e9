package storetest

import (
	"errors"
	"fmt"
	"testing"

	"tsukiichi/store"
)

// item is a record with an index in which it may not stand, and one in which
// it may stand often.
type item struct {
	ID    string   `json:"id"`
	Group string   `json:"group,omitempty"`
	Tags  []string `json:"tags,omitempty"`
	N     int      `json:"n,omitempty"`
}

func itemTable(name string) store.Table[item] {
	return store.Table[item]{
		Name: name,
		Key:  func(i item) string { return i.ID },
		Indexes: []store.Index[item]{
			{Name: "group", Keys: func(i item) []string {
				if i.Group == "" {
					return nil
				}
				return []string{i.Group}
			}},
			{Name: "tags", Keys: func(i item) []string { return i.Tags }},
		},
	}
}

var items = itemTable("items")

func (e env) put(recs ...item) {
	e.t.Helper()
	e.update(func(tx store.Tx) error {
		for _, r := range recs {
			if err := items.Put(tx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func (e env) wantItems(s store.Span, ids ...string) {
	e.t.Helper()
	recs, _ := list(e, items, s, 100)
	wantStrings(e.t, fmt.Sprintf("span %+v", s), itemIDs(recs), ids)
}

func itemIDs(recs []item) []string {
	ids := make([]string, 0, len(recs))
	for _, r := range recs {
		ids = append(ids, r.ID)
	}
	return ids
}

func testTable(t *testing.T, open Open) {
	e := newEnv(t, open)
	t.Run("an empty table", func(t *testing.T) {
		e := env{t, e.s}
		if _, ok := get(e, items, "a"); ok {
			t.Error("a record out of nothing")
		}
		e.wantItems(store.Span{})
		e.wantItems(store.Span{Index: "group"})
		e.update(func(tx store.Tx) error { return items.Delete(tx, "a") })
		err := e.s.View(t.Context(), func(tx store.Tx) error {
			_, err := items.Must(tx, "a")
			return err
		})
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("got %v, want ErrNotFound", err)
		}
	})
	t.Run("put get delete", func(t *testing.T) {
		e := env{t, e.s}
		e.put(item{ID: "a", N: 1}, item{ID: "b", N: 2})
		e.put(item{ID: "a", N: 3})
		got, ok := get(e, items, "a")
		want(t, "found", ok, true)
		want(t, "n", got.N, 3)
		e.update(func(tx store.Tx) error { return items.Delete(tx, "a") })
		_, ok = get(e, items, "a")
		want(t, "found after delete", ok, false)
		e.wantItems(store.Span{}, "b")
	})
	t.Run("insert", func(t *testing.T) {
		e := env{t, e.s}
		for _, fresh := range []bool{true, false} {
			e.update(func(tx store.Tx) error {
				got, err := items.Insert(tx, item{ID: "i", N: 7, Group: fmt.Sprint(fresh)})
				want(t, "fresh", got, fresh)
				return err
			})
		}
		e.wantItems(store.Span{Index: "group"}, "i")
		e.wantItems(store.Span{Index: "group", Prefix: store.Under("false")})
	})
	t.Run("indexes follow the record", func(t *testing.T) { testIndexes(t, open) })
	t.Run("what was read is the reader's own", func(t *testing.T) { testCopies(t, open) })
	t.Run("keys and comparisons without a copy", func(t *testing.T) { testBare(t, open) })
	t.Run("keys that cannot be kept", func(t *testing.T) {
		err := e.s.Update(t.Context(), func(tx store.Tx) error { return items.Put(tx, item{}) })
		if err == nil {
			t.Error("a record without a key was kept")
		}
	})
}

func testIndexes(t *testing.T, open Open) {
	e := newEnv(t, open)
	e.put(item{ID: "a", Group: "x", Tags: []string{"t1", "t2", "t2"}}, item{ID: "b", Group: "x"})
	e.wantItems(store.Span{Index: "group"}, "a", "b")
	e.wantItems(store.Span{Index: "tags"}, "a", "a")
	e.put(item{ID: "a", Group: "y", Tags: []string{"t2", "t3"}})
	e.wantItems(store.Span{Index: "group"}, "b", "a")
	e.wantItems(store.Span{Index: "tags", Prefix: store.Under("t1")})
	e.wantItems(store.Span{Index: "tags", Prefix: store.Under("t2")}, "a")
	e.wantItems(store.Span{Index: "tags", Prefix: store.Under("t3")}, "a")
	e.put(item{ID: "a"})
	e.wantItems(store.Span{Index: "tags"})
	e.update(func(tx store.Tx) error { return items.Delete(tx, "b") })
	e.wantItems(store.Span{Index: "group"})
	e.put(item{ID: "b", Tags: []string{"again"}})
	e.wantItems(store.Span{Index: "group"})
	e.wantItems(store.Span{Index: "tags"}, "b")
}

// testCopies holds on to what a transaction reads while it writes all over the
// file, and changes it, then looks again.
func testCopies(t *testing.T, open Open) {
	engine := open(t)
	put := func(w store.Writer, n int) error {
		for i := range 50 {
			doc := []byte(fmt.Sprintf("document %02d of round %02d", i, n))
			if err := w.Put("t", fmt.Sprintf("k%02d", i), doc, []store.IndexKey{{Index: "i", Key: "x"}}); err != nil {
				return err
			}
		}
		return nil
	}
	var rows []store.Row
	err := engine.Update(t.Context(), func(w store.Writer) error {
		if err := put(w, 0); err != nil {
			return err
		}
		doc, _, err := w.Get("t", "k07")
		if err != nil {
			return err
		}
		if rows, err = w.Scan(store.Query{Table: "t", Index: "i", Limit: 50}); err != nil {
			return err
		}
		for n := range 20 {
			if err := put(w, n+1); err != nil {
				return err
			}
		}
		want(t, "document", string(doc), "document 07 of round 00")
		want(t, "rows", len(rows), 50)
		want(t, "row", string(rows[9].Doc), "document 09 of round 00")
		rows[9].Doc[0] = '!' // must not be anybody else's
		again, _, err := w.Get("t", "k09")
		want(t, "row again", string(again), "document 09 of round 20")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want(t, "key", rows[9].Key, "k09")
	want(t, "position", rows[9].Position, "x\x00k09")
}

func testBare(t *testing.T, open Open) {
	engine := open(t)
	err := engine.Update(t.Context(), func(w store.Writer) error {
		for _, k := range []string{"b", "a"} {
			if err := w.Put("t", k, []byte("the document "+k), []store.IndexKey{{Index: "i", Key: "x\x00" + k}}); err != nil {
				return err
			}
		}
		for _, tc := range []struct {
			table, key, doc string
			same            bool
		}{
			{"t", "a", "the document a", true},
			{"t", "a", "the document b", false},
			{"t", "a", "document a", false}, // its end
			{"t", "a", "", false},
			{"t", "c", "the document a", false},
			{"u", "a", "the document a", false},
		} {
			same, err := w.Same(tc.table, tc.key, []byte(tc.doc))
			if err != nil {
				return err
			}
			want(t, fmt.Sprintf("%s %s is %q", tc.table, tc.key, tc.doc), same, tc.same)
		}
		for _, index := range []string{"", "i"} {
			rows, err := w.Scan(store.Query{Table: "t", Index: index, Limit: 9})
			if err != nil {
				return err
			}
			bare, err := w.Scan(store.Query{Table: "t", Index: index, Bare: true, Limit: 9})
			if err != nil {
				return err
			}
			want(t, "rows", len(bare), len(rows))
			for i, r := range rows {
				want(t, "document", string(r.Doc), "the document "+r.Key)
				want(t, "bare row", fmt.Sprintf("%+v", bare[i]), fmt.Sprintf("%+v", store.Row{Key: r.Key, Position: r.Position}))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
