package store

import "context"

// MigrateWith runs migrations of the test's own.
func (s *Store) MigrateWith(ctx context.Context, ms ...Migration) error {
	return s.Update(ctx, func(tx Tx) error { return migrateWith(tx, ms) })
}

// Deputies is the migration that lets people be found by their deputy.
func Deputies(tx Tx) error { return deputies(tx) }
