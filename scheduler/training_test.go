package scheduler_test

import (
	"testing"
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// TestTraining reminds who is to come on the business day before, of the day
// that is theirs.
func TestTraining(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	family(h)
	for _, id := range []string{"abe", "came", "again", "away"} {
		h.person(id, mentoring.RoleMentee, func(p *mentoring.Person) {
			if id == "away" {
				p.Leave = []mentoring.Leave{{From: mentoring.On(2026, 4, 1)}}
			}
		})
	}
	h.write(func(tx store.Tx) error {
		for _, s := range []store.Session{
			{ID: "s1", Programme: programme, Training: "mentee", Start: at(t, "2026-04-13 13:30")},
			{ID: "s2", Programme: programme, Training: "mentee", Start: at(t, "2026-04-20 13:30")},
			{ID: "mentors", Programme: programme, Training: "mentor", Start: at(t, "2026-04-13 10:00")},
		} {
			if err := store.Sessions.Put(tx, s); err != nil {
				return err
			}
		}
		for person, state := range map[string]store.Attended{"came": store.AttendedYes, "again": store.AttendedAgain} {
			a := store.Attendance{Programme: programme, Training: "mentee", Person: person, State: state, Session: "s2"}
			if err := store.Attendances.Put(tx, a); err != nil {
				return err
			}
		}
		return nil
	})
	h.pair("p1", "sato", "kato", "2026-06-01 09:00")
	h.pair("p2", "abe", "untold", "2026-06-01 09:00", func(p *mentoring.Pair) { p.ToldAt = time.Time{} })
	for _, id := range []string{"s1", "mentors"} {
		h.schedule(store.DueTraining, id, "2026-04-09 09:00")
	}
	h.tick("2026-04-09 09:00")
	same(t, "too early", h.keys("training"), []string{})
	same(t, "next", h.next(store.DueTraining, "s1"), "2026-04-10 09:00")
	h.tick("2026-04-10 09:00")
	stamp := store.Stamp(at(t, "2026-04-13 13:30"))
	same(t, "reminded", h.keys("training"), []string{
		"training/mentors/" + store.Stamp(at(t, "2026-04-13 10:00")) + "/kato",
		"training/s1/" + stamp + "/abe", "training/s1/" + stamp + "/sato",
	})
	same(t, "no more", h.next(store.DueTraining, "s1"), "")
}
