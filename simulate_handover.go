package main

import (
	"slices"
	"strings"
	"time"
)

// A change of mentor as the judge sees it. Each mentor has a couple of their
// own with the mentee: the one before is over in the moment in which the new
// mentor is told, and what the two had held by then counts on.

// follows makes the couple the mentee's after the one before.
func (c *couple) follows(before *couple) { c.before, before.over = before, c.told }

// gone reports whether another mentor was the mentee's by then.
func (c *couple) gone(at time.Time) bool { return !c.over.IsZero() && !at.Before(c.over) }

// began is when the first of the mentee's mentors was told.
func (c *couple) began() time.Time {
	for c.before != nil {
		c = c.before
	}
	return c.told
}

// leftBy reports whether a month that is over is none of the mentor's, who was
// replaced before its end; once it was gone through, any who has left by then.
func (c *couple) leftBy(a almanac, month, at time.Time) bool {
	return c.gone(at) && (c.over.Before(month.AddDate(0, 1, 0)) || at.After(a.overAt(month)))
}

// absencesOf is what keeps the two from meeting: the mentee's leave, the
// mentor's since they are theirs, and that of the mentors before until they no
// longer were.
func (t *town) absencesOf(c *couple) []absence {
	out := t.leaveOf(c.mentee).within(time.Time{}, time.Time{})
	for m := c; m != nil; m = m.before {
		var from, to time.Time
		if m.before != nil {
			from = midnight(m.told)
		}
		if m != c {
			to = midnight(m.over).AddDate(0, 0, -1)
		}
		out = append(out, t.leaveOf(m.mentor).within(from, to)...)
	}
	return out
}

// within is the part of the leave from a day to a day, both included; the zero
// day is open.
func (l absence) within(from, to time.Time) []absence {
	if l.from.IsZero() {
		return nil
	}
	if l.from.Before(from) {
		l.from = from
	}
	if !to.IsZero() && l.to.After(to) {
		l.to = to
	}
	if l.to.Before(l.from) {
		return nil
	}
	return []absence{l}
}

// wrongMentor notes a message that nobody asked for and that speaks to a mentor
// of the time with somebody who is another's mentee by now. The thanks are none.
func (s *simulation) wrongMentor(a arrival) {
	if !unasked(a) || strings.HasPrefix(a.id, "handover-thanked/") {
		return
	}
	if slices.ContainsFunc(s.former[a.to], func(c *couple) bool { return c.gone(a.at) && c.namedIn(a.id) }) {
		s.misled++
	}
}

// namedIn reports whether a delivery's key names the couple or one of its talks.
func (c *couple) namedIn(id string) bool {
	return slices.ContainsFunc(strings.Split(id, "/"), func(part string) bool { return part == c.id || c.knows(talkKey(part)) })
}
