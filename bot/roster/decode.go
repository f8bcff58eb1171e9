package roster

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
)

// decode returns the file's text in UTF-8, or the code that says why not.
func decode(data []byte) (string, Code) {
	begins := func(magic string) bool { return bytes.HasPrefix(data, []byte(magic)) }
	switch {
	case begins("PK\x03\x04"), begins("\xD0\xCF\x11\xE0"):
		return "", IsWorkbook
	case begins("\xFE\xFF"), begins("\xFF\xFE"), bytes.IndexByte(data, 0) >= 0:
		return "", IsUTF16
	case bytes.Contains(data, []byte("\x1B$")): // ISO-2022-JP
		return "", UnknownEncoding
	}
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	if utf8.Valid(data) {
		return string(data), ""
	}
	out, err := japanese.ShiftJIS.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
		return "", UnknownEncoding
	}
	return string(out), ""
}

// line is one row that is not blank.
type line struct {
	number int
	cells  []string
	sheet  []Cell // the same of a workbook, else nil
}

// split reads the rows, numbered as a spreadsheet numbers them: a cell with a
// line break in it is one row, and a blank line counts.
func split(text string) ([]line, *Problem) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	r.TrimLeadingSpace = true
	if head, _, _ := strings.Cut(text, "\n"); strings.Contains(head, "\t") && !strings.Contains(head, ",") {
		r.Comma = '\t' // a sheet saved or pasted as text
		r.TrimLeadingSpace = false
	}
	var lines []line
	for number := 1; len(lines) <= MaxRows+1; number++ {
		start := int(r.InputOffset())
		number += len(text[start:]) - len(strings.TrimLeft(text[start:], "\n"))
		cells, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return lines, nil
		case err != nil:
			return lines, &Problem{Row: number, Code: BadQuote, Severity: Error, col: -1}
		case !blank(cells):
			lines = append(lines, line{number: number, cells: cells})
		}
	}
	return lines, nil
}

func blank(cells []string) bool {
	for _, c := range cells {
		if clean(c) != "" {
			return false
		}
	}
	return true
}
