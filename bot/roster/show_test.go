package roster_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"tsukiichi/bot/roster"
)

// TestValue writes the sample's people as a file and reads the same again.
func TestValue(t *testing.T) {
	t.Parallel()
	opt := roster.Options{Platforms: []string{"chat"}}
	file, _ := roster.Parse(strings.NewReader(string(roster.Sample())), opt)
	var sb strings.Builder
	w := csv.NewWriter(&sb)
	var names []string
	for _, c := range roster.Columns() {
		names = append(names, roster.Heading(c.Name))
	}
	_ = w.Write(names)
	for _, r := range file.Rows {
		var cells []string
		for _, c := range roster.Columns() {
			cells = append(cells, roster.Value(r.Person, c.Name))
		}
		_ = w.Write(cells)
	}
	w.Flush()
	again, problems := roster.Parse(strings.NewReader(sb.String()), opt)
	var known = roster.Compare(file, nil).People()
	if pv := roster.Compare(again, known); !pv.Empty() || pv.Same != len(file.Rows) || roster.Blocked(problems) {
		t.Errorf("the sample has become %+v, %v", pv.Changed, problems)
	}
}
