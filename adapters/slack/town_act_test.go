package slack_test

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strings"

	"tsukiichi/adapters/slack/slacktown"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/roster"
)

// moveIn gives the workspace a member for each person of the roster.
func (s *stage) moveIn(file []byte) {
	parsed, _ := roster.Parse(bytes.NewReader(file), roster.Options{Platforms: []string{bottest.Platform}})
	for _, r := range parsed.Rows {
		if id := member(r.Person.ID); !s.town.Knows(id) {
			s.town.Move(slacktown.User{ID: id, Name: r.Person.Name})
		}
	}
}

// after lets everything happen that an act entails.
func (s *stage) after(err error) error {
	s.adapter.Wait()
	err = errors.Join(err, s.Settle(), s.town.Echo())
	s.adapter.Wait()
	return err
}

func (s *stage) act(who string, do func(user string) error) error {
	s.atHome[who] = false
	if s.town.Deactivated(member(who)) { // who acts has come back
		if err := s.after(s.town.Joins(member(who))); err != nil {
			return err
		}
	}
	return s.after(do(member(who)))
}

// Say types a line.
func (s *stage) Say(who, words string) error {
	return s.act(who, func(u string) error { s.town.Close(u); return s.town.Say(u, words) })
}

// Home opens the home tab.
func (s *stage) Home(who string) error {
	err := s.act(who, func(u string) error { s.town.Close(u); return s.town.OpenHome(u) })
	s.atHome[who] = true
	return err
}

// Join is a new or returning member who opens the conversation.
func (s *stage) Join(who string) error {
	return s.act(who, func(u string) error {
		if err := s.town.Joins(u); err != nil {
			return err
		}
		return s.town.OpenMessages(u)
	})
}

// Leave deactivates the member.
func (s *stage) Leave(who string) error { return s.act(who, s.town.Leaves) }

// Email has the workspace vouch for the address.
func (s *stage) Email(who, address string) { s.town.Email(member(who), address) }

// Repeat delivers the person's last delivery again.
func (s *stage) Repeat(who string) error {
	return s.after(s.town.Again(member(who)))
}

// Press presses a button: in the open dialog, else where the person looks.
// Whoever does not find it in the dialog closes it first.
func (s *stage) Press(who, label string) error {
	home := s.atHome[who]
	return s.act(who, func(u string) error {
		err := s.town.Press(u, label, slacktown.InModal)
		if !errors.Is(err, slacktown.ErrNoButton) {
			return err
		}
		s.town.Close(u)
		if home {
			return s.town.Press(u, label, slacktown.InHome, slacktown.InMessages)
		}
		return s.town.Press(u, label, slacktown.InMessages)
	})
}

// PressOld presses a button as the adapter draws it, of a message that is no
// longer there.
func (s *stage) PressOld(who, action, arg string) error {
	const clerk = "U0CLERK"
	s.town.Move(slacktown.User{ID: clerk})
	m, err := chat.NewMessage("", []chat.Block{chat.Line("…")}, chat.Action{ID: action, Label: "old", Arg: arg, Opens: opens(action)})
	if err != nil {
		return err
	}
	to := chat.Address{Account: s.account(clerk)}
	if _, err := s.adapter.Send(s.T.Context(), chat.Dispatch{ID: "old/" + s.NewID(), To: to, Message: m}); err != nil {
		return err
	}
	button := s.town.Button(clerk, "old")
	return s.act(who, func(u string) error { return s.town.PressOld(u, button) })
}

// Submit sends the open dialog off: what it held when it opened, with the
// fields given over it.
func (s *stage) Submit(who string, fields map[string][]string) error {
	return s.act(who, func(u string) error { s.town.Undo(u); return s.town.Submit(u, fields) })
}

// Screen is what the person sees.
func (s *stage) Screen(who string) bottest.Screen {
	seen := s.town.Screen(member(who))
	out := bottest.Screen{Dialog: seen.Modal, Errors: seen.Errors}
	for _, m := range seen.Messages {
		switch n := len(out.Chat); {
		case m.Own:
		case m.Files && n > 0: // they belong to the message above
			out.Chat[n-1] += "\n" + neutral(m.Text)
		default:
			out.Chat = append(out.Chat, neutral(m.Text))
		}
	}
	if out.Dialog == "" && s.atHome[who] {
		out.Dialog = seen.Home
	}
	out.Dialog = neutral(out.Dialog)
	return out
}

// opens says how the button of an action was drawn.
func opens(action string) bool {
	_, verb, _ := strings.Cut(action, ".")
	return strings.Contains("open mine read line already more", verb)
}

// row is a row of a table where the platform draws none: its first cell after
// a dot, the others behind their heads.
var (
	row     = regexp.MustCompile(`(?m)^・.*$`)
	nothing = regexp.MustCompile(` \((選ばない|No choice)\)`)
)

// neutral reads what the adapter draws as the scripts write it.
func neutral(text string) string {
	text = nothing.ReplaceAllString(text, "")
	return row.ReplaceAllStringFunc(text, func(line string) string {
		first, rest, _ := strings.Cut(strings.TrimPrefix(line, "・"), ": ")
		cells := []string{first}
		for _, c := range strings.Split(rest, " ／ ") {
			_, value, _ := strings.Cut(c, ": ")
			cells = append(cells, value)
		}
		return line + "\n" + strings.Join(cells, " | ")
	})
}

func sorted(in []string) []string {
	out := slices.Clone(in)
	slices.Sort(out)
	return out
}
