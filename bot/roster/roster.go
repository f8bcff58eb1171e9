// Package roster reads the file of people that HR brings and says what it
// would change.
//
// # Basics
//
// [Parse] takes a CSV file, [ParseSheet] the cells of a workbook that somebody
// else has opened. Both give the people found and every [Problem] by row and
// column; where one of them is an [Error] ([Blocked]) nothing may be imported.
// [Compare] shows what the file changes beside the people known already, and
// finds nothing to do in a file that was imported before.
//
// The package reads no clock, writes no file and knows no platform: the
// columns that hold somebody's id on a platform are named by [Options]. Its
// problems are codes; the words for them come from a catalogue.
//
// # Caveats
//
//   - A column that the file does not have is left as it is; a cell that is
//     empty empties what was there, accounts excepted.
//   - Problem.Value is a cell of a file about people: show it to who brought
//     the file, never log it.
//   - A name keeps the very characters it was written with (髙, 﨑, 神); only
//     look-alikes that no keyboard types are mended.
package roster

import (
	"io"

	"tsukiichi/bot/mentoring"
)

// Limits of a file. A city of 300,000 has some 3,000 employees.
const (
	MaxBytes = 16 << 20 // bytes
	MaxRows  = 20_000   // rows below the heading
	MaxTitle = 10       // rows above it, in a workbook
)

// Options is what the reader must be told.
type Options struct {
	// Platforms are the platforms in use: each has a column <platform>_id.
	Platforms []string
	// Account writes an account's id as its platform writes it; ok is false
	// where it cannot be one. Nil takes every id as it is.
	Account func(platform, id string) (own string, ok bool)
	// Known are the people on the roster already, so that a file with a few
	// rows may name their numbers and sections. It may be nil.
	Known []mentoring.Person
}

// File is what a file says.
type File struct {
	// Columns are the names of the columns found ([Column]), in the order of
	// the file.
	Columns []string
	// Rows are the people of the rows without an error, in the order of the
	// file.
	Rows []Row
}

// Row is one person of the file.
type Row struct {
	Line   int // as a spreadsheet counts: the heading is line 1
	Person mentoring.Person
}

// Parse reads a CSV file in UTF-8 (with a byte order mark or without) or
// Shift_JIS, with any line ends. Problems come in the order of the file.
// Whatever is wrong is a problem; a failing reader gives [Unreadable].
func Parse(r io.Reader, opt Options) (File, []Problem) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	switch {
	case err != nil:
		return File{}, []Problem{{Code: Unreadable, Severity: Error}}
	case len(data) > MaxBytes:
		return File{}, []Problem{{Code: FileTooBig, Severity: Error}}
	}
	text, code := decode(data)
	if code != "" {
		return File{}, []Problem{{Code: code, Severity: Error}}
	}
	lines, broken := split(text)
	return parse(lines, broken, opt)
}

// Cell is a cell of a workbook's sheet, with what its text does not tell.
type Cell struct {
	Text   string
	Number bool // a number, which keeps no leading zeros
	Merged bool // filled in from a merged cell
	Broken bool // a formula that came to nothing
}

// Line is a row of a sheet that holds something.
type Line struct {
	Number int // as a spreadsheet counts
	Cells  []Cell
}

// ParseSheet reads the rows of a sheet; those above the heading, such as a
// title, are passed over.
func ParseSheet(rows []Line, opt Options) (File, []Problem) {
	lines := make([]line, 0, len(rows))
	for _, r := range rows {
		l := line{number: r.Number, sheet: r.Cells}
		for _, c := range r.Cells {
			l.cells = append(l.cells, c.Text)
		}
		lines = append(lines, l)
	}
	return parse(belowTitle(lines, opt), nil, opt)
}

// belowTitle leaves out what stands above the first row that has the headings
// of the required columns; where none has, nothing.
func belowTitle(lines []line, opt Options) []line {
	required := map[string]bool{}
	known := headings(opt.Platforms)
	for i, l := range lines[:min(len(lines), MaxTitle)] {
		clear(required)
		for _, h := range l.cells {
			if c, ok := known[headingKey(h)]; ok && c.Required {
				required[c.Name] = true
			}
		}
		if len(required) > 1 {
			return lines[i:]
		}
	}
	return lines
}

// parse reads the lines; broken is what ended the file early, if anything.
func parse(lines []line, broken *Problem, opt Options) (File, []Problem) {
	p := &parser{opt: opt}
	if broken != nil {
		p.problems = append(p.problems, *broken)
	}
	if len(lines) == 0 {
		if broken == nil {
			p.problems = append(p.problems, Problem{Code: Empty, Severity: Error})
		}
		return File{}, p.problems
	}
	if !p.heading(lines[0]) {
		return p.file, p.sorted()
	}
	body := lines[1:]
	if len(body) == 0 && broken == nil {
		p.report(lines[0].number, -1, Empty, Error, "")
	}
	if len(body) > MaxRows {
		p.report(body[MaxRows].number, -1, TooManyRows, Error, "")
		body = body[:MaxRows]
	}
	for _, l := range body {
		p.row(l)
	}
	p.across()
	return p.finish(), p.sorted()
}
