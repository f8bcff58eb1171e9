package mentoring_test

import (
	"testing"

	"tsukiichi/bot/mentoring"
)

// TestNominateBy counts the days to nominate from the window, the hire or the
// day on which the last mentor left.
func TestNominateBy(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	for _, c := range []struct{ name, hired, since, from, by, late string }{
		{"in April", "2026-04-01", "2026-03-20", "2026-04-01", "2026-04-14", "2026-04-15 09:00"},
		{"hired in June", "2026-06-15", "2026-05-11", "2026-06-15", "2026-06-26", "2026-06-29 09:00"},
		{"hired on a Saturday", "2026-06-06", "2026-05-11", "2026-06-06", "2026-06-19", "2026-06-22 09:00"},
		{"the mentor left", "2026-04-01", "2026-06-10", "2026-06-10", "2026-06-23", "2026-06-24 09:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			from := r.WantedFrom(mentoring.Person{HiredOn: day(t, c.hired)}, day(t, c.since))
			by, ok := r.NominateBy(from)
			if from != day(t, c.from) || by != day(t, c.by) || !ok || !r.NominationLateAt(from).Equal(at(t, c.late)) {
				t.Errorf("from %s by %s late at %s", from, by, r.NominationLateAt(from))
			}
		})
	}
	p := aomori(t, 2026)
	p.Nomination.Within = 0
	if _, ok := rules(t, p, office2026).NominateBy(day(t, "2026-04-01")); ok {
		t.Error("a programme without such a day has one")
	}
}

func TestStandsInFor(t *testing.T) {
	t.Parallel()
	on := day(t, "2026-04-10")
	away := []mentoring.Leave{{From: day(t, "2026-04-01")}}
	for _, c := range []struct {
		name         string
		head, deputy func(p *mentoring.Person)
		parts        []string
		want         bool
	}{
		{"the head is there", nil, nil, nil, false},
		{"the head is away", func(p *mentoring.Person) { p.Leave = away }, nil, nil, true},
		{"the head has left", func(p *mentoring.Person) { p.Active = false }, nil, nil, true},
		{"the head has a part", nil, nil, []string{"head", "x"}, true},
		{"both have a part", nil, nil, []string{"head", "deputy"}, false},
		{"both are away", func(p *mentoring.Person) { p.Leave = away }, func(p *mentoring.Person) { p.Leave = away }, nil, false},
		{"the deputy has left", func(p *mentoring.Person) { p.Leave = away }, func(p *mentoring.Person) { p.Active = false }, nil, false},
		{"no head any more", func(p *mentoring.Person) { p.Leave, p.Roles = away, nil }, nil, nil, false},
		{"another deputy", func(p *mentoring.Person) { p.Leave, p.Deputy = away, "other" }, nil, nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			head := mentoring.Person{ID: "head", Active: true, Roles: []mentoring.Role{mentoring.RoleHead}, Deputy: "deputy"}
			deputy := mentoring.Person{ID: "deputy", Active: true}
			if c.head != nil {
				c.head(&head)
			}
			if c.deputy != nil {
				c.deputy(&deputy)
			}
			if got := deputy.StandsInFor(head, on, c.parts...); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
