package bolt

import (
	"context"
	"fmt"
	"io"
)

// CopyTo writes the whole file as of the last commit. It returns the context's
// error where that was over before, or [store.ErrClosed].
//
// Copying is one long View: a file that must grow beyond its mapping meanwhile
// waits for it.
func (e *Engine) CopyTo(ctx context.Context, w io.Writer) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := e.enter(); err != nil {
		return err
	}
	defer e.under.Done()
	tx, err := e.db.Begin(false)
	if err != nil {
		return fmt.Errorf("bolt: begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.WriteTo(w); err != nil {
		return fmt.Errorf("bolt: copy: %w", err)
	}
	return nil
}
