package main

import (
	"slices"
	"strings"
	"time"
)

// span is a time from and to; the zero span is never.
type span struct{ from, to time.Time }

func (s span) holds(t time.Time) bool { return !t.Before(s.from) && t.Before(s.to) }

// record is everything the count looks at: who is whose, what became of every
// couple, and what reached whom.
type record struct {
	almanac   almanac
	programme string
	survey    questionnaire
	letters   []letter
	sheets    map[blank]time.Time             // when a form was sent off
	read      map[string]map[string]time.Time // by letter and person: when they said that they read it
	town      *town
	couples   []*couple
	heads     map[string][]string // by mentee
	hr        []string
	headed    map[string][]*couple // by head
	rests     map[string][]rest    // by person
	ledger    *ledger
	asleep    span // the scheduler
	down      span // the platform
	end       time.Time
}

// slack is how long after the platform is back a message may take: the wait
// between two tries and what stands before it in the same chat.
const slack = 2 * time.Hour

// count is what should have been sent. Whoever is in must had to hear; what
// may also be sent is judged when it was (see [record.rightful]).
type count struct {
	record
	must    map[uint64]bool // what stands for the delivery's key
	closing map[string]time.Time
	// What has to be said about October's questionnaire, by key.
	invitations, reminders map[string]bool
}

// expectation works out what had to be sent.
func expectation(r record) count {
	c := count{
		record: r, must: map[uint64]bool{}, closing: map[string]time.Time{},
		invitations: map[string]bool{}, reminders: map[string]bool{},
	}
	for _, month := range r.almanac.months() {
		for _, s := range r.almanac.steps(month) {
			for _, pair := range r.couples {
				c.expectStep(pair, month, s)
			}
		}
		c.expectDigests(month)
		c.expectMonthOver(month)
	}
	c.expectSurvey()
	return c
}

// awake is when a scheduler that may be asleep gets to what rings at t.
func (r record) awake(t time.Time) time.Time {
	if r.asleep.holds(t) {
		return r.asleep.to
	}
	return t
}

// sending is when what is ready at t goes out, and until when it may take.
func (r record) sending(t time.Time) (from, by time.Time) {
	from = r.almanac.fromHours(t)
	if !r.down.holds(from) {
		return from, from
	}
	from = r.almanac.fromHours(r.down.to)
	return from, from.Add(slack)
}

// expectStep expects one step of one couple, if at its ring, or when a shield
// ends, it is wanted and stays so until it can be sent. The first moment at
// which it is wanted uses the step up for ever.
func (c *count) expectStep(pair *couple, month time.Time, s step) {
	if !pair.hears(s) {
		return
	}
	for _, at := range c.moments(pair, month, s) {
		if !pair.wants(c.almanac, s.name, month, at) {
			continue
		}
		from, by := c.sending(at)
		if by.Before(s.end) && !by.After(c.end) && pair.throughout(c.almanac, at, by, func(t time.Time) bool {
			return pair.wants(c.almanac, s.name, month, t)
		}) {
			for _, who := range pair.audience(s.name) {
				if c.hearsAwake(pair, month, s, who, at) {
					c.must[keyOf(nudgeKey(pair, month, s.name, who))] = true
				}
			}
			if s.name == stepClosing && from.Equal(by) {
				c.closing[pair.id+month.Format("/2006-01")] = at
			}
		}
		return
	}
}

// hears reports whether the mentor knew before the step's day.
func (c *couple) hears(s step) bool { return knewBefore(c.told, s) }

// knewBefore reports whether who was told then knew before the step's day.
func knewBefore(told time.Time, s step) bool {
	return !told.IsZero() && midnight(told).Before(s.day)
}

// audience is who of the two hears a step.
func (c *couple) audience(name string) []string {
	if name == stepFirst || name == stepTenth {
		return []string{c.mentor}
	}
	return []string{c.mentor, c.mentee}
}

// moments is when a step is looked at by time alone: at its ring, and when a
// shield or a leave ends; by a scheduler that slept, when it wakes, if the step is then
// still the latest.
func (c *count) moments(pair *couple, month time.Time, s step) []time.Time {
	all := append([]time.Time{s.rings}, pair.shieldEnds(c.almanac, month)...)
	all = append(all, pair.returns(c.almanac)...)
	if s.name == stepTenth {
		all = append(all, pair.restEnds(c.almanac, month)...)
	}
	var out []time.Time
	for _, t := range all {
		if t.Before(s.rings) {
			continue
		}
		if t = c.awake(t); t.Before(s.end) && !t.After(c.end) {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return out
}

// expectDigests expects that each head hears on the morning after a couple did,
// unless all of theirs have met by then, or may have.
func (c *count) expectDigests(month time.Time) {
	for _, pair := range c.couples {
		at, heard := c.closing[pair.id+month.Format("/2006-01")]
		if !heard {
			continue
		}
		due := c.almanac.after(midnight(at), 1).Add(ringsAt)
		_, by := c.sending(due)
		if by.After(c.end) || !pair.throughout(c.almanac, due, by, func(t time.Time) bool {
			return pair.wants(c.almanac, stepClosing, month, t)
		}) {
			continue
		}
		for _, head := range c.heads[pair.mentee] {
			if head != pair.mentor && head != pair.mentee {
				c.must[keyOf(strings.Join([]string{"head-digest", c.programme, month.Format("2006-01"), due.Format(time.DateOnly), head}, "/"))] = true
			}
		}
	}
}

// expectMonthOver expects one message to each of HR's people about a month
// that is over, when the first couple that is none of theirs is held to it.
func (c *count) expectMonthOver(month time.Time) {
	next := c.almanac.overAt(month.AddDate(0, 1, 0))
	moments := []time.Time{c.awake(c.almanac.overAt(month))}
	for _, pair := range c.couples {
		for _, end := range pair.shieldEnds(c.almanac, month) {
			if end.After(c.almanac.overAt(month)) {
				moments = append(moments, c.awake(end))
			}
		}
	}
	slices.SortFunc(moments, time.Time.Compare)
	for _, who := range c.hr {
		for _, at := range moments {
			if at.Before(next) && !at.After(c.end) && c.expectHR(who, month, at) {
				break
			}
		}
	}
}

// expectHR expects one message about the month at the time; used reports
// whether it is used up.
func (c *count) expectHR(who string, month, at time.Time) (used bool) {
	_, by := c.sending(at)
	for _, pair := range c.couples {
		if pair.mentor == who || pair.mentee == who || !c.held(pair, month, at) {
			continue
		}
		used = true
		if !by.After(c.end) && pair.throughout(c.almanac, at, by, func(t time.Time) bool {
			return !pair.met(month, t) && !pair.putOff(month, t) && pair.canMeet(c.almanac, month, t) && !pair.leftBy(c.almanac, month, t)
		}) {
			c.must[keyOf("month-over/"+c.programme+"/"+month.Format("2006-01")+"/"+who)] = true
			return true
		}
	}
	return used
}

// held reports whether a month that is over is held against the couple: told
// before the day of the last step, the mentor still there, not put off, not on
// leave all month, nothing held, nothing that may have been.
func (c *count) held(pair *couple, month, at time.Time) bool {
	steps := c.almanac.steps(month)
	return !pair.leftBy(c.almanac, month, at) && pair.hears(steps[len(steps)-1]) && !pair.putOff(month, at) && pair.canMeet(c.almanac, month, at) && !pair.met(month, at) && !pair.shielded(c.almanac, month, at)
}

func nudgeKey(pair *couple, month time.Time, name, who string) string {
	return strings.Join([]string{"nudge", pair.id, month.Format("2006-01"), name, who}, "/")
}
