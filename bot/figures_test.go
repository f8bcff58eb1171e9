package bot_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tsukiichi/bot/mentoring"
)

// TestPublishedOnce: nothing while the month is open, and from the first look
// on the same, whoever answers, corrects or erases what they said.
func TestPublishedOnce(t *testing.T) {
	t.Parallel()
	w := house(t)
	look := func(period string, closed bool, leaves ...mentoring.Leaf) []mentoring.Published {
		t.Helper()
		rows, err := w.Bot.Published(context.Background(), "aomori-2026", "relief", period, closed, leaves)
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	seven := mentoring.Leaf{Department: "総務部", Section: "財政課", People: 7, Sums: []float64{21}}
	eight := mentoring.Leaf{Department: "総務部", Section: "財政課", People: 8, Sums: []float64{22}}
	if rows := look("2026-07", false, seven); len(rows) != 0 {
		t.Errorf("an open month: %v", rows)
	}
	first := look("2026-07", true, seven)
	if len(first) != 3 || first[0].People != 7 {
		t.Fatalf("first look: %v", first)
	}
	if diff := cmp.Diff(first, look("2026-07", true, eight)); diff != "" {
		t.Errorf("the second look differs (-first +second):\n%s", diff)
	}
	if rows := look("2026-08", true, eight); rows[0].People != 8 {
		t.Errorf("another month: %v", rows)
	}
}
