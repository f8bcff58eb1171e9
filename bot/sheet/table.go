package sheet

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Cell is what is written into a cell: a number where Number is set, else the
// text, whatever it begins with.
type Cell struct {
	Text   string
	Number *float64
}

// Text is a cell of text.
func Text(s string) Cell { return Cell{Text: s} }

// Texts is a row of texts.
func Texts(texts ...string) []Cell {
	row := make([]Cell, len(texts))
	for i, s := range texts {
		row[i] = Text(s)
	}
	return row
}

// Count is a cell with a whole number.
func Count(n int) Cell { return Figure(float64(n)) }

// Figure is a cell with a number. It is no NaN and not infinite: see [Write].
func Figure(f float64) Cell { return Cell{Number: &f} }

// Table is one sheet: a head and rows, each as long as the head or shorter.
// [Write] gives it a name that a sheet may have.
type Table struct {
	Name   string
	Head   []string
	Rows   [][]Cell
	Charts []Chart
}

// drawn is the columns that a chart draws.
func (t Table) drawn() map[int]bool {
	out := map[int]bool{}
	for _, c := range t.Charts {
		for _, col := range c.Series {
			out[col] = true
		}
	}
	return out
}

// Chart draws columns of figures of its table beside it, in the order given. What
// is no figure in such a column, such as a dash for one that is withheld, is left
// out of the sheet: it is a gap in the chart.
type Chart struct {
	Title  string
	Line   bool  // a line, else bars
	Labels int   // the column that names the points; the first is 0
	Series []int // the columns that are drawn, each called by its head
}

// clean is the text as every file may hold it: no control characters but the
// line feed and the tab.
func clean(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == utf8.RuneError, unicode.IsControl(r), r == 0xFFFE, r == 0xFFFF:
			return -1
		default:
			return r
		}
	}, s)
}

// coded is what a workbook reads as a letter by its number (ECMA-376, part 1,
// 22.9.2.19: ST_Xstring).
var coded = regexp.MustCompile(`^_x[0-9A-Fa-f]{4}_`)

// literal is the text as a workbook stores it, so that _x0041_ is read as it was
// typed and not as an A. The library leaves that to its caller.
func literal(s string) string {
	var sb strings.Builder
	for i, r := range s {
		if r == '_' && coded.MatchString(s[i:]) {
			sb.WriteString("_x005F")
		}
		sb.WriteRune(r)
	}
	return sb.String()
}
