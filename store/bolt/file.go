package bolt

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"tsukiichi/store"
)

// The marker tells a file of ours from any other, and which layout it has.
const (
	markerBucket = "\x00tsukiichi"
	markerKey    = "layout"
	layout       = 1
)

// create makes an empty file beside path and gives it its name once it is
// whole. Where another process was faster, that one's file stays.
func create(path string, opts Options) (err error) {
	dir, base := filepath.Split(path)
	if dir == "" {
		dir = "."
	}
	f, err := os.CreateTemp(dir, base+".new-*")
	if err != nil {
		return fmt.Errorf("bolt: create: %w", err)
	}
	beside := f.Name()
	defer func() { _ = os.Remove(beside) }()
	if err := f.Close(); err != nil {
		return fmt.Errorf("bolt: create: %w", err)
	}
	db, err := bbolt.Open(beside, 0o600, &bbolt.Options{Timeout: opts.Timeout, NoSync: opts.NoSync})
	if err != nil {
		return fmt.Errorf("bolt: create: %w", err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucket([]byte(markerBucket))
		if err != nil {
			return err
		}
		return b.Put([]byte(markerKey), []byte(strconv.Itoa(layout)))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("bolt: create: %w", err)
	}
	return publish(beside, path)
}

// publish names a finished file. A link, unlike a rename, never replaces what
// another process has put there meanwhile; some file systems have none.
func publish(beside, path string) error {
	err := os.Link(beside, path)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		err = os.Rename(beside, path)
	}
	if err != nil {
		return fmt.Errorf("bolt: create: %w", err)
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("bolt: create: %w", err)
	}
	defer func() { _ = d.Close() }()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("bolt: create: sync directory: %w", err)
	}
	return nil
}

// inspect looks at a file without being able to change it: whether it is a
// whole file of ours.
func inspect(path string, timeout time.Duration) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("bolt: open: %w", err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("bolt: open %s: not a file: %w", path, store.ErrDamaged)
	}
	if info.Size() == 0 {
		return fmt.Errorf("bolt: open %s: the file is empty: %w", path, store.ErrDamaged)
	}
	db, err := openFile(path, timeout, bbolt.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	return guarded("", func() error {
		return db.View(func(tx *bbolt.Tx) error { return inspectTx(tx, path) })
	})
}

func inspectTx(tx *bbolt.Tx, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("bolt: open: %w", err)
	}
	if info.Size() < tx.Size() {
		return fmt.Errorf("bolt: open %s: the file is cut short, %d of %d bytes: %w", path, info.Size(), tx.Size(), store.ErrDamaged)
	}
	b := tx.Bucket([]byte(markerBucket))
	if b == nil {
		return fmt.Errorf("bolt: open %s: a bolt file, but not of this program: %w", path, store.ErrDamaged)
	}
	n, err := strconv.Atoi(string(b.Get([]byte(markerKey))))
	if err != nil {
		return fmt.Errorf("bolt: open %s: the layout is unreadable: %w", path, store.ErrDamaged)
	}
	if n > layout {
		return fmt.Errorf("bolt: open %s: layout %d, this program knows %d: %w", path, n, layout, store.ErrNewer)
	}
	return nil
}

// openFile opens an existing file and says what is wrong in this program's
// words. bbolt panics on some broken files while it holds the lock.
func openFile(path string, timeout time.Duration, opts bbolt.Options) (db *bbolt.DB, err error) {
	var opened *os.File
	opts.Timeout = timeout
	opts.OpenFile = func(name string, flag int, mode os.FileMode) (*os.File, error) {
		f, err := os.OpenFile(name, flag&^os.O_CREATE, mode)
		opened = f
		return f, err
	}
	gerr := guarded("", func() error {
		db, err = bbolt.Open(path, 0o600, &opts)
		return nil
	})
	switch {
	case gerr != nil:
		unlock(opened)
		return nil, fmt.Errorf("bolt: open %s: the list of free pages is broken: %w", path, store.ErrDamaged)
	case err == nil:
		return db, nil
	case errors.Is(err, berrors.ErrTimeout):
		return nil, fmt.Errorf("bolt: open %s: %w%s", path, store.ErrInUse, holder(path))
	case errors.Is(err, os.ErrNotExist), errors.Is(err, os.ErrPermission):
		return nil, fmt.Errorf("bolt: open: %w", err)
	case foreign(err):
		return nil, fmt.Errorf("bolt: open %s: not a bolt file, or its head is broken: %w", path, store.ErrDamaged)
	default:
		return nil, fmt.Errorf("bolt: open %s: %w", path, err)
	}
}

// foreign reports whether bbolt did not recognise the file. Some of its
// errors have no name.
func foreign(err error) bool {
	for _, known := range []error{berrors.ErrInvalid, berrors.ErrVersionMismatch, berrors.ErrChecksum, berrors.ErrInvalidMapping} {
		if errors.Is(err, known) {
			return true
		}
	}
	return strings.Contains(err.Error(), "file size too small")
}

// The holder file says who has the data file open. It is read only while
// somebody does, so a stale one misleads nobody.
func holderPath(path string) string { return path + ".holder" }

func writeHolder(path string) {
	line := strconv.Itoa(os.Getpid()) + " " + filepath.Base(os.Args[0]) + "\n"
	// A failure costs a hint, nothing else.
	_ = os.WriteFile(holderPath(path), []byte(line), 0o600)
}

func removeHolder(path string) { _ = os.Remove(holderPath(path)) }

// holder is " (process 123, tsukiichi)", or nothing where it is not known.
func holder(path string) string {
	line, err := os.ReadFile(holderPath(path))
	if err != nil {
		return ""
	}
	pid, name, ok := strings.Cut(strings.TrimSpace(string(line)), " ")
	if _, err := strconv.Atoi(pid); err != nil || !ok {
		return ""
	}
	return fmt.Sprintf(" (process %s, %s)", pid, name)
}
