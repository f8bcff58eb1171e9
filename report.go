package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"tsukiichi/bot"
	"tsukiichi/bot/clock"
	"tsukiichi/bot/mentoring"
)

// reportCmd writes the year-end pack.
type reportCmd struct {
	dataFlag
	Year      int    `help:"Fiscal year (2026 is April 2026 to March 2027); 0 is the current one." env:"-"`
	Programme string `help:"Id of the programme, where the year has several." env:"-"`
	Out       string `help:"File to write; the pack's own name unless given." short:"o" type:"path" placeholder:"FILE" env:"-"`
	Lang      string `help:"Language of the pack." enum:"ja,en" default:"ja" env:"-"`
}

// Help is shown below the command's usage.
func (reportCmd) Help() string {
	return "Example: tsukiichi report --year 2026\n\nThe same workbook is at hand for HR on its home in the chat. A file that is there is not overwritten."
}

// Run writes the workbook.
func (c reportCmd) Run(s *streams) error {
	ctx := context.Background()
	h, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer func() { _ = h.Close() }()
	year := c.Year
	if year == 0 {
		year = mentoring.DateOf(clock.System{}.Now().In(japan())).FiscalYear()
	}
	f, err := h.Bot.Report(ctx, year, c.Programme, c.Lang)
	if errors.Is(err, bot.ErrNoProgramme) {
		return fmt.Errorf("there is no programme of %d, or there are several: name one with --programme", year)
	}
	if err != nil {
		return err
	}
	return writeNew(s, c.Out, f.Name, f.Data)
}

// writeNew writes a file that is not there yet, under the name or its own.
func writeNew(s *streams, name, own string, data []byte) error {
	if name == "" {
		name = own
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s is there already: choose another name with --out", name)
	}
	if err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if _, err := f.Write(data); err != nil {
		return errors.Join(fmt.Errorf("write: %w", err), f.Close())
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	_, err = fmt.Fprintln(s.out, name)
	return err
}
