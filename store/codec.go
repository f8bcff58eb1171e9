package store

import (
	"bytes"
	"encoding/json"
	"fmt"

	fast "github.com/segmentio/encoding/json"

	"tsukiichi/bot/private"
)

// A document is the record as JSON, with the private texts masked, and behind
// a line break their sealed words. JSON as written here holds no line break.
// What the standard library wrote is read by one that takes a fraction of its time
// (BenchmarkDecode) and reads the same (TestDecodesAsWritten): reading is what a
// transaction mostly does.

type sealedField struct {
	Name       string             `json:"n"`
	Owner      string             `json:"o,omitempty"`
	Visibility private.Visibility `json:"v,omitempty"`
	Words      []byte             `json:"w"`
}

// errVisibility is what a record gets whose visibility was changed without
// sealing its text again.
var errVisibility = fmt.Errorf("sealed for another visibility: %w", ErrDamaged)

func encode[T any](seal Seal, table, key string, rec T) ([]byte, error) {
	doc, err := json.Marshal(rec)
	if err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	holder, ok := any(&rec).(private.Holder)
	if !ok {
		return doc, nil
	}
	var fields []sealedField
	for _, f := range holder.Private() {
		if f.Text.Empty() && f.Text.Owner() == "" {
			continue
		}
		b := Binding{Table: table, Key: key, Field: f.Name, Owner: f.Text.Owner(), Visibility: f.Visibility}
		words, err := seal.Seal(b, f.Text.Reveal())
		if err != nil {
			return nil, fmt.Errorf("seal %s: %w", f.Name, err)
		}
		fields = append(fields, sealedField{Name: f.Name, Owner: b.Owner, Visibility: b.Visibility, Words: words})
	}
	if len(fields) == 0 {
		return doc, nil
	}
	tail, err := json.Marshal(fields)
	if err != nil {
		return nil, fmt.Errorf("encode sealed: %w", err)
	}
	return append(append(doc, '\n'), tail...), nil
}

func decode[T any](seal Seal, table, key string, doc []byte) (rec T, err error) {
	head, tail, sealed := bytes.Cut(doc, []byte{'\n'})
	if err := fast.Unmarshal(head, &rec); err != nil {
		return rec, fmt.Errorf("decode: %w", err)
	}
	if !sealed {
		return rec, nil
	}
	var fields []sealedField
	if err := fast.Unmarshal(tail, &fields); err != nil {
		return rec, fmt.Errorf("decode sealed: %w", err)
	}
	byName := make(map[string]sealedField, len(fields))
	for _, f := range fields {
		byName[f.Name] = f
	}
	holder, ok := any(&rec).(private.Holder)
	if !ok {
		return rec, fmt.Errorf("decode: sealed fields in a record without any")
	}
	for _, f := range holder.Private() {
		sf, ok := byName[f.Name]
		if !ok {
			continue
		}
		// What the record says now counts, not what stands beside the sealed
		// words: else a text for its author alone could be shared by a change
		// of the record.
		if sf.Visibility != f.Visibility {
			return rec, fmt.Errorf("open %s: %w", sf.Name, errVisibility)
		}
		b := Binding{Table: table, Key: key, Field: sf.Name, Owner: sf.Owner, Visibility: f.Visibility}
		words, err := seal.Open(b, sf.Words)
		if err != nil {
			return rec, fmt.Errorf("open %s: %w", sf.Name, err)
		}
		*f.Text = private.New(sf.Owner, words)
	}
	return rec, nil
}
