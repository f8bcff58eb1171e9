package bot_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"tsukiichi/bot"
)

// domain is the table of the domain, written down a second time on purpose:
// author, partner, new mentor, head, HR, operator.
func domain() map[string][6]string {
	const no, all, fact, few, consent = "", "all", "fact", "aggregate", "consent"
	return map[string][6]string{
		"meeting":        {all, all, all, fact, all, no},
		"place":          {all, all, all, no, no, no},
		"topic":          {all, all, consent, no, few, no},
		"preparation":    {all, all, consent, no, no, no},
		"line-alone":     {all, no, no, no, no, no},
		"line-shared":    {all, all, consent, no, no, no},
		"scores":         {all, no, no, no, few, no},
		"scores-shared":  {all, all, no, no, few, no},
		"vision":         {all, all, consent, no, no, no},
		"form":           {all, no, no, no, no, no},
		"form-handed":    {all, no, no, no, all, no},
		"handover":       {all, no, consent, no, no, no},
		"reason":         {all, no, no, all, all, no},
		"change":         {all, no, no, all, all, no},
		"quiet":          {all, no, no, no, all, no},
		"leave":          {no, fact, fact, all, all, no},
		"training":       {all, no, no, all, all, no},
		"october":        {all, no, no, few, all, no},
		"thanks":         {all, all, no, no, no, no},
		"voice":          {all, no, no, no, no, no},
		"voice-approved": {all, all, all, all, all, no},
	}
}

func relations() []string {
	return []string{"author", "partner", "new-mentor", "head", "hr", "operator"}
}

// TestMatrix holds the table in the code to the domain's.
func TestMatrix(t *testing.T) {
	t.Parallel()
	got := bot.Matrix()
	if len(got) != len(domain()) {
		t.Errorf("%d rows, want %d", len(got), len(domain()))
	}
	for item, row := range domain() {
		for i, as := range relations() {
			if got[item][as] != row[i] {
				t.Errorf("%s, %s: %q, want %q", item, as, got[item][as], row[i])
			}
		}
	}
}

// TestPrivacyMatrix plants a sign of every item and then opens everything there
// is as everybody: homes, pages, forms, messages, files, the audit log; before
// and after a change of mentor, with consent and without, and in January. Each
// sign stands where the matrix says so and nowhere else, and what somebody wrote
// stands in no message.
func TestPrivacyMatrix(t *testing.T) {
	t.Parallel()
	y := playYear(t)
	rows := domain()
	rows["what has no row"] = [6]string{"all"}
	tally := map[string]int{}
	for _, item := range slices.Sorted(maps.Keys(rows)) {
		signs := slices.DeleteFunc(signs(), func(s sign) bool { return s.item != item })
		if len(signs) == 0 {
			t.Errorf("%s: nothing of it is planted", item)
		}
		for i, as := range relations() {
			looked := 0
			for _, s := range signs {
				looked += y.cell(t, s, as, rows[item][i], tally)
			}
			if looked == 0 && item+"/"+as != "leave/author" {
				t.Errorf("%s, %s: the cell was not looked at", item, as)
			}
		}
	}
	t.Logf("%d rows × %d readers, %d signs, %d sittings: %d times seen by who may; %d times as a fact or a figure alone; "+
		"%d times not to be found on a path by who may not\nlooked at, and left out: %s",
		len(rows), len(relations()), len(signs()), len(y.views), tally["seen"], tally["part"], tally["unseen"], strings.Join(leftOut(), "; "))
}

// leftOut lists the cells that a sign says nothing of, with the reason.
func leftOut() (out []string) {
	for _, s := range signs() {
		for _, cells := range []map[string]string{s.unshown, s.aside} {
			for as, why := range cells {
				out = append(out, s.item+", "+as+": "+why)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// cell holds one sign to one cell of the matrix: who may see it does so once at
// least, and who may not, never. It returns how often it looked.
func (y year) cell(t *testing.T, s sign, as, want string, tally map[string]int) int {
	t.Helper()
	if why := s.aside[as]; why != "" {
		tally["aside"]++
		return 1
	}
	views := y.readers(s, as)
	found, part := map[string]bool{}, map[string]bool{} // by reader
	for _, v := range views {
		on := v.shown.has(s.words)
		if s.own && slices.Contains(on, inMessage) {
			t.Errorf("%s: %q stands in a message to %s, %s", s.item, s.words, v.who, v.when)
		}
		if want == "all" || want == "consent" && v.consent {
			found[v.who] = found[v.who] || len(on) > 0 && (s.on == "" || slices.Contains(on, s.on))
			continue
		}
		tally["unseen"] += len(paths())
		if len(on) > 0 {
			t.Errorf("%s: %s (%s), %s, sees %q on %v", s.item, v.who, as, v.when, s.words, on)
		}
		if sign := s.part(want); sign != "" {
			part[v.who] = part[v.who] || len(v.shown.has(sign)) > 0
		}
	}
	for who, sees := range found {
		switch why := s.unshown[as]; {
		case sees && why != "":
			t.Errorf("%s: %s (%s) sees %q after all; take it off the list", s.item, who, as, s.words)
		case !sees && why == "":
			t.Errorf("%s: %s (%s) may see %q and does not", s.item, who, as, s.words)
		case sees:
			tally["seen"]++
		default:
			tally["unshown"]++
		}
	}
	for who, sees := range part {
		if tally["part"]++; !sees {
			t.Errorf("%s: %s (%s) does not see %q", s.item, who, as, s.part(want))
		}
	}
	return len(views)
}
