package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"tsukiichi/bot"
)

// What can be typed stands in the documents: every command, every setting, every
// place of a form.

// model is the program's commands and flags, as it reads them.
func model(t *testing.T) *kong.Application {
	t.Helper()
	var c cli
	parser, err := kong.New(&c, kong.Name("tsukiichi"), kong.DefaultEnvars("TSUKIICHI"))
	if err != nil {
		t.Fatal(err)
	}
	return parser.Model
}

// table is the rows of the first table of the document that begins with the
// heading, cells trimmed.
func table(t *testing.T, doc, head string) (rows [][]string) {
	t.Helper()
	_, rest, found := strings.Cut(readDocument(t, doc), head+"\n")
	if !found {
		t.Fatalf("%s has no table %s", doc, head)
	}
	body, _, _ := strings.Cut(rest, "\n\n")
	for _, line := range strings.Split(body, "\n")[1:] {
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, cells)
	}
	return rows
}

var code = regexp.MustCompile("`([^`]+)`")

// codesIn is what stands in backquotes in the first column of a table.
func codesIn(rows [][]string) (out []string) {
	for _, r := range rows {
		for _, m := range code.FindAllStringSubmatch(r[0], -1) {
			out = append(out, m[1])
		}
	}
	return out
}

// TestCommandsAreDocumented: both READMEs list the commands that there are, all
// of them and no other.
func TestCommandsAreDocumented(t *testing.T) {
	t.Parallel()
	var want []string
	for _, leaf := range model(t).Leaves(true) {
		want = append(want, strings.TrimPrefix(leaf.Path(), "tsukiichi "))
	}
	slices.Sort(want)
	for doc, head := range map[string]string{
		"README.md": "| command | what it does | example |", "README.ja.md": "| コマンド | すること |",
	} {
		rows := table(t, doc, head)
		got := codesIn(rows)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s lists the commands\n%s\nwant\n%s", doc, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		for _, r := range rows {
			if len(r) == 3 && !slices.ContainsFunc(codesIn([][]string{r}), func(c string) bool { return strings.HasPrefix(r[2], "`tsukiichi "+c) }) {
				t.Errorf("%s: the example of %s is %s", doc, r[0], r[2])
			}
		}
	}
}

// TestEveryCommandHasAnExample: the help of each command shows how it is called.
func TestEveryCommandHasAnExample(t *testing.T) {
	t.Parallel()
	for _, leaf := range model(t).Leaves(true) {
		first, _, _ := strings.Cut(leaf.Detail, "\n")
		if !strings.HasPrefix(first, "Example: ") || !strings.Contains(first, leaf.Path()) {
			t.Errorf("the help of %s begins with %q, want an example", leaf.Path(), first)
		}
	}
}

// TestSettingsAreDocumented: the README's table has every setting of serve and
// its default, and none that serve does not know. Those that serve refuses are
// hidden from its help and named below the table.
func TestSettingsAreDocumented(t *testing.T) {
	t.Parallel()
	doc := readDocument(t, "README.md")
	rows := table(t, "README.md", "| setting | default | |")
	var known []string
	for _, f := range serveFlags(t) {
		known = append(known, f.Name)
		i := slices.IndexFunc(rows, func(r []string) bool { return slices.Contains(codesIn([][]string{r}), f.Name) })
		switch {
		case f.Hidden && i >= 0:
			t.Errorf("the table names %s, which is refused", f.Name)
		case f.Hidden && !refusedSetting(doc, f.Name):
			t.Errorf("the README does not say that %s is refused", f.Name)
		case f.Hidden:
		case i < 0:
			t.Errorf("no row of the README's table names the setting %s", f.Name)
		case !saysDefault(rows[i][1], f.Default):
			t.Errorf("the README says that %s is %s by default, it is %s", f.Name, rows[i][1], f.Default)
		}
	}
	for _, name := range codesIn(rows) {
		if !slices.Contains(known, name) {
			t.Errorf("the README names a setting %s, which serve does not know", name)
		}
	}
}

// serveFlags are the settings, as serve's flags.
func serveFlags(t *testing.T) (out []*kong.Flag) {
	t.Helper()
	for _, leaf := range model(t).Leaves(true) {
		if leaf.Name == "serve" {
			out = leaf.Flags
		}
	}
	if len(out) == 0 {
		t.Fatal("serve has no flags")
	}
	return out
}

// saysDefault reports whether a cell of the table holds the default.
func saysDefault(cell, want string) bool {
	if want == "" {
		return true
	}
	for _, part := range strings.Split(want, ",") {
		if !strings.Contains(cell, "`"+part+"`") {
			return false
		}
	}
	return true
}

// refusedSetting reports whether the document says that the setting is refused.
func refusedSetting(doc, name string) bool {
	_, after, found := strings.Cut(doc, "`"+name+"`")
	said, _, _ := strings.Cut(after, "\n\n")
	return found && strings.Contains(said, "refuses them")
}

// TestPlacesOfFormsAreDocumented: what may stand in the city's own forms is in
// the README.
func TestPlacesOfFormsAreDocumented(t *testing.T) {
	t.Parallel()
	doc := readDocument(t, "README.md")
	_, section, _ := strings.Cut(doc, "### The city's own 様式1 and 様式2")
	section, _, _ = strings.Cut(section, "\n## ")
	for _, form := range []string{"1", "2"} {
		places := bot.TemplatePlaces(form)
		for _, name := range append(slices.Clone(places.Once), places.Each...) {
			if !strings.Contains(section, name) {
				t.Errorf("the README does not say that %s may stand in form %s", name, form)
			}
		}
	}
}
