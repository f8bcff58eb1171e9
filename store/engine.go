package store

import "context"

// Engine is what a database must do: named tables of documents under string
// keys, each with ordered index keys, in transactions. Tables and indexes
// come into being when first written.
//
// View and Update run fn in a transaction; Update commits durably unless fn
// returns an error, which is passed through, or panics, which rolls back and
// panics on in the caller. Update may run fn more than once. A cancelled ctx
// stops an Update that has not begun.
type Engine interface {
	View(ctx context.Context, fn func(Reader) error) error
	Update(ctx context.Context, fn func(Writer) error) error
	Close() error
}

// Reader reads inside a transaction. The documents that it returns are the
// caller's until fn returns, and are copied by whoever keeps them for longer;
// keys and positions are the caller's to keep.
type Reader interface {
	// Get returns the document under the key. Damage is ErrDamaged.
	Get(table, key string) (doc []byte, ok bool, err error)
	// Same reports whether the document under the key is this one. It costs no
	// copy.
	Same(table, key string, doc []byte) (bool, error)
	// Scan lists documents in order, at most q.Limit of them.
	Scan(q Query) ([]Row, error)
}

// Writer also writes.
type Writer interface {
	Reader
	// Put writes the document and replaces the index keys it had.
	Put(table, key string, doc []byte, index []IndexKey) error
	// Insert does the same unless the key exists, in which case it changes
	// nothing and returns false.
	Insert(table, key string, doc []byte, index []IndexKey) (fresh bool, err error)
	// Delete removes the document and its index keys; a missing one is fine.
	Delete(table, key string) error
}

// IndexKey is one entry of an index. Several documents may share a key; they
// are then ordered by their own keys.
type IndexKey struct{ Index, Key string }

// Query is a bounded, ordered listing. Its order is that of positions: the
// document's key or, in an index, the index key, a NUL and the document's key,
// compared byte by byte.
type Query struct {
	Table string
	Index string // "" lists by the documents' own keys
	// Prefix that the positions begin with; "" for all.
	Prefix string
	// Until is the first position that is too late, or "" for none.
	Until string
	// After is a position to continue behind, or "". It need not exist.
	After string
	// Backwards lists the last positions first; behind After are then those
	// before it. Prefix and Until bound the same positions as ever.
	Backwards bool
	// Bare lists keys and positions alone.
	Bare  bool
	Limit int // must be positive
}

// Row is one document of a listing.
type Row struct {
	Key      string
	Position string // give it as After to continue behind this row
	Doc      []byte // nil in a bare listing
}
