package bolt

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

	"tsukiichi/store"
)

// Problem is one thing wrong with a file. Table, Index and Key say where, as
// far as that is known; Key is a document's key, an id. The content is never
// told, nor are index keys, which may hold an e-mail address.
type Problem struct {
	Table, Index, Key string
	What              string
}

// String is the problem as one line.
func (p Problem) String() string {
	var sb strings.Builder
	for _, part := range []struct{ name, value string }{{"table", p.Table}, {"index", p.Index}, {"key", p.Key}} {
		if part.value != "" {
			fmt.Fprintf(&sb, "%s %q: ", part.name, part.value)
		}
	}
	return sb.String() + p.What
}

// maxProblems is after how many Check stops looking: a broken page brings
// hundreds of them.
const maxProblems = 100

// Check reads the whole file as of the last commit: every document's
// checksum, that each of its index keys leads to it and that no other does,
// and bbolt's own pages. No problem and no error means that all is well; at
// most 100 problems are told. It returns the context's error where that is
// over first.
//
// Reading is one long View: a file that must grow beyond its mapping meanwhile
// waits for it. Updates wait while bbolt looks at its pages.
func (e *Engine) Check(ctx context.Context) ([]Problem, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := e.enter(); err != nil {
		return nil, err
	}
	defer e.under.Done()
	c := &checker{ctx: ctx}
	if err := c.in(e.db, false, func() { c.tables(e.path) }); err != nil {
		return nil, err
	}
	// bbolt looks at its pages on a goroutine of its own, where a broken one
	// could end the process: it is asked only once all pages could be read.
	// It must not be asked while somebody writes.
	if !c.unreadable && !c.over() {
		if err := c.in(e.db, true, c.pages); err != nil {
			return nil, err
		}
	}
	return c.found, ctx.Err()
}

type checker struct {
	ctx        context.Context
	tx         *bbolt.Tx
	found      []Problem
	unreadable bool
}

// in runs fn inside a transaction that changes nothing.
func (c *checker) in(db *bbolt.DB, alone bool, fn func()) (err error) {
	if c.tx, err = db.Begin(alone); err != nil {
		return fmt.Errorf("bolt: begin: %w", err)
	}
	defer func() { _ = c.tx.Rollback() }()
	fn()
	return nil
}

func (c *checker) add(p Problem) {
	if len(c.found) < maxProblems {
		c.found = append(c.found, p)
	}
}

// over reports whether there is no point in going on.
func (c *checker) over() bool { return len(c.found) == maxProblems || c.ctx.Err() != nil }

// guarded looks at one bucket and notes a page that cannot be read.
func (c *checker) guarded(table, index string, fn func() error) {
	if err := guarded(table, fn); err != nil {
		c.unreadable = true
		c.add(Problem{Table: table, Index: index, What: "a page is broken"})
	}
}

func (c *checker) tables(path string) {
	if info, err := os.Stat(path); err == nil && info.Size() < c.tx.Size() {
		c.unreadable = true
		c.add(Problem{What: "the file is cut short"})
		return
	}
	var names []string
	c.guarded("", "", func() error {
		return c.tx.ForEach(func(name []byte, _ *bbolt.Bucket) error {
			names = append(names, string(name))
			return nil
		})
	})
	for _, name := range names {
		table, index, ok := strings.Cut(name, "\x00")
		if name == markerBucket || c.over() {
			continue
		}
		switch b := c.tx.Bucket([]byte(name)); {
		case !ok || table == "" || b == nil:
			c.add(Problem{What: "a bucket that is none of ours"})
		case index == "":
			c.guarded(table, "", func() error { return c.documents(table, b) })
		default:
			c.guarded(table, index, func() error { return c.index(table, index, b) })
		}
	}
}

// documents checks each row and that its index keys lead to it.
func (c *checker) documents(table string, b *bbolt.Bucket) error {
	cur := b.Cursor()
	for k, row := cur.First(); k != nil && !c.over(); k, row = cur.Next() {
		key := string(k)
		_, index, err := decodeRow(table, key, row)
		if err != nil {
			c.add(Problem{Table: table, Key: key, What: "the record fails its checksum"})
			continue
		}
		for _, ik := range index {
			entries := c.tx.Bucket(indexBucket(table, ik.Index))
			if entries == nil || string(entries.Get([]byte(position(ik.Key, key)))) != key {
				c.add(Problem{Table: table, Index: ik.Index, Key: key, What: "the record is not in the index"})
			}
		}
	}
	return nil
}

// index checks that each entry leads to a document that wants it.
func (c *checker) index(table, index string, b *bbolt.Bucket) error {
	docs := c.tx.Bucket(docBucket(table))
	cur := b.Cursor()
	for at, k := cur.First(); at != nil && !c.over(); at, k = cur.Next() {
		key := string(k)
		ikey, fits := strings.CutSuffix(string(at), "\x00"+key)
		if !fits || docs == nil {
			c.add(Problem{Table: table, Index: index, Key: key, What: "an entry leads nowhere"})
			continue
		}
		row := docs.Get(k)
		if row == nil {
			c.add(Problem{Table: table, Index: index, Key: key, What: "an entry leads to no record"})
			continue
		}
		_, held, err := decodeRow(table, key, row)
		if err == nil && !slices.Contains(held, store.IndexKey{Index: index, Key: ikey}) {
			c.add(Problem{Table: table, Index: index, Key: key, What: "an entry is out of date"})
		}
	}
	return nil
}

// heads checks that no page in use claims to run past the file's end. bbolt's
// own check would count up to four thousand million pages for such a one.
func (c *checker) heads() error {
	end := int(c.tx.Size()) / c.tx.DB().Info().PageSize
	for id := 0; id < end; {
		info, err := c.tx.Page(id)
		if err != nil || info == nil {
			return damaged("", "a page is broken")
		}
		if id++; info.Type != "free" {
			id += info.OverflowCount
		}
		if id > end {
			return damaged("", "a page is broken")
		}
	}
	return nil
}

// pages asks bbolt. Its words may hold keys, so only their number is told.
func (c *checker) pages() {
	c.guarded("", "", c.heads)
	if c.unreadable {
		return
	}
	n := 0
	for range c.tx.Check() {
		n++
	}
	if n > 0 {
		c.add(Problem{What: fmt.Sprintf("%d faults in the file's pages", n)})
	}
}
