package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/kong"
	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"tsukiichi/bot/clock"
)

// SimulateCmd plays the fiscal year of a programme without anybody: made-up
// people plan, forget and answer late, get another mentor, answer October's
// questionnaire and read what HR writes to many, through the real core,
// scheduler, delivery and a real file. Afterwards it counts anew, from what the
// programme promises alone, who should have heard what and when, and compares.
//
// The file is not synced to the disk before the end: a crash of the machine
// costs nothing but the run.
type SimulateCmd struct {
	Pairs      int    `help:"How many new hires begin in April." default:"100" env:"-"`
	Year       int    `help:"The fiscal year." default:"2026" env:"-"`
	Months     int    `help:"How many months are played, from April: 6 are those in which pairs meet, 12 are all." default:"12" env:"-"`
	Seed       uint64 `help:"The same seed plays the same year; with thousands of pairs nearly." default:"1" env:"-"`
	JSON       bool   `name:"json" help:"Print one JSON object." env:"-"`
	Store      string `help:"Keep the data in a new file." placeholder:"PATH" env:"-"`
	Outage     length `help:"The scheduler sleeps for so long from 10 June, such as 40d." placeholder:"TIME" env:"-"`
	NoDelivery length `name:"no-delivery" help:"Nothing gets through for so long from the step around 20 May." placeholder:"TIME" env:"-"`
}

// Help is what the command's help ends with.
func (SimulateCmd) Help() string {
	return `Example: tsukiichi simulate --pairs 100 --year 2026 --seed 1 --json

It plays from April to March, or for as many months as are asked for: the
talks, changes of mentor, October's questionnaire and HR's messages to many.
All of missing, duplicates, on_holidays, outside_hours, after_meeting,
after_answer, to_former, unkept and lost are 0, and as many are sent as are
expected or addressed, or something is wrong.`
}

// length is a duration that may be given in days: 40d.
type length time.Duration

// UnmarshalText reads 40d, 36h, 90m.
func (l *length) UnmarshalText(text []byte) error {
	s := string(text)
	if days, ok := strings.CutSuffix(s, "d"); ok {
		n, err := strconv.ParseUint(days, 10, 16)
		if err != nil {
			return fmt.Errorf("not a length such as 40d or 36h: %q", s)
		}
		*l = length(time.Duration(n) * 24 * time.Hour)
		return nil
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return fmt.Errorf("not a length such as 40d or 36h: %q", s)
	}
	*l = length(d)
	return nil
}

// spans is when the scheduler sleeps and when nothing gets through.
func (c SimulateCmd) spans(a almanac) (asleep, down span) {
	june := time.Date(a.year, time.June, 10, 0, 0, 0, 0, townZone)
	may := a.steps(time.Date(a.year, time.May, 1, 0, 0, 0, 0, townZone))
	asleep = span{june, june.Add(time.Duration(c.Outage))}
	down = span{may[2].day, may[2].day.Add(time.Duration(c.NoDelivery))}
	return asleep, down
}

// Errors of a simulation.
var (
	errNoPairs   = errors.New("simulate: at least one pair is needed")
	errMonths    = errors.New("simulate: 1 to 12 months can be played")
	errFileThere = errors.New("simulate: there is a file already")
)

// Run plays and prints.
func (c SimulateCmd) Run(k *kong.Context) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	report, err := c.simulate(ctx, k.Stderr)
	if err != nil {
		return err
	}
	return report.write(k.Stdout, c.JSON)
}

// A simulation is one long calculation on little memory that lives: collecting
// garbage less often is time won, as long as it stays below simMemory bytes.
const (
	simGCPercent = 400
	simMemory    = 280 << 20
)

// simulate plays on the file named, or on one that is gone afterwards.
func (c SimulateCmd) simulate(ctx context.Context, progress io.Writer) (r simReport, err error) {
	if c.Pairs < 1 {
		return r, errNoPairs
	}
	if c.Months < 1 || c.Months > 12 {
		return r, errMonths
	}
	path := c.Store
	if path == "" {
		dir, err := os.MkdirTemp("", "tsukiichi-simulate-")
		if err != nil {
			return r, fmt.Errorf("simulate: %w", err)
		}
		defer func() { _ = os.RemoveAll(dir) }()
		path = filepath.Join(dir, "town.db")
	} else if _, err := os.Stat(path); err == nil {
		return r, errFileThere
	}
	defer debug.SetGCPercent(debug.SetGCPercent(simGCPercent))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(simMemory))
	began := clock.System{}.Now()
	if r, err = c.playOn(ctx, path, progress); err != nil {
		return r, fmt.Errorf("simulate: %w", err)
	}
	r.Seconds = float64(clock.System{}.Now().Sub(began).Milliseconds()) / 1000
	return r, nil
}

// playOn plays on a new file and leaves it whole and on the disk.
func (c SimulateCmd) playOn(ctx context.Context, path string, progress io.Writer) (r simReport, err error) {
	s, err := openSimulation(ctx, c, path)
	if err != nil {
		return r, err
	}
	tell, done := bar(progress, s.clock.Now(), s.end)
	err = s.run(ctx, tell)
	done()
	if err == nil {
		r, err = s.report(ctx)
	}
	return r, errors.Join(err, s.house.Close(), toDisk(path))
}

// toDisk waits until the file is on the disk.
func toDisk(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// bar shows how far the year is, where somebody looks.
func bar(w io.Writer, from, to time.Time) (tell func(time.Time), done func()) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return func(time.Time) {}, func() {}
	}
	day := func(t time.Time) int { return int(t.Sub(from) / (24 * time.Hour)) }
	b := progressbar.NewOptions(day(to), progressbar.OptionSetWriter(w), progressbar.OptionClearOnFinish())
	last := -1
	tell = func(t time.Time) {
		if day(t) == last {
			return
		}
		last = day(t)
		b.Describe(t.In(townZone).Format(time.DateOnly))
		_ = b.Set(last)
	}
	return tell, func() { _ = b.Finish() }
}
