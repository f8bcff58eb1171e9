package storetest

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"tsukiichi/store"
)

func testScan(t *testing.T, open Open) {
	e := newEnv(t, open)
	e.put(item{ID: "b2", Group: "g"}, item{ID: "a", Group: "g"}, item{ID: "b", Group: "f"}, item{ID: "c", Group: "gg"}, item{ID: "b1"})
	spans := []struct {
		name string
		span store.Span
		ids  []string
	}{
		{"by key", store.Span{}, []string{"a", "b", "b1", "b2", "c"}},
		{"prefix", store.Span{Prefix: "b"}, []string{"b", "b1", "b2"}},
		{"prefix of nothing", store.Span{Prefix: "x"}, nil},
		{"until is too late", store.Span{Until: "b1"}, []string{"a", "b"}},
		{"after", store.Span{After: "b"}, []string{"b1", "b2", "c"}},
		{"after what is not there", store.Span{After: "b0"}, []string{"b1", "b2", "c"}},
		{"after the last", store.Span{After: "c"}, nil},
		{"after, before the prefix", store.Span{Prefix: "b", After: "a"}, []string{"b", "b1", "b2"}},
		{"after, behind the prefix", store.Span{Prefix: "b", After: "c"}, nil},
		{"prefix, after, until", store.Span{Prefix: "b", After: "b", Until: "b2"}, []string{"b1"}},
		{"index by index key, then key", store.Span{Index: "group"}, []string{"b", "a", "b2", "c"}},
		{"index prefix ends at the part", store.Span{Index: "group", Prefix: store.Under("g")}, []string{"a", "b2"}},
		{"index until", store.Span{Index: "group", Until: "gg"}, []string{"b", "a", "b2"}},
		{"index after", store.Span{Index: "group", After: store.Join("g", "a")}, []string{"b2", "c"}},
		{"backwards", store.Span{Backwards: true}, []string{"c", "b2", "b1", "b", "a"}},
		{"backwards, prefix", store.Span{Prefix: "b", Backwards: true}, []string{"b2", "b1", "b"}},
		{"backwards, prefix at the end", store.Span{Prefix: "c", Backwards: true}, []string{"c"}},
		{"backwards, prefix of nothing", store.Span{Prefix: "aa", Backwards: true}, nil},
		{"backwards, until is too late", store.Span{Until: "b1", Backwards: true}, []string{"b", "a"}},
		{"backwards, until behind the prefix", store.Span{Prefix: "b", Until: "x", Backwards: true}, []string{"b2", "b1", "b"}},
		{"backwards, until before the prefix", store.Span{Prefix: "b", Until: "a", Backwards: true}, nil},
		{"backwards, after", store.Span{After: "b1", Backwards: true}, []string{"b", "a"}},
		{"backwards, after what is not there", store.Span{After: "b0", Backwards: true}, []string{"b", "a"}},
		{"backwards, after the first", store.Span{After: "a", Backwards: true}, nil},
		{"backwards, after, behind the prefix", store.Span{Prefix: "b", After: "c", Backwards: true}, []string{"b2", "b1", "b"}},
		{"index backwards", store.Span{Index: "group", Backwards: true}, []string{"c", "b2", "a", "b"}},
		{"index backwards, prefix ends at the part", store.Span{Index: "group", Prefix: store.Under("g"), Backwards: true}, []string{"b2", "a"}},
	}
	for _, tc := range spans {
		t.Run(tc.name, func(t *testing.T) { env{t, e.s}.wantItems(tc.span, tc.ids...) })
	}
	t.Run("limit and next", func(t *testing.T) {
		e := env{t, e.s}
		var ids []string
		s := store.Span{Index: "group"}
		for {
			recs, next := list(e, items, s, 2)
			ids = append(ids, itemIDs(recs)...)
			if next == "" {
				break
			}
			s.After = next
		}
		wantStrings(t, "pages", ids, []string{"b", "a", "b2", "c"})
	})
	t.Run("limit and next, backwards", func(t *testing.T) {
		e := env{t, e.s}
		var ids []string
		s := store.Span{Index: "group", Backwards: true}
		for {
			recs, next := list(e, items, s, 2)
			ids = append(ids, itemIDs(recs)...)
			if next == "" {
				break
			}
			s.After = next
		}
		wantStrings(t, "pages", ids, []string{"c", "b2", "a", "b"})
	})
	t.Run("a limit is required", func(t *testing.T) {
		err := e.s.View(t.Context(), func(tx store.Tx) error {
			_, _, err := items.List(tx, store.Span{}, 0)
			return err
		})
		if err == nil {
			t.Error("a listing without a limit")
		}
	})
	t.Run("a transaction sees its own writes", func(t *testing.T) {
		e := newEnv(t, open)
		e.put(item{ID: "a"})
		e.update(func(tx store.Tx) error {
			if err := items.Put(tx, item{ID: "b", Group: "g"}); err != nil {
				return err
			}
			recs, err := items.All(tx, store.Span{Index: "group"})
			wantStrings(t, "inside", itemIDs(recs), []string{"b"})
			return err
		})
	})
	t.Run("each goes through every page", func(t *testing.T) { testEach(t, open) })
}

func testEach(t *testing.T, open Open) {
	e := newEnv(t, open)
	const n = 501 // more than two pages of Each
	var recs []item
	for i := range n {
		recs = append(recs, item{ID: fmt.Sprintf("%04d", i), Group: "g"})
	}
	e.put(recs...)
	for _, index := range []string{"", "group"} {
		e.view(func(tx store.Tx) error {
			i := 0
			for rec, err := range items.Each(tx, store.Span{Index: index}) {
				if err != nil {
					return err
				}
				want(t, "record", rec.ID, fmt.Sprintf("%04d", i))
				i++
			}
			want(t, "records", i, n)
			for range items.Each(tx, store.Span{Index: index}) {
				break // must not go on
			}
			return nil
		})
	}
}

