package delivery

import (
	"testing"
	"time"
)

func TestBackoff(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n           int
		least, most time.Duration
	}{
		{0, time.Second, time.Second},
		{1, time.Second, 2 * time.Second},
		{5, 16 * time.Second, 32 * time.Second},
		{10, 5 * time.Minute, 10 * time.Minute},
		{1_000, 5 * time.Minute, 10 * time.Minute},
	} {
		if got := backoff(c.n, 0); got != c.least {
			t.Errorf("after %d failures at least %s, want %s", c.n, got, c.least)
		}
		if got := backoff(c.n, 0.9999999999).Round(time.Millisecond); got != c.most {
			t.Errorf("after %d failures at most %s, want %s", c.n, got, c.most)
		}
	}
}
