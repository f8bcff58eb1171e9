package bolt

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

	"tsukiichi/store"
)

// writer is the transaction of one call.
type writer struct {
	reader
	wrote bool  // something was changed
	half  error // a change broke off in the middle: nothing may be committed
}

// run runs fn and returns why it must not be committed, if so.
func (w *writer) run(fn func(store.Writer) error) error {
	if err := fn(w); err != nil {
		return err
	}
	return w.half
}

// Put writes the document.
func (w *writer) Put(table, key string, doc []byte, index []store.IndexKey) error {
	_, err := w.put(table, key, doc, index, false)
	return err
}

// Insert writes the document unless its key exists.
func (w *writer) Insert(table, key string, doc []byte, index []store.IndexKey) (fresh bool, err error) {
	return w.put(table, key, doc, index, true)
}

func (w *writer) put(table, key string, doc []byte, index []store.IndexKey, fresh bool) (written bool, err error) {
	index = unique(index)
	if err := fits(table, key, index); err != nil {
		return false, err
	}
	err = w.change(table, func() error {
		had, exists, err := w.held(table, key)
		if err != nil || fresh && exists {
			return err
		}
		stale, missing := without(had, index), without(index, had)
		if err := w.unambiguous(table, key, missing); err != nil {
			return err
		}
		written = true
		w.wrote = true
		return w.replace(table, key, encodeRow(table, key, doc, index), stale, missing)
	})
	return written && err == nil, err
}

// Delete removes the document and its index keys.
func (w *writer) Delete(table, key string) error {
	return w.change(table, func() error {
		had, exists, err := w.held(table, key)
		if err != nil || !exists {
			return err
		}
		w.wrote = true
		if err := w.unindex(table, key, had); err != nil {
			return err
		}
		return w.table(table).Delete([]byte(key))
	})
}

// change runs one change; one that broke off after it began spoils the whole
// transaction, even where the caller goes on.
func (w *writer) change(table string, fn func() error) error {
	if w.tx.DB() == nil {
		return errOver
	}
	before := w.wrote
	w.wrote = false
	err := guarded(table, fn)
	if err != nil && w.wrote {
		w.half = err
	}
	w.wrote = w.wrote || before
	return err
}

// held returns the index keys that the document has now.
func (w *writer) held(table, key string) (index []store.IndexKey, exists bool, err error) {
	b := w.table(table)
	if b == nil {
		return nil, false, nil
	}
	row := b.Get([]byte(key))
	if row == nil {
		return nil, false, nil
	}
	_, index, err = decodeRow(table, key, row)
	return index, true, err
}

// unambiguous refuses an index key that, with the document's key behind it,
// reads like another pair of the two.
func (w *writer) unambiguous(table, key string, index []store.IndexKey) error {
	for _, k := range index {
		b := w.bucket(place{table, k.Index})
		if b == nil {
			continue
		}
		if at := b.Get([]byte(position(k.Key, key))); at != nil && string(at) != key {
			return fmt.Errorf("bolt: table %s: index %s: two records share a position", table, k.Index)
		}
	}
	return nil
}

// replace writes the row and only those of its index keys that were not there:
// each touches a page of its own.
func (w *writer) replace(table, key string, row []byte, stale, missing []store.IndexKey) error {
	if err := w.unindex(table, key, stale); err != nil {
		return err
	}
	docs, err := w.made(place{table, ""})
	if err != nil {
		return fmt.Errorf("bolt: table %s: %w", table, err)
	}
	if err := docs.Put([]byte(key), row); err != nil {
		return fmt.Errorf("bolt: table %s: %w", table, err)
	}
	for _, k := range missing {
		b, err := w.made(place{table, k.Index})
		if err == nil {
			err = b.Put([]byte(position(k.Key, key)), []byte(key))
		}
		if err != nil {
			return fmt.Errorf("bolt: table %s: index %s: %w", table, k.Index, err)
		}
	}
	return nil
}

// made is the bucket of the place, made where there is none.
func (w *writer) made(p place) (*bucket, error) {
	if b := w.bucket(p); b != nil {
		return b, nil
	}
	made, err := w.tx.CreateBucketIfNotExists(p.name())
	if err != nil {
		return nil, err
	}
	w.buckets[p] = opened(made)
	return w.buckets[p], nil
}

func (w *writer) unindex(table, key string, stale []store.IndexKey) error {
	for _, k := range stale {
		b := w.bucket(place{table, k.Index})
		if b == nil {
			return damaged(table, "index "+k.Index+" is gone")
		}
		if err := b.Delete([]byte(position(k.Key, key))); err != nil {
			return fmt.Errorf("bolt: table %s: index %s: %w", table, k.Index, err)
		}
	}
	return nil
}

// without is the keys that are not among the others.
func without(index, others []store.IndexKey) []store.IndexKey {
	var out []store.IndexKey
	for _, k := range index {
		if !slices.Contains(others, k) {
			out = append(out, k)
		}
	}
	return out
}

func unique(index []store.IndexKey) []store.IndexKey {
	out := make([]store.IndexKey, 0, len(index))
	for _, k := range index {
		if !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

var errName = errors.New("bolt: a table or index needs a name without NUL")

// fits refuses what the file cannot hold, before anything is changed.
func fits(table, key string, index []store.IndexKey) error {
	if table == "" || strings.ContainsRune(table, 0) {
		return errName
	}
	if key == "" || len(key) > bbolt.MaxKeySize {
		return fmt.Errorf("bolt: table %s: a key has 1 to %d bytes", table, bbolt.MaxKeySize)
	}
	for _, k := range index {
		if k.Index == "" || strings.ContainsRune(k.Index, 0) {
			return errName
		}
		if len(position(k.Key, key)) > bbolt.MaxKeySize {
			return fmt.Errorf("bolt: table %s: index %s: the key is too long", table, k.Index)
		}
	}
	return nil
}
