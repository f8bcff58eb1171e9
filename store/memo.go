package store

import (
	"bytes"
	"sync"
)

// Memo keeps what was last made of a record and makes it again only when the
// stored document has changed, by whichever process. It is safe for
// concurrent use; what it returns is shared and must not be changed.
type Memo[T, V any] struct {
	Table Table[T]
	Make  func(T) (V, error)

	mu   sync.Mutex
	held map[string]memoEntry[V]
}

type memoEntry[V any] struct {
	doc []byte
	val V
}

// Get returns what Make makes of the record, or [ErrNotFound].
func (m *Memo[T, V]) Get(tx Tx, key string) (val V, err error) {
	doc, ok, err := tx.r.Get(m.Table.Name, key)
	if err != nil {
		return val, wrap(m.Table.Name, "get", err)
	}
	if !ok {
		return val, wrap(m.Table.Name, "get", ErrNotFound)
	}
	return m.of(tx, key, doc)
}

// All returns what Make makes of every record, in the order of their keys. Use
// it where the domain bounds their number.
func (m *Memo[T, V]) All(tx Tx) (vals []V, err error) {
	q := Query{Table: m.Table.Name, Limit: scanPage}
	for {
		rows, err := tx.r.Scan(q)
		if err != nil {
			return nil, wrap(m.Table.Name, "list", err)
		}
		for _, r := range rows {
			val, err := m.of(tx, r.Key, r.Doc)
			if err != nil {
				return nil, err
			}
			vals = append(vals, val)
		}
		if len(rows) < q.Limit {
			return vals, nil
		}
		q.After = rows[len(rows)-1].Position
	}
}

// of is what was made of the document, or is made of it now.
func (m *Memo[T, V]) of(tx Tx, key string, doc []byte) (val V, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.held[key]; ok && bytes.Equal(e.doc, doc) {
		return e.val, nil
	}
	rec, err := decode[T](tx.seal, m.Table.Name, key, doc)
	if err != nil {
		return val, wrap(m.Table.Name, "get", err)
	}
	if val, err = m.Make(rec); err != nil {
		return val, err
	}
	if m.held == nil {
		m.held = map[string]memoEntry[V]{}
	}
	m.held[key] = memoEntry[V]{doc: bytes.Clone(doc), val: val}
	return val, nil
}
