package main

import (
	"slices"
	"time"
)

// The simulator's own arithmetic: six talks in six months, fewer for who was
// told too late for the first ones.

// behind reports whether one talk in each month that has none would not be
// enough at the time, this month included and those put off left out.
func (c *couple) behind(a almanac, month, at time.Time) bool {
	due, done, free := 0, 0, 0
	for _, m := range a.months() {
		n := c.heldIn(m, at)
		done += n
		steps := a.steps(m)
		could := knewBefore(c.began(), steps[len(steps)-1]) && c.canMeet(a, m, at)
		if could || n > 0 {
			due++
		}
		if could && n == 0 && !m.Before(month) && !c.putOff(m, at) {
			free++
		}
	}
	return minimumDue*due/len(a.months())-done > free
}

// heldIn counts the talks of the month known to be held at the time, those with
// the mentors before among them.
func (c *couple) heldIn(month, at time.Time) int {
	n := howMany(c.talksAt(at), func(t talk) bool { return t.held && t.inMonth(month) })
	if c.before != nil {
		n += c.before.heldIn(month, at)
	}
	return n
}

// reached reports whether the mentee had as many talks as are due by then.
func (c *couple) reached(a almanac, at time.Time) bool {
	n := 0
	for _, m := range a.months() {
		n += c.heldIn(m, at)
	}
	return n >= minimumDue
}

// rested is the morning after the month's last talk was reported.
func (c *couple) rested(a almanac, month, at time.Time) time.Time {
	var last time.Time
	for _, t := range c.talksAt(at) {
		if !t.held || !t.inMonth(month) {
			continue
		}
		i := slices.IndexFunc(c.leaves, func(l leaf) bool {
			return slices.ContainsFunc(l.talks, func(o talk) bool { return o.id == t.id && o.held })
		})
		said := c.leaves[i].from
		if t.start().After(said) {
			said = t.start()
		}
		if ring := a.after(midnight(said), 1).Add(ringsAt); ring.After(last) {
			last = ring
		}
	}
	return last
}

// restEnds is the mornings at which a second talk of the month may first be
// spoken of.
func (c *couple) restEnds(a almanac, month time.Time) []time.Time {
	var out []time.Time
	for _, l := range c.leaves {
		if t := c.rested(a, month, l.from); !t.IsZero() && !slices.ContainsFunc(out, t.Equal) {
			out = append(out, t)
		}
	}
	return out
}
