package scheduler_test

import (
	"errors"
	"testing"

	"tsukiichi/bot/mentoring"
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
		[]any{store.KindNominate, "head/head", programme, "2026-04-15 09:00"})
	same(t, "next, when it is late", h.next(store.DueNominee, "sato"), "2026-04-15 09:00")

	h.pair("p1", "sato", "kato", "2027-01-01 09:00")
	h.through("2026-04-24 09:00")
	same(t, "sato has a mentor", h.next(store.DueNominee, "sato"), "")
	same(t, "abe has none", h.keys("nominate"),
		[]string{
			"nominate-late/aomori-2026/2026-04-01/hr1", "nominate-late/aomori-2026/2026-04-01/hr2",
			"nominate/2026-04-10/head", "nominate/2026-04-15/head", "nominate/2026-04-22/head",
		})
	h.through("2026-04-30 09:00")
	same(t, "over the holidays", h.next(store.DueNominee, "abe"), "2026-05-12 09:00")
}

// TestNominateNobodyThenLate: one section has nobody to choose from the first
// day on; that the others are late is told all the same.
func TestNominateNobodyThenLate(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	family(h)
	h.person("abe", mentoring.RoleMentee, func(p *mentoring.Person) { p.Section = "without a head" })
	for _, id := range []string{"sato", "abe"} {
		h.schedule(store.DueNominee, id, "2026-04-01 09:00")
	}
	h.through("2026-04-24 09:00")
	same(t, "told of nobody", h.keys("nominate-nobody"),
		[]string{"nominate-nobody/aomori-2026/2026-04-01/hr1", "nominate-nobody/aomori-2026/2026-04-01/hr2"})
	same(t, "told of late", h.keys("nominate-late"),
		[]string{"nominate-late/aomori-2026/2026-04-01/hr1", "nominate-late/aomori-2026/2026-04-01/hr2"})
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
		{"not hired yet", func(h *house) {
			h.person("sato", mentoring.RoleMentee, func(p *mentoring.Person) { p.HiredOn = mentoring.On(2026, 6, 6) })
		}, []string{}, "2026-06-08 09:00"},
		{"the head has left, nobody is there", func(h *house) {
			h.person("head", mentoring.RoleHead, func(p *mentoring.Person) { p.Active = false })
		}, []string{"nominate-nobody/aomori-2026/2026-05-11/hr1", "nominate-nobody/aomori-2026/2026-05-11/hr2"}, "2026-05-19 09:00"},
		{"the head has left, the deputy is there", func(h *house) {
			h.person("head", mentoring.RoleHead, func(p *mentoring.Person) { p.Active, p.Deputy = false, "kato" })
		}, []string{"nominate/2026-05-12/kato"}, "2026-05-19 09:00"},
		{"the head is away", func(h *house) {
			h.person("head", mentoring.RoleHead, func(p *mentoring.Person) {
				p.Deputy, p.Leave = "kato", []mentoring.Leave{{From: mentoring.On(2026, 5, 1)}}
			})
		}, []string{"nominate/2026-05-12/kato"}, "2026-05-19 09:00"},
		{"head and deputy are away", func(h *house) {
			away := []mentoring.Leave{{From: mentoring.On(2026, 5, 1)}}
			h.person("head", mentoring.RoleHead, func(p *mentoring.Person) { p.Deputy, p.Leave = "kato", away })
			h.person("kato", mentoring.RoleMentor, func(p *mentoring.Person) { p.Leave = away })
		}, []string{"nominate/2026-05-12/head"}, "2026-05-19 09:00"},
		{"late", func(h *house) {
			h.person("head", mentoring.RoleHead, func(p *mentoring.Person) { p.Deputy = "kato" })
			h.write(func(tx store.Tx) error { // the tenth business day is over
				p, err := store.Programmes.Must(tx, programme)
				p.Nomination.Within = 1
				return errors.Join(err, store.Programmes.Put(tx, p))
			})
		}, []string{
			"nominate-late/aomori-2026/2026-05-11/hr1", "nominate-late/aomori-2026/2026-05-11/hr2",
			"nominate/2026-05-12/head", "nominate/2026-05-12/kato",
		}, "2026-05-19 09:00"},
		{"two heads", func(h *house) { h.person("vice", mentoring.RoleHead) },
			[]string{"nominate/2026-05-12/head", "nominate/2026-05-12/vice"}, "2026-05-19 09:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			family(h)
			c.setUp(h)
			h.write(func(tx store.Tx) error { // in time, for the deadline is not in question here
				return store.Vacancies.Put(tx, store.Vacancy{Mentee: "sato", Programme: programme, Since: mentoring.On(2026, 5, 11)})
			})
			h.schedule(store.DueNominee, "sato", "2026-05-12 09:00")
			h.tick("2026-05-12 09:00")
			same(t, "intents", h.keys(), c.want)
			same(t, "next", h.next(store.DueNominee, "sato"), c.next)
		})
	}
}

func TestNominateEvery(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	family(h)
	h.write(func(tx store.Tx) error {
		p, err := store.Programmes.Must(tx, programme)
		p.Nomination.RemindEvery = 2
		return errors.Join(err, store.Programmes.Put(tx, p))
	})
	h.schedule(store.DueNominee, "sato", "2026-05-14 09:00")
	h.tick("2026-05-14 09:00")
	same(t, "next", h.next(store.DueNominee, "sato"), "2026-05-18 09:00")
}
