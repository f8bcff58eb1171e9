package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"tsukiichi/bot"
	"tsukiichi/bot/clock"
	"tsukiichi/store"
)

type adminCmd struct {
	Add  adminAddCmd  `cmd:"" help:"Make somebody HR: the first one has nobody else to name them."`
	Code adminCodeCmd `cmd:"" help:"Print a one-time code with which somebody of HR signs in to the web."`
}

type adminAddCmd struct {
	dataFlag
	Number string `arg:"" help:"Employee number."`
	Name   string `help:"Name, for somebody who is not on the roster yet." env:"-"`
}

// Help is shown below the command's usage.
func (adminAddCmd) Help() string {
	return "Example: tsukiichi admin add 10102 --name '例田 由美'\n\nWho is on the roster already needs no --name. Doing it again changes nothing."
}

// Run grants the role.
func (c adminAddCmd) Run(s *streams) error {
	ctx := context.Background()
	if !isNumber(c.Number) {
		return fmt.Errorf("%q is no employee number: that is letters, digits, -, _ and ., 32 at most", c.Number)
	}
	h, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer func() { _ = h.Close() }()
	err = h.Bot.AddHR(ctx, c.Number, c.Name)
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("nobody on the roster has the number %s: check it, or give a --name", c.Number)
	}
	if err != nil {
		return err
	}
	if err := startProgramme(ctx, h, 0); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "%s is HR now.\n", c.Number)
	return err
}

type adminCodeCmd struct {
	dataFlag
	Number string `arg:"" help:"Employee number."`
}

// operatorSlipFor is how long the operator's code is good: it is used at once.
const operatorSlipFor = 24 * time.Hour

// Help is shown below the command's usage.
func (adminCodeCmd) Help() string {
	return "Example: tsukiichi admin code 10102\n\nFor the first one of HR where no chat is connected. The code is shown once and good for a day."
}

// Run prints a code.
func (c adminCodeCmd) Run(s *streams) error {
	ctx := context.Background()
	h, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer func() { _ = h.Close() }()
	made, err := h.Bot.OperatorSlip(ctx, c.Number, clock.System{}.Now().Add(operatorSlipFor))
	if errors.Is(err, bot.ErrNotHR) {
		return fmt.Errorf("%s is not HR: “tsukiichi admin add” comes first", c.Number)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, made.Code)
	return err
}

// isNumber is the roster's rule for employee numbers.
func isNumber(s string) bool {
	const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_."
	return s != "" && len(s) <= 32 && strings.Trim(s, letters) == ""
}
