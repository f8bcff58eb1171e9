// Command tsukiichi is a self-hosted chat bot for a 1on1 mentoring programme.
//
// Each command is a file: demo.go, serve.go, simulate.go, roster.go, admin.go,
// report.go, template.go, check.go, health.go, version.go.
package main

import (
	"errors"
	"fmt"
	"os"
	_ "time/tzdata" // a bare container has no zones

	"github.com/alecthomas/kong"
	_ "golang.org/x/crypto/x509roots/fallback" // nor certificates
)

// cli is every command there is.
type cli struct {
	Demo     demoCmd     `cmd:"" help:"Try it in the browser: a small city hall and a slider for the time."`
	Serve    serveCmd    `cmd:"" help:"Run the bot."`
	Simulate SimulateCmd `cmd:"" help:"Play a programme with made-up people and count what reached them."`
	Roster   rosterCmd   `cmd:"" help:"Check or import a roster."`
	Admin    adminCmd    `cmd:"" help:"Name the people who run the programme."`
	Report   reportCmd   `cmd:"" help:"Write the year-end pack: figures, charts, voices."`
	Template templateCmd `cmd:"" help:"The workbooks of 様式1 and 様式2."`
	Check    checkCmd    `cmd:"" help:"Check the data file."`
	Slack    slackCmd    `cmd:"" help:"Set the Slack app up."`
	Teams    teamsCmd    `cmd:"" help:"Set the Microsoft Teams app up."`
	Doctor   doctorCmd   `cmd:"" help:"Check tokens, scopes, clock and connections, and say what to do."`
	Health   healthCmd   `cmd:"" help:"Ask a serve on this machine whether it is well."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
}

// errSaid ends the program with a failure whose words are out already.
var errSaid = errors.New("said")

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run parses the arguments, runs the command and returns the exit code: 0, 1
// for a failure, 2 for arguments that cannot be understood.
func run(args []string, stdout, stderr *os.File) int {
	var c cli
	files := newSettingsFiles()
	parser, err := kong.New(&c,
		kong.Name("tsukiichi"),
		kong.Description("月イチ (Tsukiichi): a talk a month between new colleagues and their mentors."),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.DefaultEnvars("TSUKIICHI"),
		kong.Resolvers(files),
		kong.Writers(stdout, stderr),
		kong.Bind(&streams{out: stdout, err: stderr, files: files}),
	)
	if err != nil {
		fmt.Fprintln(stderr, "tsukiichi:", err)
		return 2
	}
	ctx, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(stderr, "tsukiichi:", misunderstood(err))
		return 2
	}
	if err := ctx.Run(); err != nil {
		if !errors.Is(err, errSaid) {
			fmt.Fprintln(stderr, "tsukiichi:", explain(err))
		}
		return 1
	}
	return 0
}

// streams is where commands write, and the settings files that they were told
// about.
type streams struct {
	out, err *os.File
	files    *settingsFiles
}
