// Package sheet reads and writes workbooks (XLSX): the rows of one sheet that
// people bring, the tables that people take away, and a form of the city's own
// with its placeholders filled in.
//
// # Basics
//
// [Read] gives the rows that hold something, numbered as a spreadsheet numbers
// them. A date comes as 2026-04-01, a number as its digits, a merged cell in
// every place that it covers. What a row means is for the caller to say.
//
// [Write] makes a workbook of tables, one a sheet, with charts of their figures;
// [CSV] makes the file of one table. What goes in as text stays text: nothing
// that a person wrote is ever a formula.
//
// The package puts nothing on the disk, keeps nothing and logs nothing.
//
// # Caveats
//
//   - What a spreadsheet cannot hold (control characters) is left out when it is
//     written, and a line break is a line feed.
//   - A number that is shown with leading zeros by its format (00123) comes with
//     them. A number that lost them is a number: see [Value.Number].
//   - A formula comes as the value that was saved with it.
//   - A workbook with a password and the old format (XLS) are [ErrNoWorkbook].
package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Limits of a workbook.
const (
	// MaxUnzipped is how large a workbook may be once unpacked, in bytes: a few
	// kilobytes can say that they are many gigabytes.
	MaxUnzipped = 128 << 20
	// MaxColumns is how far to the right is read.
	MaxColumns = 64
)

// Errors of [Read].
var (
	ErrNoWorkbook = errors.New("sheet: not a workbook that can be read")
	ErrTooBig     = errors.New("sheet: workbook is too big when unpacked")
	ErrNoSheet    = errors.New("sheet: workbook has no sheet")
)

// Row is one row that holds something.
type Row struct {
	Number int // the first is 1
	Cells  []Value
}

// Value is what stands in a cell of a workbook that was read.
type Value struct {
	Text   string
	Number bool // a number without a format that keeps its zeros
	Merged bool // taken from a merged cell that covers this place
	Broken bool // a formula that came to nothing, such as #N/A
}

// IsWorkbook reports whether the file begins as a workbook does (XLSX).
func IsWorkbook(file []byte) bool { return bytes.HasPrefix(file, []byte("PK\x03\x04")) }

// Read reads the sheet that has the name, or the first one where none has, up
// to limit rows that hold something.
func Read(file []byte, name string, limit int) (rows []Row, err error) {
	defer caught(&err)
	size, err := unzipped(file)
	if err != nil {
		return nil, err
	}
	if size > MaxUnzipped {
		return nil, ErrTooBig
	}
	if err := within(file, excelize.TotalRows); err != nil {
		return nil, err
	}
	// With both limits alike nothing is unpacked to the disk.
	f, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{
		UnzipSizeLimit: MaxUnzipped, UnzipXMLSizeLimit: MaxUnzipped, RawCellValue: true,
	})
	if err != nil {
		return nil, ErrNoWorkbook // what the library says may quote the file
	}
	defer func() { _ = f.Close() }()
	names := f.GetSheetList()
	if len(names) == 0 {
		return nil, ErrNoSheet
	}
	sheet := names[0]
	if slices.Contains(names, name) {
		sheet = name
	}
	r := reader{file: f, sheet: sheet, styles: map[int]format{}}
	if rows, err = r.rows(limit); err != nil {
		return nil, fmt.Errorf("%w: a sheet", ErrNoWorkbook)
	}
	return rows, nil
}

// reader goes through one sheet.
type reader struct {
	file   *excelize.File
	sheet  string
	styles map[int]format
	merged []span
	from04 bool // dates count from 1904
}

func (r *reader) rows(limit int) ([]Row, error) {
	props, err := r.file.GetWorkbookProps()
	if err != nil {
		return nil, err
	}
	r.from04 = props.Date1904 != nil && *props.Date1904
	if r.merged, err = r.spans(); err != nil {
		return nil, err
	}
	it, err := r.file.Rows(r.sheet)
	if err != nil {
		return nil, err
	}
	defer func() { _ = it.Close() }()
	var out []Row
	for number := 1; it.Next() && len(out) < limit; number++ {
		raw, err := it.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, err
		}
		row, err := r.row(number, raw)
		if err != nil {
			return nil, err
		}
		if !row.blank() {
			out = append(out, row)
		}
	}
	return out, it.Error()
}

func (r *reader) row(number int, raw []string) (Row, error) {
	row := Row{Number: number}
	for i, text := range raw[:min(len(raw), MaxColumns)] {
		c, err := r.cell(number, i+1, text)
		if err != nil {
			return row, err
		}
		row.Cells = append(row.Cells, c)
	}
	for _, m := range r.merged {
		m.fill(&row)
	}
	return row, nil
}

// cell reads one cell whose raw value is known.
func (r *reader) cell(row, col int, raw string) (Value, error) {
	if raw == "" {
		return Value{}, nil
	}
	at, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return Value{}, err
	}
	kind, err := r.file.GetCellType(r.sheet, at)
	if err != nil {
		return Value{}, err
	}
	switch kind {
	case excelize.CellTypeError:
		return Value{Text: raw, Broken: true}, nil
	case excelize.CellTypeUnset, excelize.CellTypeNumber:
		return r.number(at, raw)
	case excelize.CellTypeDate:
		day, _, _ := strings.Cut(raw, "T")
		return Value{Text: day}, nil
	default:
		return Value{Text: raw}, nil
	}
}

func (r Row) blank() bool {
	return !slices.ContainsFunc(r.Cells, func(c Value) bool { return strings.TrimSpace(c.Text) != "" && !c.Merged })
}
