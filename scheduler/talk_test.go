package scheduler_test

import (
	"testing"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// planned is a talk of the pair p1 that was planned on 1 July.
func (h *house) planned(id, start string, change ...func(*mentoring.Meeting)) {
	h.t.Helper()
	m := mentoring.Meeting{
		ID: id, Pair: "p1", State: mentoring.MeetingPlanned, Start: at(h.t, start), BookedAt: at(h.t, "2026-07-01 10:00"),
	}
	for _, c := range change {
		c(&m)
	}
	h.meeting(m)
	h.schedule(store.DueTalks, "p1", "2026-07-01 10:00")
}

func TestTalks(t *testing.T) {
	t.Parallel()
	const mentee, mentor = "prepare/m1/2026-07-15/sato", "talk-day/m1/2026-07-15/kato"
	for _, c := range []struct {
		name   string
		change func(*mentoring.Meeting)
		ended  mentoring.Date
		until  string
		want   []string
	}{
		{name: "before the eve", until: "2026-07-14 12:59", want: []string{}},
		{name: "on the eve", until: "2026-07-14 13:00", want: []string{mentee}},
		{name: "on the day", until: "2026-07-15 08:30", want: []string{mentee, mentor}},
		{name: "called off", change: func(m *mentoring.Meeting) { m.State = mentoring.MeetingCancelled }, until: "2026-07-20 09:00", want: []string{}},
		{name: "a pair no more on that day", ended: mentoring.On(2026, 7, 15), until: "2026-07-20 09:00", want: []string{}},
		{
			name: "planned when no time is left to prepare", until: "2026-07-15 15:29", want: []string{mentor},
			change: func(m *mentoring.Meeting) { m.BookedAt = at(t, "2026-07-15 14:00") },
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.pair("p1", "sato", "kato", "2027-01-01 09:00", func(p *mentoring.Pair) { p.Ended = c.ended })
			h.planned("m1", "2026-07-15 15:30", func(m *mentoring.Meeting) {
				if c.change != nil {
					c.change(m)
				}
			})
			h.through(c.until)
			h.tick(c.until)
			same(t, "intents", h.keys(), c.want)
		})
	}
}

func TestTalksAfterAnOutage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.pair("p1", "sato", "kato", "2027-01-01 09:00")
	h.planned("m1", "2026-07-15 15:30")
	h.tick("2026-07-15 15:00") // too late to ask, in time for the mentor
	same(t, "intents", h.keys(), []string{"talk-day/m1/2026-07-15/kato"})
	same(t, "next", h.next(store.DueTalks, "p1"), "2026-07-22 15:00")
}

// TestTalksAfterTheMonths looks on while a talk is ahead, and no longer.
func TestTalksAfterTheMonths(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.pair("p1", "sato", "kato", "2027-04-01 09:00")
	h.schedule(store.DueTalks, "p1", "2026-09-30 10:00")
	h.tick("2026-09-30 10:00")
	same(t, "in September", h.next(store.DueTalks, "p1"), "2026-10-07 10:00")
	h.tick("2026-10-07 10:00")
	same(t, "in October", h.next(store.DueTalks, "p1"), "")
	h.planned("m1", "2026-11-20 15:30")
	h.tick("2026-10-08 10:00")
	same(t, "with a talk ahead", h.next(store.DueTalks, "p1"), "2026-10-15 10:00")
}

func TestMovedTalkIsToldOfAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.pair("p1", "sato", "kato", "2027-01-01 09:00")
	h.planned("m1", "2026-07-15 15:30")
	h.tick("2026-07-14 13:00")
	h.planned("m1", "2026-07-15 10:30")
	h.tick("2026-07-14 13:10") // the same day: nothing new
	h.planned("m1", "2026-07-17 15:30")
	h.tick("2026-07-14 13:20")
	same(t, "next", h.next(store.DueTalks, "p1"), "2026-07-16 13:00")
	h.tick("2026-07-16 13:00")
	same(t, "intents", h.keys(), []string{"prepare/m1/2026-07-15/sato", "prepare/m1/2026-07-17/sato"})
	d := h.delivery("prepare/m1/2026-07-17/sato")
	same(t, "delivery", []any{d.Kind, d.Subject, d.Arg, show(d.Expires)}, []any{store.KindPrepare, "meeting/m1", "2026-07-17", "2026-07-17 14:30"})
}

func TestLookBackInvitations(t *testing.T) {
	t.Parallel()
	const three, september = "look-back/p1/three-months/sato", "look-back/p1/september/sato"
	for _, c := range []struct {
		name   string
		looked string
		until  string
		want   []string
	}{
		{name: "none yet", until: "2026-07-10 08:59", want: []string{}},
		{name: "after three months", until: "2026-07-10 09:00", want: []string{three}},
		{name: "and in September", until: "2026-12-01 09:00", want: []string{september, three}},
		{name: "done shortly before", looked: "2026-08-20 10:00", until: "2026-12-01 09:00", want: []string{three}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.pair("p1", "sato", "kato", "2027-01-01 09:00")
			h.write(func(tx store.Tx) error {
				return store.Visions.Put(tx, store.Vision{ID: "v", Pair: "p1", Mentee: "sato", WrittenAt: at(t, "2026-04-10 10:00")})
			})
			h.schedule(store.DueVision, "p1", "2026-04-10 10:00")
			if c.looked != "" {
				h.through(c.looked)
				h.write(func(tx store.Tx) error {
					return store.LookBacks.Put(tx, store.LookBack{ID: "l", Pair: "p1", Mentee: "sato", Vision: "v", WrittenAt: at(t, c.looked)})
				})
			}
			h.through(c.until)
			same(t, "intents", h.keys(), c.want)
		})
	}
}

func TestLookBackAfterAnOutageIsOne(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.pair("p1", "sato", "kato", "2027-01-01 09:00")
	h.write(func(tx store.Tx) error {
		return store.Visions.Put(tx, store.Vision{ID: "v", Pair: "p1", Mentee: "sato", WrittenAt: at(t, "2026-04-10 10:00")})
	})
	h.schedule(store.DueVision, "p1", "2026-04-10 10:00")
	h.tick("2026-09-02 10:00")
	same(t, "intents", h.keys(), []string{"look-back/p1/september/sato"})
}
