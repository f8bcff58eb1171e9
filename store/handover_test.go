package store_test

import (
	"testing"
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// TestStandingFollows: what came before a pair counts for it: the talks held, the
// leave of the mentor then, and the days without one; what was only planned
// does not, nor what kept the new mentor away before.
func TestStandingFollows(t *testing.T) {
	t.Parallel()
	s := open(t)
	told := time.Date(2026, 4, 2, 0, 0, 0, 0, time.UTC)
	june, july := mentoring.On(2026, time.June, 10), mentoring.On(2026, time.July, 6)
	day := func(m time.Month, d int) mentoring.Date { return mentoring.On(2026, m, d) }
	pair := mentoring.Pair{ID: "b", Mentee: "e", Mentor: "new", Follows: "a", ToldAt: told.AddDate(0, 3, 4), Since: july}
	err := s.Update(t.Context(), func(tx store.Tx) error {
		for _, p := range []mentoring.Person{
			{ID: "e"},
			{ID: "old", Leave: []mentoring.Leave{{From: day(time.June, 1)}}},
			{ID: "new", Leave: []mentoring.Leave{{From: day(time.May, 1), To: day(time.May, 31)}}},
		} {
			if err := store.People.Put(tx, p); err != nil {
				return err
			}
		}
		for _, p := range []mentoring.Pair{pair, {ID: "a", Mentee: "e", Mentor: "old", ToldAt: told, Ended: june, Heir: "b"}} {
			if err := store.Pairs.Put(tx, p); err != nil {
				return err
			}
		}
		for id, state := range map[string]mentoring.MeetingState{"held": mentoring.MeetingMet, "off": mentoring.MeetingCancelled} {
			if err := store.Meetings.Put(tx, mentoring.Meeting{ID: id, Pair: "a", State: state, Start: told}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.View(t.Context(), func(tx store.Tx) error {
		st, err := store.Standing(tx, pair)
		if err != nil {
			return err
		}
		if len(st.Meetings) != 0 || len(st.Earlier) != 1 || st.Earlier[0].ID != "held" || !st.Began.Equal(told) {
			t.Errorf("meetings %v, earlier %v, began %s", st.Meetings, st.Earlier, st.Began)
		}
		want := []mentoring.Leave{{From: day(time.June, 1), To: day(time.June, 9)}, {From: june, To: day(time.July, 5)}}
		if len(st.Leave) != len(want) || st.Leave[0] != want[0] || st.Leave[1] != want[1] {
			t.Errorf("leave %v, want %v", st.Leave, want)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
