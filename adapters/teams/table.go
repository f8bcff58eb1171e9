package teams

import (
	"strings"

	"tsukiichi/bot/chat"
)

// A table with more columns cannot be read on a phone, and one with more units
// of text and of JSON leaves no room for anything else: both are rows of text.
const (
	maxGridColumns = 6
	maxGridUnits   = 24_000
)

// table is a table with its first row as the head.
func (d *drawing) table(b chat.Table) []element {
	caption := said(b.Caption, strong())
	if len(b.Head) <= maxGridColumns {
		if grid := grid(b); size(grid) <= maxGridUnits {
			return []element{caption, grid}
		}
	}
	return append([]element{caption}, tableRows(b)...)
}

func grid(b chat.Table) element {
	columns := make([]element, len(b.Head))
	for i := range b.Head {
		columns[i] = element{"width": 1}
	}
	columns[0]["width"] = 2
	rows := []element{gridRow(b.Head, strong())}
	for _, row := range b.Rows {
		rows = append(rows, gridRow(row, nil))
	}
	return element{"type": "Table", "firstRowAsHeader": true, "columns": columns, "rows": rows}
}

func gridRow(cells []string, l look) element {
	out := make([]element, 0, len(cells))
	for _, c := range cells {
		text := said(c, l)
		if text == nil {
			text = said("\u00a0", l) // an empty cell is no cell
		}
		out = append(out, element{"type": "TableCell", "items": []element{text}})
	}
	return element{"type": "TableRow", "cells": out}
}

// maxRowsUnits is how long the rows of a table may grow with the head before
// each value; longer ones have it once, above them.
const maxRowsUnits = 9_000

// rowsTogether is how many rows stand in one element.
const rowsTogether = 10

// tableRows is a table where none can be drawn: a line for each row.
func tableRows(b chat.Table) []element {
	lines := rowLines(b, true)
	if units(strings.Join(lines, "\n")) > maxRowsUnits {
		lines = append([]string{strings.Join(b.Head, " ／ ")}, rowLines(b, false)...)
	}
	var out []element
	for len(lines) > 0 {
		n := min(len(lines), rowsTogether)
		out = append(out, said(strings.Join(lines[:n], "\n"), nil))
		lines = lines[n:]
	}
	return out
}

// rowLines are the rows: the first cell, then the others, behind their heads
// where that is wanted.
func rowLines(b chat.Table, heads bool) []string {
	var out []string
	for _, row := range b.Rows {
		line := "・"
		for i, c := range row {
			switch {
			case i == 0:
				line += c
			case heads && c == "":
			case heads:
				line += " ／ " + b.Head[i] + ": " + c
			default:
				line += " ／ " + c
			}
		}
		out = append(out, line)
	}
	return out
}
