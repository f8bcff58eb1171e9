package main

import (
	"context"
	"fmt"
	"io"
	"os/signal"
	"syscall"

	"github.com/rs/zerolog"

	teamschat "tsukiichi/adapters/teams"
)

// doctorCmd looks at everything that serve needs from outside.
type doctorCmd struct{ settings }

// Help is shown below the command's usage.
func (doctorCmd) Help() string {
	return "Example: tsukiichi doctor --config /etc/tsukiichi.yaml\n\n" +
		"Looks at the settings, the way to the platforms, the clock, tokens and scopes. Sends nobody anything."
}

// findings is what the doctor says: a line for each thing.
type findings struct {
	out io.Writer
	bad bool
}

// say says of one thing whether it is good, or what to do.
func (f *findings) say(what string, good bool, sentence string) {
	mark := "ok "
	if !good {
		mark, f.bad = "BAD", true
	}
	_, _ = fmt.Fprintf(f.out, "%s  %-22s %s\n", mark, what, sentence)
}

// Run says of each thing in one line whether it is good, or what to do.
func (c doctorCmd) Run(s *streams) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	f := &findings{out: s.out}
	problems := append(append([]error{}, s.files.problems...), c.check()...)
	for _, p := range problems {
		f.say("settings", false, p.Error())
	}
	if len(problems) == 0 {
		f.say("settings", true, "nothing is wrong with them")
	}
	if !c.Slack.given() && !c.Teams.given() && !c.Web.Enabled {
		f.say("adapters", false, errNoAdapter.Error())
	}
	if c.Slack.BotToken != "" {
		c.examineSlack(ctx, f)
	}
	if c.Teams.given() {
		c.examineTeams(ctx, f)
	}
	if c.Web.Enabled {
		c.examineWeb(ctx, f)
	}
	if f.bad {
		return errSaid
	}
	return nil
}

func (s settings) examineSlack(ctx context.Context, f *findings) {
	parts, err := s.newSlack(zerolog.Nop())
	if err != nil {
		f.say("slack", false, err.Error())
		return
	}
	for _, found := range parts.adapter.Examine(ctx, s.Slack.Mode == "socket") {
		f.say("slack: "+found.What, found.Good, found.Say)
	}
	if s.Slack.Mode == "http" && s.PublicURL == "" {
		f.say("public-url", false, "is not set: in mode http Slack must reach this machine; mode socket needs no inbound port")
	}
}

// examineTeams looks at what Teams needs: the adapter's own findings, and
// whether the app's package can be made.
func (s settings) examineTeams(ctx context.Context, f *findings) {
	parts, err := s.newTeams(zerolog.Nop())
	if err != nil {
		if !f.bad { // else the settings have said it
			f.say("teams", false, err.Error())
		}
		return
	}
	for _, found := range parts.adapter.Examine(ctx) {
		f.say("teams: "+found.What, found.Good, found.Say)
	}
	_, err = teamschat.Package(teamschat.ManifestOptions{
		AppID: s.Teams.AppID, Developer: teamschat.Developer{Name: "doctor", Website: s.PublicURL},
	})
	if err != nil {
		f.say("teams: app package", false, err.Error())
	} else {
		f.say("teams: app package", true, "can be made: tsukiichi teams package")
	}
}
