package bolt

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"testing"

	"tsukiichi/store"
)

// A transaction may go through a table that is larger than the memory: what it
// has read and forgotten must not stay.
func TestLargeTableIsNotHeld(t *testing.T) {
	const docs, size, page = 8_000, 4 << 10, 100
	const most = docs * size / 4
	e := openTest(t, Options{})
	doc := bytes.Repeat([]byte("月"), size/3)
	for from := 0; from < docs; from += 1000 {
		if err := e.Update(context.Background(), func(w store.Writer) error {
			for i := range 1000 {
				if err := w.Put("letters", fmt.Sprintf("%06d", from+i), doc, nil); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.View(context.Background(), func(r store.Reader) error {
		before, read, after := live(), 0, ""
		for {
			rows, err := r.Scan(store.Query{Table: "letters", After: after, Limit: page})
			if err != nil {
				return err
			}
			for _, row := range rows {
				if !bytes.Equal(row.Doc, doc) {
					t.Fatalf("%s: read %d bytes that were never written", row.Key, len(row.Doc))
				}
			}
			if read += len(rows); len(rows) < page {
				break
			}
			after = rows[page-1].Position
		}
		if read != docs {
			t.Errorf("read %d documents, want %d", read, docs)
		}
		if held := live() - before; held > most {
			t.Errorf("%d bytes are held, want at most %d", held, most)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// live is the bytes that are in use.
func live() int {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}
