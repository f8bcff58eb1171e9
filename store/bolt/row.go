package bolt

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"runtime/debug"
	"unsafe"

	"tsukiichi/store"
)

// A row is a CRC-32C of everything else, table and key included; the number
// of index keys; for each the index and the key, their lengths before them;
// then the document. Numbers are unsigned varints.

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

const sumSize = 4

func sum(table, key string, rest []byte) uint32 {
	c := crc32.Update(0, castagnoli, bytesOf(table))
	c = crc32.Update(c, castagnoli, between)
	c = crc32.Update(c, castagnoli, bytesOf(key))
	c = crc32.Update(c, castagnoli, between)
	return crc32.Update(c, castagnoli, rest)
}

var between = []byte{0}

// bytesOf is the string's own bytes, to be read only: a copy for each row that
// is read is garbage that counts.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

func encodeRow(table, key string, doc []byte, index []store.IndexKey) []byte {
	size := sumSize + binary.MaxVarintLen32 + len(doc)
	for _, k := range index {
		size += len(k.Index) + len(k.Key) + 2*binary.MaxVarintLen32
	}
	row := make([]byte, sumSize, size)
	row = binary.AppendUvarint(row, uint64(len(index)))
	for _, k := range index {
		row = appendString(row, k.Index)
		row = appendString(row, k.Key)
	}
	row = append(row, doc...)
	binary.LittleEndian.PutUint32(row, sum(table, key, row[sumSize:]))
	return row
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// document checks a row and returns the document, a part of it.
func document(table, key string, row []byte) ([]byte, error) {
	return split(table, key, row, func(_, _ []byte) {})
}

// decodeRow checks a row and splits it. The document is a part of row; the
// index keys are copies.
func decodeRow(table, key string, row []byte) (doc []byte, index []store.IndexKey, err error) {
	doc, err = split(table, key, row, func(name, key []byte) {
		index = append(index, store.IndexKey{Index: string(name), Key: string(key)})
	})
	return doc, index, err
}

// split checks a row, shows each index key, and returns the document.
func split(table, key string, row []byte, show func(name, key []byte)) ([]byte, error) {
	if len(row) < sumSize || binary.LittleEndian.Uint32(row) != sum(table, key, row[sumSize:]) {
		return nil, damaged(table, "a record fails its checksum")
	}
	return parts(table, row, show)
}

// parts splits a row without a look at its checksum.
func parts(table string, row []byte, show func(name, key []byte)) ([]byte, error) {
	if len(row) < sumSize {
		return nil, damaged(table, "a record is malformed")
	}
	rest := row[sumSize:]
	n, rest, ok := cutUvarint(rest)
	for ; ok && n > 0; n-- {
		var name, at []byte
		if name, rest, ok = cut(rest); ok {
			at, rest, ok = cut(rest)
		}
		if ok {
			show(name, at)
		}
	}
	if !ok {
		return nil, damaged(table, "a record is malformed")
	}
	return rest, nil
}

func cutUvarint(b []byte) (n uint64, rest []byte, ok bool) {
	n, size := binary.Uvarint(b)
	if size <= 0 {
		return 0, nil, false
	}
	return n, b[size:], true
}

func cut(b []byte) (part, rest []byte, ok bool) {
	n, b, ok := cutUvarint(b)
	if !ok || n > uint64(len(b)) {
		return nil, nil, false
	}
	return b[:n], b[n:], true
}

// damaged names the table, never a key or a document.
func damaged(table, what string) error {
	if table == "" {
		return fmt.Errorf("bolt: %s: %w", what, store.ErrDamaged)
	}
	return fmt.Errorf("bolt: table %s: %s: %w", table, what, store.ErrDamaged)
}

// guarded runs fn, which touches pages of the file. bbolt panics, or reads
// past its mapping, where a page is broken; that becomes an error.
func guarded(table string, fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if recover() != nil {
			err = damaged(table, "a page is broken")
		}
	}()
	return fn()
}