// testModel compares tables with a plain map under random histories.
func testModel(t *testing.T, open Open) {
	e := newEnv(t, open)
	var tables atomic.Int64
	rapid.Check(t, func(rt *rapid.T) {
		m := model{rt: rt, table: itemTable(fmt.Sprintf("model%d", tables.Add(1))), held: map[string]item{}}
		for range rapid.IntRange(1, 6).Draw(rt, "transactions") {
			next := m.change()
			err := e.s.Update(background(), m.apply)
			switch {
			case m.fails && err != errModel:
				rt.Fatalf("got %v, want the function's own error", err)
			case !m.fails && err != nil:
				rt.Fatalf("update: %v", err)
			case !m.fails:
				m.held = next
			}
			if err := e.s.View(background(), m.compare); err != nil {
				rt.Fatalf("view: %v", err)
			}
		}
	})
}

var errModel = fmt.Errorf("storetest: told to fail")

type modelOp struct {
	verb string
	rec  item
}

type model struct {
	rt    *rapid.T
	table store.Table[item]
	held  map[string]item
	ops   []modelOp
	fresh []bool // what each insert must say
	fails bool
}

var (
	modelKeys = rapid.StringMatching(`[a-c]{1,3}`)
	modelTags = rapid.SliceOfN(rapid.StringMatching(`[a-c]{0,2}`), 0, 3)
)

// change draws one transaction and returns what would be held after it.
func (m *model) change() map[string]item {
	next := map[string]item{}
	for k, v := range m.held {
		next[k] = v
	}
	m.ops, m.fresh = nil, nil
	m.fails = rapid.IntRange(0, 4).Draw(m.rt, "fails") == 0
	for range rapid.IntRange(0, 8).Draw(m.rt, "operations") {
		op := modelOp{
			verb: rapid.SampledFrom([]string{"put", "put", "insert", "delete"}).Draw(m.rt, "verb"),
			rec:  item{ID: modelKeys.Draw(m.rt, "key"), Group: rapid.StringMatching(`[a-b]?`).Draw(m.rt, "group"), Tags: modelTags.Draw(m.rt, "tags"), N: rapid.Int().Draw(m.rt, "n")},
		}
		_, exists := next[op.rec.ID]
		switch op.verb {
		case "delete":
			delete(next, op.rec.ID)
		case "insert":
			m.fresh = append(m.fresh, !exists)
			if !exists {
				next[op.rec.ID] = op.rec
			}
		default:
			next[op.rec.ID] = op.rec
		}
		m.ops = append(m.ops, op)
	}
	return next
}

func (m *model) apply(tx store.Tx) error {
	inserts := 0
	for _, op := range m.ops {
		var err error
		switch op.verb {
		case "delete":
			err = m.table.Delete(tx, op.rec.ID)
		case "insert":
			var fresh bool
			fresh, err = m.table.Insert(tx, op.rec)
			if err == nil && fresh != m.fresh[inserts] {
				err = fmt.Errorf("insert: fresh is %t, want %t", fresh, m.fresh[inserts])
			}
			inserts++
		default:
			err = m.table.Put(tx, op.rec)
		}
		if err != nil {
			return err
		}
	}
	if m.fails {
		return errModel
	}
	return nil
}

// compare draws a span and lists it both ways.
func (m *model) compare(tx store.Tx) error {
	for _, index := range []string{"", "group", "tags"} {
		s := store.Span{
			Index:  index,
			Prefix: rapid.StringMatching(`[a-c]?`).Draw(m.rt, "prefix"),
			Until:  rapid.StringMatching(`[a-c]{0,2}`).Draw(m.rt, "until"),
			After:  rapid.StringMatching(`[a-c]{0,2}`).Draw(m.rt, "after"),

			Backwards: rapid.Bool().Draw(m.rt, "backwards"),
		}
		limit := rapid.IntRange(1, 8).Draw(m.rt, "limit")
		recs, _, err := m.table.List(tx, s, limit)
		if err != nil {
			return err
		}
		wanted := m.list(s, limit)
		if got, want := fmt.Sprintf("%+v", recs), fmt.Sprintf("%+v", wanted); got != want {
			m.rt.Fatalf("span %+v, limit %d:\n got %s\nwant %s", s, limit, got, want)
		}
	}
	return nil
}

func (m *model) list(s store.Span, limit int) []item {
	at := map[string]item{}
	for key, rec := range m.held {
		if s.Index == "" {
			at[key] = rec
		}
		for _, ix := range m.table.Indexes {
			if ix.Name == s.Index {
				for _, k := range ix.Keys(rec) {
					at[store.Join(k, key)] = rec
				}
			}
		}
	}
	var positions []string
	for p := range at {
		behind := s.After == "" || p > s.After != s.Backwards && p != s.After
		if behind && strings.HasPrefix(p, s.Prefix) && (s.Until == "" || p < s.Until) {
			positions = append(positions, p)
		}
	}
	slices.Sort(positions)
	if s.Backwards {
		slices.Reverse(positions)
	}
	recs := []item{}
	for _, p := range positions[:min(limit, len(positions))] {
		rec := at[p]
		if len(rec.Tags) == 0 {
			rec.Tags = nil
		}
		recs = append(recs, rec)
	}
	return recs
}
