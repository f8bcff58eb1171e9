package scheduler_test

import (
	"testing"
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// TestQuiet: HR is reminded as the day nears and each business day after it; the
// mentee hears once. Who of HR has a part in the pair, or looks after the
// section, never does.
func TestQuiet(t *testing.T) {
	t.Parallel()
	const near, wait = "quiet-near/q/hr", "quiet-wait/q"
	for _, c := range []struct {
		name   string
		change func(*store.Quiet)
		until  string
		want   []string
	}{
		{"early", nil, "2026-06-04 08:59", []string{}},
		{"near", nil, "2026-06-04 09:00", []string{near}},
		{"late", nil, "2026-06-09 09:00", []string{"quiet-late/q/2026-06-09/hr", near, wait}},
		{"later", nil, "2026-06-10 12:00", []string{"quiet-late/q/2026-06-09/hr", "quiet-late/q/2026-06-10/hr", near, wait}},
		{"answered", func(q *store.Quiet) { q.AnsweredAt = q.At }, "2026-06-12 09:00", []string{}},
		{"taken back", func(q *store.Quiet) { q.ClosedAt = q.At }, "2026-06-12 09:00", []string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.person("sato", mentoring.RoleMentee)
			h.person("kato", mentoring.RoleHR) // the mentor
			h.person("head", mentoring.RoleHead, func(p *mentoring.Person) { p.Roles = append(p.Roles, mentoring.RoleHR) })
			h.person("hr", mentoring.RoleHR, func(p *mentoring.Person) { p.Section = "hr" })
			h.pair("p1", "sato", "kato", "2027-01-01 09:00")
			q := store.Quiet{ID: "q", Pair: "p1", Mentee: "sato", At: at(t, "2026-06-01 09:00"), AnswerBy: mentoring.On(2026, time.June, 8)}
			if c.change != nil {
				c.change(&q)
			}
			h.write(func(tx store.Tx) error { return store.Quiets.Put(tx, q) })
			h.schedule(store.DueQuiet, "q", "2026-06-04 09:00")
			h.through(c.until)
			h.tick(c.until)
			same(t, "intents", h.keys("quiet-"), c.want)
		})
	}
}

// TestLeaveAsks: the head and HR are asked once, when a long leave of the mentor
// begins; not for a short one, nor where the pair is over.
func TestLeaveAsks(t *testing.T) {
	t.Parallel()
	asked := []string{"change/leave/p1/2026-07-01/head", "change/leave/p1/2026-07-01/hr"}
	for _, c := range []struct {
		name  string
		to    mentoring.Date
		ended mentoring.Date
		until string
		want  []string
	}{
		{"before", mentoring.Date{}, mentoring.Date{}, "2026-07-01 08:59", []string{}},
		{"it begins", mentoring.Date{}, mentoring.Date{}, "2026-07-01 09:00", asked},
		{"only once", mentoring.Date{}, mentoring.Date{}, "2026-08-20 09:00", asked},
		{"a week", mentoring.On(2026, time.July, 7), mentoring.Date{}, "2026-08-20 09:00", []string{}},
		{"a pair no more", mentoring.Date{}, mentoring.On(2026, time.June, 20), "2026-08-20 09:00", []string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.person("sato", mentoring.RoleMentee)
			h.person("kato", mentoring.RoleMentor, func(p *mentoring.Person) {
				p.Leave = []mentoring.Leave{{From: mentoring.On(2026, time.July, 1), To: c.to}}
			})
			h.person("head", mentoring.RoleHead)
			h.person("hr", mentoring.RoleHR)
			h.pair("p1", "sato", "kato", "2027-01-01 09:00", func(p *mentoring.Pair) { p.Ended = c.ended })
			h.schedule(store.DueLeave, "p1", "2026-05-01 09:00")
			h.through(c.until)
			h.tick(c.until)
			same(t, "intents", h.keys("change/"), c.want)
		})
	}
}
