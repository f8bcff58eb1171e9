package main

import (
	"context"
	"fmt"
	"os"

	"tsukiichi/bot"
)

// templateCmd is the workbooks of 様式1 and 様式2.
type templateCmd struct {
	Get   templateGetCmd   `cmd:"" help:"Write the workbook that is in use for a form."`
	Set   templateSetCmd   `cmd:"" help:"Put the city's own workbook in place, if it can be used."`
	Reset templateResetCmd `cmd:"" help:"Go back to the workbook that ships."`
}

type templateFlags struct {
	dataFlag
	Form string `arg:"" help:"1 for mentees (様式1), 2 for mentors (様式2)." enum:"1,2"`
}

type templateGetCmd struct {
	templateFlags
	Out string `help:"File to write." short:"o" type:"path" placeholder:"FILE" env:"-"`
}

// Help is shown below the command's usage.
func (templateGetCmd) Help() string {
	return "Example: tsukiichi template get 1 --out youshiki1.xlsx\n\nThe one that ships, or the city's own. A file that is there is not overwritten."
}

// Run writes it.
func (c templateGetCmd) Run(s *streams) error {
	ctx := context.Background()
	h, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer func() { _ = h.Close() }()
	file, err := h.Bot.Template(ctx, c.Form)
	if err != nil {
		return err
	}
	return writeNew(s, c.Out, "form"+c.Form+".xlsx", file)
}

type templateSetCmd struct {
	templateFlags
	File string `arg:"" help:"Excel workbook (XLSX) without macros." type:"existingfile"`
	Lang string `help:"Language of the report." enum:"ja,en" default:"ja" env:"-"`
}

// Help is shown below the command's usage.
func (templateSetCmd) Help() string {
	return "Example: tsukiichi template set 1 youshiki1.xlsx\n\nWrite {{氏名}} in a cell and it is filled in. A workbook that cannot be used replaces nothing."
}

// Run puts it in place, or says why not.
func (c templateSetCmd) Run(s *streams) error {
	ctx := context.Background()
	info, err := os.Stat(c.File)
	if err != nil {
		return fmt.Errorf("template set: %w", err)
	}
	file := make([]byte, 0)
	if info.Size() <= bot.MaxTemplate { // what is larger is refused unread
		if file, err = os.ReadFile(c.File); err != nil {
			return fmt.Errorf("template set: %w", err)
		}
	}
	h, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer func() { _ = h.Close() }()
	problems := []bot.TemplateProblem{{Code: bot.TemplateTooBig}}
	if info.Size() <= bot.MaxTemplate {
		if problems, err = h.Bot.SetTemplate(ctx, "operator", c.Form, file); err != nil {
			return err
		}
	}
	for _, p := range problems {
		fmt.Fprintln(s.out, "✗ "+h.Bot.TemplateProblem(c.Lang, p))
	}
	if len(problems) > 0 {
		return errSaid
	}
	_, err = fmt.Fprintf(s.out, "Form %s is in use.\n", c.Form)
	return err
}

type templateResetCmd struct{ templateFlags }

// Help is shown below the command's usage.
func (templateResetCmd) Help() string {
	return "Example: tsukiichi template reset 1\n\nThe city's own workbook is removed. Sheets that were taken before stay as they are."
}

// Run goes back.
func (c templateResetCmd) Run(s *streams) error {
	ctx := context.Background()
	h, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer func() { _ = h.Close() }()
	if err := h.Bot.DropTemplate(ctx, "operator", c.Form); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "Form %s is the one that ships.\n", c.Form)
	return err
}
