package bottest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/store"
)

// Forgetful is a core that answers without keeping anything.
type Forgetful struct{}

// Handle says nothing.
func (Forgetful) Handle(context.Context, chat.Event) (chat.Answer, error) { return chat.Answer{}, nil }

// Couples is how many pairs share the work of a benchmark, as a city's do.
const Couples = 200

// Twins are the pair whose turn it is, when there are three things to do by
// each.
func Twins(i int64) (mentor, mentee string) {
	return fmt.Sprintf("3%04d", i/3%Couples), fmt.Sprintf("4%04d", i/3%Couples)
}

// Multiply makes more pairs of the one that there is; each person is told to
// moved, which returns the route to them.
func (w *World) Multiply(b testing.TB, mentor, mentee string, moved func(person, name string) chat.Route) {
	b.Helper()
	err := w.Store.Update(b.Context(), func(tx store.Tx) error {
		all, err := store.PairsOf(tx, mentee)
		if err != nil || len(all) != 1 {
			return fmt.Errorf("%d pairs: %w", len(all), err)
		}
		for i := range int64(Couples) {
			elder, younger := Twins(3 * i)
			p := all[0]
			p.ID = strings.ReplaceAll(p.ID, mentee, younger)
			p.Mentor, p.Mentee = elder, younger
			err := errors.Join(store.Pairs.Put(tx, p), w.clone(tx, mentor, elder, moved), w.clone(tx, mentee, younger, moved))
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// clone makes another person like one.
func (w *World) clone(tx store.Tx, from, to string, moved func(person, name string) chat.Route) error {
	person, err := store.People.Must(tx, from)
	if err != nil {
		return err
	}
	person.ID, person.Email, person.Accounts = to, "", nil
	contact, err := store.Contacts.Must(tx, w.Account(from).String())
	if err != nil {
		return err
	}
	contact.Account, contact.Route, contact.Person = w.Account(to), moved(to, person.Name), to
	return errors.Join(store.People.Put(tx, person), store.Contacts.Put(tx, contact))
}

// Answered is how many events are recorded with their answers.
func (w *World) Answered(b testing.TB) (n int) {
	b.Helper()
	err := w.Store.View(b.Context(), func(tx store.Tx) error {
		for _, err := range store.Answers.Each(tx, store.Span{}) {
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// Drive has so many callers do the things numbered from a number on, n of them,
// and returns how long each took.
func Drive(b testing.TB, callers int, from, n int64, do func(i int64) error) []time.Duration {
	b.Helper()
	var next atomic.Int64
	took := make([][]time.Duration, callers)
	var wg sync.WaitGroup
	for c := range callers {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < n; i = next.Add(1) - 1 {
				began := clock.System{}.Now()
				if err := do(from + i); err != nil {
					b.Error(err)
					return
				}
				took[c] = append(took[c], clock.System{}.Now().Sub(began))
			}
		})
	}
	wg.Wait()
	return slices.Concat(took...)
}

// Measure drives b.N things and reports how many a second were done, and the
// slowest of a hundred.
func Measure(b *testing.B, callers int, do func(i int64) error) {
	b.Helper()
	b.ResetTimer()
	all := Drive(b, callers, 0, int64(b.N), do)
	b.StopTimer()
	report(b, all)
}

func report(b *testing.B, all []time.Duration) {
	if len(all) == 0 {
		return
	}
	slices.Sort(all)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "ops/s")
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms")
}

// Disk waits for the disk once for each operation.
func Disk(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	page := make([]byte, os.Getpagesize())
	if _, err := f.WriteAt(make([]byte, 64*len(page)), 0); err != nil {
		b.Fatal(err)
	}
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		began := clock.System{}.Now()
		if _, err := f.WriteAt(page, int64(i%64*len(page))); err != nil {
			b.Fatal(err)
		}
		if err := fdatasync(f); err != nil {
			b.Fatal(err)
		}
		took = append(took, clock.System{}.Now().Sub(began))
	}
	report(b, took)
}
