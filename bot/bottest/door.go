package bottest

import (
	"errors"
	"fmt"
	"regexp"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// DoorStage is a stage that has the web beside its platform.
type DoorStage interface {
	Stage
	// Slip has somebody of HR print a code for the person.
	Slip(hr, person string) error
	// Enter has the person type the code they were given, and be on the web
	// from then on.
	Enter(person string) error
}

var _ DoorStage = (*Core)(nil)

// slipFor is how long the codes of a script are good.
const slipFor = 28 * 24 * time.Hour

// Slip has HR sign in by a code that the bot sends, and print one.
func (c *Core) Slip(hr, person string) error {
	ctx := c.T.Context()
	if err := errors.Join(c.Bot.AskCode(ctx, hr), c.Settle()); err != nil {
		return err
	}
	code := ""
	for _, l := range c.Chats.Of(c.Account(hr)) {
		if found := regexp.MustCompile(`\d{4} \d{4}`).FindString(l.Message.Text()); found != "" {
			code = found
		}
	}
	if _, ok, err := c.Bot.EnterCode(ctx, hr, code); err != nil || !ok {
		return errors.Join(err, errors.New("HR is not let in"))
	}
	made, err := c.Bot.PrintSlips(ctx, hr, []string{person}, c.Clock.Now().Add(slipFor))
	if err != nil {
		return err
	}
	c.slips[person] = made[0].Code
	return nil
}

// Enter types the person's code.
func (c *Core) Enter(person string) error {
	_, ok, err := c.Bot.EnterCode(c.T.Context(), person, c.slips[person])
	if err != nil || !ok {
		return errors.Join(err, errors.New("not let in"))
	}
	c.inside[person] = true
	return c.Settle()
}

// at is the person's account: on the web where they have come in.
func (c *Core) at(person string) chat.Account {
	if c.inside[person] {
		return store.WebAccount(person)
	}
	return chat.Account{Platform: Platform, Tenant: Tenant, ID: person}
}

// slip prints a code for somebody; enter uses it. Stages without the web play
// the scripts of [Chatted].
func (p *performance) slip(args []string) error {
	stage, ok := p.stage.(DoorStage)
	if !ok {
		return errors.New("this stage has no web")
	}
	id, known := p.names[args[0]]
	if !known {
		return fmt.Errorf("nobody is called %s", args[0])
	}
	return stage.Slip(p.who, id)
}

func (p *performance) enter(_ []string) error {
	stage, ok := p.stage.(DoorStage)
	if !ok {
		return errors.New("this stage has no web")
	}
	return stage.Enter(p.who)
}
