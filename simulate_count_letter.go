package main

import (
	"slices"
	"strings"
	"time"
)

// HR's messages to many, counted anew: everybody who is meant when the sending
// begins gets it once, and a reminder once if they had not said that they read
// it.

// meant lists whom the letter is for when its sending begins.
func (r record) meant(l letter) []string {
	begins := r.begins(l)
	seen := map[string]bool{}
	for _, group := range l.to {
		switch group {
		case toHeads:
			for _, who := range r.town.having("所属長") {
				seen[who] = true
			}
		case toMentees:
			for _, who := range r.town.having("メンティ") {
				seen[who] = true
			}
		}
		for _, c := range r.couples {
			if c.told.After(begins) || c.gone(begins) {
				continue
			}
			switch group {
			case toMentees:
				seen[c.mentee] = true
			case toMentors:
				seen[c.mentor] = true
			}
		}
	}
	var out []string
	for who := range seen {
		out = append(out, who)
	}
	slices.Sort(out)
	return out
}

// begins is when the sending of the letter begins: in office hours, when the
// scheduler is awake.
func (r record) begins(l letter) time.Time { return r.awake(r.almanac.fromHours(l.from)) }

func letterKey(l letter, who string) string { return "broadcast/" + l.id + "/" + who }

// letterOf is the letter that a delivery's key belongs to, "" for none; again
// says that it is a reminder, whose key names its run too.
func letterOf(id string) (letter string, again bool) {
	parts := strings.Split(id, "/")
	switch {
	case parts[0] == "broadcast" && len(parts) == 3:
		return parts[1], false
	case parts[0] == "broadcast-again" && len(parts) == 4:
		return parts[1], true
	default:
		return "", false
	}
}

// allLetters compares whom HR meant with whom it reached.
func (c *count) allLetters() letterReport {
	var out letterReport
	for _, l := range c.letters {
		out.Written++
		_, by := c.sending(c.begins(l))
		meant := c.meant(l)
		out.Addressed += len(meant)
		for _, who := range meant {
			if by.Before(c.end) && !c.ledger.once(letterKey(l, who)) {
				out.Missing++
			}
			if !c.read[l.id][who].IsZero() {
				out.Acknowledged++
			}
		}
		out.Sent += c.ledger.letters[l.id]
		c.recalls(&out.Reminders, l, meant)
	}
	return out
}

// recalls compares who had to be reminded of the letter with who was: whoever
// had it and had not said that they read it. Who says so on the same day may
// have been faster.
func (c *count) recalls(out *tally, l letter, meant []string) {
	if l.recall.IsZero() {
		return
	}
	got := map[string]bool{}
	for _, a := range c.ledger.recalls[l.id] {
		out.Sent++
		got[a.to()] = true
		if at := c.read[l.id][a.to()]; slices.Contains(meant, a.to()) && (at.IsZero() || at.After(a.at())) && !a.at().Before(l.recall) {
			out.Expected++
		}
	}
	evening := midnight(l.recall).Add(officeCloses)
	for _, who := range meant {
		at := c.read[l.id][who]
		if (at.IsZero() || at.After(evening)) && c.ledger.once(letterKey(l, who)) && !got[who] {
			out.Expected++
			out.Missing++
		}
	}
}
