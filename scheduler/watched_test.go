package scheduler_test

import (
	"context"

	"tsukiichi/store"
)

// watched is an engine whose writes are seen, and may fail, before they
// happen.
type watched struct {
	store.Engine
	before  func(table, key string) error
	updates func()
}

func (w *watched) Update(ctx context.Context, fn func(store.Writer) error) error {
	if w.updates != nil {
		w.updates()
	}
	return w.Engine.Update(ctx, func(tx store.Writer) error { return fn(watchedWriter{tx, w.before}) })
}

type watchedWriter struct {
	store.Writer
	before func(table, key string) error
}

func (w watchedWriter) Put(table, key string, doc []byte, ix []store.IndexKey) error {
	if err := w.before(table, key); err != nil {
		return err
	}
	return w.Writer.Put(table, key, doc, ix)
}

func (w watchedWriter) Insert(table, key string, doc []byte, ix []store.IndexKey) (bool, error) {
	if err := w.before(table, key); err != nil {
		return false, err
	}
	return w.Writer.Insert(table, key, doc, ix)
}
