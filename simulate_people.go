package main

import (
	"context"
	"strings"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// reads is what a person makes of a message: the first kind of button that
// they know decides. Most of it comes later, some of it never.
func (p *person) reads(a arrival) {
	if p.sim.town.leaveOf(p.id).holds(midnight(a.at)) {
		return
	}
	m := p.sim.phones.actions(a.ref)
	for _, habit := range []struct {
		button string
		do     func(*person, arrival, []chat.Action, chat.Action)
	}{
		{pressChangeKeep, (*person).decidesChange},
		{pressQuietAnswer, (*person).answersQuietly},
		{pressQuietRead, (*person).readsAnswer},
		{pressQuiet, (*person).turnsQuietly},
		{pressNote, (*person).leavesNote},
		{pressReadNote, (*person).readsNote},
		{pressConsent, (*person).meetsNext},
		{pressHandover, (*person).looks},
		{pressSuits, (*person).takesOver},
		{pressSurvey, (*person).fillsIn},
		{pressAck, (*person).acknowledges},
		{pressAckAgain, (*person).acknowledges},
		{pressGoOn, (*person).goesOn},
		{pressReadCard, (*person).looks},
		{pressNominate, (*person).nominates},
		{pressMeet, (*person).decides},
		{pressDeferThis, (*person).putsOff},
		{pressDefer, (*person).putsOff},
		{pressUndefer, (*person).thinksBetter},
		{pressStopSeries, (*person).stops},
		{pressAnswer, (*person).answers},
		{pressStopAsking, (*person).answers},
		{pressTakeSlot, (*person).chooses},
		{pressMet, (*person).checksIn},
		{pressQuickOffer, (*person).offers},
		{pressReflectChat, (*person).reflects},
		{pressPrepareFree, (*person).prepares},
		{pressPrepare, (*person).thinksAgain},
		{pressTalk, (*person).looks},
		{pressLookBackChat, (*person).looksBack},
		{pressReadShared, (*person).looks},
		{pressReadVision, (*person).looks},
		{pressOffer, (*person).offersAgain},
		{pressAskDate, (*person).asks},
		{pressVision, (*person).envisions},
		{pressAlreadyMet, (*person).reports},
		{pressRefuse, (*person).replans},
		{pressMove, (*person).replans},
	} {
		if b, there := button(m, habit.button); there {
			habit.do(p, a, m, b)
			return
		}
	}
}

// nominates: some heads do it on the first day, others after a reminder or
// two.
func (p *person) nominates(a arrival, m []chat.Action, _ chat.Action) {
	if p.reminders++; p.reminders < p.slowness {
		return
	}
	at := p.soon()
	for _, b := range m {
		if b.ID != pressNominate || p.begun[b.Arg] {
			continue
		}
		if p.begun == nil {
			p.begun = map[string]bool{}
		}
		p.begun[b.Arg] = true
		p.later(at, func(ctx context.Context) error { return p.press(ctx, a.ref, b) })
		at = at.Add(p.minutes(12, 20))
	}
}

// offers: a mentor sends the times at hand, picks others, has talked already,
// or leaves it.
func (p *person) offers(a arrival, _ []chat.Action, _ chat.Action) {
	switch n := p.rng.IntN(100); {
	case n < 35:
		p.pressLater(p.soon(), a.ref, pressQuickOffer)
	case n < 45:
		p.pressLater(p.days(1), a.ref, pressQuickOffer)
	case n < 62:
		p.pressLater(p.soon(), a.ref, pressOffer)
	case n < 67:
		p.pressLater(p.days(1), a.ref, pressAlreadyMet)
	case n < 74:
		p.wantsQuiet(a)
	}
}

// offersAgain: after "none fits" most mentors do, after a talk few.
func (p *person) offersAgain(a arrival, m []chat.Action, _ chat.Action) {
	_, afterTalk := button(m, pressReflect)
	if p.chance(75) && !afterTalk || p.chance(10) {
		p.pressLater(p.soon(), a.ref, pressOffer)
	}
}

// chooses: a mentee takes a slot that is still to come, says that none fits,
// or leaves it.
func (p *person) chooses(a arrival, _ []chat.Action, _ chat.Action) {
	at := p.soon()
	if p.chance(20) {
		at = p.days(1)
	}
	switch n := p.rng.IntN(100); {
	case n < 72:
		p.later(at, func(ctx context.Context) error { return p.takes(ctx, a.ref) })
	case n < 85:
		p.pressLater(at, a.ref, pressNoneFit)
	}
}

func (p *person) takes(ctx context.Context, ref chat.Ref) error {
	var open []chat.Action
	for _, b := range p.sim.phones.actions(ref) {
		if b.ID == pressTakeSlot {
			open = append(open, b)
		}
	}
	if len(open) == 0 {
		return nil
	}
	return p.press(ctx, ref, pick(p.rng, open...))
}

// asks: a mentee asks for a date, or has talked already.
func (p *person) asks(a arrival, m []chat.Action, _ chat.Action) {
	switch n := p.rng.IntN(100); {
	case n < 35:
		p.pressLater(p.soon(), a.ref, pressAskDate)
	case n < 40:
		p.pressLater(p.days(1), a.ref, pressAlreadyMet)
	case n < 46:
		p.wantsQuiet(a)
	}
}

// replans: something comes up, and a planned talk is moved or called off; a
// new time is sometimes hard.
func (p *person) replans(a arrival, m []chat.Action, _ chat.Action) {
	_, planned := button(m, pressCancel)
	if bad := keyOf(p.sim.circles.of(p.id) + a.at.Format(time.DateOnly)); planned && bad%50 == 0 { // both, at the same moment
		tomorrow := p.sim.almanac.after(midnight(a.at), 1)
		p.pressLater(tomorrow.Add(10*time.Hour), a.ref, pressCancel)
		return
	}
	switch n := p.rng.IntN(100); {
	case n < 5:
		p.pressLater(p.days(1), a.ref, pressMove)
	case n < 8:
		p.pressLater(p.days(1), a.ref, pressCancel)
	case n < 20:
		p.pressLater(p.soon(), a.ref, pressRefuse)
	case n < 26:
		p.pressLater(p.soon(), a.ref, pressRepeat)
	}
}

// reports: the only button left says that they have talked already.
func (p *person) reports(a arrival, _ []chat.Action, _ chat.Action) {
	if p.chance(4) {
		p.pressLater(p.days(1), a.ref, pressAlreadyMet)
	}
}

// checksIn: at once, the next day, days later, or never; both tell the truth
// about the talk, which is another one after it was moved.
func (p *person) checksIn(a arrival, m []chat.Action, b chat.Action) {
	if move, there := button(m, pressMove); there {
		b = move
	}
	answer := p.sim.truth(b.Arg, p.rng)
	switch n := p.rng.IntN(100); {
	case n < 4: // the finger slips, and perhaps it is noticed
		p.pressLater(p.soon(), a.ref, pressNotMet)
		p.pressLater(p.days(1), a.ref, pressUndo)
		p.pressLater(p.days(2), a.ref, answer)
	case n < 45:
		p.pressLater(p.soon(), a.ref, answer)
	case n < 65:
		p.pressLater(p.days(1), a.ref, answer)
	case n < 73:
		p.pressLater(p.days(3+p.rng.IntN(4)), a.ref, answer)
	case n < 77: // remembers it otherwise
		p.pressLater(p.days(1), a.ref, pressNotMet)
	}
}

// reflects: in the dialog, in the chat question by question, late, or never.
// What was written already is left as it is.
func (p *person) reflects(a arrival, _ []chat.Action, _ chat.Action) {
	switch n := p.rng.IntN(100); {
	case n < 35:
		p.pressLater(p.soon(), a.ref, pressReflect)
	case n < 55:
		p.pressLater(p.soon(), a.ref, pressReflectChat)
	case n < 75:
		p.pressLater(p.days(2+p.rng.IntN(6)), a.ref, pressReflect)
	}
}

// answers: a tap, a line typed, or a dialog; some stop in the middle.
func (p *person) answers(a arrival, m []chat.Action, _ chat.Action) {
	var taps []chat.Action
	for _, b := range m {
		if b.ID == pressAnswer && !strings.HasSuffix(b.Arg, "|-") || b.ID == pressLine {
			taps = append(taps, b)
		}
	}
	at := p.sim.clock.Now().Add(time.Duration(15+p.rng.IntN(90)) * time.Second)
	switch n := p.rng.IntN(100); {
	case n < 2:
		return
	case n < 4:
		p.pressLater(at, a.ref, pressStopAsking)
	case len(taps) == 0:
		p.later(at, func(ctx context.Context) error {
			_, err := p.sim.hand(ctx, p, chat.Said{Text: private.New("", p.line())})
			return err
		})
	default:
		tap := pick(p.rng, taps...)
		p.later(at, func(ctx context.Context) error { return p.press(ctx, a.ref, tap) })
	}
}

// envisions: most mentees write who they want to be in half a year.
func (p *person) envisions(a arrival, _ []chat.Action, _ chat.Action) {
	if p.chance(65) {
		p.pressLater(p.soon(), a.ref, pressVision)
	}
}

// looks: what the other one shares is mostly read.
func (p *person) looks(a arrival, _ []chat.Action, b chat.Action) {
	if p.chance(60) {
		p.pressLater(p.soon(), a.ref, b.ID)
	}
}

// prepares: with no topic, in the dialog, in the chat, or not at all.
func (p *person) prepares(a arrival, _ []chat.Action, _ chat.Action) {
	switch n := p.rng.IntN(100); {
	case n < 30:
		p.pressLater(p.soon(), a.ref, pressPrepareFree)
	case n < 60:
		p.pressLater(p.soon(), a.ref, pressPrepare)
	case n < 70:
		p.pressLater(p.soon(), a.ref, pressPrepareChat)
	}
}

// thinksAgain: a few prepare as soon as the date is fixed, or change it.
func (p *person) thinksAgain(a arrival, _ []chat.Action, _ chat.Action) {
	if p.chance(10) {
		p.pressLater(p.soon(), a.ref, pressPrepare)
	}
}

// looksBack: a good half look back at their vision when they are invited.
func (p *person) looksBack(a arrival, _ []chat.Action, _ chat.Action) {
	if p.chance(55) {
		p.pressLater(p.soon(), a.ref, pressLookBack)
	}
}
