package store

import "tsukiichi/bot/private"

// Binding is what a sealed text is bound to: moved elsewhere, or given another
// visibility, it no longer opens.
type Binding struct {
	Table, Key, Field, Owner string
	Visibility               private.Visibility
}

// Seal turns private words into bytes and back. It is the one place through
// which every private text goes on its way to the disk.
type Seal interface {
	Seal(b Binding, words string) ([]byte, error)
	Open(b Binding, sealed []byte) (string, error)
}

// Unsealed keeps words as they are.
type Unsealed struct{}

var _ Seal = Unsealed{}

// Seal returns the words.
func (Unsealed) Seal(_ Binding, words string) ([]byte, error) { return []byte(words), nil }

// Open returns the words.
func (Unsealed) Open(_ Binding, sealed []byte) (string, error) { return string(sealed), nil }
