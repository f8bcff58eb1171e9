package bot_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestScriptsHaveTheirPlace holds the scripts against the table of
// CONTRIBUTING.md: each belongs to one part of the programme, and each that is
// named is there.
func TestScriptsHaveTheirPlace(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(guide), "| what the programme asks | scripts |")
	if !found {
		t.Fatal("CONTRIBUTING.md has no table of the scripts")
	}
	table, _, _ := strings.Cut(rest, "\n\n")
	places := map[string]int{}
	for _, name := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(table, -1) {
		places[name[1]]++
	}
	scriptsThere := 0
	for _, dir := range []string{scripts, plain} {
		files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			scriptsThere++
			name := strings.TrimSuffix(filepath.Base(f), ".txt")
			if n := places[name]; n != 1 {
				t.Errorf("%s stands in %d rows of the table, want 1", name, n)
			}
			delete(places, name)
		}
	}
	for name := range places {
		t.Errorf("the table names %s, which is no script", name)
	}
	t.Logf("%d scripts", scriptsThere)
}
