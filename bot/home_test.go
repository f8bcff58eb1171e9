package bot_test

import (
	"testing"
	"time"

	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/roster"
	"tsukiichi/store"
)

// TestHomeWithGaps opens the home of somebody whose mentor has no section, in
// a programme that asks for no number of talks.
func TestHomeWithGaps(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, time.June, 1, 9, 0, 0, 0, time.FixedZone("JST", 9*60*60))
	w := bottest.NewWorld(t, at, "aomori", roster.Sample())
	err := w.Store.Update(t.Context(), func(tx store.Tx) error {
		prog, _, err := store.CurrentProgramme(tx, at)
		if err != nil {
			return err
		}
		prog.Minimum = 0
		if err := store.Programmes.Put(tx, prog); err != nil {
			return err
		}
		mentor, err := store.People.Must(tx, "20103")
		if err != nil {
			return err
		}
		mentor.Section, mentor.Team = "", ""
		if err := store.People.Put(tx, mentor); err != nil {
			return err
		}
		return store.Pairs.Put(tx, mentoring.Pair{ID: "p", Programme: prog.ID, Mentee: "20104", Mentor: mentor.ID, NominatedBy: "20101", ToldAt: at})
	})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := w.Do(w.Event("20104", chat.Opened{}))
	if err != nil || answer.Page == nil {
		t.Fatalf("got %v, want the home", err)
	}
	for _, b := range answer.Page.Sections[0].Body {
		if _, ok := b.(chat.Progress); ok {
			t.Error("the home shows how far it is to no talk at all")
		}
	}
}
