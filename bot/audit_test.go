package bot_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"tsukiichi/bot"
)

// TestAuditWords: whatever is written into the audit log has words for those who
// read it there.
func TestAuditWords(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	more, moreErr := filepath.Glob("../scheduler/*.go")
	if err != nil || moreErr != nil || len(files) < 50 {
		t.Fatal(err, moreErr, len(files))
	}
	verb := regexp.MustCompile(`(?:audit\(|noted\(\w+, |Verb: +|templateAudit\(tx, [^"\n]*)"([a-z-]+)"`)
	words, found := bot.AuditWords(), 0
	for _, name := range append(files, more...) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, m := range verb.FindAllStringSubmatch(string(text), -1) {
			if found++; words[m[1]] == "" && words[m[1]+"on"] == "" {
				t.Errorf("%s: %q has no words: add it to auditWords", name, m[1])
			}
		}
	}
	if found < 20 {
		t.Errorf("found only %d", found)
	}
}
