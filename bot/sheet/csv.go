package sheet

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CSVType is the media type of what [CSV] makes.
const CSVType = "text/csv; charset=utf-8"

// CSV is the table as a file for a spreadsheet: UTF-8 with a byte order mark,
// which Excel needs, lines that end in CR LF. Every text stands in quotes, so
// that no other separator splits it, and one that a spreadsheet would take for a
// formula begins with an apostrophe (OWASP, CSV Injection; the wide signs are
// formulas to a Japanese Excel).
func CSV(t Table) []byte {
	var sb strings.Builder
	sb.WriteString("\uFEFF")
	csvLine(&sb, Texts(t.Head...))
	for _, row := range t.Rows {
		csvLine(&sb, row)
	}
	return []byte(sb.String())
}

func csvLine(sb *strings.Builder, row []Cell) {
	for i, c := range row {
		if i > 0 {
			sb.WriteByte(',')
		}
		if c.Number != nil {
			sb.WriteString(strconv.FormatFloat(*c.Number, 'f', -1, 64))
			continue
		}
		sb.WriteString(`"` + strings.ReplaceAll(disarmed(clean(c.Text)), `"`, `""`) + `"`)
	}
	sb.WriteString("\r\n")
}

// disarmed is the text as a spreadsheet takes it for text.
func disarmed(s string) string {
	if armed(s) {
		return "'" + s
	}
	return s
}

// signs is what a formula may begin with, as it is and as Japanese input, or what
// was copied from elsewhere, writes it.
const signs = "=+-@" + "＝＋－＠" + "﹦﹢﹣﹫" + "−"

// armed reports whether a spreadsheet may take the text for a formula. Some skip
// what cannot be seen before they look.
func armed(s string) bool {
	if s != "" && strings.ContainsRune("\t\n", rune(s[0])) {
		return true
	}
	s = strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
	first, _ := utf8.DecodeRuneInString(s)
	return s != "" && strings.ContainsRune(signs, first)
}
