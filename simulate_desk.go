package main

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"tsukiichi/bot/chat"
)

// What HR does at its desk in the course of the year, from page to page as its
// people do: the leaves of July, October's questionnaire, messages to many, and
// the end of the programme.

// What the desk's buttons are called.
const (
	pressWrite          = "broadcast.write"
	pressSendLetter     = "broadcast.send"
	pressLetters        = "broadcast.list"
	pressLetter         = "broadcast.page"
	pressUnread         = "broadcast.unread"
	pressRemind         = "broadcast.remind"
	pressJanuary        = "january.page"
	pressSurveyDesk     = "survey.desk"
	pressSurveyWindow   = "survey.window"
	pressSurveyBegin    = "survey.begin"
	pressSurveyClose    = "survey.close"
	pressProgrammes     = "programme.list"
	pressProgramme      = "programme.one"
	pressCloseProgramme = "programme.close"
)

// deskWork writes into HR's diary what it is going to do.
func (s *simulation) deskWork() {
	a := s.almanac
	at := func(day time.Time, hour int, do func(context.Context, *person) error) {
		hr := s.town.having("人事")
		clerk := s.people[hr[len(hr)-1]]
		heap.Push(&s.deeds, entry{at: day.Add(time.Duration(hour) * time.Hour), who: clerk, do: func(ctx context.Context) error {
			return do(ctx, clerk)
		}})
	}
	at(midnight(s.down.from), 11, s.writesAtOnce)
	at(a.from(a.day(time.June, 8)), 14, s.writesAhead)
	at(a.after(a.day(time.July, 5), 1), 10, func(ctx context.Context, _ *person) error { return s.handInLeaves(ctx) })
	at(a.from(a.day(time.October, 5)), 14, s.opensSurvey)
	at(a.after(s.survey.deadline, 3), 14, s.closesSurvey)
	january := a.from(a.day(time.January, 12))
	at(january, 14, s.writesInJanuary)
	at(a.after(january, 5), 14, s.remindsReaders)
	at(a.before(a.yearEnd(), 1), 15, s.endsYear)
}

// walk is somebody's way from page to page. What goes wrong ends it.
type walk struct {
	p    *person
	here chat.Answer
	err  error
}

// Errors of a walk: the desk is not as it was when this was written.
var (
	errNoButton = errors.New("the page has no such button")
	errNoForm   = errors.New("no dialog is open")
	errRefused  = errors.New("the dialog was refused")
)

// walks begins on the person's home.
func (p *person) walks(ctx context.Context) *walk {
	v := &walk{p: p}
	v.does(ctx, "home", chat.Opened{})
	return v
}

func (v *walk) does(ctx context.Context, name string, what chat.What) {
	if v.here, v.err = v.p.sim.hand(ctx, v.p, what); v.err == nil && len(v.here.Errors) > 0 {
		v.err = fmt.Errorf("%s: field %s: %w", name, v.here.Errors[0].Field, errRefused)
	}
}

// press presses the page's button with the id whose argument begins so, and
// returns the argument.
func (v *walk) press(ctx context.Context, id, arg string) string {
	if v.err != nil {
		return ""
	}
	for _, b := range buttonsOf(v.here.Page) {
		if b.ID == id && strings.HasPrefix(b.Arg, arg) {
			v.does(ctx, id, chat.Pressed{Action: b.ID, Arg: b.Arg, Dialogs: true})
			return b.Arg
		}
	}
	v.err = fmt.Errorf("%s: %w", id, errNoButton)
	return ""
}

// shows reports whether the page has a button with the id.
func (v *walk) shows(id string) bool {
	_, there := button(buttonsOf(v.here.Page), id)
	return there
}

// send sends the open dialog off: what it holds already, and the pairs of field
// and value.
func (v *walk) send(ctx context.Context, pairs ...string) {
	if v.err != nil {
		return
	}
	form := v.here.Form
	if form == nil {
		v.err = errNoForm
		return
	}
	values := chat.Values{}
	for _, fd := range form.Fields {
		if len(fd.Initial) > 0 {
			values[fd.ID] = fd.Initial
		}
	}
	for id, texts := range chat.Set(pairs...) {
		values[id] = texts
	}
	v.does(ctx, form.ID, chat.Submitted{Form: form.ID, Version: form.Version, Arg: form.Arg, Values: values})
}

// buttonsOf is everything that can be pressed on the page; nothing where there
// is none.
func buttonsOf(page *chat.Page) (out []chat.Action) {
	if page == nil {
		return nil
	}
	for _, sec := range page.Sections {
		out = append(out, sec.Actions...)
	}
	return out
}

// endsYear closes the programme.
func (s *simulation) endsYear(ctx context.Context, clerk *person) error {
	v := clerk.walks(ctx)
	v.press(ctx, pressProgrammes, "")
	v.press(ctx, pressProgramme, s.programme)
	v.press(ctx, pressCloseProgramme, s.programme)
	v.send(ctx, "sure", "yes")
	return v.err
}
