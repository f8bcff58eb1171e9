package bolt

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"tsukiichi/store"
)

var errWanted = errors.New("wanted")

func openTest(t *testing.T, opts Options) *Engine {
	t.Helper()
	opts.InitialMmap = 1 << 20
	e, err := Open(filepath.Join(t.TempDir(), "data.db"), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

// held is an engine whose writer stands still inside a first update, so that
// what comes next queues up.
type held struct {
	*Engine
	t       *testing.T
	release chan struct{}
	all     sync.WaitGroup
}

// hold must be called in a synctest bubble.
func hold(t *testing.T, opts Options) *held {
	h := &held{Engine: openTest(t, opts), t: t, release: make(chan struct{})}
	h.all.Go(func() {
		err := h.Update(context.Background(), func(store.Writer) error {
			<-h.release
			return nil
		})
		if err != nil {
			t.Errorf("first update: %v", err)
		}
	})
	synctest.Wait()
	return h
}

// queue starts an update and returns once it waits; check gets its result.
func (h *held) queue(ctx context.Context, fn func(store.Writer) error, check func(error)) {
	h.all.Go(func() { check(h.Update(ctx, fn)) })
	synctest.Wait()
}

func (h *held) letGo() {
	close(h.release)
	h.all.Wait()
}

func (h *held) succeeds(err error) {
	if err != nil {
		h.t.Errorf("update: %v", err)
	}
}

func put(key string) func(store.Writer) error {
	return func(w store.Writer) error { return w.Put("t", key, []byte("doc"), nil) }
}

func (h *held) wantKeys(keys ...string) {
	h.t.Helper()
	err := h.View(context.Background(), func(r store.Reader) error {
		rows, err := r.Scan(store.Query{Table: "t", Limit: 1000})
		var got []string
		for _, row := range rows {
			got = append(got, row.Key)
		}
		if fmt.Sprint(got) != fmt.Sprint(keys) {
			h.t.Errorf("got %v, want %v", got, keys)
		}
		return err
	})
	if err != nil {
		h.t.Error(err)
	}
}

// commits is how many transactions were committed so far.
func (h *held) commits() int {
	n := 0
	err := h.View(context.Background(), func(r store.Reader) error {
		n = r.(reader).tx.ID()
		return nil
	})
	if err != nil {
		h.t.Error(err)
	}
	return n
}

func TestGroup(t *testing.T) {
	t.Parallel()
	t.Run("what waits is committed together", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			h := hold(t, Options{})
			before := h.commits()
			for i := range 100 {
				h.queue(t.Context(), put(fmt.Sprintf("%03d", i)), h.succeeds)
			}
			h.letGo()
			if n := h.commits() - before; n != 1 {
				t.Errorf("%d commits, want one for the hundred and none for the first one, which changed nothing", n)
			}
		})
	})
	t.Run("but not more than the group", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			h := hold(t, Options{Group: 4})
			before := h.commits()
			for i := range 4 {
				h.queue(t.Context(), put(fmt.Sprint(i)), h.succeeds)
			}
			for i := range 4 { // these stand outside the queue, which is as long
				h.queue(t.Context(), put(fmt.Sprint(4+i)), h.succeeds)
			}
			h.letGo()
			if n := h.commits() - before; n != 2 {
				t.Errorf("%d commits, want two of four and none for the first one, which changed nothing", n)
			}
			h.wantKeys("0", "1", "2", "3", "4", "5", "6", "7")
		})
	})
	t.Run("who was cancelled while waiting never runs", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			h := hold(t, Options{})
			ctx, cancel := context.WithCancel(t.Context())
			var got error
			h.queue(ctx, func(store.Writer) error {
				t.Error("it ran")
				return nil
			}, func(err error) { got = err })
			h.queue(t.Context(), put("a"), h.succeeds)
			cancel()
			synctest.Wait()
			if !errors.Is(got, context.Canceled) {
				t.Errorf("got %v while the writer stands still, want the context's error", got)
			}
			h.letGo()
			h.wantKeys("a")
		})
	})
	t.Run("who was cancelled while running gets the commit", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			h := hold(t, Options{})
			ctx, cancel := context.WithCancel(t.Context())
			h.queue(ctx, func(w store.Writer) error {
				cancel()
				return put("a")(w)
			}, h.succeeds)
			h.letGo()
			h.wantKeys("a")
		})
	})
}

