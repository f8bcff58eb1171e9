package townhall

import (
	"slices"
	"time"
)

// Repeats are what a platform does once more later. Their owner locks.
type Repeats struct{ list []repeat }

type repeat struct {
	at time.Time
	do func()
}

// Later has do done at the time.
func (s *Repeats) Later(at time.Time, do func()) { s.list = append(s.list, repeat{at, do}) }

// Next is when the first is due; ok is false for none.
func (s *Repeats) Next() (at time.Time, ok bool) {
	for _, r := range s.list {
		if !ok || r.at.Before(at) {
			at, ok = r.at, true
		}
	}
	return at, ok
}

// Due takes out what is to be done by now.
func (s *Repeats) Due(now time.Time) (due []func()) {
	s.list = slices.DeleteFunc(s.list, func(r repeat) bool {
		if !r.at.After(now) {
			due = append(due, r.do)
			return true
		}
		return false
	})
	return due
}
