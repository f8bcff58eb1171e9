package slacktown

import (
	"errors"
	"time"

	"tsukiichi/adapters/townhall"
)

// event delivers an event, again at once where it is not taken, then after one
// and five minutes.
func (t *Town) event(d *Delivery) error {
	if t.Keep(d) {
		return nil
	}
	err := t.attempt(d)
	if err != nil && d.Retry == 1 {
		err = t.attempt(d)
	}
	return err
}

func (t *Town) attempt(d *Delivery) error {
	a, err := t.Deliver(d)
	if err == nil || a.Header.Get("X-Slack-No-Retry") == "1" {
		return nil
	}
	d.Reason = "http_error"
	if errors.Is(err, townhall.ErrTooLate) {
		d.Reason = "http_timeout"
	}
	d.Retry++
	waits := map[int]time.Duration{2: time.Minute, 3: 5 * time.Minute}
	if wait, again := waits[d.Retry]; again {
		t.mu.Lock()
		t.pending.Later(t.Now().Add(wait), func() { _ = t.attempt(d) })
		t.mu.Unlock()
	}
	return err
}

// Pending is when an event is sent once more; ok is false for never.
func (t *Town) Pending() (at time.Time, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.pending.Next()
}

// Tick sends what has become due again.
func (t *Town) Tick() {
	t.mu.Lock()
	due := t.pending.Due(t.Now())
	t.mu.Unlock()
	for _, again := range due {
		again()
	}
}

// Echo tells the app about its own messages, as Slack does.
func (t *Town) Echo() error {
	t.mu.Lock()
	echoes := t.echoes
	t.echoes = nil
	var ds []*Delivery
	for _, e := range echoes {
		ds = append(ds, t.callback("U0BOT", e))
	}
	t.mu.Unlock()
	var errs []error
	for _, d := range ds {
		errs = append(errs, t.event(d))
	}
	return errors.Join(errs...)
}
