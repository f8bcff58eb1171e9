package sheet

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Type is the media type of a workbook.
const Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Errors of [Write]; none quotes what stands in a table.
var (
	ErrNoTable  = errors.New("sheet: no table to write")
	ErrTooLong  = errors.New("sheet: a text is longer than a cell holds")
	ErrNoFigure = errors.New("sheet: a figure is not a number")
)

// How a sheet looks.
const (
	maxName   = 31 // letters of a sheet's name, by Excel's rule
	maxText   = excelize.TotalCellChars
	minWidth  = 8 // of a column, in letters
	maxWidth  = 48
	textStyle = 49 // Excel's format for text: what is typed anew stays text too
	paperA4   = 9
	white     = "FFFFFF"
	dark      = "1F4E78"
)

// Write makes a workbook of the tables, a sheet each, with their charts to the
// right of them. The head is fixed above the rows, and a sheet is printed as
// wide as the paper. Texts are stored as texts and in Excel's text format: none
// is a formula, however it begins.
func Write(tables []Table) (file []byte, err error) {
	if len(tables) == 0 {
		return nil, ErrNoTable
	}
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	w := writer{file: f, names: map[string]bool{}}
	if err := w.makeStyles(); err != nil {
		return nil, fmt.Errorf("sheet: write: %w", err)
	}
	for i, t := range tables {
		if err := w.table(i, t); err != nil {
			return nil, fmt.Errorf("sheet: write table %d: %w", i+1, err)
		}
	}
	f.SetActiveSheet(0)
	out, err := f.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("sheet: write: %w", err)
	}
	return out.Bytes(), nil
}

// writer puts tables into one workbook.
type writer struct {
	file       *excelize.File
	names      map[string]bool // of sheets, in lower case
	head, text int             // styles
}

func (w *writer) makeStyles() (err error) {
	if err = w.file.SetDefaultFont("Yu Gothic"); err != nil {
		return err
	}
	w.head, err = w.file.NewStyle(&excelize.Style{
		NumFmt:    textStyle,
		Font:      &excelize.Font{Bold: true, Color: white, Family: "Yu Gothic"},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{dark}},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"},
	})
	if err != nil {
		return err
	}
	w.text, err = w.file.NewStyle(&excelize.Style{
		NumFmt: textStyle, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"},
	})
	return err
}

func (w *writer) table(i int, t Table) error {
	name := w.name(t.Name)
	if i == 0 {
		if err := w.file.SetSheetName("Sheet1", name); err != nil {
			return err
		}
	} else if _, err := w.file.NewSheet(name); err != nil {
		return err
	}
	for col, h := range t.Head {
		if err := w.cell(name, col, 0, Text(h), w.head); err != nil {
			return err
		}
	}
	drawn := t.drawn()
	for row, cells := range t.Rows {
		for col, c := range cells {
			if drawn[col] && c.Number == nil {
				continue // Excel would draw a text as nought
			}
			if err := w.cell(name, col, row+1, c, w.text); err != nil {
				return err
			}
		}
	}
	if err := w.look(name, t); err != nil {
		return err
	}
	return w.charts(name, t)
}

// cell writes one cell; column and row count from 0.
func (w *writer) cell(sheet string, col, row int, c Cell, style int) error {
	at, err := excelize.CoordinatesToCellName(col+1, row+1)
	if err != nil {
		return err
	}
	if c.Number != nil {
		if math.IsNaN(*c.Number) || math.IsInf(*c.Number, 0) {
			return ErrNoFigure
		}
		return w.file.SetCellFloat(sheet, at, *c.Number, -1, 64)
	}
	text := clean(c.Text)
	if text == "" && style != w.head {
		return nil
	}
	if utf8.RuneCountInString(text) > maxText/2 { // a letter may count twice there
		return ErrTooLong
	}
	if err := w.file.SetCellStr(sheet, at, literal(text)); err != nil {
		return err
	}
	return w.file.SetCellStyle(sheet, at, at, style)
}

// look makes the columns as wide as what stands in them, fixes the head and
// fits the sheet to the paper.
func (w *writer) look(sheet string, t Table) error {
	for col := range t.Head {
		width := wide(t.Head[col])
		for _, row := range t.Rows {
			if col < len(row) {
				width = max(width, wide(row[col].Text))
			}
		}
		name, err := excelize.ColumnNumberToName(col + 1)
		if err != nil {
			return err
		}
		if err := w.file.SetColWidth(sheet, name, name, float64(min(max(width+2, minWidth), maxWidth))); err != nil {
			return err
		}
	}
	head := &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}
	if err := w.file.SetPanes(sheet, head); err != nil {
		return err
	}
	fit, size, across, landscape := true, paperA4, 1, "landscape"
	long := 0 // as many pages as it takes
	if err := w.file.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	return w.file.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &size, Orientation: &landscape, FitToWidth: &across, FitToHeight: &long})
}

// wide is how much room the widest line of a text takes: a Japanese letter
// twice as much as a Latin one.
func wide(s string) (most int) {
	for line := range strings.SplitSeq(s, "\n") {
		n := 0
		for _, r := range line {
			if n++; r > 0xFF {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

// name is the name as a sheet may have it, unlike those before it (Excel: at
// most 31 letters, none of : \ / ? * [ ], no apostrophe at an end, no two alike
// whatever their case).
func (w *writer) name(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) || r == '\n' || r == '\t' {
			return ' '
		}
		return r
	}, clean(s))
	s = cut(strings.Trim(s, "' "), maxName)
	if s == "" || strings.EqualFold(s, "history") { // Excel keeps that one to itself
		s = "Sheet"
	}
	for base, n := s, 2; w.names[strings.ToLower(s)]; n++ {
		tail := fmt.Sprintf(" %d", n)
		s = cut(base, maxName-len(tail)) + tail
	}
	w.names[strings.ToLower(s)] = true
	return s
}

// cut is the text's beginning, in UTF-16 units, as Excel counts.
func cut(s string, limit int) string {
	n := 0
	for i, r := range s {
		if n++; r > 0xFFFF {
			n++
		}
		if n > limit {
			return strings.TrimRight(s[:i], "' ")
		}
	}
	return s
}
