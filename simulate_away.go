package main

import (
	"slices"
	"time"
)

// Leave in the made-up town: what stands in the roster, and what the judge
// makes of it. Both of a pair are left alone while one of them is away.

// absence is a leave: known since a moment, from a day to a day, both
// included.
type absence struct{ known, from, to time.Time }

// back is when somebody is back: when it rings on the first working day after.
func (l absence) back(a almanac) time.Time { return a.after(l.to, 1).Add(ringsAt) }

// holds reports whether the day is one of the leave.
func (l absence) holds(day time.Time) bool { return !day.Before(l.from) && !day.After(l.to) }

// cell is the leave as the roster writes it.
func (l absence) cell() string {
	return l.from.Format(time.DateOnly) + "/" + l.to.Format(time.DateOnly)
}

// away reports whether one of the two was known to be on leave at the time.
func (c *couple) away(a almanac, at time.Time) bool {
	return slices.ContainsFunc(c.absences, func(l absence) bool {
		return !l.known.After(at) && !at.Before(l.from) && at.Before(l.back(a))
	})
}

// canMeet reports whether the month has a working day on which, as far as was
// known at the time, neither of the two is on leave.
func (c *couple) canMeet(a almanac, month, at time.Time) bool {
	for day := month; day.Month() == month.Month(); day = day.AddDate(0, 0, 1) {
		if a.works(day) && !slices.ContainsFunc(c.absences, func(l absence) bool { return !l.known.After(at) && l.holds(day) }) {
			return true
		}
	}
	return false
}

// returns is when the two are back from their leaves.
func (c *couple) returns(a almanac) []time.Time {
	var out []time.Time
	for _, l := range c.absences {
		out = append(out, l.back(a))
	}
	return out
}

// sendAway gives leave to some of the mentees and mentors from June on: to the
// ones in the roster of April, to the others in one that HR hands in later.
func (t *town) sendAway(year int, known time.Time) {
	for _, role := range []string{"メンティ", "メンター"} {
		for i, who := range t.having(role) {
			n, chosen := i/leaveEvery, i%leaveEvery == 3
			if late := n%2 == 1; !chosen || late != !known.IsZero() {
				continue
			}
			from := time.Date(year, time.June+time.Month(n%3), 1+n%4*7, 0, 0, 0, 0, townZone)
			if !known.IsZero() {
				from = midnight(known).AddDate(0, 0, n%20)
			}
			t.residents[t.index[who]].leave = absence{known, from, from.AddDate(0, 0, []int{30, 9, 61}[n%3])}
		}
	}
}

// leaveEvery is of how many people one takes a leave.
const leaveEvery = 8

// leaveOf is the person's leave; the zero absence is none.
func (t *town) leaveOf(person string) absence { return t.residents[t.index[person]].leave }
