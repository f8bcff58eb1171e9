// Package adaptertest holds the messages, forms and pages that every adapter
// renders in its tests, so that one look at the golden files shows what a
// platform makes of the same words.
//
// # Basics
//
// An adapter's test ranges over [Messages], [Forms] and [Pages], renders each
// and hands the result to [Golden]. Forms and pages carry [Secret]; so can
// what a test says to an adapter, and [NoSecret] then looks for it in what was
// logged or returned as an error.
//
// # Caveats
//
//   - The package registers the test flag -update; a test package that imports
//     it asks [Updating] and registers none of its own.
//   - A changed fixture changes the golden files of all adapters: run each
//     adapter's tests with -update and read the differences.
package adaptertest

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Secret stands for words that a person wrote for themselves. It has nothing
// that a renderer escapes, so that it is found wherever it went.
const Secret = "ここだけの話7f3a"

// NoSecret fails the test where out, a log, an error or a metric, holds
// [Secret].
func NoSecret(t testing.TB, out string) {
	t.Helper()
	if strings.Contains(out, Secret) {
		t.Errorf("private words stand in what everybody may read: %q", strings.ReplaceAll(out, Secret, "«SECRET»"))
	}
}

// The flag belongs to the test binary, as -run does.
var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// Updating reports whether the tests were started with -update.
func Updating() bool { return *update }

// Golden compares got with the file at path (such as testdata/empty.html), or
// writes the file when [Updating]. A missing line break at the end is added.
func Golden(t testing.TB, path string, got []byte) {
	t.Helper()
	text := strings.TrimRight(string(got), "\n") + "\n"
	if Updating() {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatalf("make folder: %v", err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatalf("write golden file: %v", err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("read golden file (write it with -update): %v", err)
	}
	if diff := cmp.Diff(string(want), text); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
