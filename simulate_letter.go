package main

import (
	"context"
	"slices"
	"time"

	"tsukiichi/bot/chat"
)

// HR's messages to many: one at once, one for a later day, January's from the
// template; and what the people make of them.

// Buttons below what HR writes to many.
const (
	pressAck      = "broadcast.ack"
	pressAckAgain = "broadcast.ack-again"
)

// letter is one message of HR's to many.
type letter struct {
	id     string
	from   time.Time // when the sending was to begin
	to     []string  // groups, as the desk calls them
	recall time.Time // when those were reminded who had not said that they read it; zero for never
}

// The groups that HR writes to.
const (
	toMentees = "mentees"
	toMentors = "mentors"
	toHeads   = "heads"
)

// writesAtOnce writes to both sides of all pairs.
func (s *simulation) writesAtOnce(ctx context.Context, clerk *person) error {
	v := clerk.walks(ctx)
	v.press(ctx, pressLetters, "")
	v.press(ctx, pressWrite, "")
	v.send(ctx, "title", "会議室の使い方", "body", "1on1に使える会議室が増えました。予約は前の日までにお願いします。", "ack", "yes")
	v.send(ctx, "who", toMentees, "who", toMentors)
	return s.sends(ctx, v, time.Time{}, toMentees, toMentors)
}

// writesAhead writes to the heads what they are to read a week later.
func (s *simulation) writesAhead(ctx context.Context, clerk *person) error {
	v := clerk.walks(ctx)
	v.press(ctx, pressLetters, "")
	v.press(ctx, pressWrite, "")
	v.send(ctx, "title", "夏の1on1について", "body", "休暇の多い月です。早めに日程を決められるよう、声をかけてください。")
	v.send(ctx, "who", toHeads)
	day := s.almanac.from(midnight(s.clock.Now()).AddDate(0, 0, 7))
	return s.sends(ctx, v, day.Add(10*time.Hour), toHeads)
}

// writesInJanuary sends the mentors the year's results at once, and the mentees
// the invitation on the next morning, both from the template.
func (s *simulation) writesInJanuary(ctx context.Context, clerk *person) error {
	for i, group := range []string{toMentors, toMentees} {
		v := clerk.walks(ctx)
		v.press(ctx, pressLetters, "")
		v.press(ctx, pressJanuary, "")
		v.press(ctx, pressWrite, "jan|"+group)
		v.send(ctx, "ack", "yes")
		var at time.Time
		if i > 0 {
			at = s.almanac.after(midnight(s.clock.Now()), 1).Add(10 * time.Hour)
		}
		if err := s.sends(ctx, v, at, group); err != nil {
			return err
		}
	}
	return nil
}

// sends sends off what the page shows, at the time or, where it is zero, now.
func (s *simulation) sends(ctx context.Context, v *walk, at time.Time, groups ...string) error {
	l := letter{from: s.clock.Now(), to: groups}
	l.id = v.press(ctx, pressSendLetter, "")
	if at.IsZero() {
		v.send(ctx)
	} else {
		l.from = at
		v.send(ctx, "date", at.Format(time.DateOnly), "time", at.Format("15:04"))
	}
	if v.err == nil {
		s.letters = append(s.letters, l)
	}
	return v.err
}

// remindsReaders reminds the mentors who have not said that they read January's
// message, if there are any.
func (s *simulation) remindsReaders(ctx context.Context, clerk *person) error {
	i := slices.IndexFunc(s.letters, func(l letter) bool { return len(l.to) == 1 && l.to[0] == toMentors })
	v := clerk.walks(ctx)
	v.press(ctx, pressLetters, "")
	v.press(ctx, pressLetter, s.letters[i].id)
	v.press(ctx, pressUnread, s.letters[i].id)
	if !v.shows(pressRemind) {
		return v.err
	}
	v.press(ctx, pressRemind, s.letters[i].id)
	s.letters[i].recall = s.clock.Now()
	return v.err
}

// acknowledges: a good half say that they have read it, some the next day.
func (p *person) acknowledges(a arrival, _ []chat.Action, b chat.Action) {
	switch n := p.rng.IntN(100); {
	case n < 45:
		p.pressLater(p.soon(), a.ref, b.ID)
	case n < 60:
		p.pressLater(p.days(1), a.ref, b.ID)
	}
}
