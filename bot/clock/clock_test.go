package clock_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"tsukiichi/bot/clock"
)

func TestSystem(t *testing.T) {
	t.Parallel()
	before := time.Now().Add(-time.Microsecond)
	got := clock.System{}.Now()
	if got.Before(before) || got.After(time.Now()) {
		t.Errorf("got %v, not the machine's time", got)
	}
	if got.Location() != time.UTC {
		t.Errorf("got zone %v, want UTC", got.Location())
	}
	if got.Nanosecond()%1000 != 0 {
		t.Errorf("got %d ns, want whole microseconds", got.Nanosecond())
	}
	if got != got.Round(0) {
		t.Error("the monotonic reading is still there: times would not compare with ==")
	}
}

func TestManual(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, time.April, 1, 9, 0, 0, 1999, time.FixedZone("JST", 9*3600))
	at := time.Date(2026, time.April, 1, 0, 0, 0, 1000, time.UTC)
	for name, tt := range map[string]struct {
		to   []time.Time
		want time.Time
	}{
		"begins in UTC microseconds": {nil, at},
		"moves forward":              {[]time.Time{at.Add(time.Hour)}, at.Add(time.Hour)},
		"never back":                 {[]time.Time{at.Add(time.Hour), at.Add(time.Minute)}, at.Add(time.Hour)},
		"never below a microsecond":  {[]time.Time{at.Add(999)}, at},
		"stays where it is":          {[]time.Time{at}, at},
		"takes any zone":             {[]time.Time{start.Add(time.Hour)}, at.Add(time.Hour)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := clock.NewManual(start)
			for _, to := range tt.to {
				c.Set(to)
			}
			if got := c.Now(); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestManualTogether(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, time.April, 1, 0, 0, 0, 0, time.UTC)
	c := clock.NewManual(start)
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			c.Set(start.Add(time.Duration(i) * time.Hour))
			if now := c.Now(); now.Before(start.Add(time.Duration(i) * time.Hour)) {
				t.Errorf("went back to %v", now)
			}
		})
	}
	wg.Wait()
	if got, want := c.Now(), start.Add(49*time.Hour); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func ExampleManual() {
	c := clock.NewManual(time.Date(2026, time.April, 1, 0, 0, 0, 0, time.UTC))
	c.Set(c.Now().AddDate(0, 1, 0))
	fmt.Println(c.Now().Format(time.DateOnly))
	// Output: 2026-05-01
}
