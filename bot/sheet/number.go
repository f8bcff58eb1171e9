package sheet

import (
	"archive/zip"
	"bytes"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// format is what a cell's style makes of a number.
type format struct {
	date  bool
	zeros int // leading zeros are shown up to so many digits
}

// number is a cell with a number in it, as its format means it.
func (r *reader) number(at, raw string) (Value, error) {
	v, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return Value{Text: raw}, nil // a formula's text
	}
	style, err := r.file.GetCellStyle(r.sheet, at)
	if err != nil {
		return Value{}, err
	}
	fm, err := r.format(style)
	if err != nil {
		return Value{}, err
	}
	switch whole := strconv.FormatFloat(v, 'f', -1, 64); {
	case fm.date:
		day, err := excelize.ExcelDateToTime(v, r.from04)
		if err != nil {
			return Value{Text: raw}, nil // no day that exists
		}
		return Value{Text: day.Format(time.DateOnly)}, nil
	case fm.zeros > 0 && v >= 0 && v == math.Trunc(v):
		return Value{Text: strings.Repeat("0", max(0, fm.zeros-len(whole))) + whole}, nil
	default:
		return Value{Text: whole, Number: true}, nil
	}
}

// format reads a style once.
func (r *reader) format(id int) (format, error) {
	if f, known := r.styles[id]; known {
		return f, nil
	}
	s, err := r.file.GetStyle(id)
	if err != nil {
		return format{}, err
	}
	f := format{date: builtinDate(s.NumFmt)}
	if s.CustomNumFmt != nil {
		f = custom(*s.CustomNumFmt)
	}
	r.styles[id] = f
	return f, nil
}

// builtinDate reports whether a number of Excel's own formats shows a day, the
// Japanese ones among them (ECMA-376, part 1, 18.8.30).
func builtinDate(id int) bool {
	return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 54 || id == 57 || id == 58
}

// custom reads a format that somebody wrote: 00000, yyyy/m/d, ggge"年"m"月"d"日".
func custom(code string) format {
	code, _, _ = strings.Cut(code, ";")
	if zeros := strings.Trim(code, "0"); zeros == "" {
		return format{zeros: len(code)}
	}
	quoted, bracket := false, false
	for _, c := range strings.ToLower(code) {
		switch {
		case c == '"':
			quoted = !quoted
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case !quoted && !bracket && strings.ContainsRune("ydge", c) && strings.ContainsAny(strings.ToLower(code), "md"):
			return format{date: true}
		}
	}
	return format{}
}

// span is a merged cell.
type span struct {
	left, top, right, bottom int
	value                    Value
}

func (r *reader) spans() ([]span, error) {
	found, err := r.file.GetMergeCells(r.sheet, true)
	if err != nil {
		return nil, err
	}
	var out []span
	for _, m := range found {
		var s span
		if s.left, s.top, err = excelize.CellNameToCoordinates(m.GetStartAxis()); err != nil {
			return nil, err
		}
		if s.right, s.bottom, err = excelize.CellNameToCoordinates(m.GetEndAxis()); err != nil {
			return nil, err
		}
		raw, err := r.file.GetCellValue(r.sheet, m.GetStartAxis(), excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, err
		}
		if s.value, err = r.cell(s.top, s.left, raw); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// fill writes the value into the empty places of the row that the merged cell
// covers. One that lies in a single row is a title and stays where it begins.
func (s span) fill(row *Row) {
	if row.Number < s.top || row.Number > s.bottom || s.top == s.bottom || s.value.Text == "" {
		return
	}
	for col := s.left; col <= min(s.right, MaxColumns); col++ {
		if row.Number == s.top && col == s.left {
			continue
		}
		for len(row.Cells) < col {
			row.Cells = append(row.Cells, Value{})
		}
		if c := &row.Cells[col-1]; c.Text == "" {
			*c = s.value
			c.Merged = true
		}
	}
}

// unzipped is how large the file says that it is when unpacked; archive/zip
// does not read further than that.
func unzipped(file []byte) (size uint64, err error) {
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return 0, ErrNoWorkbook
	}
	for _, f := range z.File {
		if size += f.UncompressedSize64; size > MaxUnzipped {
			break
		}
	}
	return size, nil
}
