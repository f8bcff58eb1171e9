package main

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// Changes of mentor: some turn to the programme because it does not go well,
// quietly to HR or to the head; a mentor's long leave asks of itself. Heads
// decide, the one before leaves a note, the mentee lets something pass or not.

// Buttons of a change.
const (
	pressChange      = "change.open"
	pressChangeKeep  = "change.keep"
	pressChangeRead  = "change.read"
	pressQuiet       = "quiet.open"
	pressQuietRead   = "quiet.read"
	pressQuietAgree  = "quiet.agree"
	pressQuietClose  = "quiet.close"
	pressQuietAnswer = "quiet.answer"
	pressQuietGo     = "quiet.go"
	pressNote        = "handover.note"
	pressReadNote    = "handover.note.read"
	pressConsent     = "handover.consent"
	pressHandover    = "handover.open"
	pressSuits       = "handover.suits"
)

// doubts has some of the mentees, and a few of the mentors, turn to the
// programme between May and September.
func (s *simulation) doubts() {
	for _, r := range s.town.residents {
		p := s.people[r.id]
		percent := 0
		switch {
		case slices.Contains(r.roles, "メンティ"):
			percent = 20
		case slices.Contains(r.roles, "メンター"):
			percent = 8
		}
		if p.chance(percent) {
			day := s.almanac.after(s.almanac.day(time.May, 6), p.rng.IntN(95))
			p.later(day.Add(officeOpens+p.minutes(10, 480)), p.asksForHelp)
			s.takeUp(p)
		}
	}
}

// asksForHelp types that they would like to talk to somebody, and goes on with
// what the page offers.
func (p *person) asksForHelp(ctx context.Context) error {
	if p.sim.town.leaveOf(p.id).holds(midnight(p.sim.clock.Now())) {
		return nil
	}
	answer, err := p.sim.hand(ctx, p, chat.Said{Text: private.New("", "相談したい"), Pages: true})
	if err == nil {
		p.opened(answer)
	}
	return err
}

// browses goes on from a page where it offers something that the person came
// for; mostly the first that comes to mind.
func (p *person) browses(page *chat.Page) {
	var tempting []chat.Action
	for _, b := range buttonsOf(page) {
		switch b.ID {
		case pressChange, pressQuiet, pressQuietClose:
			tempting = append(tempting, b)
		case pressQuietAgree, pressQuietGo:
			tempting = append(tempting, b, b, b)
		}
	}
	if len(tempting) == 0 {
		return
	}
	b := pick(p.rng, tempting...)
	p.later(p.sim.clock.Now().Add(p.minutes(0, 4)), func(ctx context.Context) error { return p.press(ctx, "", b) })
}

// aside is the person busy with a matter of people whom they have otherwise
// nothing to do with: what they do about it hangs on the moment in which they
// heard of it alone, and they do it when nobody else is busy. Of what comes in
// the same moment nobody knows which was first.
func (p *person) aside(a arrival) *person {
	one := *p
	one.rng = rand.New(rand.NewPCG(p.sim.seed, keyOf(p.id+a.at.Format(time.RFC3339Nano))))
	one.plans, one.lag = nil, 15*time.Second
	return &one
}

// decidesChange: a head chooses another mentor, keeps the two together, or
// leaves it; some read why first.
func (p *person) decidesChange(a arrival, m []chat.Action, _ chat.Action) {
	one := p.aside(a)
	if _, asked := button(m, pressChangeRead); asked && one.chance(30) {
		one.pressLater(one.soon(), a.ref, pressChangeRead)
	}
	switch n := one.rng.IntN(100); {
	case n < 40:
		one.pressLater(one.soon(), a.ref, pressNominate)
	case n < 65:
		one.pressLater(one.days(1+one.rng.IntN(3)), a.ref, pressNominate)
	case n < 90:
		one.pressLater(one.days(1), a.ref, pressChangeKeep)
	}
	p.plans = append(p.plans, one.plans...)
}

// answersQuietly: HR answers who asked quietly, within the days or after a
// reminder, and goes on when the mentee agrees.
func (p *person) answersQuietly(a arrival, _ []chat.Action, _ chat.Action) {
	one := p.aside(a)
	switch n := one.rng.IntN(100); {
	case n < 45:
		one.pressLater(one.soon(), a.ref, pressQuietAnswer)
	case n < 75:
		one.pressLater(one.days(1+one.rng.IntN(4)), a.ref, pressQuietAnswer)
	}
	p.plans = append(p.plans, one.plans...)
}

// readsAnswer: HR's answer is mostly read; the receipt is not opened.
func (p *person) readsAnswer(a arrival, _ []chat.Action, _ chat.Action) {
	if strings.HasPrefix(a.id, "quiet-came/") && p.chance(85) {
		p.pressLater(p.soon(), a.ref, pressQuietRead)
	}
}

// turnsQuietly: who was refused another mentor sometimes turns to HR.
func (p *person) turnsQuietly(a arrival, _ []chat.Action, _ chat.Action) {
	if p.chance(30) {
		p.pressLater(p.soon(), a.ref, pressQuiet)
	}
}

// leavesNote: a good half of those who hand over leave a line.
func (p *person) leavesNote(a arrival, _ []chat.Action, _ chat.Action) {
	if p.chance(55) {
		p.pressLater(p.days(1+p.rng.IntN(3)), a.ref, pressNote)
	}
}

// readsNote: and it is read, and sometimes passed on.
func (p *person) readsNote(a arrival, m []chat.Action, b chat.Action) {
	p.looks(a, m, b)
	if p.chance(40) {
		p.pressLater(p.days(1), a.ref, pressConsent)
	}
}

// meetsNext: the mentee decides what the new mentor may see, or leaves it; and
// asks for a date as ever.
func (p *person) meetsNext(a arrival, m []chat.Action, b chat.Action) {
	if p.chance(45) {
		p.pressLater(p.soon(), a.ref, pressConsent)
	}
	p.asks(a, m, b)
}

// takesOver: the new mentor keeps the talk that was planned, or moves it.
func (p *person) takesOver(a arrival, m []chat.Action, b chat.Action) {
	if p.chance(65) {
		p.pressLater(p.soon(), a.ref, pressSuits)
		return
	}
	p.replans(a, m, b)
}
