// Package townhall is what the fake platforms have in common: time that a test
// moves, requests that are served in process, and calls that fail to order.
//
// # Basics
//
// A fake has a [Book], notes each [Call] in it, and lets a [Fault] strike before
// or after the effect. [Timers] are how it waits.
//
// # Caveats
//
//   - It knows no platform: what an error looks like belongs to the fake.
//   - For tests only.
package townhall

// Object is a piece of JSON.
type Object = map[string]any

// ObjectAt is the object under the key, nil for anything else.
func ObjectAt(o Object, key string) Object { v, _ := o[key].(Object); return v }

// TextAt is the text under the key, "" for anything else.
func TextAt(o Object, key string) string { s, _ := o[key].(string); return s }

// ListAt is the list under the key, nil for anything else.
func ListAt(o Object, key string) []any { l, _ := o[key].([]any); return l }
