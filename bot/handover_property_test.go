package bot_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tsukiichi/bot/bottest"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// TestNoHalfHandover plays changes of mentor in any order, with people who ask
// twice, take back, leave and come back, and looks after each step for a half
// state.
func TestNoHalfHandover(t *testing.T) {
	t.Parallel()
	for n := range 4 {
		t.Run(fmt.Sprintf("house %d", n), func(t *testing.T) {
			t.Parallel()
			w := house(t)
			rapid.Check(t, func(r *rapid.T) { handoverStep(t, r, w) })
		})
	}
}

// handoverStep does one thing and looks.
func handoverStep(t *testing.T, r *rapid.T, w *bottest.World) {
	live := livePair(t, w)
	names := map[string]string{"20102": "試野 幸子", "20103": "雛形 誠", "20201": "架空 学"}
	one := rapid.SampledFrom([]string{"20102", "20103", "20201"}).Draw(r, "one")
	step := rapid.SampledFrom([]string{"mentee asks", "mentor asks", "keep", "choose", "choose", "take back", "wait", "plan", "talk", "vision", "consent", "leave", "return"}).Draw(r, "step")
	switch step {
	case "mentee asks":
		do(t, w, mentee, filled("change", live.ID, "agreed", "yes"))
	case "mentor asks":
		do(t, w, live.Mentor, filled("change", live.ID, "agreed", "yes"))
	case "keep":
		for _, c := range changesOf(t, w) {
			press(t, w, head, "change.keep", c.ID)
		}
	case "choose":
		do(t, w, head, filled("nominate", mentee, "other", one))
		do(t, w, head, filled("nominate.confirm", mentee+"|"+one, "reason", "x", "spoken", "yes"))
	case "take back":
		for _, p := range pairsOf(t, w, mentee) {
			press(t, w, head, "nominate.undo", p.ID)
		}
	case "wait":
		if err := w.Advance(w.Clock.Now().Add(time.Duration(rapid.IntRange(1, 30).Draw(r, "hours")) * time.Hour)); err != nil {
			r.Fatal(err)
		}
	case "plan":
		at := fmt.Sprint(w.Clock.Now().Add(72 * time.Hour).Unix())
		press(t, w, live.Mentor, "plan.quick", live.ID+"|"+at)
		for _, o := range openOffers(t, w, live.ID) {
			press(t, w, mentee, "slot.take", o.ID+"|"+at)
		}
	case "talk":
		do(t, w, mentee, filled("met.already", live.ID, "date", w.Clock.Now().In(time.FixedZone("JST", 9*3600)).Format(time.DateOnly)))
	case "vision":
		do(t, w, mentee, filled("vision", live.ID, "vision", fmt.Sprint(w.NewID())))
	case "consent":
		do(t, w, mentee, filled("handover.consent", live.ID, "how", rapid.SampledFrom([]string{"all", "none"}).Draw(r, "how")))
	case "leave", "return":
		state := map[string]string{"leave": "退職", "return": "在籍"}[step]
		importRow(t, w, one, names[one], state)
	}
	if rapid.Bool().Draw(r, "delivered") {
		if err := w.Settle(); err != nil {
			r.Fatal(err)
		}
	}
	whole(t, r, w)
}

// whole looks for half states.
func whole(t *testing.T, r *rapid.T, w *bottest.World) {
	pairs := map[string]mentoring.Pair{}
	var live []mentoring.Pair
	for _, p := range pairsOf(t, w, mentee) {
		pairs[p.ID] = p
		if !p.ToldAt.IsZero() && p.Ended.IsZero() {
			live = append(live, p)
		}
	}
	if len(live) > 1 {
		r.Fatalf("%d mentors at once: %v", len(live), live)
	}
	for _, p := range pairs {
		if !p.ToldAt.IsZero() && p.Follows != "" && pairs[p.Follows].Heir != p.ID {
			r.Fatalf("%+v took over from %+v", p, pairs[p.Follows])
		}
		if heir := pairs[p.Heir]; p.Heir != "" && (heir.Follows != p.ID || heir.ToldAt.IsZero() || p.Ended.IsZero()) {
			r.Fatalf("%+v was taken over by %+v", p, heir)
		}
	}
	for _, c := range changesOf(t, w) {
		of, next := pairs[c.Pair], pairs[c.Next]
		if !of.Ended.IsZero() {
			r.Fatalf("a change of a pair that is over waits: %+v", c)
		}
		if c.State == store.ChangeChosen && (next.ID == "" || !next.ToldAt.IsZero() || !next.Ended.IsZero()) {
			r.Fatalf("chosen, but not waiting: %+v, %+v", c, next)
		}
	}
	view(t, w, func(tx store.Tx) error {
		held := 0
		for id, p := range pairs {
			ms, err := store.Meetings.All(tx, store.Span{Index: "pair", Prefix: store.Under(id)})
			if err != nil {
				return err
			}
			for _, m := range ms {
				if m.State == mentoring.MeetingPlanned && !p.Ended.IsZero() {
					r.Errorf("a talk of a pair that is over is still planned: %+v", m)
				}
				if m.Counts() {
					held++
				}
			}
		}
		for _, p := range live {
			st, err := store.Standing(tx, p)
			if err != nil {
				return err
			}
			if st.Met() != held {
				r.Errorf("%d talks count, %d were held", st.Met(), held)
			}
		}
		return nil
	})
}

// livePair is the pair that the mentee has now, or the zero Pair.
func livePair(t *testing.T, w *bottest.World) (live mentoring.Pair) {
	t.Helper()
	for _, p := range pairsOf(t, w, mentee) {
		if !p.ToldAt.IsZero() && p.Ended.IsZero() {
			live = p
		}
	}
	if live.ID == "" {
		live = mentoring.Pair{ID: pairID, Mentor: mentor}
	}
	return live
}

func changesOf(t *testing.T, w *bottest.World) (out []store.Change) {
	t.Helper()
	view(t, w, func(tx store.Tx) (err error) {
		out, err = store.Changes.All(tx, store.Span{Index: "waits"})
		return err
	})
	return out
}

func openOffers(t *testing.T, w *bottest.World, pair string) (out []mentoring.Offer) {
	t.Helper()
	view(t, w, func(tx store.Tx) (err error) {
		out, err = store.OpenOffers(tx, pair)
		return err
	})
	return out
}

func importRow(t *testing.T, w *bottest.World, id, name, state string) {
	t.Helper()
	file := fmt.Sprintf("職員番号,氏名,部,課,チーム,職位,級,在籍\n%s,%s,市民部,市民課,窓口チーム,主査,4,%s\n", id, name, state)
	if _, err := w.Bot.ImportRoster(t.Context(), "operator", []byte(file), []string{bottest.Platform}); err != nil {
		t.Fatal(err)
	}
}
