package play_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"tsukiichi/scheduler"
)

func TestNightly(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("JST", 9*60*60)
	s := newStage(26 * time.Hour)
	var nights []time.Time
	s.player.Nightly(func(_ context.Context, now time.Time) error {
		nights = append(nights, now.In(zone))
		s.seen = append(s.seen, "night")
		return s.fail
	}, zone)
	if err := s.player.To(t.Context(), start.Add(48*time.Hour)); err != nil {
		t.Fatal(err)
	}
	var specs []string
	for _, at := range nights {
		specs = append(specs, at.Format("4 15 * * *"))
	}
	same(t, "at", specs, []string{"17 03 * * *", "17 03 * * *"})
	same(t, "in production", scheduler.EveryNight, "17 3 * * *")
	same(t, "seen", s.seen, []string{"night", "tick 02:01:00", "send 02:02:30", "night"})
	s.fail = errors.New("disk full")
	if err := s.player.To(t.Context(), start.Add(96*time.Hour)); !errors.Is(err, s.fail) {
		t.Errorf("got %v, want %v", err, s.fail)
	}
}
