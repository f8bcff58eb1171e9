package bot_test

import (
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/roster"
	"tsukiichi/store"
)

// TestMetOutsideTheWindow says that the programme is over where no dialog can
// ask for the day, and records nothing.
func TestMetOutsideTheWindow(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, time.October, 5, 9, 0, 0, 0, time.FixedZone("JST", 9*60*60))
	w := bottest.NewWorld(t, at, "aomori", roster.Sample())
	err := w.Store.Update(t.Context(), func(tx store.Tx) error {
		return store.Pairs.Put(tx, mentoring.Pair{ID: "p", Programme: "aomori-2026", Mentee: "20104", Mentor: "20103", NominatedBy: "20101", ToldAt: at.AddDate(0, -3, 0)})
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Do(w.Event("20104", chat.Pressed{Action: "met.already", Arg: "p"})); err != nil {
		t.Fatal(err)
	}
	lines := w.Chats.Of(w.Account("20104"))
	if len(lines) == 0 || !strings.Contains(lines[len(lines)-1].Message.Text(), "いまは、この制度の期間ではありません") {
		t.Errorf("the mentee reads %v", lines)
	}
	err = w.Store.View(t.Context(), func(tx store.Tx) error {
		all, err := store.Meetings.All(tx, store.Span{})
		if len(all) != 0 {
			t.Errorf("%d talks were recorded, want none", len(all))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
