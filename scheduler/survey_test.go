package scheduler_test

import (
	"fmt"
	"testing"
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// october opens the questionnaire from 1 to 16 October.
func october(h *house, change func(*mentoring.SurveyWindow)) {
	h.write(func(tx store.Tx) error {
		opened := at(h.t, "2026-09-30 10:00")
		w := mentoring.SurveyWindow{
			Opens: mentoring.On(2026, time.October, 1), Deadline: mentoring.On(2026, time.October, 16), OpenedAt: opened, Since: opened,
		}
		if change != nil {
			change(&w)
		}
		return store.Surveys.Put(tx, store.Survey{Programme: programme, Window: w})
	})
}

// TestSurvey invites, reminds who has not answered, says that the deadline moved,
// and tells HR when it is over.
func TestSurvey(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	family(h)
	h.pair("p1", "sato", "kato", "2026-12-01 09:00")
	october(h, nil)
	h.schedule(store.DueSurvey, programme, "2026-10-01 09:00")
	h.tick("2026-10-01 09:00")
	invited := []string{"survey/" + programme + "/mentee/sato", "survey/" + programme + "/mentor/kato"}
	same(t, "invited", h.keys("survey/"), invited)
	for range 2 { // a repeat says nothing twice
		h.schedule(store.DueSurvey, programme, "2026-10-01 09:00")
		h.tick("2026-10-01 09:01")
	}
	same(t, "invited once", h.keys("survey"), invited)
	same(t, "next", h.next(store.DueSurvey, programme), "2026-10-02 09:00")

	h.write(func(tx store.Tx) error {
		return store.SurveyAnswers.Put(tx, store.SurveyAnswer{Programme: programme, Part: mentoring.Mentor, Person: "kato"})
	})
	h.tick("2026-10-14 10:00") // down since the opening: the reminder of 13 October alone
	same(t, "reminded", h.keys("survey-remind"), []string{"survey-remind/survey/" + programme + "/mentee/2026-10-16/3/sato"})

	october(h, func(w *mentoring.SurveyWindow) {
		w.Deadline, w.Since, w.Moves = w.Deadline.Add(7), at(t, "2026-10-14 11:00"), 1
	})
	h.schedule(store.DueSurvey, programme, "2026-10-14 11:00")
	h.tick("2026-10-14 11:00")
	same(t, "moved", h.keys("survey-moved"), []string{"survey-moved/survey/" + programme + "/mentee/2026-10-23/1/sato"})

	h.tick("2026-10-22 09:00")
	same(t, "reminded of the new day", h.keys("survey-remind"), []string{
		"survey-remind/survey/" + programme + "/mentee/2026-10-16/3/sato", "survey-remind/survey/" + programme + "/mentee/2026-10-23/1/sato",
	})
	h.tick("2026-10-23 23:00")
	same(t, "not over", h.keys("survey-over"), []string{})
	h.tick("2026-10-26 09:00")
	same(t, "over", h.keys("survey-over"), []string{"survey-over/" + programme + "/2026-10-23/hr1", "survey-over/" + programme + "/2026-10-23/hr2"})
	same(t, "no more", h.next(store.DueSurvey, programme), "")
}

// TestSurveyBackFromLeave invites on the first day back, and leaves out the
// reminder whose time was before that.
func TestSurveyBackFromLeave(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	family(h)
	h.person("sato", mentoring.RoleMentee, func(p *mentoring.Person) {
		p.Leave = []mentoring.Leave{{From: mentoring.On(2026, time.September, 28), To: mentoring.On(2026, time.October, 7)}}
	})
	h.pair("p1", "sato", "kato", "2026-12-01 09:00")
	october(h, nil)
	h.schedule(store.DueSurvey, programme, "2026-10-01 09:00")
	for _, day := range []string{"01", "02", "05", "06", "07", "08", "09"} {
		h.tick("2026-10-" + day + " 09:00")
	}
	same(t, "invited", h.keys("survey/"), []string{"survey/" + programme + "/mentee/sato", "survey/" + programme + "/mentor/kato"})
	same(t, "reminded", h.keys("survey-remind"), []string{"survey-remind/survey/" + programme + "/mentor/2026-10-16/7/kato"})
	h.tick("2026-10-13 09:00")
	same(t, "of the next", len(h.keys("survey-remind")), 3)
}

// TestSurveyOfMany invites a big town in chunks, everybody once.
func TestSurveyOfMany(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const pairs = 600
	h.write(func(tx store.Tx) error {
		for i := range pairs {
			mentee, mentor := fmt.Sprintf("e%03d", i), fmt.Sprintf("r%03d", i)
			for _, id := range []string{mentee, mentor} {
				if err := store.People.Put(tx, mentoring.Person{ID: id, Name: id, Active: true}); err != nil {
					return err
				}
			}
			p := mentoring.Pair{ID: mentee, Programme: programme, Mentee: mentee, Mentor: mentor, ToldAt: at(t, "2026-04-08 09:00")}
			if err := store.Pairs.Put(tx, p); err != nil {
				return err
			}
		}
		return nil
	})
	october(h, nil)
	h.schedule(store.DueSurvey, programme, "2026-10-01 09:00")
	for i, want := range []int{500, 1000, 1200} {
		h.tick(fmt.Sprintf("2026-10-01 09:%02d", i))
		if got := len(h.keys("survey/")); got != want {
			t.Errorf("after ring %d: %d invited, want %d", i, got, want)
		}
	}
}
