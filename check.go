package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"tsukiichi/store"
	"tsukiichi/store/bolt"
)

type checkCmd struct{ dataFlag }

// Help is shown below the command's usage.
func (checkCmd) Help() string {
	return "Example: tsukiichi check --data /var/lib/tsukiichi\n\nReads the whole file: checksums, indexes, pages, version. Changes nothing."
}

// Run reads the whole file and says what is wrong with it.
func (c checkCmd) Run(s *streams) error {
	ctx := context.Background()
	if err := s.files.err(); err != nil {
		return err
	}
	path := filepath.Join(c.Data, dataFile)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("check: there is no data in %s: give --data, or import a roster first", c.Data)
	}
	engine, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		return err
	}
	defer func() { _ = engine.Close() }()
	problems, err := engine.Check(ctx)
	if err != nil {
		return err
	}
	for _, p := range problems {
		fmt.Fprintln(s.out, p)
	}
	if len(problems) > 0 {
		fmt.Fprintln(s.out, "The file is damaged. Put the last backup in its place.")
		return errSaid
	}
	version, err := store.VersionOf(ctx, engine)
	if err != nil {
		return err
	}
	if version > store.Version() {
		return fmt.Errorf("check: %w: version %d, this program knows %d", store.ErrNewer, version, store.Version())
	}
	_, err = fmt.Fprintf(s.out, "All is well (data version %d).\n", version)
	return err
}
