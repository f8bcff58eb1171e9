package bolt

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"

	"go.etcd.io/bbolt"

	"tsukiichi/store"
)

// call is one Update on its way through the writer.
type call struct {
	fn   func(store.Writer) error
	done chan struct{} // closed when err and alone are set
	// begun is set by whoever is first: the writer, who then runs the call,
	// or its caller, who then takes it back.
	begun atomic.Bool
	err   error
	alone bool // the caller must run it again by itself
}

// Update runs fn and returns when what it wrote is on the disk. It returns
// fn's error as it is, the context's where that was over before fn began, or
// [store.ErrClosed]. A panic in fn arrives in the caller. fn may run several
// times.
func (e *Engine) Update(ctx context.Context, fn func(store.Writer) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := e.enter(); err != nil {
		return err
	}
	defer e.under.Done()
	c := &call{fn: fn, done: make(chan struct{})}
	select {
	case e.queue <- c:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-c.done:
	case <-ctx.Done():
		if c.begun.CompareAndSwap(false, true) {
			return ctx.Err()
		}
		<-c.done
	}
	if c.alone {
		return e.runAlone(fn)
	}
	return c.err
}

// runAlone runs fn in a transaction of its own and on its caller's goroutine,
// where a panic belongs.
func (e *Engine) runAlone(fn func(store.Writer) error) error {
	tx, err := e.db.Begin(true)
	if err != nil {
		return fmt.Errorf("bolt: begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	w := &writer{reader: newReader(tx)}
	defer w.over()
	if err := w.run(fn); err != nil || !w.wrote {
		return err
	}
	return commit(tx)
}

// write is the one goroutine that commits.
func (e *Engine) write() {
	defer close(e.ended)
	for {
		group, ok := e.gather()
		if !ok {
			if e.runner != nil {
				close(e.runner.groups)
			}
			return
		}
		e.commitGroup(group)
	}
}

// yields is how often the writer lets others run before it goes to the disk
// with a group that is not full: whoever was just answered has its next
// update ready by then. Twice made 32 callers four times faster than none;
// more made no difference.
const yields = 2

// gather waits for a call and takes what else is queued; ok is false once the
// queue is closed.
func (e *Engine) gather() (group []*call, ok bool) {
	for len(group) == 0 {
		c, open := <-e.queue
		if !open {
			return nil, false
		}
		group = take(group, c)
	}
	for idle := 0; len(group) < e.group; {
		select {
		case c, open := <-e.queue:
			if !open {
				return group, true
			}
			group = take(group, c)
		default:
			if idle == yields {
				return group, true
			}
			idle++
			runtime.Gosched()
		}
	}
	return group, true
}

func take(group []*call, c *call) []*call {
	if c.begun.CompareAndSwap(false, true) {
		group = append(group, c)
	}
	return group
}

// commitGroup commits the calls together, or nothing where none of them
// changed anything. One that must not be part of it is
// handed back to its caller, and the rest run again: bolt has no savepoints.
func (e *Engine) commitGroup(group []*call) {
	for len(group) > 0 {
		bad, err := e.attempt(group)
		if bad < 0 {
			answer(group, err)
			return
		}
		group[bad].alone = true
		close(group[bad].done)
		group = append(group[:bad:bad], group[bad+1:]...)
	}
}

func answer(group []*call, err error) {
	for _, c := range group {
		if err != nil {
			c.err = err
		}
		close(c.done)
	}
}

// runner is the goroutine on which the calls of groups run, one group after
// the other. A call may exit it, as a test's FailNow does.
type runner struct {
	groups chan []*call
	tried  chan tried
}

// tried is what became of a group.
type tried struct {
	bad  int   // the call that panicked, exited, or failed after it wrote; -1 for none
	err  error // of the transaction
	gone bool  // a call exited the goroutine
}

func (e *Engine) newRunner() *runner {
	r := &runner{groups: make(chan []*call), tried: make(chan tried)}
	go func() {
		for group := range r.groups {
			r.run(e.db, group)
		}
	}()
	return r
}

// attempt runs the calls in one transaction and commits it where something
// was changed.
func (e *Engine) attempt(group []*call) (bad int, err error) {
	if e.runner == nil {
		e.runner = e.newRunner()
	}
	e.runner.groups <- group
	t := <-e.runner.tried
	if t.gone {
		e.runner = nil
	}
	return t.bad, t.err
}

func (r *runner) run(db *bbolt.DB, group []*call) {
	t := tried{bad: -1, err: damaged("", "a page is broken"), gone: true} // should Begin panic
	defer func() { r.tried <- t }()
	defer func() {
		if recover() != nil { // the call's own run shows it to its caller
			t.gone = false
		}
	}()
	tx, err := db.Begin(true)
	if err != nil {
		t.err, t.gone = fmt.Errorf("bolt: begin: %w", err), false
		return
	}
	defer func() { _ = tx.Rollback() }()
	shared, wrote := newReader(tx), false
	defer shared.over()
	for i, c := range group {
		t.bad = i
		w := &writer{reader: shared}
		if c.err = w.run(c.fn); c.err != nil && w.wrote {
			t.gone = false
			return
		}
		wrote = wrote || w.wrote
	}
	t = tried{bad: -1}
	if wrote {
		t.err = commit(tx)
	}
}

func commit(tx *bbolt.Tx) error {
	return guarded("", func() error {
		if err := tx.Commit(); err != nil {
			return fmt.Errorf("bolt: commit: %w", err)
		}
		return nil
	})
}
