package main

import (
	"slices"
	"sort"
	"strings"
	"time"

	"tsukiichi/bot/mentoring"
)

// talk is what the simulator knows of one talk.
type talk struct {
	id       string
	start    time.Time
	planned  bool // and nobody has said what became of it
	held     bool
	answered bool // somebody has said something
}

// leaf is what a couple's talks were from a moment on.
type leaf struct {
	from  time.Time
	talks []talk
}

// couple is a mentee and a mentor with everything that became of them, in the
// order in which it did.
type couple struct {
	id, mentee, mentor string
	told               time.Time // when the mentor was
	leaves             []leaf
}

// coupleOf makes a couple of the delivery that tells the mentor.
func coupleOf(a arrival) (*couple, bool) {
	pair, ok := strings.CutPrefix(a.id, "announce/")
	if !ok {
		return nil, false
	}
	pair, who, _ := strings.Cut(pair, "/")
	parts := strings.Split(pair, ":")
	if len(parts) != 3 || parts[1] == who {
		return nil, false
	}
	return &couple{id: pair, mentee: parts[1], mentor: who, told: a.at}, true
}

// note turns a leaf where something is no longer as it was.
func (c *couple) note(at time.Time, meetings []mentoring.Meeting) {
	var talks []talk
	for _, m := range meetings {
		talks = append(talks, talk{
			id: m.ID, start: m.Start, planned: m.State == mentoring.MeetingPlanned,
			held: m.State == mentoring.MeetingMet, answered: len(m.Answers) > 0,
		})
	}
	if n := len(c.leaves); n == 0 || !slices.Equal(c.leaves[n-1].talks, talks) {
		c.leaves = append(c.leaves, leaf{at, talks})
	}
}

// talksAt is the couple's talks as they were at the time.
func (c *couple) talksAt(t time.Time) []talk {
	n := sort.Search(len(c.leaves), func(i int) bool { return c.leaves[i].from.After(t) })
	if n == 0 {
		return nil
	}
	return c.leaves[n-1].talks
}

// inMonth reports whether the talk's day is in the month.
func (t talk) inMonth(month time.Time) bool {
	day := t.start.In(townZone)
	return day.Year() == month.Year() && day.Month() == month.Month()
}

// met reports whether a talk of the month was known to be held at the time.
func (c *couple) met(month, at time.Time) bool {
	return slices.ContainsFunc(c.talksAt(at), func(t talk) bool { return t.held && t.inMonth(month) })
}

// ahead reports whether a talk of the month was planned and still to come.
func (c *couple) ahead(month, at time.Time) bool {
	return slices.ContainsFunc(c.talksAt(at), func(t talk) bool { return t.planned && t.start.After(at) && t.inMonth(month) })
}

// shielded reports whether a talk of the month had begun and nobody had said
// yet how it went, so that it may well have been held.
func (c *couple) shielded(a almanac, month, at time.Time) bool {
	return slices.ContainsFunc(c.talksAt(at), func(t talk) bool {
		return t.planned && !t.answered && t.inMonth(month) && !t.start.After(at) && at.Before(a.shieldEnd(t.start))
	})
}

// wants reports whether a step of the month was wanted at the time: nothing
// held, nothing that may have been, and, but for the last step, nothing
// planned. The tenth also asks for a second talk, from the morning after the
// last one was reported, of whoever would not get there with one a month.
func (c *couple) wants(a almanac, name string, month, at time.Time) bool {
	second := name == stepTenth && c.behind(a, month, at) && !at.Before(c.rested(a, month, at))
	if c.met(month, at) && !second || c.shielded(a, month, at) {
		return false
	}
	return name == stepClosing || !c.ahead(month, at)
}

// turns is the moments from one time to another, both included, at which the
// answers to the questions above may change.
func (c *couple) turns(a almanac, from, to time.Time) []time.Time {
	out := []time.Time{from, to}
	for _, l := range c.leaves {
		out = append(out, l.from, a.after(midnight(l.from), 1).Add(ringsAt))
		for _, t := range l.talks {
			out = append(out, t.start, a.shieldEnd(t.start))
		}
	}
	out = slices.DeleteFunc(out, func(t time.Time) bool { return t.Before(from) || t.After(to) })
	slices.SortFunc(out, time.Time.Compare)
	return slices.CompactFunc(out, time.Time.Equal)
}

// throughout reports whether something holds at every moment from one time to
// another.
func (c *couple) throughout(a almanac, from, to time.Time, holds func(time.Time) bool) bool {
	return !slices.ContainsFunc(c.turns(a, from, to), func(t time.Time) bool { return !holds(t) })
}

// shieldEnds is when talks of the month stopped keeping nudges away because
// nobody had answered by then.
func (c *couple) shieldEnds(a almanac, month time.Time) []time.Time {
	var out []time.Time
	for _, l := range c.leaves {
		for _, t := range l.talks {
			end := a.shieldEnd(t.start)
			if t.inMonth(month) && !slices.Contains(out, end) && c.open(t, end) {
				out = append(out, end)
			}
		}
	}
	return out
}

// open reports whether nobody had said anything about the talk by then, nor
// moved it.
func (c *couple) open(it talk, at time.Time) bool {
	return slices.ContainsFunc(c.talksAt(at), func(t talk) bool {
		return t.id == it.id && t.start.Equal(it.start) && t.planned && !t.answered
	})
}

// talksPlanned and talksHeld count at the end.
func (c *couple) talksPlanned() int {
	seen := map[string]bool{}
	for _, l := range c.leaves {
		for _, t := range l.talks {
			if t.planned {
				seen[t.id] = true
			}
		}
	}
	return len(seen)
}

func (c *couple) talksHeld() int {
	if len(c.leaves) == 0 {
		return 0
	}
	n := 0
	for _, t := range c.leaves[len(c.leaves)-1].talks {
		if t.held {
			n++
		}
	}
	return n
}
