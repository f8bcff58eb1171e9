package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"tsukiichi/adapters/web"
	"tsukiichi/bot"
	"tsukiichi/bot/roster"
)

// deskCore is the conversation core as the web's desk sees it.
type deskCore struct {
	bot   *bot.Bot
	again chan<- struct{} // poked when a roster was imported
}

var (
	_ web.Gate       = (*deskCore)(nil)
	_ web.Guests     = (*deskCore)(nil)
	_ web.RosterDesk = (*deskCore)(nil)
	_ web.SlipDesk   = (*deskCore)(nil)
	_ web.FormDesk   = (*deskCore)(nil)
)

func webGuest(g bot.Guest) web.Guest {
	return web.Guest{Person: g.Person.ID, Name: g.Person.Name, Account: g.Account, HR: g.HR, Since: g.Since}
}

// Ask has a code sent.
func (d *deskCore) Ask(ctx context.Context, who string) error { return d.bot.AskCode(ctx, who) }

// Enter takes a code.
func (d *deskCore) Enter(ctx context.Context, who, code string) (web.Guest, bool, error) {
	g, ok, err := d.bot.EnterCode(ctx, who, code)
	return webGuest(g), ok, err
}

// Vouched lets in whom the single sign-on names.
func (d *deskCore) Vouched(ctx context.Context, who string) (web.Guest, bool, error) {
	g, ok, err := d.bot.Vouched(ctx, who)
	return webGuest(g), ok, err
}

// Stays says whether a session goes on.
func (d *deskCore) Stays(ctx context.Context, person string, since time.Time) (web.Guest, bool, error) {
	g, ok, err := d.bot.Stays(ctx, person, since)
	return webGuest(g), ok, err
}

// LeaveAll ends the person's sessions.
func (d *deskCore) LeaveAll(ctx context.Context, person string) error {
	return d.bot.LeaveAll(ctx, person)
}

// Preview says what a roster would change.
func (d *deskCore) Preview(ctx context.Context, g web.Guest, file []byte) (web.RosterPreview, error) {
	pv, err := d.bot.ClerkPreview(ctx, g.Person, file, platforms())
	if err != nil {
		return web.RosterPreview{}, err
	}
	return d.preview(ctx, g, pv)
}

func (d *deskCore) preview(ctx context.Context, g web.Guest, pv bot.RosterPreview) (web.RosterPreview, error) {
	lang, err := d.bot.LanguageOf(ctx, g.Account)
	if err != nil {
		return web.RosterPreview{}, err
	}
	page, err := d.bot.RosterPage(lang, pv)
	if err != nil {
		return web.RosterPreview{}, err
	}
	mark, err := markOf(pv)
	return web.RosterPreview{Page: page, Mark: mark, Blocked: roster.Blocked(pv.Problems), Empty: pv.Empty()}, err
}

// markOf tells previews apart that change something else.
func markOf(pv bot.RosterPreview) (string, error) {
	raw, err := json.Marshal([]any{pv.New, pv.Changed, pv.Leaving, pv.Returning})
	if err != nil {
		return "", fmt.Errorf("mark preview: %w", err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), nil
}

// Import imports a roster that was previewed.
func (d *deskCore) Import(ctx context.Context, g web.Guest, file []byte, mark string) (web.RosterPreview, bool, error) {
	pv, err := d.bot.ClerkPreview(ctx, g.Person, file, platforms())
	if err != nil {
		return web.RosterPreview{}, false, err
	}
	now, err := markOf(pv)
	if err != nil {
		return web.RosterPreview{}, false, err
	}
	if now != mark {
		p, err := d.preview(ctx, g, pv)
		return p, false, err
	}
	pv, err = d.bot.ClerkImport(ctx, g.Person, file, platforms())
	if err != nil && !errors.Is(err, bot.ErrRoster) {
		return web.RosterPreview{}, false, err
	}
	done := err == nil
	if done {
		select {
		case d.again <- struct{}{}:
		default: // they are about to be
		}
	}
	p, err := d.preview(ctx, g, pv)
	return p, done, err
}

// Unreached lists people without an account in a chat.
func (d *deskCore) Unreached(ctx context.Context, g web.Guest, words string) ([]web.Unreached, bool, error) {
	list, more, err := d.bot.Unreached(ctx, g.Person, words)
	out := make([]web.Unreached, 0, len(list))
	for _, u := range list {
		out = append(out, web.Unreached{
			Person: u.Person.ID, Name: u.Person.Name, Section: u.Person.Department + " " + u.Person.Section, Slip: u.Slip, Visited: u.Visited,
		})
	}
	return out, more, err
}

// Print makes codes on paper.
func (d *deskCore) Print(ctx context.Context, g web.Guest, people []string, until time.Time) ([]web.Slip, error) {
	made, err := d.bot.PrintSlips(ctx, g.Person, people, until)
	if errors.Is(err, bot.ErrNoSlip) || errors.Is(err, bot.ErrTooMany) {
		return nil, fmt.Errorf("%w: %w", web.ErrNoSlip, err)
	}
	out := make([]web.Slip, 0, len(made))
	for _, p := range made {
		out = append(out, web.Slip{
			Person: p.Person.ID, Name: p.Person.Name, Section: p.Person.Department + " " + p.Person.Section, Code: p.Code, Expires: p.Expires,
		})
	}
	return out, err
}

// TakeBack makes codes worthless.
func (d *deskCore) TakeBack(ctx context.Context, g web.Guest, people []string) error {
	return d.bot.TakeBackSlips(ctx, g.Person, people)
}

// SetForm puts a workbook in the place of a form.
func (d *deskCore) SetForm(ctx context.Context, g web.Guest, form string, file []byte) ([]string, error) {
	lang, err := d.bot.LanguageOf(ctx, g.Account)
	if err != nil {
		return nil, err
	}
	problems, err := d.bot.ClerkForm(ctx, g.Person, form, file)
	var wrong []string
	for _, p := range problems {
		wrong = append(wrong, d.bot.TemplateProblem(lang, p))
	}
	return wrong, err
}
