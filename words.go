package main

import (
	"strconv"
	"time"

	"tsukiichi/bot"
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/mentoring"
)

// roleWord is the word for a role.
func roleWord(r mentoring.Role) catalog.Key {
	switch r {
	case mentoring.RoleMentee:
		return catalog.RoleMentee
	case mentoring.RoleMentor:
		return catalog.RoleMentor
	case mentoring.RoleHead:
		return catalog.RoleHead
	default:
		return catalog.RoleHR
	}
}

// rosterSummary says in one line what a roster changes.
func rosterSummary(w catalog.Words, pv bot.RosterPreview) string {
	n := func(name string, of int) catalog.Arg { return catalog.A(name, strconv.Itoa(of)) }
	return w.T(catalog.RosterSummary,
		n("New", len(pv.New)), n("Changed", len(pv.Changed)), n("Leaving", len(pv.Leaving)),
		n("Returning", len(pv.Returning)), n("Same", pv.Same), n("Missing", len(pv.Missing)))
}

// japan is the zone of the fiscal year.
func japan() *time.Location { return time.FixedZone("JST", 9*60*60) }
