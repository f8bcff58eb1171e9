package scheduler_test

import (
	"testing"

	"tsukiichi/bot/mentoring"
	"tsukiichi/scheduler"
	"tsukiichi/store"
)

func TestNominate(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	family(h)
	h.person("abe", mentoring.RoleMentee)
	for _, id := range []string{"sato", "abe"} {
		h.schedule(store.DueNominee, id, "2026-04-10 07:00") // before the ring
	}
	h.tick("2026-04-10 07:00")
	same(t, "before the ring", h.next(store.DueNominee, "sato"), "2026-04-10 09:00")
	h.tick("2026-04-10 09:00")
	same(t, "one for both", h.keys(), []string{"nominate/2026-04-10/head"})
	d := h.delivery("nominate/2026-04-10/head")
	same(t, "delivery", []any{d.Kind, d.Subject, d.Arg, show(d.Expires)},
		[]any{store.KindNominate, "head/head", programme, "2026-04-17 09:00"})
	same(t, "next", h.next(store.DueNominee, "sato"), "2026-04-17 09:00")

	h.pair("p1", "sato", "kato", "2027-01-01 09:00")
	h.through("2026-04-24 09:00")
	same(t, "sato has a mentor", h.next(store.DueNominee, "sato"), "")
	same(t, "abe has none", h.keys("nominate"),
		[]string{"nominate/2026-04-10/head", "nominate/2026-04-17/head", "nominate/2026-04-24/head"})
	same(t, "over the holidays", h.next(store.DueNominee, "abe"), "2026-05-07 09:00")
}

func TestNominateHours(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, due, next string }{
		{"in the evening", "2026-04-10 18:00", "2026-04-13 09:00"},
		{"on a Saturday", "2026-04-11 10:00", "2026-04-13 09:00"},
		{"between opening and ring", "2026-04-10 08:45", "2026-04-10 09:00"},
		{"before the window", "2026-03-20 10:00", "2026-04-01 09:00"},
		{"after the window", "2026-10-01 09:00", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			family(h)
			h.schedule(store.DueNominee, "sato", c.due)
			h.tick(c.due)
			same(t, "intents", h.keys(), []string{})
			same(t, "next", h.next(store.DueNominee, "sato"), c.next)
		})
	}
}

func TestNominateWhom(t *testing.T) {
	t.Parallel()
	ended := func(p *mentoring.Pair) { p.Ended = mentoring.On(2026, 5, 10) }
	for _, c := range []struct {
		name  string
		setUp func(h *house)
		want  []string
		next  string
	}{
		{
			"left the city", func(h *house) {
				h.person("sato", mentoring.RoleMentee, func(p *mentoring.Person) { p.Active = false })
			}, []string{}, "",
		},
		{"no mentee any more", func(h *house) { h.person("sato", mentoring.RoleMentor) }, []string{}, ""},
		{
			"on leave", func(h *house) {
				h.person("sato", mentoring.RoleMentee, func(p *mentoring.Person) {
					p.Leave = []mentoring.Leave{{From: mentoring.On(2026, 5, 1)}}
				})
			}, []string{}, "2026-05-19 09:00",
		},
		{"the pair has ended", func(h *house) { h.pair("p1", "sato", "kato", "2027-01-01 09:00", ended) },
			[]string{"nominate/2026-05-12/head"}, "2026-05-19 09:00"},
		{"two heads", func(h *house) { h.person("vice", mentoring.RoleHead) },
			[]string{"nominate/2026-05-12/head", "nominate/2026-05-12/vice"}, "2026-05-19 09:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			family(h)
			c.setUp(h)
			h.schedule(store.DueNominee, "sato", "2026-05-12 09:00")
			h.tick("2026-05-12 09:00")
			same(t, "intents", h.keys(), c.want)
			same(t, "next", h.next(store.DueNominee, "sato"), c.next)
		})
	}
}

func TestNominateEvery(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(o *scheduler.Options) { o.NominateEvery = 2 })
	family(h)
	h.schedule(store.DueNominee, "sato", "2026-05-14 09:00")
	h.tick("2026-05-14 09:00")
	same(t, "next", h.next(store.DueNominee, "sato"), "2026-05-18 09:00")
}
