package bot

import (
	"bytes"
	"encoding/csv"
	"strings"
)

// csvFile writes rows as a file that a spreadsheet opens with Japanese intact:
// UTF-8 with a byte order mark. A cell that would be a formula is text.
func csvFile(rows [][]string) []byte {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, c := range row {
			cells[i] = disarm(c)
		}
		_ = w.Write(cells) // a buffer takes everything
	}
	w.Flush()
	return out.Bytes()
}

// disarm has a text stay a text where a spreadsheet would calculate it.
func disarm(s string) string {
	if strings.IndexAny(s, "=+-@\t\r") == 0 {
		return "'" + s
	}
	return s
}
