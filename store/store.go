// Package store keeps everything: records, the agenda of what is due, and the
// outbox of what is to be sent.
//
// # Basics
//
// A record kind is declared once as a [Table] (record.go and others). Reads happen in
// [Store.View], writes in [Store.Update]; both see one consistent state.
// Engines (package bolt) know only named tables of documents and ordered
// index keys, see [Engine].
//
// # Caveats
//
//   - The function given to Update may run more than once: no side effects
//     inside, and results are assigned, never appended to.
//   - Uniqueness comes from [Table.Insert] alone, never from get-then-put.
//   - A refusal is a value, not an error: an error rolls everything back.
//   - Never call View or Update inside a transaction.
package store

import (
	"context"
	"errors"
	"fmt"
)

// Errors of a store.
var (
	ErrInUse     = errors.New("store: data file is in use by another process")
	ErrNewer     = errors.New("store: data was written by a newer version")
	ErrDamaged   = errors.New("store: data is damaged")
	ErrClosed    = errors.New("store: closed")
	ErrReadOnly  = errors.New("store: write inside a view")
	ErrLeaseLost = errors.New("store: delivery was taken over by another sender")
	ErrNotFound  = errors.New("store: no such record")
)

// Store is an engine with the record types, the outbox and the seal on top.
type Store struct {
	engine Engine
	seal   Seal
	wake   chan struct{}
}

// Open makes a store of an engine, creating or migrating its tables. It
// returns [ErrNewer] for data that a newer version wrote. A nil seal keeps
// private text as it is.
func Open(ctx context.Context, engine Engine, seal Seal) (*Store, error) {
	if seal == nil {
		seal = Unsealed{}
	}
	s := &Store{engine: engine, seal: seal, wake: make(chan struct{}, 1)}
	if err := s.Update(ctx, migrate); err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	return s, nil
}

// View runs fn on a consistent state that it cannot change.
func (s *Store) View(ctx context.Context, fn func(Tx) error) error {
	return s.engine.View(ctx, func(r Reader) error { return fn(Tx{r: r, seal: s.seal}) })
}

// Update runs fn and commits what it wrote, or nothing at all where it returns
// an error. It returns after the commit is on disk. fn may run more than once.
func (s *Store) Update(ctx context.Context, fn func(Tx) error) error {
	var enqueued bool
	err := s.engine.Update(ctx, func(w Writer) error {
		enqueued = false
		return fn(Tx{r: w, w: w, seal: s.seal, enqueued: &enqueued})
	})
	if err == nil && enqueued {
		s.poke()
	}
	return err
}

// Wake is poked after every commit that put something into the outbox.
func (s *Store) Wake() <-chan struct{} { return s.wake }

func (s *Store) poke() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Close closes the engine after the writes under way.
func (s *Store) Close() error { return s.engine.Close() }

// Tx is one transaction. It is valid inside the function it was given to, and
// for one goroutine.
type Tx struct {
	r        Reader
	w        Writer
	seal     Seal
	enqueued *bool
}

func (tx Tx) writer() (Writer, error) {
	if tx.w == nil {
		return nil, ErrReadOnly
	}
	return tx.w, nil
}

// wakes says that this transaction put something into the outbox.
func (tx Tx) wakes() {
	if tx.enqueued != nil {
		*tx.enqueued = true
	}
}