func TestGroupFailures(t *testing.T) {
	t.Parallel()
	t.Run("an error without a write holds nobody up", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			h := hold(t, Options{})
			runs := 0
			h.queue(t.Context(), func(w store.Writer) error {
				runs++
				return put("a")(w)
			}, h.succeeds)
			h.queue(t.Context(), func(store.Writer) error { return errWanted }, func(err error) {
				if err != errWanted {
					t.Errorf("got %v, want the function's own error", err)
				}
			})
			h.letGo()
			h.wantKeys("a")
			if runs != 1 {
				t.Errorf("another ran %d times, want once", runs)
			}
		})
	})
	t.Run("an error after a write takes only that write back", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			h := hold(t, Options{})
			h.queue(t.Context(), put("a"), h.succeeds)
			h.queue(t.Context(), func(w store.Writer) error { return errors.Join(put("b")(w), errWanted) }, func(err error) {
				if !errors.Is(err, errWanted) {
					t.Errorf("got %v, want the function's own error", err)
				}
			})
			h.queue(t.Context(), put("c"), h.succeeds)
			h.letGo()
			h.wantKeys("a", "c")
		})
	})
	t.Run("a panic shows its own stack to its own caller", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			h := hold(t, Options{})
			h.queue(t.Context(), put("a"), h.succeeds)
			h.all.Go(func() {
				defer func() {
					if got := recover(); got != any(errWanted) {
						t.Errorf("recovered %v, want the function's own value", got)
					}
				}()
				_ = h.Update(t.Context(), func(w store.Writer) error {
					_ = put("b")(w)
					panic(errWanted)
				})
			})
			synctest.Wait()
			h.queue(t.Context(), put("c"), h.succeeds)
			h.letGo()
			h.wantKeys("a", "c")
		})
	})
	t.Run("a goroutine that exits is its own caller's", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			h := hold(t, Options{})
			returned := false
			h.all.Go(func() {
				_ = h.Update(t.Context(), func(w store.Writer) error {
					_ = put("b")(w)
					runtime.Goexit() // as t.FailNow does
					return nil
				})
				returned = true
			})
			synctest.Wait()
			h.queue(t.Context(), put("c"), h.succeeds)
			h.letGo()
			h.wantKeys("c")
			if returned {
				t.Error("Update returned")
			}
		})
	})
	t.Run("a write that broke off in the middle spoils the update", func(t *testing.T) {
		h := &held{Engine: openTest(t, Options{}), t: t}
		err := h.Update(t.Context(), func(w store.Writer) error {
			_ = w.(*writer).change("t", func() error { // stands for a page that broke
				w.(*writer).wrote = true
				return errWanted
			})
			return put("a")(w)
		})
		if !errors.Is(err, errWanted) {
			t.Errorf("got %v, want the write's error", err)
		}
		h.wantKeys()
	})
}

func TestClose(t *testing.T) {
	t.Parallel()
	t.Run("waits for what was accepted", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			h := hold(t, Options{Group: 1})
			h.queue(t.Context(), put("a"), h.succeeds)
			h.queue(t.Context(), put("b"), h.succeeds) // still before the queue
			var closed atomic.Int64
			for range 2 {
				h.all.Go(func() {
					h.succeeds(h.Close())
					closed.Add(1)
				})
			}
			synctest.Wait()
			if closed.Load() > 0 {
				t.Error("closed while an update was under way")
			}
			if err := h.Update(t.Context(), put("c")); !errors.Is(err, store.ErrClosed) {
				t.Errorf("got %v, want ErrClosed", err)
			}
			path := h.path
			h.letGo()
			again, err := Open(path, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = again.Close() }()
			(&held{Engine: again, t: t}).wantKeys("a", "b")
		})
	})
	t.Run("a transaction that is over", func(t *testing.T) {
		t.Parallel()
		e := openTest(t, Options{})
		var kept store.Writer
		err := e.Update(t.Context(), func(w store.Writer) error {
			kept = w
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		_, _, getErr := kept.Get("t", "a")
		_, scanErr := kept.Scan(store.Query{Table: "t", Limit: 1})
		for _, err := range []error{getErr, scanErr, put("a")(kept), kept.Delete("t", "a")} {
			if !errors.Is(err, errOver) {
				t.Errorf("got %v, want that it is over", err)
			}
		}
	})
}
