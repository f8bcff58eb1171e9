package main

import "strings"

// That the programme's months are over, counted anew: both of every couple that
// goes on hear it once.

func closingKey(c *couple, who string) string { return "closing/" + c.id + "/" + who }

// endings compares who had to hear that the months are over with who did. Who
// is away that day does not hear; a mentor who is told later may.
func (c *count) endings() tally {
	var out tally
	months := c.almanac.months()
	last := months[len(months)-1]
	over := c.almanac.overAt(last)
	until := last.AddDate(0, 2, 0)
	must := map[string]bool{}
	at := c.awake(over)
	from, by := c.sending(at)
	for _, pair := range c.couples {
		for _, who := range []string{pair.mentee, pair.mentor} {
			if !pair.told.After(at) && !pair.gone(by) && by.Before(until) && !by.After(c.end) && !c.onLeave(who, from, at) {
				must[closingKey(pair, who)] = true
			}
		}
	}
	for _, a := range c.ledger.endings {
		out.Sent++
		pair := c.couple(strings.Split(a.id, "/")[1])
		if pair != nil && a.id == closingKey(pair, a.to()) && !a.at().Before(over) && a.at().Before(until) && !pair.told.After(a.at()) && !pair.gone(a.at()) && !c.onLeave(a.to(), a.at(), a.at()) {
			out.Expected++
		}
	}
	out.missing(must, c.ledger)
	return out
}
