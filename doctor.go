package main

import (
	"context"
	"fmt"
	"os/signal"
	"syscall"

	"github.com/rs/zerolog"
)

// doctorCmd looks at everything that serve needs from outside.
type doctorCmd struct{ settings }

// Help is shown below the command's usage.
func (doctorCmd) Help() string {
	return "Example: tsukiichi doctor --config /etc/tsukiichi.yaml\n\n" +
		"Looks at the settings, the way to the platforms, the clock, tokens and scopes. Sends nobody anything."
}

// Run says of each thing in one line whether it is good, or what to do.
func (c doctorCmd) Run(s *streams) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	good := true
	say := func(what string, ok bool, sentence string) {
		mark := "ok "
		if !ok {
			mark, good = "BAD", false
		}
		fmt.Fprintf(s.out, "%s  %-22s %s\n", mark, what, sentence)
	}
	problems := append(append([]error{}, s.files.problems...), c.check()...)
	for _, p := range problems {
		say("settings", false, p.Error())
	}
	if len(problems) == 0 {
		say("settings", true, "nothing is wrong with them")
	}
	if c.Slack.BotToken == "" {
		say("adapters", false, errNoAdapter.Error())
		return errSaid
	}
	parts, err := c.newSlack(zerolog.Nop())
	if err != nil {
		say("settings", false, err.Error())
		return errSaid
	}
	for _, f := range parts.adapter.Examine(ctx, c.Slack.Mode == "socket") {
		say("slack: "+f.What, f.Good, f.Say)
	}
	if c.Slack.Mode == "http" && c.PublicURL == "" {
		say("public-url", false, "is not set: in mode http Slack must reach this machine; mode socket needs no inbound port")
	}
	if !good {
		return errSaid
	}
	return nil
}
