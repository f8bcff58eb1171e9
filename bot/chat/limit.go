package chat

import (
	"fmt"
	"unicode/utf16"
)

// The lowest common limits of the adapters, in UTF-16 units of escaped text
// (see Weight) where they limit text. Sources: the platforms' pages on
// messages, cards and dialogs, November 2026.
const (
	MaxTitle        = 150    // heading of a message or section
	MaxFormTitle    = 24     // title bar of a dialog
	MaxSubmit       = 24     // button of a dialog
	MaxText         = 3_000  // one text block
	MaxMessageText  = 12_000 // everything in a message together
	MaxBlocks       = 20     // blocks in a message or section
	MaxSections     = 12     // sections of a page
	MaxPageBlocks   = 60     // blocks of all sections together
	MaxFacts        = 10     // rows of a facts block
	MaxFactLabel    = 150    //
	MaxFactValue    = 1_500  //
	MaxTableRows    = 99     // beside the head row
	MaxTableCols    = 10     //
	MaxCell         = 300    //
	MaxChartTitle   = 50     //
	MaxSeries       = 6      // of a chart
	MaxPoints       = 20     // of a chart's series
	MaxPointLabel   = 20     //
	MaxFileName     = 100    // and media type
	MaxActions      = 5      // of a message or section
	MaxActionID     = 100    //
	MaxActionLabel  = 75     //
	MaxArg          = 1_500  // what a button or form carries
	MaxConfirmTitle = 100    //
	MaxConfirmText  = 300    //
	MaxConfirmLabel = 30     //
	MaxFields       = 20     // of a form
	MaxFieldLabel   = 150    //
	MaxHint         = 150    //
	MaxShownOptions = 10     // options shown at once; above that they are searched
	MaxOptions      = 100    // options of a choice or person field
	MaxOptionLabel  = 75     //
	MaxOptionValue  = 75     //
	MaxShortText    = 150    // characters a person may type on one line
	MaxLongText     = 3_000  // characters a person may type in a box
	MaxURL          = 3_000  //
)

// Weight is how much room s takes in the narrowest renderer: UTF-16 units,
// with the characters that must be escaped counted as their escapes.
func Weight(s string) int {
	n := 0
	for _, r := range s {
		switch r {
		case '&':
			n += len("&amp;")
		case '<', '>':
			n += len("&lt;")
		case '*', '_', '`', '~', '\\', '[', ']', '#':
			n += 2
		default:
			n += utf16.RuneLen(r)
		}
	}
	return n
}

// check collects the first refusal of a constructor.
type check struct {
	where string
	err   error
}

func (c *check) fail(what string, err error) {
	if c.err == nil {
		c.err = fmt.Errorf("chat: %s: %s: %w", c.where, what, err)
	}
}

func (c *check) text(what, s string, limit int) {
	switch {
	case s == "":
		c.fail(what, ErrMissing)
	case Weight(s) > limit:
		c.fail(what, ErrTooLong)
	}
}

func (c *check) optional(what, s string, limit int) {
	if s != "" {
		c.text(what, s, limit)
	}
}

func (c *check) count(what string, n, limit int) {
	if n > limit {
		c.fail(what, ErrTooMany)
	}
}
