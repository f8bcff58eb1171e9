package main

import (
	"slices"
	"time"

	"tsukiichi/bot/chat"
)

// What busy people do: they ask for a month to be put off, rest from nudges,
// or repeat a talk every month; heads put months off.

// wantsQuiet: some ask the head, others turn the nudges off for a while.
func (p *person) wantsQuiet(a arrival) {
	if p.chance(60) {
		p.pressLater(p.soon(), a.ref, pressPlea)
		return
	}
	p.pressLater(p.soon(), a.ref, pressSnooze)
}

// decides: a head puts the month off, asks them to meet, or leaves it. HR's
// people leave it: whom they decide about works anywhere in the town.
func (p *person) decides(a arrival, _ []chat.Action, _ chat.Action) {
	if len(p.sim.headed[p.id]) == 0 {
		return
	}
	switch n := p.rng.IntN(100); {
	case n < 65:
		p.pressLater(p.soon(), a.ref, pressDeferThis)
	case n < 85:
		p.pressLater(p.soon(), a.ref, pressMeet)
	}
}

// putsOff: a month's digest moves a few heads to put it off.
func (p *person) putsOff(a arrival, _ []chat.Action, b chat.Action) {
	if len(p.sim.headed[p.id]) > 0 && p.chance(25) {
		p.pressLater(p.soon(), a.ref, b.ID)
	}
}

// thinksBetter: now and then a month that was put off is taken back.
func (p *person) thinksBetter(a arrival, _ []chat.Action, _ chat.Action) {
	if p.chance(20) {
		p.pressLater(p.days(1+p.rng.IntN(2)), a.ref, pressUndefer)
	}
}

// stops: some series end before the programme does.
func (p *person) stops(a arrival, _ []chat.Action, _ chat.Action) {
	if p.chance(15) {
		p.pressLater(p.days(3+p.rng.IntN(15)), a.ref, pressStopSeries)
	}
}

// putsOff reports whether what somebody does may put months off or take that
// back.
func putsOff(what chat.What) bool {
	switch w := what.(type) {
	case chat.Submitted:
		return w.Form == formPutOff
	case chat.Pressed:
		return w.Action == pressUndefer
	default:
		return false
	}
}

// rest is a time in which a person wanted no nudges, as they said at a moment.
type rest struct{ said, until time.Time }

// keeps lets the person remember what they said: about their rest, and that
// they read a letter.
func (p *person) keeps(what chat.What, answer chat.Answer, at time.Time) {
	if w, pressed := what.(chat.Pressed); pressed && (w.Action == pressAck || w.Action == pressAckAgain) && answer.Face != nil {
		p.read = p.read.with(w.Arg, at)
	}
	f, ok := what.(chat.Submitted)
	if !ok || f.Form != formSnooze || len(answer.Errors) > 0 || answer.Form != nil {
		return
	}
	day := midnight(at)
	until := at
	switch f.Values.Option("until") {
	case "week":
		until = day.AddDate(0, 0, 8-(int(day.Weekday())+6)%7-1)
	case "month":
		until = time.Date(day.Year(), day.Month()+1, 1, 0, 0, 0, 0, townZone)
	}
	p.rests = append(p.rests, rest{at, until})
}

// marks is when somebody did something for the first time, by what it was
// done with: of most people a few.
type marks []mark

type mark struct {
	of string
	at time.Time
}

// with is the marks with one more, unless it is known already.
func (m marks) with(of string, at time.Time) marks {
	if m.has(of) {
		return m
	}
	return append(m, mark{of, at})
}

func (m marks) has(of string) bool {
	return slices.ContainsFunc(m, func(one mark) bool { return one.of == of })
}

// restsUntil is until when the person wanted no nudges, as they had said at the
// time; zero where they wanted them.
func (r record) restsUntil(who string, at time.Time) time.Time {
	var until time.Time
	for _, one := range r.rests[who] {
		if one.said.After(at) {
			break
		}
		until = one.until
	}
	if !until.After(at) {
		return time.Time{}
	}
	return until
}

// hearsAwake reports whether the person had to hear the step that was wanted
// at the time: at once, or when their rest is over, if it was wanted until
// then.
func (c *count) hearsAwake(pair *couple, month time.Time, s step, who string, at time.Time) bool {
	from, by := c.sending(at)
	for {
		until := c.restsUntil(who, from)
		if until.IsZero() && c.restsUntil(who, by).IsZero() {
			break
		}
		if until.IsZero() {
			return false
		}
		from, by = c.sending(until)
	}
	return by.Before(s.end) && !by.After(c.end) && pair.throughout(c.almanac, at, by, func(t time.Time) bool {
		return pair.wants(c.almanac, s.name, month, t)
	})
}

// sleptThrough reports whether one of the couple rested from the month's last
// step when it came, on a day before: the head hears all the same.
func (c *count) sleptThrough(pair *couple, at time.Time) bool {
	for _, month := range c.almanac.months() {
		steps := c.almanac.steps(month)
		s := steps[len(steps)-1]
		if at.Before(s.rings) || at.Sub(s.end) > 14*24*time.Hour || !pair.hears(s) || !pair.wants(c.almanac, stepClosing, month, at) {
			continue
		}
		for _, t := range c.moments(pair, month, s) {
			rests := !c.restsUntil(pair.mentor, t).IsZero() || !c.restsUntil(pair.mentee, t).IsZero()
			if rests && t.Before(midnight(at)) && pair.wants(c.almanac, stepClosing, month, t) {
				return true
			}
		}
	}
	return false
}
