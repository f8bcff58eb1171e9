package sheet

import (
	"errors"
	"fmt"

	"github.com/xuri/excelize/v2"
)

// Blank is a plain form to begin with: a title, labelled values below it, and a
// table whose only row is repeated.
type Blank struct {
	Name   string      // of the sheet
	Title  string      // may hold places
	Facts  [][2]string // label and value
	Head   []string
	Row    []string
	Widths []float64 // of the columns, in letters
	Note   string    // below the table
}

// BlankForm makes the workbook of a plain form, to be printed on an upright A4.
func BlankForm(b Blank) (file []byte, err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	w := blankWriter{file: f, sheet: b.Name}
	if err := w.write(b); err != nil {
		return nil, fmt.Errorf("sheet: blank form: %w", err)
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("sheet: blank form: %w", err)
	}
	return buf.Bytes(), nil
}

type blankWriter struct {
	file                     *excelize.File
	sheet                    string
	title, label, text, note int // styles
}

func (w *blankWriter) makeStyles() (err error) {
	thin := []excelize.Border{}
	for _, side := range []string{"left", "top", "right", "bottom"} {
		thin = append(thin, excelize.Border{Type: side, Color: "7F7F7F", Style: 1})
	}
	wrap := &excelize.Alignment{WrapText: true, Vertical: "top"}
	for _, s := range []struct {
		into  *int
		style excelize.Style
	}{
		{&w.title, excelize.Style{Font: &excelize.Font{Bold: true, Size: 14, Family: "Yu Gothic"}}},
		{&w.label, excelize.Style{Border: thin, Alignment: wrap, Font: &excelize.Font{Bold: true, Family: "Yu Gothic"},
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDEBF7"}}}},
		{&w.text, excelize.Style{Border: thin, Alignment: wrap, NumFmt: textStyle}},
		{&w.note, excelize.Style{Font: &excelize.Font{Size: 9, Color: "595959", Family: "Yu Gothic"}}},
	} {
		if *s.into, err = w.file.NewStyle(&s.style); err != nil {
			return err
		}
	}
	return nil
}

func (w *blankWriter) write(b Blank) error {
	if err := w.file.SetSheetName("Sheet1", b.Name); err != nil {
		return err
	}
	if err := w.file.SetDefaultFont("Yu Gothic"); err != nil {
		return err
	}
	if err := w.makeStyles(); err != nil {
		return err
	}
	for i, width := range b.Widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := w.file.SetColWidth(w.sheet, name, name, width); err != nil {
			return err
		}
	}
	if err := w.set(1, 1, b.Title, w.title); err != nil {
		return err
	}
	row := 3
	for _, fact := range b.Facts {
		if err := w.fact(row, len(b.Head), fact); err != nil {
			return err
		}
		row++
	}
	row++
	for i := range b.Head {
		if err := errors.Join(w.set(i+1, row, b.Head[i], w.label), w.set(i+1, row+1, b.Row[i], w.text)); err != nil {
			return err
		}
	}
	if err := w.set(1, row+3, b.Note, w.note); err != nil {
		return err
	}
	return w.paper()
}

// fact is a label and a value as wide as the table.
func (w *blankWriter) fact(row, cols int, fact [2]string) error {
	if err := errors.Join(w.set(1, row, fact[0], w.label), w.set(2, row, fact[1], w.text)); err != nil {
		return err
	}
	to, err := excelize.CoordinatesToCellName(cols, row)
	if err != nil {
		return err
	}
	from := fmt.Sprintf("B%d", row)
	return errors.Join(w.file.SetCellStyle(w.sheet, from, to, w.text), w.file.MergeCell(w.sheet, from, to))
}

func (w *blankWriter) set(col, row int, text string, style int) error {
	at, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return err
	}
	return errors.Join(w.file.SetCellStr(w.sheet, at, text), w.file.SetCellStyle(w.sheet, at, at, style))
}

func (w *blankWriter) paper() error {
	fit, size, across, upright, long := true, paperA4, 1, "portrait", 0
	return errors.Join(
		w.file.SetSheetProps(w.sheet, &excelize.SheetPropsOptions{FitToPage: &fit}),
		w.file.SetPageLayout(w.sheet, &excelize.PageLayoutOptions{Size: &size, Orientation: &upright, FitToWidth: &across, FitToHeight: &long}),
	)
}
