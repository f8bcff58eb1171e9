package bolt

import "sync"

// arena holds copies of the documents that a transaction reads, and is used
// again by a later one: most of what a transaction would otherwise leave to
// the garbage collector is documents that were decoded at once. It holds so
// many and no more: a transaction may go through a table that is larger than
// the memory.
type arena struct {
	chunks []*chunk
	free   int // bytes of the last one
}

const (
	chunkSize = 16 << 10 // bytes
	maxChunks = 64
)

type chunk [chunkSize]byte

var spare = sync.Pool{New: func() any { return new(chunk) }}

// keep copies the document. The copy is good until the arena is cleared; where
// there is no room, it is one for the garbage collector.
func (a *arena) keep(doc []byte) []byte {
	full := len(a.chunks) == maxChunks && len(doc) > a.free
	if full || len(doc) > chunkSize {
		return append([]byte(nil), doc...)
	}
	if len(a.chunks) == 0 || len(doc) > a.free {
		a.chunks = append(a.chunks, spare.Get().(*chunk))
		a.free = chunkSize
	}
	from := chunkSize - a.free
	a.free -= len(doc)
	out := a.chunks[len(a.chunks)-1][from : from+len(doc) : from+len(doc)]
	copy(out, doc)
	return out
}

// clear gives the chunks to the next transaction. In tests with the race
// detector what they held is overwritten, so that a document kept for longer
// than its transaction shows.
func (a *arena) clear() {
	for i, c := range a.chunks {
		if used := chunkSize; spoil {
			if i == len(a.chunks)-1 {
				used -= a.free
			}
			overwrite(c[:used])
		}
		spare.Put(c)
	}
	a.chunks, a.free = nil, 0
}

// overwrite makes b unreadable, in a few large copies: the race detector looks at
// each single write.
func overwrite(b []byte) {
	n := copy(b, "#")
	for n > 0 && n < len(b) {
		n += copy(b[n:], b[:n])
	}
}
