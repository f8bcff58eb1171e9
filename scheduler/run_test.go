package scheduler_test

import (
	"context"
	"path/filepath"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/goleak"

	"tsukiichi/bot/clock"
	"tsukiichi/scheduler"
	"tsukiichi/store"
	"tsukiichi/store/bolt"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bubble runs fn in a bubble of its own time, with a store inside it.
func bubble(t *testing.T, fn func(t *testing.T, s *store.Store)) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "t.db")
	synctest.Test(t, func(t *testing.T) {
		engine, err := bolt.Open(path, bolt.Options{NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(t.Context(), engine, nil)
		if err != nil {
			t.Fatal(err)
		}
		fn(t, s)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestRun(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, s *store.Store) {
		start := clock.System{}.Now()
		sched, err := scheduler.New(scheduler.Options{
			Store: s, Rules: rules, NewID: func() string { return "id" }, Log: zerolog.Nop(),
		})
		if err != nil {
			t.Fatal(err)
		}
		gone := func(subject string) bool {
			var there bool
			err := s.View(t.Context(), func(tx store.Tx) (err error) {
				_, there, err = store.Agenda.Get(tx, store.Join(store.DuePair, subject))
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return !there
		}
		err = s.Update(t.Context(), func(tx store.Tx) error {
			if err := store.Schedule(tx, store.DuePair, "overdue", start.Add(-time.Hour)); err != nil {
				return err
			}
			for i := range 700 {
				old := store.Answered{ID: strconv.Itoa(i), At: start.Add(-30 * 24 * time.Hour)}
				if err := store.Answers.Put(tx, old); err != nil {
					return err
				}
			}
			return store.Schedule(tx, store.DuePair, "soon", start.Add(90*time.Second))
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- sched.Run(ctx, scheduler.Rings{Clock: clock.System{}}) }()
		synctest.Wait()
		if !gone("overdue") {
			t.Error("the start is no ring")
		}
		var answers []store.Answered
		_ = s.View(t.Context(), func(tx store.Tx) (err error) {
			answers, err = store.Answers.All(tx, store.Span{})
			return err
		})
		if len(answers) > 0 {
			t.Errorf("%d old answers are kept", len(answers))
		}
		time.Sleep(119 * time.Second)
		synctest.Wait()
		if gone("soon") {
			t.Error("rang between the minutes")
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if !gone("soon") {
			t.Error("the second minute did not ring")
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func TestRunRefusesABadSpec(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, r := range []scheduler.Rings{
		{},
		{Clock: clock.System{}, Tick: "now and then"},
		{Clock: clock.System{}, Prune: "never"},
	} {
		if err := h.sched.Run(t.Context(), r); err == nil {
			t.Errorf("%+v was taken", r)
		}
	}
}
