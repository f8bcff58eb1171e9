//go:build race

package bolt

// spoil says whether a document read is overwritten once its transaction is
// over.
const spoil = true
