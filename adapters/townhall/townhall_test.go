package townhall

import (
	"errors"
	"net/http"
	"testing"
	"time"
)

// TestWithin gives up when the platform's time is over, not before, and takes
// an answer that came too late for none.
func TestWithin(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 7, 15, 0, 0, 0, 0, time.UTC)
	timers := &Timers{Now: func() time.Time { return now }}
	answered := func() (Answered, error) { return Answered{Status: http.StatusOK}, nil }
	if a, err := Within(timers.Now, timers.After, 5*time.Second, answered); err != nil || a.Status != http.StatusOK {
		t.Errorf("in time: %v", err)
	}
	slow := func() (Answered, error) { now = now.Add(6 * time.Second); return answered() }
	if _, err := Within(timers.Now, nil, 5*time.Second, slow); !errors.Is(err, ErrTooLate) {
		t.Errorf("late: %v", err)
	}
	never := make(chan struct{})
	defer close(never)
	gave := make(chan error, 1)
	go func() {
		_, err := Within(timers.Now, timers.After, 5*time.Second, func() (Answered, error) { <-never; return Answered{}, nil })
		gave <- err
	}()
	timers.Wait(5*time.Second, 2)
	now = now.Add(5 * time.Second)
	timers.Fire()
	if err := <-gave; !errors.Is(err, ErrTooLate) {
		t.Errorf("never: %v", err)
	}
}

// TestBook counts calls, lets faults strike as often as they were meant to, and
// keeps what is held back.
func TestBook(t *testing.T) {
	t.Parallel()
	var b Book[int]
	b.Fail(Status(502).On("post").Once(2))
	b.Weather(Weather("post", map[int]func() Fault{5: func() Fault { return Hang().Late() }}, map[string]int{}))
	var struck []int
	for range 6 {
		c := Call{Method: "post"}
		if f := b.Note(&c); f != nil {
			struck = append(struck, c.Nth)
		}
	}
	if f := b.Note(&Call{Method: "get"}); f != nil || len(struck) != 3 || struck[2] != 5 || b.Calls("post") != 6 || b.Calls("") != 7 {
		t.Errorf("struck %v, %d calls", struck, b.Calls(""))
	}
	b.Hold()
	if !b.Keep(7) || len(b.Held()) != 1 || b.Keep(8) || len(b.Held()) != 0 {
		t.Error("what is held back is not what was kept")
	}
	b.Refuse("post", "too long", "no text")
	if got := b.Refusals(); len(got) != 2 || got[1] != (Refusal{"post", "no text"}) {
		t.Errorf("refused %v", got)
	}
}

// TestRepeats comes back to each thing once, when it is due.
func TestRepeats(t *testing.T) {
	t.Parallel()
	var r Repeats
	at, done := time.Date(2026, 7, 15, 0, 0, 0, 0, time.UTC), 0
	for _, d := range []time.Duration{2, 1, 3} {
		r.Later(at.Add(d*time.Minute), func() { done++ })
	}
	if next, ok := r.Next(); !ok || next != at.Add(time.Minute) {
		t.Errorf("next is %v", next)
	}
	for _, do := range r.Due(at.Add(2 * time.Minute)) {
		do()
	}
	if next, _ := r.Next(); done != 2 || next != at.Add(3*time.Minute) {
		t.Errorf("%d done, next is %v", done, next)
	}
}
