package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// The table of features in README.md: each row is a feature and links to what
// shows it. Where that is a conversation, the first link is the script that is
// named after the row.

const (
	featureHead = "| feature | shown by |"
	notYet      = "not in this version"
)

// feature is a row of the table.
type feature struct {
	name, shown string
	links       []string // files of this repository
}

func features(t *testing.T) (out []feature) {
	t.Helper()
	_, rest, found := strings.Cut(readDocument(t, "README.md"), featureHead+"\n")
	if !found {
		t.Fatal("README.md has no table of features")
	}
	table, _, _ := strings.Cut(rest, "\n\n")
	for _, row := range strings.Split(table, "\n")[1:] {
		cells := strings.Split(strings.Trim(row, "|"), "|")
		if len(cells) != 2 {
			t.Fatalf("a row of features has %d cells: %s", len(cells), row)
		}
		f := feature{name: strings.TrimSpace(cells[0]), shown: strings.TrimSpace(cells[1])}
		for _, m := range link.FindAllStringSubmatch(f.shown, -1) {
			if !strings.Contains(m[1], "://") {
				f.links = append(f.links, m[1])
			}
		}
		out = append(out, f)
	}
	return out
}

// TestFeaturesAreShown: each feature links to something that is there, or says
// plainly that it is not; a script begins with the comment that tells it, and
// the first one of a row is named after it.
func TestFeaturesAreShown(t *testing.T) {
	t.Parallel()
	for _, f := range features(t) {
		if len(f.links) == 0 && !strings.Contains(f.shown, notYet) {
			t.Errorf("%s: neither links to what shows it nor says “%s”", f.name, notYet)
		}
		scripts := 0
		for _, l := range f.links {
			file, _, _ := strings.Cut(l, "#")
			if filepath.Ext(file) != ".txt" {
				continue // TestLinksLeadSomewhere looks whether it is there
			}
			raw, err := os.ReadFile(file)
			if err != nil || !strings.HasPrefix(string(raw), "# ") {
				t.Errorf("%s: %s does not begin with the comment that tells it: %v", f.name, file, err)
			}
			name := strings.TrimSuffix(filepath.Base(file), ".txt")
			if scripts++; scripts == 1 && !strings.HasPrefix(slug(f.name)+"-", name+"-") {
				t.Errorf("%s: its first script is %s, which is not named after it (%s)", f.name, name, slug(f.name))
			}
		}
	}
}

// slug is how a script is named after a feature; it may leave the end out.
func slug(feature string) string {
	feature, _, _ = strings.Cut(feature, " (")
	feature = strings.NewReplacer("様式1/2", "forms 1 and 2", "スッキリ度", "relief", "'", "").Replace(feature)
	words := strings.FieldsFunc(strings.ToLower(feature), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, "-")
}

var tableRow = regexp.MustCompile(`(?m)^\| ([^|]+) \|`)

// TestFeaturesAreAll holds the table against the list of what was set out to be
// built, row by row and in its order.
func TestFeaturesAreAll(t *testing.T) {
	t.Parallel()
	schemas := os.Getenv("TSUKIICHI_SCHEMAS")
	if schemas == "" {
		t.Skip("TSUKIICHI_SCHEMAS names no folder with the list of features beside it: the README's is held against nothing")
	}
	raw, err := os.ReadFile(filepath.Join(schemas, "..", "features.md"))
	if err != nil {
		t.Fatalf("the list of features belongs beside the folder of the schemas (CONTRIBUTING.md): %v", err)
	}
	var want, got []string
	for _, m := range tableRow.FindAllStringSubmatch(string(raw), -1) {
		if m[1] != "feature" {
			want = append(want, m[1])
		}
	}
	for _, f := range features(t) {
		got = append(got, f.name)
	}
	if len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("the features of the README are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
