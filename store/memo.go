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
	m.mu.Lock()
	e, held := m.held[key]
	m.mu.Unlock()
	if held {
		if same, err := tx.r.Same(m.Table.Name, key, e.doc); err != nil || same {
			return e.val, wrap(m.Table.Name, "get", err)
		}
	}
	doc, ok, err := tx.r.Get(m.Table.Name, key)
	if err == nil && !ok {
		err = ErrNotFound
	}
	if err != nil {
		return val, wrap(m.Table.Name, "get", err)
	}
	return m.remake(tx, key, doc)
}

// All returns what Make makes of every record, in the order of their keys. Use
// it where the domain bounds their number.
func (m *Memo[T, V]) All(tx Tx) (vals []V, err error) {
	q := Query{Table: m.Table.Name, Bare: true, Limit: scanPage}
	for {
		rows, err := tx.r.Scan(q)
		if err != nil {
			return nil, wrap(m.Table.Name, "list", err)
		}
		for _, r := range rows {
			val, err := m.Get(tx, r.Key)
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

// remake makes it of the document.
func (m *Memo[T, V]) remake(tx Tx, key string, doc []byte) (val V, err error) {
	rec, err := decode[T](tx.seal, m.Table.Name, key, doc)
	if err != nil {
		return val, wrap(m.Table.Name, "get", err)
	}
	if val, err = m.Make(rec); err != nil {
		return val, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.held == nil {
		m.held = map[string]memoEntry[V]{}
	}
	m.held[key] = memoEntry[V]{doc: bytes.Clone(doc), val: val}
	return val, nil
}
