package bottest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Chatted is the folder with the scripts that need no web, for a stage that has
// a chat alone.
func Chatted(t testing.TB, dir string) string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, path := range all {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(strings.Split(string(text), "\n"), func(line string) bool { return strings.HasPrefix(line, "slip ") }) {
			names = append(names, strings.TrimSuffix(filepath.Base(path), ".txt"))
		}
	}
	return Some(t, dir, names...)
}

// Some is a folder with some scripts of another, by their names without .txt.
func Some(t testing.TB, dir string, names ...string) string {
	t.Helper()
	out := t.TempDir()
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(dir, name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(out, name+".txt"), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return out
}
