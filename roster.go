package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/rs/zerolog"

	teamschat "tsukiichi/adapters/teams"
	"tsukiichi/bot"
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/clock"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/roster"
)

// platforms are those whose ids the roster may hold, in a column <name>_id.
func platforms() []string { return []string{"slack", "teams"} }

// accountID writes an id of the roster as its platform does; ok is false where
// it cannot be one. An id of Slack shows only there whether it is anybody's.
func accountID(platform, id string) (own string, ok bool) {
	if platform == teamschat.Platform {
		return teamschat.ObjectID(id)
	}
	return id, true
}

// dataFlag is where the data is, for the commands that open it.
type dataFlag struct {
	Data   string `help:"Directory of the data, /var/lib/tsukiichi unless given." type:"path" default:"/var/lib/tsukiichi" placeholder:"DIR"`
	Config string `help:"A settings file (YAML) besides tsukiichi.yaml and /etc/tsukiichi.yaml." type:"path" placeholder:"FILE"`
}

// dataFile is the name of the data file inside the directory.
const dataFile = "tsukiichi.db"

// open opens the data at the machine's time, making the directory if need be.
func (d dataFlag) open(ctx context.Context, s *streams) (*house, error) {
	if err := s.files.err(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(d.Data, 0o700); err != nil {
		return nil, fmt.Errorf("open data: %w", err)
	}
	return openHouse(ctx, houseOptions{
		Path: filepath.Join(d.Data, dataFile), Clock: clock.System{},
		Log: zerolog.New(s.err).Level(zerolog.WarnLevel),
	})
}

type rosterCmd struct {
	Check  rosterCheckCmd  `cmd:"" help:"Say what importing a roster would change, and what is wrong with it."`
	Import rosterImportCmd `cmd:"" help:"Import a roster, whole or not at all."`
}

type rosterFlags struct {
	dataFlag
	File string `arg:"" help:"CSV file in UTF-8 or Shift_JIS, or an Excel workbook (XLSX)." type:"existingfile"`
	Lang string `help:"Language of the report." enum:"ja,en" default:"ja" env:"-"`
}

type rosterCheckCmd struct{ rosterFlags }

// Help is shown below the command's usage.
func (rosterCheckCmd) Help() string {
	return "Example: tsukiichi roster check meibo.csv\n\nNothing is changed. Without a data directory the file is checked alone."
}

// Run prints the preview.
func (c rosterCheckCmd) Run(s *streams) error {
	ctx := context.Background()
	file, err := os.ReadFile(c.File)
	if err != nil {
		return fmt.Errorf("roster check: %w", err)
	}
	if _, err := os.Stat(filepath.Join(c.Data, dataFile)); errors.Is(err, os.ErrNotExist) {
		dir, err := os.MkdirTemp("", "tsukiichi-check-")
		if err != nil {
			return fmt.Errorf("roster check: %w", err)
		}
		defer func() { _ = os.RemoveAll(dir) }()
		c.Data = dir
	}
	h, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer func() { _ = h.Close() }()
	pv, err := h.Bot.PreviewRoster(ctx, file, platforms())
	if err != nil {
		return err
	}
	return c.report(s, h.Bot, pv)
}

type rosterImportCmd struct {
	rosterFlags
	Year int `help:"Fiscal year of the programme to start with the first import; 0 is the current one." env:"-"`
}

// Help is shown below the command's usage.
func (rosterImportCmd) Help() string {
	return "Example: tsukiichi roster import meibo.csv --data /var/lib/tsukiichi\n\nA file with errors imports nothing. Importing the same file again changes nothing."
}

// Run imports the file.
func (c rosterImportCmd) Run(s *streams) error {
	ctx := context.Background()
	file, err := os.ReadFile(c.File)
	if err != nil {
		return fmt.Errorf("roster import: %w", err)
	}
	h, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer func() { _ = h.Close() }()
	pv, err := h.Bot.ImportRoster(ctx, "operator", file, platforms())
	if err == nil {
		err = startProgramme(ctx, h, c.Year) // after: a file with errors leaves nothing behind
	}
	if err != nil && !errors.Is(err, bot.ErrRoster) {
		return err
	}
	return c.report(s, h.Bot, pv)
}

// startProgramme starts the year's programme from the preset, unless there is
// one. Where no year was given, it is started where there is none at all: after
// the first, programmes are HR's to make.
func startProgramme(ctx context.Context, h *house, year int) error {
	years, err := h.Bot.Years(ctx)
	if err != nil || slices.Contains(years, year) || year == 0 && len(years) > 0 {
		return err
	}
	if year == 0 {
		now := clock.System{}.Now()
		year = mentoring.DateOf(now.In(japan())).FiscalYear()
	}
	prog, err := mentoring.LoadPreset("aomori", year)
	if err != nil {
		return err
	}
	_, err = h.Bot.StartProgramme(ctx, prog)
	return err
}

// report prints what was found and what changes; a file with errors is a
// failure whose words are out.
func (c rosterFlags) report(s *streams, b *bot.Bot, pv bot.RosterPreview) error {
	for _, line := range rosterLines(b, c.Lang, pv) {
		fmt.Fprintln(s.out, line)
	}
	if roster.Blocked(pv.Problems) {
		return errSaid
	}
	return nil
}

// rosterLines is a sentence for each problem, one for what came of it, and who
// changes how.
func rosterLines(b *bot.Bot, lang string, pv bot.RosterPreview) []string {
	var out []string
	for _, p := range pv.Problems {
		mark := map[roster.Severity]string{roster.Error: "✗", roster.Warning: "!", roster.Notice: "-"}[p.Severity]
		out = append(out, mark+" "+b.RosterProblem(lang, p))
	}
	w := b.Words(lang)
	if roster.Blocked(pv.Problems) {
		return append(out, w.T(catalog.RosterBlocked))
	}
	out = append(out, rosterSummary(w, pv))
	if changes := b.RosterChanges(lang, pv); changes != "" {
		out = append(out, "", changes)
	}
	return out
}
