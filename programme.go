package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"tsukiichi/bot/mentoring"
)

// What the settings say of the programme. A setting that was given holds for
// the programmes that are there already too, except for what HR has changed on
// its desk.

// standardZone is where the presets are.
const standardZone = "Asia/Tokyo"

// startProgramme starts the first programme where there is none yet, and else
// brings those that run up to the settings: after the first, programmes are HR's
// to make. It returns the one to speak of.
func (s settings) startProgramme(ctx context.Context, h *house) (mentoring.Programme, error) {
	name := s.Timezone
	if name == "" {
		name = standardZone
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return mentoring.Programme{}, err
	}
	if _, known, err := h.Bot.Running(ctx); err != nil {
		return mentoring.Programme{}, err
	} else if known {
		return s.amendRunning(ctx, h)
	}
	prog, err := mentoring.LoadPreset("aomori", mentoring.DateOf(h.Clock.Now().In(zone)).FiscalYear())
	if err != nil {
		return prog, err
	}
	if err := s.amend(&prog); err != nil {
		return prog, err
	}
	_, err = h.Bot.StartProgramme(ctx, prog)
	return prog, err
}

// amendRunning brings the programmes that run up to the settings.
func (s settings) amendRunning(ctx context.Context, h *house) (first mentoring.Programme, err error) {
	running, _, err := h.Bot.Running(ctx)
	if err != nil {
		return first, err
	}
	for i, p := range running {
		if p, err = h.Bot.AmendProgramme(ctx, p.ID, s.amend); err != nil {
			return first, err
		}
		if i == 0 {
			first = p
		}
	}
	return first, nil
}

// amend makes the programme what the settings that were given say. What HR has
// changed on its desk since is HR's.
func (s settings) amend(p *mentoring.Programme) error {
	theirs := func(part string) bool { return slices.Contains(p.Edited, part) }
	if s.Timezone != "" {
		p.Zone = s.Timezone
	}
	closures, err := s.closures()
	if err != nil {
		return err
	}
	if len(closures) > 0 && !theirs("hours") {
		p.Closures = closures
	}
	if s.CalendarFiles != nil && !theirs("switches") {
		p.CalendarFiles = *s.CalendarFiles
	}
	if theirs("contact") {
		return nil
	}
	if s.Contact.Name != "" {
		p.Contact.Name = mentoring.Words{"ja": s.Contact.Name, "en": s.Contact.Name}
	}
	if len(s.Contact.Phones) > 0 {
		p.Contact.Phones = slices.Clone(s.Contact.Phones)
	}
	if s.Contact.Mail != "" {
		p.Contact.Mail = s.Contact.Mail
	}
	return nil
}

// closures reads the closures; none leaves those of the programme.
func (s settings) closures() ([]mentoring.Closure, error) {
	var out []mentoring.Closure
	for _, c := range s.Closures {
		from, to, ok := strings.Cut(c, "/")
		if !ok {
			return nil, errors.New("not two days")
		}
		first, err := mentoring.ParseMonthDay(from)
		if err != nil {
			return nil, err
		}
		last, err := mentoring.ParseMonthDay(to)
		if err != nil {
			return nil, err
		}
		out = append(out, mentoring.Closure{From: first, To: last})
	}
	return out, nil
}
