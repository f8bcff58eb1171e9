package scheduler_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/bot/calendar"
	"tsukiichi/bot/mentoring"
	"tsukiichi/scheduler"
	"tsukiichi/store"
	"tsukiichi/store/bolt"
)

var tokyo = time.FixedZone("JST", 9*60*60)

// at reads 2026-07-15 15:30 as Tokyo's time.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	got, err := time.ParseInLocation("2006-01-02 15:04", s, tokyo)
	if err != nil {
		t.Fatal(err)
	}
	return got.UTC()
}

// house is a store on a real file with a scheduler and the programme of 2026.
type house struct {
	t     testing.TB
	store *store.Store
	sched *scheduler.Scheduler
	log   *strings.Builder
}

const programme = "aomori-2026"

func newHouse(t testing.TB, opts ...func(*scheduler.Options)) *house {
	t.Helper()
	return newHouseOn(t, func(e store.Engine) store.Engine { return e }, opts...)
}

func newHouseOn(t testing.TB, wrap func(store.Engine) store.Engine, opts ...func(*scheduler.Options)) *house {
	t.Helper()
	// Not t.TempDir: a benchmark's file must not outlive its turn.
	dir, err := os.MkdirTemp(t.TempDir(), "house")
	if err != nil {
		t.Fatal(err)
	}
	engine, err := bolt.Open(filepath.Join(dir, "t.db"), bolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), wrap(engine), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	h := &house{t: t, store: s, log: &strings.Builder{}}
	h.sched = h.scheduler(opts...)
	p, err := mentoring.LoadPreset("aomori", 2026)
	if err != nil {
		t.Fatal(err)
	}
	h.write(func(tx store.Tx) error { return store.Programmes.Put(tx, p) })
	return h
}

func (h *house) scheduler(opts ...func(*scheduler.Options)) *scheduler.Scheduler {
	h.t.Helper()
	var ids atomic.Int64
	o := scheduler.Options{
		Store: h.store,
		Rules: rules,
		NewID: func() string { return fmt.Sprintf("%012d", ids.Add(1)) },
		Log:   zerolog.New(zerolog.SyncWriter(h.log)),
	}
	for _, opt := range opts {
		opt(&o)
	}
	s, err := scheduler.New(o)
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

func rules(p mentoring.Programme) (mentoring.Rules, error) {
	return mentoring.NewRules(p, calendar.New(p.Closures))
}

func (h *house) write(fn func(store.Tx) error) {
	h.t.Helper()
	if err := h.store.Update(context.Background(), fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) read(fn func(store.Tx) error) {
	h.t.Helper()
	if err := h.store.View(context.Background(), fn); err != nil {
		h.t.Fatal(err)
	}
}

// person puts somebody on the roster, in section "sec" unless changed.
func (h *house) person(id string, role mentoring.Role, change ...func(*mentoring.Person)) {
	h.t.Helper()
	p := mentoring.Person{ID: id, Name: id, Section: "sec", Roles: []mentoring.Role{role}, Active: true}
	for _, c := range change {
		c(&p)
	}
	h.write(func(tx store.Tx) error { return store.People.Put(tx, p) })
}

// pair is a pair told on 1 May, on the agenda from first on.
func (h *house) pair(id, mentee, mentor, first string, change ...func(*mentoring.Pair)) {
	h.t.Helper()
	p := mentoring.Pair{ID: id, Programme: programme, Mentee: mentee, Mentor: mentor, ToldAt: at(h.t, "2026-05-01 09:00")}
	for _, c := range change {
		c(&p)
	}
	h.write(func(tx store.Tx) error {
		if err := store.Pairs.Put(tx, p); err != nil {
			return err
		}
		return store.Schedule(tx, store.DuePair, id, at(h.t, first))
	})
}

func (h *house) meeting(m mentoring.Meeting) {
	h.t.Helper()
	if m.Minutes == 0 {
		m.Minutes = 15
	}
	h.write(func(tx store.Tx) error { return store.Meetings.Put(tx, m) })
}

func (h *house) schedule(kind, subject, when string) {
	h.t.Helper()
	h.write(func(tx store.Tx) error { return store.Schedule(tx, kind, subject, at(h.t, when)) })
}

func (h *house) tick(when string) scheduler.Report {
	h.t.Helper()
	r, err := h.sched.Tick(context.Background(), at(h.t, when))
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

// through ticks at every moment at which something is due, up to until.
func (h *house) through(until string) {
	h.t.Helper()
	for range 10_000 {
		next, ok, err := h.sched.NextDue(context.Background())
		if err != nil {
			h.t.Fatal(err)
		}
		if !ok || next.After(at(h.t, until)) {
			return
		}
		if _, err := h.sched.Tick(context.Background(), next); err != nil {
			h.t.Fatal(err)
		}
	}
	h.t.Fatal("the agenda never gets ahead of the clock")
}

// outbox is all deliveries, by key.
func (h *house) outbox() (all []store.Delivery) {
	h.t.Helper()
	h.read(func(tx store.Tx) (err error) {
		all, err = store.Outbox.All(tx, store.Span{})
		return err
	})
	return all
}

// keys is the keys of the deliveries that begin with one of the prefixes, in
// order; of all without any.
func (h *house) keys(prefixes ...string) []string {
	h.t.Helper()
	got := []string{}
	for _, d := range h.outbox() {
		for _, p := range append(prefixes, "")[:max(1, len(prefixes))] {
			if strings.HasPrefix(d.Key, p) {
				got = append(got, d.Key)
			}
		}
	}
	sort.Strings(got)
	return got
}

func (h *house) delivery(key string) store.Delivery {
	h.t.Helper()
	for _, d := range h.outbox() {
		if d.Key == key {
			return d
		}
	}
	h.t.Fatalf("no delivery %q", key)
	return store.Delivery{}
}

// next is when the subject is looked at, in Tokyo's time; "" for never.
func (h *house) next(kind, subject string) (when string) {
	h.t.Helper()
	h.read(func(tx store.Tx) error {
		d, ok, err := store.Agenda.Get(tx, store.Join(kind, subject))
		if ok {
			when = show(d.At)
		}
		return err
	})
	return when
}

func show(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(tokyo).Format("2006-01-02 15:04")
}
