package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/bottest"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// TestHandoverKeepsWordsIn plants a word in every private field of every table,
// changes the mentor, and opens everything there is as the new mentor and as the
// one before. The new one sees no word of before without consent, with it what
// was consented to alone, and none again once it is withdrawn; the one before
// sees their own alone.
func TestHandoverKeepsWordsIn(t *testing.T) {
	t.Parallel()
	const next, nextPair = "20201", "aomori-2026:20104:2"
	w := house(t)
	meeting := met(t, w)
	if err := w.Advance(jst("2026-05-20T10:00")); err != nil {
		t.Fatal(err)
	}
	submit(t, w, mentee, "change", pairID, "agreed", "yes", "reason", "x")
	submit(t, w, mentor, "change", pairID, "agreed", "yes", "reason", "x")
	submit(t, w, mentee, "quiet", pairID, "wish", "change", "words", "x")
	words := plantWords(t, w, planters(meeting))

	submit(t, w, head, "nominate", mentee, "other", next)
	submit(t, w, head, "nominate.confirm", mentee+"|"+next, "reason", "x", "spoken", "yes")
	if err := w.Advance(jst("2026-05-21T10:00")); err != nil {
		t.Fatal(err)
	}
	submit(t, w, mentor, "handover.note", pairID, "note", "ひきつぎことば")
	words["ひきつぎことば"] = plantedFor{owner: mentee, place: "handover-notes words", passes: true}
	if got := liveMentor(t, w); got != next {
		t.Fatalf("the mentor is %s, want %s", got, next)
	}

	seen := "" // by the last reader
	sees := func(when, reader string, may func(plantedFor) bool) {
		t.Helper()
		seen = everything(t, w, reader).all()
		for word, from := range words {
			if shown := strings.Contains(seen, word); shown && !may(from) {
				t.Errorf("%s: %s sees %s of %s", when, reader, from.place, from.owner)
			}
		}
	}
	own := func(reader string) func(plantedFor) bool {
		return func(p plantedFor) bool { return p.owner == reader }
	}
	// A card that was given stays with whom it was given to.
	kept := func(p plantedFor) bool { return p.owner == mentor || p.place == "thanks-cards words" }
	sees("no answer", next, own(next))
	sees("after the change", mentor, kept)
	for _, reader := range []string{head, hr} {
		sees("after the change", reader, func(p plantedFor) bool {
			return p.owner == reader || p.visibility == private.Head || p.visibility == private.HR && reader == hr
		})
	}

	submit(t, w, mentee, "handover.consent", nextPair, "how", "all")
	sees("all passed", next, func(p plantedFor) bool { return p.owner == next || p.passes })
	for word, from := range words {
		if from.passes && !strings.Contains(seen, word) {
			t.Errorf("all passed: %s does not see %s", next, from.place)
		}
	}
	sees("all passed", mentor, kept)

	submit(t, w, mentee, "handover.consent", nextPair, "how", "none")
	sees("withdrawn", next, own(next))
}

// plantedFor is where a word stands.
type plantedFor struct {
	owner, place string
	visibility   private.Visibility
	passes       bool // with the mentee's consent
}

// plantWords plants a word of its own in every private field.
func plantWords(t *testing.T, w *bottest.World, ps []planter) map[string]plantedFor {
	t.Helper()
	words := map[string]plantedFor{}
	write(t, w, func(tx store.Tx) error {
		for _, p := range ps {
			err := p.plant(tx, func(f private.Field, table string) string {
				word := fmt.Sprintf("うえた%03dことば", len(words))
				passes := f.Text.Owner() == mentee && f.Visibility == private.Partner
				switch table {
				case "reflections", "visions", "preparations", "look-backs":
				default:
					passes = false
				}
				words[word] = plantedFor{f.Text.Owner(), table + " " + f.Name, f.Visibility, passes}
				return word
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return words
}

func liveMentor(t *testing.T, w *bottest.World) (id string) {
	t.Helper()
	view(t, w, func(tx store.Tx) error {
		p, _, err := store.LivePair(tx, "aomori-2026", mentee, mentoring.On(2026, time.May, 21))
		id = p.Mentor
		return err
	})
	return id
}
