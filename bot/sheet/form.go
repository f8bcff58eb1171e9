package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// MaxForm is how large the file of a form may be, in bytes.
const MaxForm = 2 << 20

// Errors of [CheckForm], besides [ErrNoWorkbook] and [ErrTooBig].
var (
	ErrMacros  = errors.New("sheet: workbook holds a program")
	ErrLinks   = errors.New("sheet: workbook reaches for other files")
	ErrNoPlace = errors.New("sheet: form has no place to fill in")
)

// Places are the names that may stand in a form's cells between {{ and }}: some
// are filled in once, some for each of the things that are listed. The rows from
// the first to the last with a place of the second kind are repeated together.
type Places struct{ Once, Each []string }

// Place is where in a form a name stands.
type Place struct {
	Sheet, Cell string
	Name        string
}

// CheckForm reads a form and says which of its places have an unknown name. The
// errors are [ErrTooBig], [ErrNoWorkbook], [ErrMacros], [ErrLinks] and
// [ErrNoPlace].
func CheckForm(file []byte, known Places) (unknown []Place, err error) {
	defer caught(&err)
	if len(file) > MaxForm {
		return nil, ErrTooBig
	}
	f, err := openForm(file)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	cells, err := placed(f)
	if err != nil {
		return nil, err
	}
	if len(cells) == 0 {
		return nil, ErrNoPlace
	}
	for _, c := range cells {
		for _, name := range c.names() {
			if !slices.Contains(known.Once, name) && !slices.Contains(known.Each, name) {
				unknown = append(unknown, Place{Sheet: c.sheet, Cell: c.at(0), Name: name})
			}
		}
	}
	return unknown, nil
}

// FillForm fills a form that [CheckForm] has taken: once by name, and the
// repeated rows with each, one after the other. Where there is nothing to list
// the rows stay, empty. A value is written as text, whatever it begins with; the
// value of no name is nothing.
func FillForm(file []byte, known Places, once map[string]string, each []map[string]string) (out []byte, err error) {
	defer caught(&err)
	f, err := openForm(file)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	cells, err := placed(f)
	if err != nil {
		return nil, err
	}
	if len(each) == 0 {
		each = []map[string]string{{}}
	}
	for _, name := range f.GetSheetList() {
		if err := fillSheet(f, name, cells, known, once, each); err != nil {
			return nil, fmt.Errorf("sheet: fill form: %w", err)
		}
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("sheet: fill form: %w", err)
	}
	return buf.Bytes(), nil
}

// caught is deferred where the library reads a file: it panics on some that are
// no workbooks.
func caught(err *error) {
	if recover() != nil {
		*err = ErrNoWorkbook
	}
}

// openForm opens a workbook with neither a program nor a link to elsewhere in it.
func openForm(file []byte) (f *excelize.File, err error) {
	if !IsWorkbook(file) {
		return nil, ErrNoWorkbook
	}
	size, err := unzipped(file)
	switch {
	case err != nil:
		return nil, err
	case size > MaxUnzipped:
		return nil, ErrTooBig
	}
	if err := errors.Join(innocent(file), within(file, MaxFormRows)); err != nil {
		return nil, err
	}
	f, err = excelize.OpenReader(bytes.NewReader(file), excelize.Options{UnzipSizeLimit: MaxUnzipped, UnzipXMLSizeLimit: MaxUnzipped})
	if err != nil {
		return nil, ErrNoWorkbook
	}
	return f, nil
}

// parts is what a form may not have in it, by what the name of the part holds: a
// program, or what Excel fetches from elsewhere when it opens the file.
func parts() map[string]error {
	return map[string]error{
		"vbaproject": ErrMacros, "vbadata": ErrMacros, "xl/macrosheets/": ErrMacros, "xl/activex/": ErrMacros, "xl/dialogsheets/": ErrMacros,
		"xl/externallinks/": ErrLinks, "xl/connections": ErrLinks, "xl/querytables/": ErrLinks,
	}
}

// innocent is ErrMacros for a workbook with a program, whatever its name ends
// in, ErrLinks for one with links to other files, and ErrNoWorkbook for what is
// no workbook of today's format.
func innocent(file []byte) error {
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return ErrNoWorkbook
	}
	for _, part := range z.File {
		name := strings.ToLower(strings.ReplaceAll(part.Name, `\`, "/"))
		for bad, err := range parts() {
			if strings.Contains(name, bad) {
				return err
			}
		}
		if name != "[content_types].xml" {
			continue
		}
		kinds, err := contentTypes(part)
		switch {
		case err != nil:
			return ErrNoWorkbook
		case strings.Contains(kinds, "macroenabled"), strings.Contains(kinds, "vbaproject"):
			return ErrMacros
		case !strings.Contains(kinds, "spreadsheetml.sheet.main"):
			return ErrNoWorkbook
		}
	}
	return nil
}

func contentTypes(part *zip.File) (kinds string, err error) {
	r, err := part.Open()
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	raw, err := io.ReadAll(io.LimitReader(r, MaxForm))
	return strings.ToLower(string(raw)), err
}

// placePattern is a name between braces, wide ones as well.
var placePattern = regexp.MustCompile(`(?:\{\{|｛｛)[\s　]*([^{}｛｝]{1,40}?)[\s　]*(?:\}\}|｝｝)`)

// placeCell is a cell with places in it.
type placeCell struct {
	sheet    string
	col, row int // the first is 1
	text     string
}

func (c placeCell) names() (out []string) {
	for _, m := range placePattern.FindAllStringSubmatch(c.text, -1) {
		out = append(out, m[1])
	}
	return out
}

// at is the cell's name, so many rows further down.
func (c placeCell) at(down int) string {
	name, err := excelize.CoordinatesToCellName(c.col, c.row+down)
	if err != nil {
		return ""
	}
	return name
}

// placed finds the cells with places, sheet by sheet from the top.
func placed(f *excelize.File) (out []placeCell, err error) {
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, ErrNoWorkbook
		}
		for i, row := range rows {
			for j, text := range row {
				if placePattern.MatchString(text) {
					out = append(out, placeCell{name, j + 1, i + 1, text})
				}
			}
		}
	}
	return out, nil
}
