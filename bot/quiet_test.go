package bot_test

import (
	"testing"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// TestWaitingQuietFirst puts who waits for HR before those in which HR waits for
// the mentee: requests that were answered and never closed hide nobody.
func TestWaitingQuietFirst(t *testing.T) {
	t.Parallel()
	w := house(t)
	at := w.Clock.Now()
	write(t, w, func(tx store.Tx) error {
		for i := range chat.MaxActions + 1 {
			q := store.Quiet{ID: "q" + string(rune('0'+i)), Pair: pairID, Mentee: mentee, Wish: "talk",
				At: at.Add(time.Duration(i) * time.Minute), AnswerBy: mentoring.On(2026, time.April, 8)}
			if i < chat.MaxActions {
				q.AnsweredAt = q.At
			}
			if _, err := store.Quiets.Insert(tx, q); err != nil {
				return err
			}
		}
		return nil
	})
	page := do(t, w, hrHead, chat.Opened{}).Page
	if page == nil {
		t.Fatal("no home")
	}
	for _, sec := range page.Sections {
		if len(sec.Actions) == 0 || sec.Actions[0].ID != "quiet.answer" {
			continue
		}
		if got := sec.Actions[0].Arg; got != "q5" {
			t.Errorf("the first is %s, want q5, which waits for HR", got)
		}
		if len(sec.Actions) != chat.MaxActions {
			t.Errorf("%d buttons, want %d", len(sec.Actions), chat.MaxActions)
		}
		facts, _ := sec.Body[0].(chat.Facts)
		if n := len(facts.Rows); n != chat.MaxActions+1 {
			t.Errorf("%d rows, want each of them: %v", n, facts.Rows)
		}
		if last := sec.Actions[len(sec.Actions)-1]; last.ID != "home.part" {
			t.Errorf("the last button is %s, want the way to the others", last.ID)
		}
		return
	}
	t.Error("the home does not show them")
}

// TestQuietIsTheMentees lets HR close a request by an old button only once the
// mentee has agreed: until then the answer waits for them.
func TestQuietIsTheMentees(t *testing.T) {
	t.Parallel()
	w := house(t)
	q := store.Quiet{ID: "q", Pair: pairID, Mentee: mentee, Wish: "talk", At: w.Clock.Now(), AnsweredAt: w.Clock.Now()}
	closed := func() (closed bool) {
		press(t, w, hrHead, "quiet.close", "q")
		view(t, w, func(tx store.Tx) error {
			now, err := store.Quiets.Must(tx, "q")
			closed = !now.ClosedAt.IsZero()
			return err
		})
		return closed
	}
	write(t, w, func(tx store.Tx) error { return store.Quiets.Put(tx, q) })
	if closed() {
		t.Error("HR closed what the mentee had not agreed to")
	}
	q.AgreedAt = q.At
	write(t, w, func(tx store.Tx) error { return store.Quiets.Put(tx, q) })
	if !closed() {
		t.Error("HR could not close it")
	}
}
