package main

import (
	"slices"
	"strings"
	"time"
)

// stepOf is the step that a delivery belongs to, "" for what is no nudge. The
// head's digest is the end of the closing step.
func stepOf(id string) string {
	parts := strings.Split(id, "/")
	switch {
	case parts[0] == "nudge" && len(parts) == 5:
		return parts[3]
	case parts[0] == "head-digest":
		return stepClosing
	case parts[0] == "month-over":
		return stepMonthOver
	default:
		return ""
	}
}

// unasked reports whether the delivery answers nothing that its recipient
// just did: it must keep to office hours.
func unasked(a arrival) bool {
	return !a.edit && !strings.HasPrefix(a.id, "reply/")
}

// rightful reports whether a nudge was right to go out when it did. A step
// that nobody had to be sent at its ring may still be wanted later, because
// something the two did made it so: a talk called off.
func (c *count) rightful(a word) bool {
	parts := strings.Split(a.id, "/")
	switch parts[0] {
	case "nudge":
		return c.rightfulStep(parts[1], parts[2], parts[3], parts[4], a.at())
	case "head-digest":
		return c.rightfulDigest(parts[4], a.at())
	default:
		month, err := time.ParseInLocation("2006-01", parts[2], townZone)
		return err == nil && slices.ContainsFunc(c.couples, func(pair *couple) bool {
			return pair.mentor != parts[3] && pair.mentee != parts[3] && c.held(pair, month, a.at())
		})
	}
}

func (c *count) rightfulStep(id, period, name, who string, at time.Time) bool {
	month, err := time.ParseInLocation("2006-01", period, townZone)
	pair := c.couple(id)
	if err != nil || pair == nil || !slices.Contains(pair.audience(name), who) {
		return false
	}
	for _, s := range c.almanac.steps(month) {
		if s.name == name {
			return span{s.rings, s.end}.holds(at) && pair.hears(s) && pair.wants(c.almanac, name, month, at) &&
				c.restsUntil(who, at).IsZero()
		}
	}
	return false
}

// rightfulDigest reports whether a couple of the head's had been sent the
// month's last step on an earlier day, and still had not met.
func (c *count) rightfulDigest(head string, at time.Time) bool {
	return slices.ContainsFunc(c.headed[head], func(pair *couple) bool {
		return pair.mentor != head && pair.mentee != head && (c.sleptThrough(pair, at) || slices.ContainsFunc(c.ledger.closing[pair.id], func(a word) bool {
			if !a.at().Before(midnight(at)) || at.Sub(a.at()) > 14*24*time.Hour {
				return false
			}
			month, err := time.ParseInLocation("2006-01", strings.Split(a.id, "/")[2], townZone)
			return err == nil && pair.wants(c.almanac, stepClosing, month, at)
		}))
	})
}

// tooLate reports whether a nudge reached a couple that was known to have met
// in the month, and was not about a second talk of who needs one.
func (c *count) tooLate(a word) bool {
	parts := strings.Split(a.id, "/")
	if parts[0] != "nudge" {
		return false
	}
	month, err := time.ParseInLocation("2006-01", parts[2], townZone)
	pair := c.couple(parts[1])
	second := parts[3] == stepTenth
	return err == nil && pair != nil && pair.met(month, a.at()) && (!second || !pair.behind(c.almanac, month, a.at()))
}

func (c *count) couple(id string) *couple {
	i, ok := slices.BinarySearchFunc(c.couples, id, func(p *couple, id string) int { return strings.Compare(p.id, id) })
	if !ok {
		return nil
	}
	return c.couples[i]
}

// nudges compares what had to be sent, and what was right to be, with what
// reached people.
func (c *count) nudges() nudgeReport {
	out := nudgeReport{
		ByStep:     map[string]int{stepFirst: 0, stepTenth: 0, stepTwentieth: 0, stepClosing: 0, stepMonthOver: 0},
		Duplicates: c.ledger.duplicates, OnHolidays: c.ledger.onHolidays, OutsideHours: c.ledger.outsideHours,
	}
	for _, a := range c.ledger.nudges {
		out.Sent++
		out.ByStep[stepOf(a.id)]++
		if c.tooLate(a) {
			out.AfterMeeting++
		}
		if c.must[keyOf(a.id)] || c.rightful(a) {
			out.Expected++
		}
	}
	for key := range c.must {
		if !c.ledger.onceKey(key) {
			out.Expected++
			out.Missing++
		}
	}
	return out
}
