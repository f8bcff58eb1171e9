// Package bolt keeps a store in one file, with nothing to install beside it.
//
// It implements [store.Engine] on bbolt: a document of a table is a row with
// a checksum and its own index keys, an index is a bucket of positions that
// lead to documents. Updates that arrive while the disk is busy are committed
// together, so that a hundred callers share one wait for the disk.
//
// # Basics
//
//	engine, err := bolt.Open("tsukiichi.db", bolt.Options{})
//	if err != nil { … }
//	s, err := store.Open(ctx, engine, seal)
//	defer s.Close()
//
// # Caveats
//
//   - One process at a time: a second Open waits [Options.Timeout] and returns
//     [store.ErrInUse].
//   - Never call View, Update, Check or Close inside a transaction: an Update
//     inside an Update waits for itself for ever.
//   - A function given to Update usually runs on another goroutine than its
//     caller's, one after the other; one that panics, exits its goroutine or
//     fails after it wrote is run once more, alone, by its caller.
//   - A reader holds up every writer once the file must outgrow its mapping,
//     so no reader waits on a client.
//   - Documents have checksums, bbolt's pages have none. A page whose length
//     is broken can keep an update busy for minutes before it fails; Check
//     finds it without.
//   - Text that was deleted stays in the file's free pages until they are
//     used again.
//   - A crash while a new file is made leaves a "<path>.new-…" behind, which
//     nobody needs.
package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"sync"
	"time"

	"go.etcd.io/bbolt"

	"tsukiichi/store"
)

// Options are how a file is opened. The zero Options are right for a server.
type Options struct {
	// Timeout is how long to wait for another process to let go of the file;
	// zero is one second.
	Timeout time.Duration
	// InitialMmap is how many bytes of address space to map at first, so that
	// growing does not wait for readers: 1 GiB by default where addresses have
	// 64 bits, 64 MiB elsewhere. It takes no memory and no room on the disk.
	InitialMmap int
	// Group is how many updates are committed together at most; zero is 256.
	Group int
	// NoSync never waits for the disk, and does not write down which pages are
	// free: the next start looks for them. A crash of the machine then loses or
	// damages data: it is for the simulator alone.
	NoSync bool
}

const (
	defaultTimeout = time.Second
	defaultGroup   = 256
	wideMmap       = 1 << 30
	narrowMmap     = 64 << 20
)

func (o Options) withDefaults() Options {
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	if o.Group <= 0 {
		o.Group = defaultGroup
	}
	if o.InitialMmap <= 0 {
		o.InitialMmap = narrowMmap
		if strconv.IntSize == 64 {
			o.InitialMmap = wideMmap
		}
	}
	return o
}

// Engine is one open file. It is safe for concurrent use.
type Engine struct {
	db    *bbolt.DB
	path  string
	group int
	queue chan *call
	ended chan struct{} // closed when the writer has returned

	runner *runner // the writer's; nil before the first group

	mu     sync.Mutex
	closed bool
	under  sync.WaitGroup // transactions under way

	shut     chan struct{} // closed when closeErr is set
	closeErr error
}

var _ store.Engine = (*Engine)(nil)

// Open opens the file, or creates it where there is none.
//
// It returns [store.ErrInUse] where another process holds the file, naming it
// where it is known; [store.ErrDamaged] for a file that is cut short, broken
// or something else altogether, which stays as it is; and [store.ErrNewer]
// for a file whose layout a newer version wrote.
func Open(path string, opts Options) (*Engine, error) {
	opts = opts.withDefaults()
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		if err := create(path, opts); err != nil {
			return nil, err
		}
	}
	if err := inspect(path, opts.Timeout); err != nil {
		return nil, err
	}
	db, err := openFile(path, opts.Timeout, bbolt.Options{
		InitialMmapSize: opts.InitialMmap,
		FreelistType:    bbolt.FreelistMapType,
		NoSync:          opts.NoSync,
		NoGrowSync:      opts.NoSync,
		NoFreelistSync:  opts.NoSync,
	})
	if err != nil {
		return nil, err
	}
	writeHolder(path)
	e := &Engine{
		db:    db,
		path:  path,
		group: opts.Group,
		queue: make(chan *call, opts.Group),
		ended: make(chan struct{}),
		shut:  make(chan struct{}),
	}
	go e.write()
	return e, nil
}

// View runs fn on the state of the last commit. It returns fn's error as it
// is, the context's where that was over before, or [store.ErrClosed].
func (e *Engine) View(ctx context.Context, fn func(store.Reader) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := e.enter(); err != nil {
		return err
	}
	defer e.under.Done()
	tx, err := e.db.Begin(false)
	if err != nil {
		return fmt.Errorf("bolt: begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	r := newReader(tx)
	defer r.over()
	return fn(r)
}

// Close waits for the transactions under way and lets go of the file. Closing
// again does nothing.
func (e *Engine) Close() error {
	e.mu.Lock()
	first := !e.closed
	e.closed = true
	e.mu.Unlock()
	if !first {
		<-e.shut
		return e.closeErr
	}
	defer close(e.shut)
	e.under.Wait()
	close(e.queue)
	<-e.ended
	removeHolder(e.path)
	if err := e.db.Close(); err != nil {
		e.closeErr = fmt.Errorf("bolt: close: %w", err)
	}
	return e.closeErr
}

// enter counts a transaction in, unless the engine was closed.
func (e *Engine) enter() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return fmt.Errorf("bolt: %w", store.ErrClosed)
	}
	e.under.Add(1)
	return nil
}
