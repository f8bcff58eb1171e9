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

// TestOldTroublesLeaveHRsHome counts what did not arrive in the last 30 days
// only, although its key is held for ever.
func TestOldTroublesLeaveHRsHome(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, time.August, 3, 9, 0, 0, 0, time.FixedZone("JST", 9*60*60))
	w := bottest.NewWorld(t, at, "aomori", roster.Sample())
	err := w.Store.Update(t.Context(), func(tx store.Tx) error {
		for key, days := range map[string]int{"old": -31, "new": -29} {
			d := store.Delivery{Intent: store.Intent{Key: key, ID: key, Kind: store.KindNudge, To: "20104", Keep: true}, State: store.Dead, At: at.AddDate(0, 0, days)}
			if err := store.Outbox.Put(tx, d); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := w.Do(w.Event("10102", chat.Opened{}))
	if err != nil || answer.Page == nil {
		t.Fatalf("got %v, want the home", err)
	}
	if text := answer.Page.Text(); !strings.Contains(text, "届かなかったお知らせ（この30日）: 1件") {
		t.Errorf("HR reads\n%s", text)
	}
}

// TestHoursAreTheProgrammes offers the hours that the programme names.
func TestHoursAreTheProgrammes(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, time.June, 1, 9, 0, 0, 0, time.FixedZone("JST", 9*60*60))
	w := bottest.NewWorld(t, at, "aomori", roster.Sample())
	_, err := w.Bot.AmendProgramme(t.Context(), "aomori-2026", func(p *mentoring.Programme) error {
		p.SuggestAt = []mentoring.TimeOfDay{{Hour: 13}}
		return nil
	})
	if err == nil {
		err = w.Store.Update(t.Context(), func(tx store.Tx) error {
			return store.Pairs.Put(tx, mentoring.Pair{ID: "p", Programme: "aomori-2026", Mentee: "20104", Mentor: "20103", NominatedBy: "20101", ToldAt: at})
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	answer, err := w.Do(w.Event("20103", chat.Pressed{Action: "plan.offer", Arg: "p", Dialogs: true}))
	if err != nil || answer.Form == nil {
		t.Fatalf("got %v, want the form", err)
	}
	if label := answer.Form.Fields[0].Options[0].Label; label != "6月2日（火） 13:00" {
		t.Errorf("the first time is %s", label)
	}
}
