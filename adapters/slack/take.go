package slack

import (
	"context"
	"encoding/json"
	"errors"
	"time"
	"unicode/utf8"

	"tsukiichi/bot/chat"
)

// Slack waits three seconds for an acknowledgement, and as long for a dialog
// after a press. Looking somebody's profile up is part of both.
const (
	ackLimit     = 2500 * time.Millisecond
	loadingAfter = 1500 * time.Millisecond
	handleLimit  = 30 * time.Second // for the core, whoever still waits
)

// errLate says that the core was not done in time. It goes on, and a repeat of
// the event gets its answer.
var errLate = errors.New("slack: not done in time")

// outcome is what the core made of an event.
type outcome struct {
	answer chat.Answer
	err    error
}

// hand gives an event to the core. It goes on when the request ends.
func (a *Adapter) hand(ctx context.Context, e chat.Event) <-chan outcome {
	done := make(chan outcome, 1)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), handleLimit)
	a.work.start(func() {
		defer cancel()
		o := outcome{err: errPanic}
		defer func() { done <- o }()
		defer a.recovered()
		e.Profile = a.profile(ctx, e.From)
		o.answer, o.err = a.o.Handler.Handle(ctx, e)
		if o.err != nil {
			a.o.Log.Error().Str("event", e.ID).Msg("slack: the core could not take an event")
		}
	})
	return done
}

// inTime waits for the outcome as long as Slack waits for us.
func (a *Adapter) inTime(done <-chan outcome) (chat.Answer, error) {
	select {
	case o := <-done:
		return o.answer, o.err
	case <-a.o.After(ackLimit):
		return chat.Answer{}, errLate
	}
}

// takeEvent answers a delivery of the Events API.
func (a *Adapter) takeEvent(ctx context.Context, raw []byte, _ time.Time) (any, error) {
	if !utf8.Valid(raw) {
		return nil, errBad
	}
	n, err := decodeEvent(raw)
	if err != nil {
		return nil, err
	}
	switch n.kind {
	case newsChallenge:
		return map[string]string{"challenge": n.challenge}, nil
	case newsGone:
		a.o.Log.Error().Str("event", n.what).
			Msg("slack: the app was removed from the workspace, or its token revoked: install it again and set the new token; messages wait")
	case newsLimited:
		a.o.Log.Warn().Msg("slack: events are held back by Slack: more than 30,000 an hour")
	case newsProfile:
		a.refresh(ctx, n.event.From)
	case newsEvent:
		_, err := a.inTime(a.hand(ctx, n.event))
		return nil, err
	case newsHome:
		answer, err := a.inTime(a.hand(ctx, n.event))
		if err == nil && answer.Page != nil {
			a.background(ctx, func(ctx context.Context) { a.publish(ctx, n.event, *answer.Page, 0, n.hash) })
		}
		return nil, err
	}
	return nil, nil
}

// refresh looks a profile up anew where it is remembered: a workspace tells of
// everybody's changes, and most people have nothing to do with us.
func (a *Adapter) refresh(ctx context.Context, who chat.Account) {
	if _, known := a.profiles.get(who, a.o.Now()); !known {
		return
	}
	a.profiles.forget(who)
	a.background(ctx, func(ctx context.Context) { a.profile(ctx, who) })
}

// takeInteraction answers a press or a submission.
func (a *Adapter) takeInteraction(ctx context.Context, raw []byte, _ time.Time) (any, error) {
	if !utf8.Valid(raw) {
		return nil, errBad
	}
	p, s, err := decodeInteraction(raw)
	switch {
	case err != nil:
		return nil, err
	case p != nil:
		return nil, a.press(ctx, p)
	case s != nil:
		return a.submit(ctx, s), nil
	default:
		return nil, nil
	}
}

// takeCommand answers a slash command in JSON.
func (a *Adapter) takeCommand(ctx context.Context, raw []byte, sent time.Time) (any, error) {
	var c command
	if !utf8.Valid(raw) || json.Unmarshal(raw, &c) != nil {
		return nil, errBad
	}
	return a.runCommand(ctx, c, sent)
}

// runCommand hands a command over. It carries no time of its own: sent stands
// for it, or where Slack signed nothing, when it was seen first.
func (a *Adapter) runCommand(ctx context.Context, c command, sent time.Time) (any, error) {
	p, err := c.press(func(id string) time.Time {
		if !sent.IsZero() {
			return sent
		}
		return a.times.of(id, a.o.Now())
	})
	if err != nil {
		return nil, err
	}
	if err := a.press(ctx, p); err != nil {
		return nil, err
	}
	if _, said := p.event.What.(chat.Said); said {
		return map[string]string{"response_type": "ephemeral", "text": a.words(p.event.From).SeeChat}, nil
	}
	return nil, nil
}
