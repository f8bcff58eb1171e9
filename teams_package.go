package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	teamschat "tsukiichi/adapters/teams"
)

type teamsCmd struct {
	Package teamsPackageCmd `cmd:"" help:"Write the app that an administrator uploads to Microsoft Teams."`
}

type teamsPackageCmd struct {
	AppID     string `name:"teams.app-id" help:"Of the bot's registration, a GUID."`
	Config    string `help:"A settings file (YAML) besides tsukiichi.yaml and /etc/tsukiichi.yaml." type:"path" placeholder:"FILE"`
	Developer string `help:"Who answers for the app, such as the city." env:"-"`
	Website   string `help:"Where people find help, https://…" env:"-"`
	Privacy   string `help:"What happens to what they write, https://…; the website unless given." env:"-"`
	Terms     string `help:"Terms of use, https://…; the website unless given." env:"-"`
	Name      string `help:"What the app is called, instead of 月イチ." env:"-"`
	Release   string `help:"Version of the app; Teams takes a changed one with a higher number." default:"1.0.0" env:"-"`
	Out       string `help:"File to write." type:"path" default:"tsukiichi-teams.zip" env:"-"`
	Force     bool   `help:"Replace the file if it is there." env:"-"`
}

// Help is shown below the command's usage.
func (teamsPackageCmd) Help() string {
	return "Example: tsukiichi teams package --developer '例市 人事課' --website https://www.city.example.lg.jp\n\n" +
		"A Teams administrator uploads the file; README.md says how it gets to everybody."
}

// Run writes the package and says what comes next.
func (c teamsPackageCmd) Run(s *streams) error {
	if err := s.files.err(); err != nil {
		return err
	}
	app, err := teamschat.Package(teamschat.ManifestOptions{
		AppID: c.AppID, Version: c.Release, Name: c.Name,
		Developer: teamschat.Developer{Name: c.Developer, Website: c.Website, Privacy: c.Privacy, Terms: c.Terms},
	})
	if errors.Is(err, teamschat.ErrManifest) {
		for line := range strings.Lines(strings.TrimPrefix(err.Error(), teamschat.ErrManifest.Error()+": ")) {
			fmt.Fprintln(s.err, "tsukiichi teams package:", strings.TrimSpace(line))
		}
		return errSaid
	}
	if err != nil {
		return err
	}
	if err := c.write(app); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "%s is written. In the Teams admin center upload it: Teams apps, Manage apps, Upload new app.\n"+
		"Then have it installed for everybody of the programme (Setup policies): the bot can write first only where it is installed.\n", c.Out)
	return err
}

// write writes the file, which must not be there unless that is said.
func (c teamsPackageCmd) write(app []byte) error {
	how := os.O_WRONLY | os.O_CREATE | os.O_EXCL
	if c.Force {
		how = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	}
	f, err := os.OpenFile(c.Out, how, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("teams package: %s is there already: give --out another name, or --force", c.Out)
	}
	if err != nil {
		return fmt.Errorf("teams package: %w", err)
	}
	_, err = f.Write(app)
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("teams package: %w", err)
	}
	return nil
}
