package storetest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"

	"tsukiichi/store"
)

var errWanted = errors.New("storetest: wanted")

func testTransaction(t *testing.T, open Open) {
	t.Run("a view cannot write", func(t *testing.T) {
		e := newEnv(t, open)
		writes := map[string]func(store.Tx) error{
			"put":      func(tx store.Tx) error { return items.Put(tx, item{ID: "a"}) },
			"insert":   func(tx store.Tx) error { _, err := items.Insert(tx, item{ID: "a"}); return err },
			"delete":   func(tx store.Tx) error { return items.Delete(tx, "a") },
			"enqueue":  func(tx store.Tx) error { _, err := store.Enqueue(tx, intent("a", "p"), noon); return err },
			"schedule": func(tx store.Tx) error { return store.Schedule(tx, "k", "s", noon) },
		}
		for name, write := range writes {
			if err := e.s.View(t.Context(), write); !errors.Is(err, store.ErrReadOnly) {
				t.Errorf("%s: got %v, want ErrReadOnly", name, err)
			}
		}
		e.wantItems(store.Span{})
	})
	t.Run("an error rolls back and comes through", func(t *testing.T) {
		e := newEnv(t, open)
		e.put(item{ID: "a", N: 1, Group: "g"})
		err := e.s.Update(t.Context(), func(tx store.Tx) error {
			return errors.Join(items.Put(tx, item{ID: "a", N: 2}), items.Put(tx, item{ID: "b"}), errWanted)
		})
		if !errors.Is(err, errWanted) {
			t.Errorf("got %v, want the function's own error", err)
		}
		e.wantItems(store.Span{Index: "group"}, "a")
		e.wantItems(store.Span{}, "a")
		err = e.s.View(t.Context(), func(store.Tx) error { return errWanted })
		want(t, "a view's error", err, errWanted)
	})
	t.Run("a panic rolls back and goes on in the caller", func(t *testing.T) {
		e := newEnv(t, open)
		for name, run := range map[string]func(context.Context, func(store.Tx) error) error{"update": e.s.Update, "view": e.s.View} {
			got := recovered(func() {
				_ = run(t.Context(), func(tx store.Tx) error {
					_ = items.Put(tx, item{ID: "a"})
					panic(errWanted)
				})
			})
			if got != any(errWanted) {
				t.Errorf("%s: recovered %v, want the function's own value", name, got)
			}
		}
		e.wantItems(store.Span{})
		e.put(item{ID: "b"}) // nothing is stuck
	})
	t.Run("a cancelled context stops what has not begun", func(t *testing.T) {
		e := newEnv(t, open)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for name, run := range map[string]func(context.Context, func(store.Tx) error) error{"update": e.s.Update, "view": e.s.View} {
			err := run(ctx, func(store.Tx) error {
				t.Errorf("%s: the function ran", name)
				return nil
			})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%s: got %v, want the context's error", name, err)
			}
		}
	})
	t.Run("close", func(t *testing.T) {
		e := newEnv(t, open)
		e.put(item{ID: "a"})
		for range 2 {
			if err := e.s.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
		}
		nothing := func(store.Tx) error { return nil }
		if err := e.s.Update(t.Context(), nothing); !errors.Is(err, store.ErrClosed) {
			t.Errorf("update: got %v, want ErrClosed", err)
		}
		if err := e.s.View(t.Context(), nothing); !errors.Is(err, store.ErrClosed) {
			t.Errorf("view: got %v, want ErrClosed", err)
		}
	})
}

func recovered(fn func()) (got any) {
	defer func() { got = recover() }()
	fn()
	return nil
}

func testConcurrent(t *testing.T, open Open) {
	t.Run("one insert wins", func(t *testing.T) {
		e := newEnv(t, open)
		for round := range 5 {
			var mu sync.Mutex
			wins := 0
			together(32, func(n int) {
				var fresh bool
				err := e.s.Update(t.Context(), func(tx store.Tx) (err error) {
					fresh, err = items.Insert(tx, item{ID: strconv.Itoa(round), N: n})
					return err
				})
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Errorf("insert: %v", err)
				}
				if fresh {
					wins++
				}
			})
			want(t, "wins", wins, 1)
		}
	})
	t.Run("no increment is lost", func(t *testing.T) { testCounter(t, open) })
	t.Run("a failure takes nobody along", func(t *testing.T) { testIsolation(t, open) })
	t.Run("two cannot both be last", func(t *testing.T) { testWriteSkew(t, open) })
}

// together runs fn n times at once.
func together(n int, fn func(i int)) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-start
			fn(i)
		})
	}
	close(start)
	wg.Wait()
}

// testCounter also checks that what a caller read inside its increment is what
// nobody else read.
func testCounter(t *testing.T, open Open) {
	e := newEnv(t, open)
	const callers, each = 64, 8
	var mu sync.Mutex
	seen := map[int]bool{}
	together(callers, func(int) {
		for range each {
			var was int
			err := e.s.Update(t.Context(), func(tx store.Tx) error {
				rec, _, err := items.Get(tx, "counter")
				if err != nil {
					return err
				}
				was = rec.N
				return items.Put(tx, item{ID: "counter", N: was + 1})
			})
			mu.Lock()
			if err != nil || seen[was] {
				t.Errorf("read %d, seen before: %t, error %v", was, seen[was], err)
			}
			seen[was] = true
			mu.Unlock()
		}
	})
	got, _ := get(e, items, "counter")
	want(t, "counter", got.N, callers*each)
}

// testIsolation mixes callers that succeed, fail and panic.
func testIsolation(t *testing.T, open Open) {
	e := newEnv(t, open)
	together(48, func(n int) {
		id := fmt.Sprintf("%02d", n)
		var err error
		got := recovered(func() {
			err = e.s.Update(t.Context(), func(tx store.Tx) error {
				if err := items.Put(tx, item{ID: id}); err != nil {
					return err
				}
				switch n % 4 {
				case 1:
					return fmt.Errorf("caller %s: %w", id, errWanted)
				case 2:
					panic(id)
				}
				return nil
			})
		})
		switch n % 4 {
		case 1:
			if !errors.Is(err, errWanted) || err.Error() != "caller "+id+": "+errWanted.Error() {
				t.Errorf("caller %s: got %v, want its own error", id, err)
			}
		case 2:
			want(t, "recovered", got, any(id))
		default:
			if err != nil || got != nil {
				t.Errorf("caller %s: error %v, recovered %v", id, err, got)
			}
		}
	})
	var ids []string
	for n := range 48 {
		if n%4 != 1 && n%4 != 2 {
			ids = append(ids, fmt.Sprintf("%02d", n))
		}
	}
	e.wantItems(store.Span{}, ids...)
}

// testWriteSkew lets two callers each go off duty if the other is still on.
func testWriteSkew(t *testing.T, open Open) {
	e := newEnv(t, open)
	for range 10 {
		e.put(item{ID: "0", N: 1}, item{ID: "1", N: 1})
		together(2, func(me int) {
			err := e.s.Update(t.Context(), func(tx store.Tx) error {
				other, _, err := items.Get(tx, strconv.Itoa(1-me))
				if err != nil || other.N == 0 {
					return err
				}
				return items.Put(tx, item{ID: strconv.Itoa(me), N: 0})
			})
			if err != nil {
				t.Errorf("update: %v", err)
			}
		})
		a, _ := get(e, items, "0")
		b, _ := get(e, items, "1")
		want(t, "on duty", a.N+b.N, 1)
	}
}
