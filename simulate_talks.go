package main

import (
	"math/bits"
	"slices"
)

// What a couple's talks came to in the end. A talk that the mentor before had
// planned, and that the new one took over, is one talk.

// talksPlanned counts the talks that the two had planned.
func (c *couple) talksPlanned() int {
	seen := map[uint32]bool{}
	for _, l := range c.leaves {
		for _, t := range l.talks {
			if t.planned {
				seen[t.id] = true
			}
		}
	}
	return len(seen) - c.takenOver()
}

// takenOver counts the planned talks that the mentor found there.
func (c *couple) takenOver() int {
	if c.before == nil {
		return 0
	}
	return howMany(c.talksAt(c.told), func(t talk) bool { return t.planned })
}

func (c *couple) talksHeld() int { return howMany(c.last().talks, func(t talk) bool { return t.held }) }

// talksOff counts the talks that were called off or moved to a day of their
// own: not those that went to another mentor, nor those that were over and never
// answered for when the couple was.
func (c *couple) talksOff() int {
	return howMany(c.last().talks, func(t talk) bool {
		i := slices.IndexFunc(c.leaves, func(l leaf) bool {
			return slices.ContainsFunc(l.talks, func(o talk) bool { return o.id == t.id && o.off })
		})
		return i >= 0 && t.off && !c.leaves[i].from.Equal(c.over) && (t.answered || c.leaves[i].from.Before(t.start()))
	})
}

// monthsOff counts the months that are put off.
func (c *couple) monthsOff() int {
	if !c.over.IsZero() {
		return 0 // they went over
	}
	return bits.OnesCount16(uint16(c.last().off))
}

func howMany[T any](from []T, ok func(T) bool) int {
	n := 0
	for _, one := range from {
		if ok(one) {
			n++
		}
	}
	return n
}
