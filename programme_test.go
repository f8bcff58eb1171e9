package main

import (
	"path/filepath"
	"testing"

	"github.com/rs/zerolog"

	"tsukiichi/bot/clock"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// TestServeFollowsSettings reads back the programme that the first start made,
// and what a later start with other settings made of it.
func TestServeFollowsSettings(t *testing.T) {
	t.Parallel()
	s := testSettings(t.TempDir())
	s.Store = filepath.Join(t.TempDir(), "elsewhere.db")
	s.Closures = []string{"08-13/08-15", "12-29/01-03"}
	start := func(s settings) (p mentoring.Programme, amended int) {
		t.Helper()
		l := open(t, s, newPigeon())
		eventually(t, "readiness", func() bool { return l.get("/readyz") == "200 OK ready" })
		if err := l.end(); err != nil {
			t.Fatal(err)
		}
		h, err := openHouse(t.Context(), houseOptions{Path: s.Store, Clock: clock.System{}, Log: zerolog.Nop()})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = h.Close() }()
		err = h.Store.View(t.Context(), func(tx store.Tx) error {
			if p, _, err = store.CurrentProgramme(tx, clock.System{}.Now()); err != nil {
				return err
			}
			audits, err := store.Audits.All(tx, store.Span{})
			for _, a := range audits {
				if a.Verb == "programme-amend" && a.Actor == "operator" && a.What == "programme/"+p.ID {
					amended++
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return p, amended
	}
	p, amended := start(s)
	if len(p.Closures) != 2 || p.Zone != "Asia/Tokyo" || amended != 0 {
		t.Errorf("the programme's closures are %v, its zone %s, amended %d times", p.Closures, p.Zone, amended)
	}
	if !p.CalendarFiles {
		t.Error("a planned talk comes without a file for the calendar")
	}
	none := false
	s.Closures, s.Timezone, s.CalendarFiles = []string{"12-28/01-04"}, "Asia/Seoul", &none
	s.Contact = contactSettings{Name: "人事課 研修係", Phones: []string{"内線 1234"}, Mail: "jinji@example.jp"}
	for range 2 { // the second time there is nothing to change
		p, amended = start(s)
		if len(p.Closures) != 1 || p.Zone != "Asia/Seoul" || p.CalendarFiles || amended != 1 {
			t.Errorf("the programme's closures are %v, its zone %s, calendar files %t, amended %d times", p.Closures, p.Zone, p.CalendarFiles, amended)
		}
	}
	if c := p.Contact; c.Name["ja"] != "人事課 研修係" || len(c.Phones) != 1 || c.Mail != "jinji@example.jp" {
		t.Errorf("the contact is %v", c)
	}
	s.Closures, s.Timezone, s.Contact, s.CalendarFiles = nil, "", contactSettings{}, nil
	if p, amended = start(s); len(p.Closures) != 1 || p.Zone != "Asia/Seoul" || amended != 1 {
		t.Errorf("without settings: closures %v, zone %s, amended %d times", p.Closures, p.Zone, amended)
	}
}

// TestSettingsLeaveHRs keeps what HR has changed on its desk: the settings that
// were given for the start do not undo it at the next one.
func TestSettingsLeaveHRs(t *testing.T) {
	t.Parallel()
	off := false
	s := settings{Closures: []string{"08-13/08-15"}, CalendarFiles: &off, Contact: contactSettings{Name: "係", Phones: []string{"内線 1"}, Mail: "a@example.jp"}}
	amended := func(edited ...string) mentoring.Programme {
		t.Helper()
		p, err := mentoring.LoadPreset("aomori", 2026)
		if err != nil {
			t.Fatal(err)
		}
		p.Edited = edited
		if err := s.amend(&p); err != nil {
			t.Fatal(err)
		}
		return p
	}
	theirs, ours := amended("contact", "hours", "switches"), amended()
	if theirs.Contact.Mail != "" || theirs.Contact.Name["ja"] == "係" || theirs.Closures[0].From.Month != 12 || !theirs.CalendarFiles {
		t.Errorf("what HR changed became %v, %v, %t", theirs.Contact, theirs.Closures, theirs.CalendarFiles)
	}
	if ours.Contact.Mail != "a@example.jp" || ours.Closures[0].From.Month != 8 || ours.CalendarFiles {
		t.Errorf("what HR left became %v, %v, %t", ours.Contact, ours.Closures, ours.CalendarFiles)
	}
}
