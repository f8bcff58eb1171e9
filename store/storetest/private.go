package storetest

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"

	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// marker is in every private text of the samples and must be nowhere else.
const marker = "秘密の言葉"

func secret(owner string, n int) private.Text {
	return private.New(owner, fmt.Sprintf("%s %d", marker, n))
}

// Seal is a seal for tests: it garbles the words, keeps what they were bound
// to and remembers both.
type Seal struct {
	mu    sync.Mutex
	bound map[store.Binding]string
}

var _ store.Seal = (*Seal)(nil)

type sealedWords struct {
	Binding store.Binding
	Words   string
}

// Seal garbles the words with what they are bound to.
func (s *Seal) Seal(b store.Binding, words string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.bound == nil {
		s.bound = map[store.Binding]string{}
	}
	s.bound[b] = words
	raw, err := json.Marshal(sealedWords{b, words})
	return garble(raw), err
}

// Open refuses another binding.
func (s *Seal) Open(b store.Binding, sealed []byte) (string, error) {
	var got sealedWords
	if err := json.Unmarshal(garble(sealed), &got); err != nil {
		return "", errors.New("storetest: not sealed here")
	}
	if got.Binding != b {
		return "", errors.New("storetest: bound to something else")
	}
	return got.Words, nil
}

func (s *Seal) words(b store.Binding) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w, ok := s.bound[b]
	return w, ok
}

func garble(b []byte) []byte {
	out := bytes.Clone(b)
	for i := range out {
		out[i] ^= 0xa5
	}
	return out
}

// spy is an engine that keeps what is written through it.
type spy struct {
	store.Engine
	mu   sync.Mutex
	docs [][]byte
}

type spyWriter struct {
	store.Writer
	spy *spy
}

// Update hands out a writer that is watched.
func (s *spy) Update(ctx context.Context, fn func(store.Writer) error) error {
	return s.Engine.Update(ctx, func(w store.Writer) error { return fn(spyWriter{w, s}) })
}

func (w spyWriter) keep(table, key string, doc []byte, index []store.IndexKey) {
	w.spy.mu.Lock()
	defer w.spy.mu.Unlock()
	w.spy.docs = append(w.spy.docs, fmt.Append(nil, table, key, index), bytes.Clone(doc))
}

// Put keeps the document.
func (w spyWriter) Put(table, key string, doc []byte, index []store.IndexKey) error {
	w.keep(table, key, doc, index)
	return w.Writer.Put(table, key, doc, index)
}

// Insert keeps the document.
func (w spyWriter) Insert(table, key string, doc []byte, index []store.IndexKey) (bool, error) {
	w.keep(table, key, doc, index)
	return w.Writer.Insert(table, key, doc, index)
}

// leaks reports whether the marker is in what was written, as it is or as
// base64 beginning anywhere.
func (s *spy) leaks() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	traces := [][]byte{[]byte(marker)}
	for shift := range 3 {
		enc := base64.StdEncoding.EncodeToString(append(make([]byte, shift), marker...))
		traces = append(traces, []byte(enc[4:len(enc)-4]))
	}
	for _, doc := range s.docs {
		for _, trace := range traces {
			if bytes.Contains(doc, trace) {
				return true
			}
		}
	}
	return false
}

func testPrivate(t *testing.T, open Open) {
	for _, s := range samples() {
		t.Run(s.table, func(t *testing.T) {
			watched, seal := &spy{Engine: open(t)}, &Seal{}
			st, err := store.Open(t.Context(), watched, seal)
			if err != nil {
				t.Fatal(err)
			}
			s.roundTrip(t, st, seal)
			if watched.leaks() {
				t.Error("private words were written as they are")
			}
		})
	}
	t.Run("another visibility does not open", func(t *testing.T) {
		tamper(t, open, func(key string, doc []byte) (string, []byte) {
			return key, bytes.Replace(doc, []byte(`"share":"only-me"`), []byte(`"share":"partner"`), 1)
		})
	})
	t.Run("another record does not open", func(t *testing.T) {
		tamper(t, open, func(_ string, doc []byte) (string, []byte) { return store.Join("m2", "p1"), doc })
	})
	t.Run("another owner does not open", func(t *testing.T) {
		tamper(t, open, func(key string, doc []byte) (string, []byte) {
			return key, bytes.Replace(doc, []byte(`"o":"p1"`), []byte(`"o":"p2"`), 1)
		})
	})
}

// tamper changes a stored reflection and expects that it can no longer be
// read, and that the error holds no words.
func tamper(t *testing.T, open Open, change func(key string, doc []byte) (string, []byte)) {
	engine := open(t)
	s, err := store.Open(t.Context(), engine, &Seal{})
	if err != nil {
		t.Fatal(err)
	}
	e := env{t, s}
	rec := store.Reflection{Meeting: "m1", Author: "p1", Line: store.Line{Words: secret("p1", 1), Share: private.OnlyMe}}
	key := store.Reflections.Key(rec)
	e.update(func(tx store.Tx) error { return store.Reflections.Put(tx, rec) })
	if _, ok := get(e, store.Reflections, key); !ok {
		t.Fatal("cannot be read before it was changed")
	}
	var moved string
	err = engine.Update(t.Context(), func(w store.Writer) error {
		doc, _, err := w.Get("reflections", key)
		if err != nil {
			return err
		}
		var changed []byte
		moved, changed = change(key, doc)
		if moved == key && bytes.Equal(changed, doc) {
			return errors.New("nothing to change")
		}
		return w.Put("reflections", moved, changed, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.View(t.Context(), func(tx store.Tx) error {
		_, _, err := store.Reflections.Get(tx, moved)
		return err
	})
	if err == nil {
		t.Error("it opens")
	} else if bytes.Contains([]byte(err.Error()), []byte(marker)) {
		t.Error("the error holds the words")
	}
}

// texts collects the private texts that can be reached from v.
func texts(v reflect.Value, found map[string]int, depth int) {
	if depth > 20 {
		return
	}
	if v.Type() == reflect.TypeFor[private.Text]() {
		found[v.Interface().(private.Text).Reveal()]++
		return
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			texts(v.Elem(), found, depth+1)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			texts(v.Index(i), found, depth+1)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			texts(v.MapIndex(k), found, depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				texts(v.Field(i), found, depth+1)
			}
		}
	}
}
