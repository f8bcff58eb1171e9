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
	id       uint32 // tells a couple's talks apart
	at       uint32 // when it begins, in Unix seconds
	planned  bool   // and nobody has said what became of it
	held     bool
	off      bool // called off
	answered bool // somebody has said something
}

// leaf is what a couple's talks were from a moment on.
type leaf struct {
	from  time.Time
	talks []talk
	off   months // put off by the head
}

// months is a set of a year's months.
type months uint16

func (m months) with(t time.Time) months { return m | 1<<t.Month() }
func (m months) has(t time.Time) bool    { return m&(1<<t.Month()) != 0 }

// couple is a mentee and a mentor with everything that became of them, in the
// order in which it did.
type couple struct {
	id, mentee, mentor string
	told               time.Time // when the mentor was
	leaves             []leaf
	absences           []absence // that keep the two from meeting
	before             *couple   // the mentee's with the mentor before; nil for most
	over               time.Time // when another mentor took the mentee over; zero for most
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

// note turns a leaf where something is no longer as it was. A talk that a
// series has planned since is written down as of then.
func (c *couple) note(at time.Time, meetings []mentoring.Meeting, off months) {
	talks := make([]talk, 0, len(meetings)) // no larger than it must be: a big town has a million
	for _, m := range meetings {
		talks = append(talks, talk{
			id: talkKey(m.ID), at: uint32(m.Start.Unix()), planned: m.State == mentoring.MeetingPlanned,
			held: m.State == mentoring.MeetingMet, off: m.State == mentoring.MeetingCancelled, answered: len(m.Answers) > 0,
		})
		if m.Series == "" || !m.BookedAt.Before(at) || c.knows(talkKey(m.ID)) {
			continue
		}
		start := m.Start
		if m.Moves > 0 {
			start = m.Was
		}
		before := c.last()
		c.leaves = append(c.leaves, leaf{m.BookedAt, append(slices.Clone(before.talks), talk{id: talkKey(m.ID), at: uint32(start.Unix()), planned: true}), before.off})
	}
	if before := c.last(); !slices.Equal(before.talks, talks) || before.off != off {
		c.leaves = append(c.leaves, leaf{at, talks, off})
	}
}

// last is how everything was when it was noted last.
func (c *couple) last() leaf {
	if len(c.leaves) == 0 {
		return leaf{}
	}
	return c.leaves[len(c.leaves)-1]
}

// knows reports whether the talk was noted before.
func (c *couple) knows(id uint32) bool {
	return slices.ContainsFunc(c.last().talks, func(t talk) bool { return t.id == id })
}

// at is how everything was at the time.
func (c *couple) at(t time.Time) leaf {
	n := sort.Search(len(c.leaves), func(i int) bool { return c.leaves[i].from.After(t) })
	if n == 0 {
		return leaf{}
	}
	return c.leaves[n-1]
}

// talksAt is the couple's talks as they were at the time.
func (c *couple) talksAt(t time.Time) []talk { return c.at(t).talks }

// putOff reports whether the month was put off at the time.
func (c *couple) putOff(month, at time.Time) bool { return c.at(at).off.has(month) }

func (t talk) start() time.Time { return time.Unix(int64(t.at), 0) }

func talkKey(meeting string) uint32 { return uint32(keyOf(meeting)) }

// inMonth reports whether the talk's day is in the month.
func (t talk) inMonth(month time.Time) bool {
	day := t.start().In(townZone)
	return day.Year() == month.Year() && day.Month() == month.Month()
}

// met reports whether a talk of the month was known to be held at the time,
// with whichever mentor.
func (c *couple) met(month, at time.Time) bool { return c.heldIn(month, at) > 0 }

// ahead reports whether a talk of the month was planned and still to come.
func (c *couple) ahead(month, at time.Time) bool {
	return slices.ContainsFunc(c.talksAt(at), func(t talk) bool { return t.planned && t.start().After(at) && t.inMonth(month) })
}

// shielded reports whether a talk of the month had begun and nobody had said
// yet how it went, so that it may well have been held.
func (c *couple) shielded(a almanac, month, at time.Time) bool {
	return slices.ContainsFunc(c.talksAt(at), func(t talk) bool {
		return t.planned && !t.answered && t.inMonth(month) && !t.start().After(at) && at.Before(a.shieldEnd(t.start()))
	})
}

// wants reports whether a step of the month was wanted at the time: the mentor
// still the mentee's, the month not put off, nobody away, nothing held, nothing that may have been, and, but for the last step, nothing
// planned. The tenth also asks for a second talk, from the morning after the
// last one was reported, of whoever would not get there with one a month.
func (c *couple) wants(a almanac, name string, month, at time.Time) bool {
	if c.gone(at) || c.putOff(month, at) || c.away(a, at) {
		return false
	}
	second := name == stepTenth && c.behind(a, month, at) && !at.Before(c.rested(a, month, at))
	if c.met(month, at) && !second || c.shielded(a, month, at) {
		return false
	}
	return name == stepClosing || !c.ahead(month, at)
}

// turns is the moments from one time to another, both included, at which the
// answers to the questions above may change.
func (c *couple) turns(a almanac, from, to time.Time) []time.Time {
	out := []time.Time{from, to, c.over}
	for _, l := range c.leaves {
		out = append(out, l.from, a.after(midnight(l.from), 1).Add(ringsAt))
		for _, t := range l.talks {
			out = append(out, t.start(), a.shieldEnd(t.start()))
		}
	}
	for _, l := range c.absences {
		out = append(out, l.known, l.from, l.back(a))
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
			end := a.shieldEnd(t.start())
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
		return t.id == it.id && t.at == it.at && t.planned && !t.answered
	})
}
