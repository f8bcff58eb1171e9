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

// reader reads in a transaction. It keeps the buckets that it opened: bolt
// looks them up anew each time.
type reader struct {
	tx      *bbolt.Tx
	buckets map[place]*bbolt.Bucket
}

// place is a table, or an index of one.
type place struct{ table, index string }

func newReader(tx *bbolt.Tx) reader { return reader{tx: tx, buckets: map[place]*bbolt.Bucket{}} }

// docs is the bucket of the table's documents, nil where there is none.
func (r reader) docs(table string) *bbolt.Bucket { return r.bucket(place{table, ""}) }

// bucket is the bucket of the place, nil where there is none.
func (r reader) bucket(p place) *bbolt.Bucket {
	b, opened := r.buckets[p]
	if !opened {
		if b = r.tx.Bucket(p.name()); b != nil {
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
		b := r.docs(table)
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
		doc, ok = bytes.Clone(found), true
		return nil
	})
	return doc, ok && err == nil, err
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
	docs := r.docs(q.Table)
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
		row := store.Row{Position: string(k), Key: string(k)}
		stored := v
		if q.Index != "" {
			row.Key = string(v)
			if stored = docs.Get(v); stored == nil {
				return nil, damaged(q.Table, "index "+q.Index+" leads nowhere")
			}
		}
		doc, err := document(q.Table, row.Key, stored)
		if err != nil {
			return nil, err
		}
		row.Doc = bytes.Clone(doc)
		rows = append(rows, row)
	}
	return rows, nil
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
