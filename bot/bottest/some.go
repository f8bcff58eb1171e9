package bottest

import (
	"os"
	"path/filepath"
	"testing"
)

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
