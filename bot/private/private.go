// Package private holds text that a person wrote.
//
// A Text names its owner and never shows its words by accident: printed,
// logged or marshalled it is "[private]". The words come out through
// [Text.Reveal] alone, which is easy to search for. Package store writes and
// reads the words through [Field], the one seam where sealing happens.
//
// It imports the standard library only and knows nothing of conversations.
//
// # Caveats
//
//   - A Text is not encrypted in memory; it only refuses to be printed.
//   - JSON drops the words on purpose: a decoded Text is empty until its
//     [Field] is restored.
package private

import (
	"fmt"
	"io"
	"unicode/utf8"
	"unique"
)

// Mask is what every accidental way of printing a [Text] shows.
const Mask = "[private]"

// Text is something a person wrote, with the id of the person it belongs to.
// The zero Text is empty and belongs to nobody. Texts with the same owner and
// the same words are equal.
//
// The words stand behind a handle: what prints a struct by reflection and so
// passes by the methods below (%p, a wrong %w, a Text in an unexported field)
// shows an address.
type Text struct {
	owner string
	words unique.Handle[string] // zero for no words
}

// New returns words that belong to owner, a person's id. The owner is empty
// as long as nobody knows who wrote them (an event just decoded).
func New(owner, words string) Text {
	if words == "" {
		return Text{owner: owner}
	}
	return Text{owner: owner, words: unique.Make(words)}
}

// OwnedBy returns the same words, belonging to owner.
func (t Text) OwnedBy(owner string) Text { return Text{owner: owner, words: t.words} }

// Owner is the id of the person whose words these are, or "".
func (t Text) Owner() string { return t.owner }

// Empty reports whether there are no words.
func (t Text) Empty() bool { return t.words == unique.Handle[string]{} }

// Len is the number of characters (Unicode code points).
func (t Text) Len() int { return utf8.RuneCountInString(t.Reveal()) }

// Reveal returns the words. Call it where they are shown to somebody who may
// see them, or where they are sealed; never for a log, an error or a metric.
func (t Text) Reveal() string {
	if t.Empty() {
		return ""
	}
	return t.words.Value()
}

// String is always [Mask].
func (t Text) String() string { return Mask }

// Format prints [Mask] for every verb.
func (t Text) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, Mask) }

// MarshalText gives [Mask], so that no encoder writes the words by accident.
func (t Text) MarshalText() ([]byte, error) { return []byte(Mask), nil }

// UnmarshalText leaves the text empty: words come back through a [Field].
func (t *Text) UnmarshalText([]byte) error {
	*t = Text{}
	return nil
}

// Visibility says who besides the owner may see a text. It is part of what a
// seal binds, so a text sealed for its author alone cannot be passed off as
// shared.
type Visibility string

// Who may see a text besides its owner.
const (
	OnlyMe  Visibility = "only-me" // nobody
	Partner Visibility = "partner" // the other half of the pair
	HR      Visibility = "hr"      // HR's staff, because it was written to them
	Head    Visibility = "head"    // the section head and HR: reasons
)

// Field is one private text inside a record: where the store finds the words
// when it writes the record and where it puts them when it reads it.
type Field struct {
	Name       string // stable within the record
	Text       *Text
	Visibility Visibility
}

// Holder is a record with private fields. Private must return pointers into
// the record, in the same order and under the same names each time.
type Holder interface{ Private() []Field }
