package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// documents are the pages that people read here.
func documents(t *testing.T) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != "." && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case filepath.Ext(path) == ".md":
			out = append(out, path)
		}
		return nil
	})
	if err != nil || len(out) == 0 {
		t.Fatalf("%d documents: %v", len(out), err)
	}
	return out
}

func readDocument(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

var (
	fence   = regexp.MustCompile("(?ms)^[ \t]*```.*?^[ \t]*```[ \t]*$")
	link    = regexp.MustCompile(`\]\(([^()\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ +(.+)$`)
)

// TestLinksLeadSomewhere: what a document links to in this repository is there,
// the heading behind a # included.
func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	for _, doc := range documents(t) {
		for _, m := range link.FindAllStringSubmatch(fence.ReplaceAllString(readDocument(t, doc), ""), -1) {
			if strings.Contains(m[1], "://") || strings.HasPrefix(m[1], "mailto:") {
				continue
			}
			file, anchor, _ := strings.Cut(m[1], "#")
			target := doc
			if file != "" {
				target = filepath.Join(filepath.Dir(doc), file)
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: %s leads nowhere", doc, m[1])
			} else if anchor != "" && !anchors(readDocument(t, target))[anchor] {
				t.Errorf("%s: %s: there is no such heading", doc, m[1])
			}
		}
	}
}

// anchors are what a document's headings can be linked by.
func anchors(doc string) map[string]bool {
	out := map[string]bool{}
	for _, m := range heading.FindAllStringSubmatch(fence.ReplaceAllString(doc, ""), -1) {
		out[strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r):
				return unicode.ToLower(r)
			}
			return -1
		}, m[1])] = true
	}
	return out
}

// TestRolePagesSayWhatTheBotSays: what stands in quotes on the page of a role
// is a word of the catalogue, so that nobody looks for a button that is not
// there.
func TestRolePagesSayWhatTheBotSays(t *testing.T) {
	t.Parallel()
	for lang, quoted := range map[string]*regexp.Regexp{
		"ja": regexp.MustCompile(`「([^「」]+)」`),
		"en": regexp.MustCompile(`“([^“”]+)”`),
	} {
		said := sayings(t, lang)
		pages, err := filepath.Glob("docs/roles/*." + lang + ".md")
		if err != nil || len(pages) != 5 {
			t.Fatalf("pages of roles: %v, %v", pages, err)
		}
		for _, page := range pages {
			found := quoted.FindAllStringSubmatch(readDocument(t, page), -1)
			for _, m := range found {
				if !said.MatchString(m[1]) {
					t.Errorf("%s: the bot says %q nowhere", page, m[1])
				}
			}
			if len(found) == 0 && !strings.Contains(page, "operator") {
				t.Errorf("%s names no button", page)
			}
		}
	}
}

var placeholder = regexp.MustCompile(`\{\{[^{}]*\}\}`)

// sayings matches every word of the catalogue; a placeholder stands for
// anything, in a word that has something else to be known by.
func sayings(t *testing.T, lang string) *regexp.Regexp {
	t.Helper()
	var words map[string]any // a text, or one for each plural form
	if err := json.Unmarshal([]byte(readDocument(t, filepath.Join("bot", "catalog", lang+".json"))), &words); err != nil {
		t.Fatal(err)
	}
	var all []string
	add := func(text string) {
		parts := placeholder.Split(text, -1)
		if len(parts) > 1 && len([]rune(strings.Join(parts, ""))) < 4 {
			return
		}
		for i := range parts {
			parts[i] = regexp.QuoteMeta(parts[i])
		}
		all = append(all, strings.Join(parts, ".+"))
	}
	for _, word := range words {
		switch w := word.(type) {
		case string:
			add(w)
		case map[string]any:
			for _, form := range w {
				text, ok := form.(string)
				if !ok {
					t.Fatalf("%s: a form of a word is no text: %v", lang, form)
				}
				add(text)
			}
		default:
			t.Fatalf("%s: a word is neither text nor forms: %v", lang, word)
		}
	}
	return regexp.MustCompile("^(?:" + strings.Join(all, "|") + ")$")
}
