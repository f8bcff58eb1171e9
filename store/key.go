package store

import (
	"strings"
	"time"
)

// stampLayout has a fixed width, so that its order is the order of time.
const stampLayout = "2006-01-02T15:04:05.000000Z"

// Stamp is a time as a key: UTC microseconds, ordered as text.
func Stamp(t time.Time) string { return t.UTC().Format(stampLayout) }

// Join makes one key of several parts. Parts hold no NUL, which comes first
// in order, so "a","b" sorts before "ab".
func Join(parts ...string) string { return strings.Join(parts, "\x00") }

// Under is the prefix of every key whose first parts are these.
func Under(parts ...string) string { return Join(parts...) + "\x00" }
