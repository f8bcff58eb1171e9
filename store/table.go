package store

import (
	"fmt"
	"iter"
)

// Table declares a record kind: where it is kept, what its key is and by what
// else it is found. Private texts are found through private.Holder on *T.
type Table[T any] struct {
	Name    string
	Key     func(T) string
	Indexes []Index[T]
}

// Index declares another order of a table's records. A record may stand in it
// several times or not at all. Index keys are never private.
type Index[T any] struct {
	Name string
	Keys func(T) []string
}

// scanPage is how many documents one step of an iteration reads.
const scanPage = 200

// Get returns the record under the key; ok is false where there is none.
func (t Table[T]) Get(tx Tx, key string) (rec T, ok bool, err error) {
	doc, ok, err := tx.r.Get(t.Name, key)
	if err != nil || !ok {
		return rec, false, wrap(t.Name, "get", err)
	}
	rec, err = decode[T](tx.seal, t.Name, key, doc)
	return rec, err == nil, wrap(t.Name, "get", err)
}

// Has reports whether there is a record under the key, without looking into it.
func (t Table[T]) Has(tx Tx, key string) (bool, error) {
	_, ok, err := tx.r.Get(t.Name, key)
	return ok && err == nil, wrap(t.Name, "has", err)
}

// Must returns the record under the key, or [ErrNotFound].
func (t Table[T]) Must(tx Tx, key string) (T, error) {
	rec, ok, err := t.Get(tx, key)
	if err == nil && !ok {
		err = wrap(t.Name, "get", ErrNotFound)
	}
	return rec, err
}

// Put writes the record, new or not.
func (t Table[T]) Put(tx Tx, rec T) error {
	w, err := tx.writer()
	if err != nil {
		return wrap(t.Name, "put", err)
	}
	key := t.Key(rec)
	doc, err := encode(tx.seal, t.Name, key, rec)
	if err != nil {
		return wrap(t.Name, "put", err)
	}
	return wrap(t.Name, "put", w.Put(t.Name, key, doc, t.index(rec)))
}

// Insert writes the record unless its key exists; fresh says whether it did.
func (t Table[T]) Insert(tx Tx, rec T) (fresh bool, err error) {
	w, err := tx.writer()
	if err != nil {
		return false, wrap(t.Name, "insert", err)
	}
	key := t.Key(rec)
	doc, err := encode(tx.seal, t.Name, key, rec)
	if err != nil {
		return false, wrap(t.Name, "insert", err)
	}
	fresh, err = w.Insert(t.Name, key, doc, t.index(rec))
	return fresh, wrap(t.Name, "insert", err)
}

// Delete removes the record under the key, if there is one.
func (t Table[T]) Delete(tx Tx, key string) error {
	w, err := tx.writer()
	if err != nil {
		return wrap(t.Name, "delete", err)
	}
	return wrap(t.Name, "delete", w.Delete(t.Name, key))
}

// Span says which part of a table or index to list: keys with the prefix,
// before until, behind the position after; backwards, the last ones first.
type Span struct {
	Index     string
	Prefix    string
	Until     string
	After     string
	Backwards bool
}

// List returns at most limit records in order, and the position to continue
// after, or "" at the end.
func (t Table[T]) List(tx Tx, s Span, limit int) (recs []T, next string, err error) {
	rows, err := tx.r.Scan(Query{Table: t.Name, Index: s.Index, Prefix: s.Prefix, Until: s.Until, After: s.After, Backwards: s.Backwards, Limit: limit})
	if err != nil {
		return nil, "", wrap(t.Name, "list", err)
	}
	recs = make([]T, 0, len(rows))
	for _, r := range rows {
		rec, err := decode[T](tx.seal, t.Name, r.Key, r.Doc)
		if err != nil {
			return nil, "", wrap(t.Name, "list", err)
		}
		recs = append(recs, rec)
	}
	if len(rows) == limit {
		next = rows[limit-1].Position
	}
	return recs, next, nil
}

// Each goes through the records in order, a page at a time. The table must
// not be written meanwhile.
func (t Table[T]) Each(tx Tx, s Span) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for {
			recs, next, err := t.List(tx, s, scanPage)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, rec := range recs {
				if !yield(rec, nil) {
					return
				}
			}
			if next == "" {
				return
			}
			s.After = next
		}
	}
}

// All returns the records of the span. Use it where the domain bounds their
// number (a pair's meetings), never for everything.
func (t Table[T]) All(tx Tx, s Span) ([]T, error) {
	var all []T
	for {
		recs, next, err := t.List(tx, s, scanPage)
		if err != nil {
			return nil, err
		}
		if all == nil && len(recs) > 0 {
			all = recs
		} else {
			all = append(all, recs...)
		}
		if next == "" {
			return all, nil
		}
		s.After = next
	}
}

func (t Table[T]) index(rec T) []IndexKey {
	var keys []IndexKey
	for _, ix := range t.Indexes {
		for _, k := range ix.Keys(rec) {
			keys = append(keys, IndexKey{Index: ix.Name, Key: k})
		}
	}
	return keys
}

func wrap(table, verb string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("store: %s %s: %w", verb, table, err)
}
