package teams_test

import (
	"bytes"
	"errors"
	"regexp"
	"strings"

	"tsukiichi/adapters/teams"
	"tsukiichi/adapters/teams/teamstown"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/roster"
)

// moveIn gives the organisation a member for each person of the roster: the
// app is there for them, and nobody has said a word yet.
func (s *stage) moveIn(file []byte) {
	parsed, _ := roster.Parse(bytes.NewReader(file), roster.Options{Platforms: []string{bottest.Platform}})
	for _, r := range parsed.Rows {
		if _, known := s.town.Person(member(r.Person.ID)); !known {
			s.town.Move(teamstown.Person{ID: member(r.Person.ID), Name: r.Person.Name, Installed: true})
		}
	}
}

// settled lets everything happen that an act entails.
func (s *stage) settled(err error) error {
	s.adapter.Wait()
	err = errors.Join(err, s.Settle())
	s.adapter.Wait()
	return err
}

// act is something that a person does, and what comes of it. What the adapter
// puts into the chat by itself meanwhile is a page: messages come from the
// outbox.
func (s *stage) act(who string, do func(user string) error) error {
	user := member(who)
	s.atHome[who] = false
	if p, _ := s.town.Person(user); !p.Installed { // who acts has come back
		if err := s.settled(s.town.Add(user)); err != nil {
			return err
		}
	}
	before := len(s.town.Screen(user).Messages)
	err := do(user)
	s.adapter.Wait()
	for _, m := range s.town.Screen(user).Messages[before:] {
		if !m.Own {
			s.page(who)[m.ID] = true
		}
	}
	return s.settled(err)
}

// page is the ids of the pages in somebody's chat.
func (s *stage) page(who string) map[string]bool {
	if s.pages[who] == nil {
		s.pages[who] = map[string]bool{}
	}
	return s.pages[who]
}

func (s *stage) isPage(who string) func(id string) bool {
	return func(id string) bool { return s.pages[who][id] }
}

func (s *stage) isMessage(who string) func(id string) bool {
	return func(id string) bool { return !s.pages[who][id] }
}

// Say types a line.
func (s *stage) Say(who, words string) error {
	return s.act(who, func(u string) error { s.town.Close(u); return s.town.Say(u, words) })
}

// Home asks for the home, which comes as a card without anybody's private
// words. Where it has them, the person opens the page in a window. While the
// connector takes nothing, no card comes: then a button of an older card opens
// the page.
func (s *stage) Home(who string) error {
	if s.down {
		return s.PressOld(who, "home.open", "")
	}
	err := s.act(who, func(u string) error { s.town.Close(u); return s.town.Say(u, "ホーム") })
	if p, _ := s.town.Person(member(who)); p.Old {
		s.atHome[who] = true
		return err
	}
	for _, lang := range []string{"ja", "en"} {
		opened := s.town.PressWhere(member(who), teams.DefaultWords(lang).OpenPage, s.isPage(who), teamstown.InMessages)
		if !errors.Is(opened, teamstown.ErrNoButton) {
			err = errors.Join(err, opened)
		}
	}
	s.atHome[who] = true
	return s.settled(err)
}

// Join is a new or returning member who adds the app.
func (s *stage) Join(who string) error {
	s.town.Edit(member(who), func(p *teamstown.Person) { p.Installed = true })
	return s.act(who, s.town.Add)
}

// Leave removes the app.
func (s *stage) Leave(who string) error { return s.act(who, s.town.Take) }

// Email has the directory know the address.
func (s *stage) Email(who, address string) {
	s.town.Edit(member(who), func(p *teamstown.Person) { p.Email = address })
}

// Plain gives the person a client that has no dialogs.
func (s *stage) Plain(who string) {
	s.town.Edit(member(who), func(p *teamstown.Person) { p.Old = true })
}

// Repeat delivers the person's last activity again.
func (s *stage) Repeat(who string) error { return s.settled(s.town.Again(member(who))) }

// Press presses a button, and says yes where it asks first: in the open dialog,
// else where the person looks. Whoever does not find it in the dialog closes it
// first.
func (s *stage) Press(who, label string) error {
	home := s.atHome[who]
	return s.act(who, func(u string) error {
		err := s.town.Press(u, label, teamstown.InDialog)
		if errors.Is(err, teamstown.ErrNoButton) {
			s.town.Close(u)
			if home {
				err = s.town.PressWhere(u, label, s.isPage(who), teamstown.InMessages)
			}
		}
		if errors.Is(err, teamstown.ErrNoButton) {
			err = s.town.PressWhere(u, label, s.isMessage(who), teamstown.InMessages)
		}
		_, asked := s.town.Confirm(u)
		return errors.Join(err, asked)
	})
}

// PressOld presses a button as the adapter draws it, of a message that is no
// longer there.
func (s *stage) PressOld(who, action, arg string) error {
	button, err := s.drawn(action, arg)
	if err != nil {
		return err
	}
	return s.act(who, func(u string) error { return s.town.PressOld(u, button) })
}

// drawn is the button of an action as the adapter draws it.
func (s *stage) drawn(action, arg string) (button map[string]any, err error) {
	if s.down {
		s.Down(false)
		defer s.Down(true)
	}
	clerk := member("clerk")
	s.town.Move(teamstown.Person{ID: clerk, Installed: true})
	m, err := chat.NewMessage("", []chat.Block{chat.Line("…")}, chat.Action{ID: action, Label: "old", Arg: arg, Opens: opens(action)})
	if err != nil {
		return nil, err
	}
	to := chat.Address{Account: chat.Account{Platform: teams.Platform, Tenant: s.town.Tenant, ID: clerk}}
	if _, err := s.adapter.Send(s.T.Context(), chat.Dispatch{ID: "old/" + s.NewID(), To: to, Message: m}); err != nil {
		return nil, err
	}
	return s.town.Button(clerk, "old"), nil
}

// Submit sends the open dialog off: what it held when it opened, with the
// fields given over it.
func (s *stage) Submit(who string, fields map[string][]string) error {
	return s.act(who, func(u string) error { s.town.Undo(u); return s.town.Submit(u, fields) })
}

// Screen is what the person sees. The home is the page that they asked for
// last, in its window where they opened one.
func (s *stage) Screen(who string) bottest.Screen {
	seen := s.town.Screen(member(who))
	out := bottest.Screen{Dialog: seen.Dialog, Errors: seen.Errors}
	page := ""
	for _, m := range seen.Messages {
		switch {
		case s.pages[who][m.ID]:
			page = m.Text
		case !m.Own:
			out.Chat = append(out.Chat, neutral(m.Text))
		}
	}
	if out.Dialog == "" && s.atHome[who] {
		out.Dialog = page
	}
	out.Dialog = neutral(out.Dialog)
	return out
}

// opens says how the button of an action was drawn.
func opens(action string) bool {
	_, verb, _ := strings.Cut(action, ".")
	return strings.Contains("open mine read line already more offer this list give reasons", verb)
}

// nothing is the option that takes a choice back, which the scripts do not
// know; optional stands behind the label of a question that may stay empty;
// rows are one list of buttons in several rows.
var (
	nothing  = regexp.MustCompile(` \((選ばない|No choice)\)`)
	optional = regexp.MustCompile(`（任意）| \(optional\)`)
	rows     = regexp.MustCompile(`(?m)(^\[.*\])\n\[`)
)

// neutral reads what the adapter draws as the scripts write it.
func neutral(text string) string {
	text = optional.ReplaceAllString(nothing.ReplaceAllString(text, ""), "")
	for rows.MatchString(text) {
		text = rows.ReplaceAllString(text, "$1 [")
	}
	return text
}
