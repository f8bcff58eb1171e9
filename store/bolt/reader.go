package bolt

import (
	"bytes"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"tsukiichi/store"
)

// errOver is for a transaction used after its function returned.
var errOver = errors.New("bolt: the transaction is over")

// The documents of a table are in one bucket, each of its indexes in another.
// Names hold no NUL.
func docBucket(table string) []byte          { return []byte(table + "\x00") }
func indexBucket(table, index string) []byte { return []byte(table + "\x00" + index) }

// position is where a document stands in an index.
func position(indexKey, key string) string { return store.Join(indexKey, key) }

// reader reads in a transaction. It keeps the buckets that it opened, which
// bolt looks up anew each time, and the documents that it returned.
type reader struct {
	tx      *bbolt.Tx
	buckets map[place]*bucket
	docs    *arena
}

// bucket is one of bolt's with a cursor for single keys: bolt's own Get makes
// a new one each time.
type bucket struct {
	*bbolt.Bucket
	cursor *bbolt.Cursor
}

func opened(b *bbolt.Bucket) *bucket { return &bucket{Bucket: b, cursor: b.Cursor()} }

// Get returns what stands under the key, nil for nothing.
func (b *bucket) Get(key []byte) []byte {
	if k, v := b.cursor.Seek(key); bytes.Equal(k, key) {
		return v
	}
	return nil
}

// place is a table, or an index of one.
type place struct{ table, index string }

func newReader(tx *bbolt.Tx) reader {
	return reader{tx: tx, buckets: map[place]*bucket{}, docs: &arena{}}
}

// over ends the life of the documents that were returned.
func (r reader) over() { r.docs.clear() }

// table is the bucket of the table's documents, nil where there is none.
func (r reader) table(name string) *bucket { return r.bucket(place{name, ""}) }

// bucket is the bucket of the place, nil where there is none.
func (r reader) bucket(p place) *bucket {
	b := r.buckets[p]
	if b == nil {
		if there := r.tx.Bucket(p.name()); there != nil {
			b = opened(there)
			r.buckets[p] = b
		}
	}
	return b
}

func (p place) name() []byte {
	if p.index == "" {
		return docBucket(p.table)
	}
	return indexBucket(p.table, p.index)
}

// Get returns a copy of the document.
func (r reader) Get(table, key string) (doc []byte, ok bool, err error) {
	if r.tx.DB() == nil {
		return nil, false, errOver
	}
	err = guarded(table, func() error {
		b := r.table(table)
		if b == nil {
			return nil
		}
		row := b.Get([]byte(key))
		if row == nil {
			return nil
		}
		found, err := document(table, key, row)
		if err != nil {
			return err
		}
		doc, ok = r.docs.keep(found), true
		return nil
	})
	return doc, ok && err == nil, err
}

// Same compares the document where it lies.
func (r reader) Same(table, key string, doc []byte) (same bool, err error) {
	if r.tx.DB() == nil {
		return false, errOver
	}
	err = guarded(table, func() error {
		b := r.table(table)
		if b == nil {
			return nil
		}
		row := b.Get([]byte(key))
		if row == nil || !bytes.HasSuffix(row, doc) {
			return nil
		}
		found, err := parts(table, row, func(_, _ []byte) {}) // what it is compared with had its checksum looked at
		same = len(found) == len(doc)
		return err
	})
	return same && err == nil, err
}

// Scan lists copies of documents.
func (r reader) Scan(q store.Query) (rows []store.Row, err error) {
	if q.Limit <= 0 {
		return nil, fmt.Errorf("bolt: scan %s: the limit must be positive", q.Table)
	}
	if r.tx.DB() == nil {
		return nil, errOver
	}
	err = guarded(q.Table, func() error {
		rows, err = r.scan(q)
		return err
	})
	if err != nil {
		return nil, err
	}
	return rows, nil
}

func (r reader) scan(q store.Query) (rows []store.Row, err error) {
	docs := r.table(q.Table)
	walk := docs
	if q.Index != "" {
		walk = r.bucket(place{q.Table, q.Index})
	}
	if docs == nil || walk == nil {
		return nil, nil
	}
	c := walk.Cursor()
	start, step := first, c.Next
	if q.Backwards {
		start, step = last, c.Prev
	}
	for k, v := start(c, q); k != nil && inside(k, q) && len(rows) < q.Limit; k, v = step() {
		row := store.Row{Position: string(k)}
		row.Key = row.Position
		stored := v
		if q.Index != "" {
			row.Key = end(row.Position, v)
			if stored = docs.Get(v); stored == nil {
				return nil, damaged(q.Table, "index "+q.Index+" leads nowhere")
			}
		}
		if !q.Bare {
			doc, err := document(q.Table, row.Key, stored)
			if err != nil {
				return nil, err
			}
			row.Doc = r.docs.keep(doc)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// end is the key as a string, the end of its position where it is.
func end(position string, key []byte) string {
	if from := len(position) - len(key); from >= 0 && position[from:] == string(key) {
		return position[from:]
	}
	return string(key)
}

// first is the first position of the query, or nil.
func first(c *bbolt.Cursor, q store.Query) (k, v []byte) {
	if q.After == "" || q.After < q.Prefix {
		return c.Seek([]byte(q.Prefix))
	}
	k, v = c.Seek([]byte(q.After))
	if string(k) == q.After {
		k, v = c.Next()
	}
	return k, v
}

// last is the last position of the query, or nil.
func last(c *bbolt.Cursor, q store.Query) (k, v []byte) {
	bound := behind(q.Prefix)
	for _, b := range []string{q.Until, q.After} {
		if b != "" && (bound == "" || b < bound) {
			bound = b
		}
	}
	if bound == "" {
		return c.Last()
	}
	if k, _ = c.Seek([]byte(bound)); k == nil {
		return c.Last()
	}
	return c.Prev()
}

// behind is the first string behind all that have the prefix, "" for none.
func behind(prefix string) string {
	b := []byte(prefix)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] < 0xff {
			b[i]++
			return string(b[:i+1])
		}
	}
	return ""
}

func inside(k []byte, q store.Query) bool {
	return bytes.HasPrefix(k, []byte(q.Prefix)) && (q.Until == "" || string(k) < q.Until)
}
