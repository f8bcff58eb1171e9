package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"tsukiichi/bot/clock"
	"tsukiichi/bot/mentoring"
)

// What the settings say of the programme. A setting that was given holds for
// the programme that is there already too: none is quietly ignored.

// standardZone is where the presets are.
const standardZone = "Asia/Tokyo"

// startProgramme starts the current year's programme, or brings the one that
// is there up to the settings, and returns it.
func (s settings) startProgramme(ctx context.Context, h *house) (mentoring.Programme, error) {
	name := s.Timezone
	if name == "" {
		name = standardZone
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return mentoring.Programme{}, err
	}
	prog, err := mentoring.LoadPreset("aomori", mentoring.DateOf(clock.System{}.Now().In(zone)).FiscalYear())
	if err != nil {
		return prog, err
	}
	if err := s.amend(&prog); err != nil {
		return prog, err
	}
	fresh, err := h.Bot.StartProgramme(ctx, prog)
	if err != nil || fresh {
		return prog, err
	}
	return h.Bot.AmendProgramme(ctx, prog.ID, s.amend)
}

// amend makes the programme what the settings that were given say.
func (s settings) amend(p *mentoring.Programme) error {
	if s.Timezone != "" {
		p.Zone = s.Timezone
	}
	closures, err := s.closures()
	if err != nil {
		return err
	}
	if len(closures) > 0 {
		p.Closures = closures
	}
	if s.CalendarFiles != nil {
		p.CalendarFiles = *s.CalendarFiles
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
