package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// MaxFormRows is how far down the cells of a form may lie.
const MaxFormRows = 2000

// within is ErrNoWorkbook for a workbook with a cell below so many rows, or
// beyond the last column that there is: the library makes room for every row and
// column before it, however many they are said to be.
func within(file []byte, rows int) error {
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return ErrNoWorkbook
	}
	for _, part := range z.File {
		if !strings.HasSuffix(strings.ToLower(part.Name), ".xml") {
			continue
		}
		if err := partWithin(part, rows); err != nil {
			return err
		}
	}
	return nil
}

func partWithin(part *zip.File, rows int) (err error) {
	r, err := part.Open()
	if err != nil {
		return ErrNoWorkbook
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	dec := xml.NewDecoder(io.LimitReader(r, MaxUnzipped))
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	for {
		tok, err := dec.RawToken()
		if err != nil { // its end, or what the library will say is no XML
			return nil //nolint:nilerr // see above
		}
		el, ok := tok.(xml.StartElement)
		if !ok || (el.Name.Local != "row" && el.Name.Local != "c") {
			continue
		}
		for _, a := range el.Attr {
			if a.Name.Local == "r" && !placeWithin(a.Value, rows) {
				return ErrNoWorkbook
			}
		}
	}
}

// placeWithin reports whether a row's number or a cell's name lies within.
func placeWithin(place string, rows int) bool {
	digits := strings.TrimLeft(strings.ToUpper(place), "ABCDEFGHIJKLMNOPQRSTUVWXYZ$")
	row, err := strconv.Atoi(digits)
	if err != nil || row < 1 || row > rows {
		return false
	}
	letters := strings.ReplaceAll(place[:len(place)-len(digits)], "$", "")
	if letters == "" {
		return true
	}
	col, err := excelize.ColumnNameToNumber(letters)
	return err == nil && col <= excelize.MaxColumns
}
