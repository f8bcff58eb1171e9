package store

import "context"

// MigrateWith runs migrations of the test's own.
func (s *Store) MigrateWith(ctx context.Context, ms ...Migration) error {
	return s.Update(ctx, func(tx Tx) error { return migrateWith(tx, ms) })
}

// Second is the migration to version 2.
func Second(tx Tx) error { return second(tx) }

// ThirdSurvey is the step of version 3 that brings the questionnaire.
func ThirdSurvey(tx Tx) error { return thirdSurvey(tx) }

// Third is the migration to version 3.
func Third(tx Tx) error { return third(tx) }

// Keeping is the step of the third that retention needs.
func Keeping(tx Tx) error { return keeping(tx) }
