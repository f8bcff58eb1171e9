package bottest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// Core is the stage of the conversation core alone.
type Core struct {
	*World
	open   map[string]*desk
	emails map[string]string // what the workspace knows, by account
	slips  map[string]string // codes on paper, by person
	inside map[string]bool   // who has come in on the web
}

// desk is what one person has in front of them.
type desk struct {
	plain  bool // the client has no dialogs
	form   *chat.Form
	page   *chat.Page
	errors map[string]string
	last   chat.Event
	ref    chat.Ref // of the card pressed last
}

var (
	_ Stage      = (*Core)(nil)
	_ PlainStage = (*Core)(nil)
)

// OpenCore returns the core alone as a stage.
func OpenCore(t testing.TB, at time.Time, roster []byte) Stage {
	c := &Core{open: map[string]*desk{}, emails: map[string]string{}, slips: map[string]string{}, inside: map[string]bool{}}
	c.World = Options{Account: c.at}.NewWorld(t, at, "aomori", roster)
	return c
}

func (c *Core) desk(who string) *desk {
	if c.open[who] == nil {
		c.open[who] = &desk{}
	}
	return c.open[who]
}

// Now is the world's time.
func (c *Core) Now() time.Time { return c.Clock.Now() }

// Logged is everything that was logged.
func (c *Core) Logged() string { return c.Log.String() }

// Down makes the sender fail, or work again.
func (c *Core) Down(down bool) { c.Chats.Down(down) }

// Import imports a roster.
func (c *Core) Import(file []byte) error {
	pv, err := c.Bot.ImportRoster(c.T.Context(), "operator", file, []string{Platform})
	if err != nil {
		return fmt.Errorf("%w: %d problems", err, len(pv.Problems))
	}
	return c.Settle()
}

// Restart closes the store and opens it again.
func (c *Core) Restart() error {
	c.Close()
	c.World.Open()
	return nil
}

// Say types a line.
func (c *Core) Say(who, words string) error {
	return c.act(who, chat.Said{Text: private.New("", words)})
}

// Home opens the person's home.
func (c *Core) Home(who string) error { return c.act(who, chat.Opened{}) }

// Join adds the bot, or comes back to it.
func (c *Core) Join(who string) error { return c.act(who, chat.Joined{}) }

// Leave removes the bot.
func (c *Core) Leave(who string) error { return c.act(who, chat.Left{}) }

// Email has the workspace tell this address with everything the account does.
func (c *Core) Email(who, address string) { c.emails[who] = address }

func (c *Core) act(who string, what chat.What) error {
	e := c.Event(who, what)
	e.Profile.Email = c.emails[who]
	return c.hand(who, e)
}

// Repeat hands the last event over again.
func (c *Core) Repeat(who string) error {
	d := c.desk(who)
	if d.last.ID == "" {
		return errors.New("nothing was done yet")
	}
	return c.hand(who, d.last)
}

// Press presses a button: in the open page, or in the newest message that
// has it. A label may be cut short where no other begins like it.
func (c *Core) Press(who, label string) error {
	for _, fits := range []func(string) bool{
		func(l string) bool { return l == label },
		func(l string) bool { return strings.HasPrefix(l, label) },
	} {
		if a, ref, ok := c.find(who, fits); ok {
			c.desk(who).ref = ref
			return c.press(who, a)
		}
	}
	return fmt.Errorf("no button %q", label)
}

func (c *Core) find(who string, fits func(label string) bool) (a chat.Action, ref chat.Ref, ok bool) {
	labelled := func(actions []chat.Action) bool {
		i := slices.IndexFunc(actions, func(a chat.Action) bool { return fits(a.Label) })
		if i >= 0 {
			a, ok = actions[i], true
		}
		return ok
	}
	if page := c.desk(who).page; page != nil {
		for _, s := range page.Sections {
			if labelled(s.Actions) {
				return a, "", true
			}
		}
	}
	lines := c.Chats.Of(c.Account(who))
	for i := len(lines) - 1; i >= 0; i-- {
		if labelled(lines[i].Message.Actions) {
			return a, lines[i].Ref, true
		}
	}
	return a, "", false
}

