package main

import (
	"strings"

	"tsukiichi/bot/chat"
)

// After the programme's months: some go on, some say thank you.

// Buttons of what comes after the months.
const (
	pressGoOn     = "go-on.say"
	pressGiveCard = "thanks-card.give"
	pressReadCard = "thanks-card.read"
)

// goesOn: a few propose to go on, and most of those who are asked agree.
func (p *person) goesOn(a arrival, m []chat.Action, b chat.Action) {
	if asked := strings.HasPrefix(a.id, "go-on/"); asked && p.chance(70) || p.chance(12) {
		p.pressLater(p.soon(), a.ref, pressGoOn)
	}
	if _, may := button(m, pressGiveCard); may && p.chance(20) {
		p.pressLater(p.days(1), a.ref, pressGiveCard)
	}
}
