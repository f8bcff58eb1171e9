package scheduler

import (
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// view is what a look sees: one state of the store at one time. A look reads
// and never writes.
type view struct {
	s       *Scheduler
	tx      store.Tx
	now     time.Time
	subject string
}

// lookFunc decides what comes of one entry of the agenda.
type lookFunc func(v view) (plan, error)

// look asks the kind's function. A kind that a newer version wrote is left
// for it; a subject that fails or panics is put off.
func (s *Scheduler) look(tx store.Tx, d store.Due, now time.Time) plan {
	fn, ok := s.looks[d.Kind]
	if !ok {
		s.Log.Warn().Str("kind", d.Kind).Msg("unknown kind is left alone")
		return plan{next: now.Add(unknownAfter)}
	}
	p, err := s.guard(func() (plan, error) { return fn(view{s: s, tx: tx, now: now, subject: d.Subject}) })
	if err != nil {
		s.failed(d, err)
		return plan{next: now.Add(retryAfter)}
	}
	return p
}

// guard turns a panic into an error.
func (s *Scheduler) guard(fn func() (plan, error)) (p plan, err error) {
	defer func() {
		if v := recover(); v != nil {
			p, err = plan{}, s.panicked()
		}
	}()
	return fn()
}

func (v view) rules(programme string) (mentoring.Rules, error) {
	return v.s.rules.Get(v.tx, programme)
}

// ended reports whether the pair is none any more on the day of t.
func ended(p mentoring.Pair, r mentoring.Rules, t time.Time) bool {
	return !p.Ended.IsZero() && !r.Date(t).Before(p.Ended)
}