func (c *Core) press(who string, a chat.Action) error {
	return c.act(who, chat.Pressed{Action: a.ID, Arg: a.Arg, Dialogs: !c.desk(who).plain})
}

// Plain gives the person a client that has no dialogs.
func (c *Core) Plain(who string) { c.desk(who).plain = true }

// PressOld presses a button of a message that is no longer in view.
func (c *Core) PressOld(who, action, arg string) error {
	c.desk(who).ref = ""
	return c.press(who, chat.Action{ID: action, Arg: arg})
}

// Submit sends the open form off: what it held, with the fields given over it.
func (c *Core) Submit(who string, fields map[string][]string) error {
	d := c.desk(who)
	if d.form == nil {
		return errors.New("no form is open")
	}
	v := chat.Values{}
	for _, f := range d.form.Fields {
		for _, t := range f.Initial {
			v[f.ID] = append(v[f.ID], private.New("", t.Reveal()))
		}
	}
	for id, texts := range fields {
		fd, ok := d.form.Field(id)
		if !ok {
			return fmt.Errorf("the form has no field %q", id)
		}
		v[id] = nil
		for _, s := range texts {
			v[id] = append(v[id], private.New("", optionValue(fd, s)))
		}
	}
	return c.act(who, chat.Submitted{Form: d.form.ID, Version: d.form.Version, Arg: d.form.Arg, Values: v})
}

// optionValue is the value of the option with the label, or what was given.
func optionValue(f chat.Field, s string) string {
	for _, o := range f.Options {
		if o.Label == s || (f.Kind == chat.FieldPerson && strings.HasPrefix(o.Label, s)) {
			return o.Value
		}
	}
	return s
}

// hand hands an event over and shows the answer.
func (c *Core) hand(who string, e chat.Event) error {
	d := c.desk(who)
	d.last = e
	answer, err := c.Do(e)
	if err != nil {
		return err
	}
	if answer.Face != nil && d.ref != "" {
		if err := c.Chats.Face(c.Account(who), d.ref, *answer.Face); err != nil {
			return err
		}
	}
	d.errors = nil
	switch {
	case len(answer.Errors) > 0:
		d.errors = map[string]string{}
		for _, fe := range answer.Errors {
			d.errors[fe.Field] = fe.Text
		}
	case answer.Form != nil:
		d.form, d.page = answer.Form, nil
	case answer.Page != nil:
		d.form, d.page = nil, answer.Page
	default:
		d.form, d.page = nil, nil
	}
	return nil
}

// Screen is what the person sees.
func (c *Core) Screen(who string) Screen {
	d := c.desk(who)
	s := Screen{Errors: d.errors}
	for _, l := range c.Chats.Of(c.Account(who)) {
		s.Chat = append(s.Chat, show(l.Message.Title, l.Message.Body, l.Message.Actions))
	}
	if d.form != nil {
		s.Dialog = showForm(*d.form)
	}
	if d.page != nil {
		s.Dialog = d.page.Title + "\n"
		for _, sec := range d.page.Sections {
			s.Dialog += show(sec.Title, sec.Body, sec.Actions) + "\n"
		}
	}
	return s
}

func showForm(f chat.Form) string {
	var sb strings.Builder
	sb.WriteString(f.Title + "\n" + reveal(f.Intro))
	for _, fd := range f.Fields {
		sb.WriteString(fd.ID + " " + fd.Label)
		for _, o := range fd.Options {
			sb.WriteString(" (" + o.Label + ")")
		}
		for _, t := range fd.Initial {
			sb.WriteString(" = " + t.Reveal())
		}
		sb.WriteString("\n")
	}
	return sb.String() + "[" + f.Submit + "]"
}
