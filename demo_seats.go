package main

import (
	"context"
	"errors"
	"slices"
	"strings"

	"tsukiichi/adapters/web"
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
)

// Who can be played in the demo, and in which language they read.

func (d *demo) lang(a chat.Account) string {
	lang, err := d.house.Bot.LanguageOf(context.Background(), a)
	if err != nil {
		return ""
	}
	return lang
}

// seats is who can be played: first a mentee with a likely mentor, their head
// and HR side by side, then everybody else by section.
func (d *demo) seats(ctx context.Context, lang string) ([]web.Seat, error) {
	people, err := d.everybody(ctx)
	if err != nil {
		return nil, err
	}
	first := cast(people, lang)
	slices.SortStableFunc(people, func(a, b mentoring.Person) int { return rank(first, a.ID) - rank(first, b.ID) })
	var out []web.Seat
	for _, p := range people {
		if !p.Active {
			continue
		}
		group := p.Department + " " + p.Section
		if slices.Contains(first, p.ID) {
			group = d.house.Bot.Words(lang).T(catalog.DemoFirst)
		}
		out = append(out, web.Seat{Account: demoAccount(p)[0], Name: p.Name, Role: d.role(p, lang), Group: group})
	}
	if len(out) == 0 {
		return nil, errors.New("demo: the roster has nobody in office")
	}
	return out, nil
}

func rank(first []string, id string) int {
	if i := slices.Index(first, id); i >= 0 {
		return i
	}
	return len(first)
}

// cast chooses the four who are shown first.
func cast(people []mentoring.Person, lang string) []string {
	var out []string
	pick := func(ok func(mentoring.Person) bool) mentoring.Person {
		for _, p := range people {
			if p.Active && !slices.Contains(out, p.ID) && ok(p) {
				out = append(out, p.ID)
				return p
			}
		}
		return mentoring.Person{}
	}
	mentee := pick(func(p mentoring.Person) bool {
		return p.Has(mentoring.RoleMentee) && (p.Locale == "" || p.Locale == lang)
	})
	pick(func(p mentoring.Person) bool {
		return p.Section == mentee.Section && p.Grade >= 3 && len(p.Roles) == 0 && p.ID != mentee.Appraiser
	})
	pick(func(p mentoring.Person) bool { return p.Heads(mentee.Section) })
	pick(func(p mentoring.Person) bool { return p.Has(mentoring.RoleHR) && !p.Has(mentoring.RoleHead) })
	return out
}

// role is what a person is, in a word for the list.
func (d *demo) role(p mentoring.Person, lang string) string {
	w := d.house.Bot.Words(lang)
	var out []string
	for _, r := range []mentoring.Role{mentoring.RoleMentee, mentoring.RoleMentor, mentoring.RoleHead, mentoring.RoleHR} {
		if p.Has(r) {
			out = append(out, w.T(roleWord(r)))
		}
	}
	if len(out) == 0 {
		return p.Post
	}
	return strings.Join(out, "・")
}

func nameOf(seats []web.Seat) func(chat.Account) string {
	return func(a chat.Account) string {
		for _, s := range seats {
			if s.Account == a {
				return s.Name
			}
		}
		return ""
	}
}
