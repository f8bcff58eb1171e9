package scheduler_test

import (
	"errors"
	"fmt"
	"testing"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// pairs makes n pairs that never meet, told on 1 May.
func (h *house) pairs(n int) {
	h.t.Helper()
	h.write(func(tx store.Tx) error {
		for i := range n {
			id := fmt.Sprintf("p%05d", i)
			p := mentoring.Pair{ID: id, Programme: programme, Mentee: "e" + id, Mentor: "r" + id, ToldAt: at(h.t, "2026-05-01 09:00")}
			if err := store.Pairs.Put(tx, p); err != nil {
				return err
			}
		}
		return nil
	})
}

// listed is how many pairs each month's list holds.
func (h *house) listed() map[string]int {
	h.t.Helper()
	got := map[string]int{}
	h.read(func(tx store.Tx) error {
		all, err := store.Attentions.All(tx, store.Span{})
		for _, a := range all {
			got[a.Period.String()]++
		}
		return err
	})
	return got
}

func TestMonthOver(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	family(h)
	h.pairs(1_100)
	h.meeting(mentoring.Meeting{ID: "m1", Pair: "p00007", State: mentoring.MeetingMet, Start: at(t, "2026-07-14 10:00")})
	h.schedule(store.DueMonth, programme, "2026-08-03 09:00")
	h.write(func(tx store.Tx) error { // months before are done
		for _, m := range []string{"2026-04", "2026-05", "2026-06"} {
			p, err := mentoring.ParsePeriod(m)
			if err != nil {
				return err
			}
			if err := store.Reckonings.Put(tx, store.Reckoning{Programme: programme, Period: p, DoneAt: at(t, "2026-07-01 09:00")}); err != nil {
				return err
			}
		}
		return nil
	})
	h.tick("2026-08-03 08:59")
	same(t, "too early", h.listed(), map[string]int{})
	r := h.tick("2026-08-03 09:00")
	same(t, "looked", r.Looked, 1_100)
	same(t, "listed", h.listed(), map[string]int{"2026-07": 1_099})
	same(t, "intents", h.keys(), []string{"month-over/aomori-2026/2026-07/hr1", "month-over/aomori-2026/2026-07/hr2"})
	d := h.delivery("month-over/aomori-2026/2026-07/hr1")
	same(t, "message", []any{d.Kind, d.Subject, d.Arg, d.Keep, show(d.NotBefore)},
		[]any{store.KindMonthOver, "programme/aomori-2026", "2026-07", true, "2026-08-03 09:00"})
	same(t, "next", h.next(store.DueMonth, programme), "2026-09-01 09:00")
}

func TestMonthOverCatchesUp(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	family(h)
	h.pairs(3)
	h.schedule(store.DueMonth, programme, "2026-06-01 09:00")
	h.tick("2026-08-20 10:00")
	h.tick("2026-08-20 10:01")
	same(t, "listed", h.listed(), map[string]int{"2026-05": 3, "2026-06": 3, "2026-07": 3})
	same(t, "intents", h.keys(), []string{"month-over/aomori-2026/2026-07/hr1", "month-over/aomori-2026/2026-07/hr2"})
	same(t, "next", h.next(store.DueMonth, programme), "2026-09-01 09:00")
	h.through("2027-03-31 23:59")
	same(t, "after the window", h.next(store.DueMonth, programme), "")
	same(t, "listed", h.listed(), map[string]int{"2026-05": 3, "2026-06": 3, "2026-07": 3, "2026-08": 3, "2026-09": 3})
}

func TestMonthOverWithoutPairsSaysNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	family(h)
	h.schedule(store.DueMonth, programme, "2026-08-03 09:00")
	h.tick("2026-08-03 09:00")
	same(t, "intents", h.keys(), []string{})
}

func TestMonthOverLeavesOutOnesOwnPair(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	family(h)
	h.pair("p1", "sato", "hr1", "2026-12-01 09:00")
	h.schedule(store.DueMonth, programme, "2026-08-03 09:00")
	h.tick("2026-08-03 09:00")
	same(t, "intents", h.keys(), []string{"month-over/aomori-2026/2026-07/hr2"})
	h.pairs(1)
	h.through("2026-09-01 09:00")
	same(t, "intents", h.keys("month-over/aomori-2026/2026-08"),
		[]string{"month-over/aomori-2026/2026-08/hr1", "month-over/aomori-2026/2026-08/hr2"})
}

func TestMonthOverGoesOnAfterACrash(t *testing.T) {
	t.Parallel()
	down := errors.New("disk full")
	var puts int
	crash := true
	h := newHouseOn(t, func(e store.Engine) store.Engine {
		return &watched{Engine: e, before: func(table, _ string) error {
			if table != "reckonings" {
				return nil
			}
			// The second chunk fails.
			if puts++; crash && puts > 1 {
				return down
			}
			return nil
		}}
	})
	family(h)
	h.pairs(1_100)
	h.schedule(store.DueMonth, programme, "2026-06-01 09:00")
	if r := h.tick("2026-06-01 09:00"); r.Looked != 500 {
		t.Errorf("looked at %d before the crash, want 500", r.Looked)
	}
	same(t, "listed", h.listed(), map[string]int{})
	crash = false
	if r := h.tick("2026-06-01 09:10"); r.Looked != 600+1_100 {
		t.Errorf("looked at %d after it, want the other 600 of April and May's 1,100", r.Looked)
	}
	same(t, "listed", h.listed(), map[string]int{"2026-05": 1_100})
	same(t, "intents", h.keys(), []string{"month-over/aomori-2026/2026-05/hr1", "month-over/aomori-2026/2026-05/hr2"})
}

func TestUnansweredCheckInIsListedLate(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	family(h)
	h.pair("p1", "sato", "kato", "2026-08-01 09:00")
	h.meeting(mentoring.Meeting{ID: "m1", Pair: "p1", State: mentoring.MeetingPlanned, Start: at(t, "2026-07-31 16:00")})
	h.schedule(store.DueMonth, programme, "2026-08-03 09:00")
	h.through("2026-08-05 23:59")
	same(t, "while it may have been held", h.listed()["2026-07"], 0)
	same(t, "intents", h.keys("month-over/aomori-2026/2026-07"), []string{})
	h.through("2026-08-12 23:59")
	same(t, "later", h.listed()["2026-07"], 1)
	same(t, "intents", h.keys("month-over/aomori-2026/2026-07"),
		[]string{"month-over/aomori-2026/2026-07/hr1", "month-over/aomori-2026/2026-07/hr2"})
}
