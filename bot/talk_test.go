package bot_test

import (
	"testing"
	"time"

	"tsukiichi/store"
)

// TestDayCardWaitsForTheNextMentor holds that on the morning on which another
// mentor is to be told the card of the day's talk waits some minutes and no
// longer, and that it waits for nothing else.
func TestDayCardWaitsForTheNextMentor(t *testing.T) {
	t.Parallel()
	w := house(t)
	id := planned(t, w) // on 2 April at 10:30
	opens := time.Date(2026, 4, 2, 8, 30, 0, 0, time.FixedZone("JST", 9*3600))
	card := func(at time.Time) (later time.Time, sent bool) {
		t.Helper()
		c, err := w.Bot.Compose(t.Context(), store.Delivery{Intent: store.Intent{
			Kind: store.KindTalkDay, Subject: "meeting/" + id, Arg: "2026-04-02", To: mentor,
		}}, at)
		must(t, err)
		if c.Drop != "" {
			t.Fatalf("at %s: dropped as %s", at, c.Drop)
		}
		return c.Later, c.Later.IsZero()
	}
	if later, sent := card(opens); !sent {
		t.Errorf("nobody else was chosen, and the card waits until %s", later)
	}
	w.Chats.Down(true)
	do(t, w, mentee, filled("change", pairID, "agreed", "yes"))
	if later, sent := card(opens); !sent {
		t.Errorf("a change was only asked for, and the card waits until %s", later)
	}
	do(t, w, head, filled("nominate", mentee, "other", "20201"))
	do(t, w, head, filled("nominate.confirm", mentee+"|20201", "reason", "x", "spoken", "yes"))
	if later, _ := card(opens); !later.Equal(opens.Add(15 * time.Minute)) {
		t.Errorf("the card waits until %s, want %s", later, opens.Add(15*time.Minute))
	}
	if later, sent := card(opens.Add(15 * time.Minute)); !sent {
		t.Errorf("the new mentor could not be told, and the card waits until %s", later)
	}
}
