package bolt

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"go.etcd.io/bbolt"

	"tsukiichi/store"
)

// One operation everywhere: a record of 300 bytes with one index key, its key
// in the order of time, durable when it returns.
func benchPut(w *writer, n int64) error {
	key := fmt.Sprintf("%016d", n)
	return w.Put("records", key, make([]byte, 300), []store.IndexKey{{Index: "day", Key: key[:10]}})
}

// BenchmarkUpdate compares ways to commit by how many callers there are. Read
// the ratios: "disk" is what one wait for the same disk costs in the same run.
func BenchmarkUpdate(b *testing.B) {
	for _, callers := range []int{1, 32, 128} {
		b.Run(fmt.Sprintf("group/callers=%d", callers), func(b *testing.B) {
			e := openBench(b)
			var n atomic.Int64
			drive(b, callers, func() error {
				return e.Update(b.Context(), func(w store.Writer) error {
					return benchPut(w.(*writer), n.Add(1))
				})
			})
		})
		b.Run(fmt.Sprintf("batch/callers=%d", callers), func(b *testing.B) {
			e := openBench(b)
			var n atomic.Int64
			drive(b, callers, func() error {
				return e.db.Batch(func(tx *bbolt.Tx) error {
					return benchPut(&writer{reader: newReader(tx)}, n.Add(1))
				})
			})
		})
	}
	b.Run("disk", benchDisk)
}

// benchDisk waits for the disk once for each operation, as a lone commit must
// at least.
func benchDisk(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	page := make([]byte, os.Getpagesize())
	if _, err := f.WriteAt(make([]byte, 64*len(page)), 0); err != nil {
		b.Fatal(err)
	}
	i := 0
	drive(b, 1, func() error {
		i++
		if _, err := f.WriteAt(page, int64(i%64*len(page))); err != nil {
			return err
		}
		return fdatasync(f)
	})
}

// drive spreads b.N operations over the callers.
func drive(b *testing.B, callers int, op func() error) {
	b.Helper()
	var left atomic.Int64
	left.Store(int64(b.N))
	var wg sync.WaitGroup
	b.ResetTimer()
	for range callers {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				if err := op(); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "ops/s")
}

func openBench(b *testing.B) *Engine {
	b.Helper()
	e, err := Open(filepath.Join(b.TempDir(), "bench.db"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = e.Close() })
	return e
}
