package bot_test

import (
	"testing"
	"time"

	"tsukiichi/bot/bottest"
)

// The conversations, and those with clients that have no dialogs.
const (
	scripts = "testdata/scripts"
	plain   = "testdata/plain"
)

// TestScripts plays the conversations with the core alone.
func TestScripts(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{scripts, plain} {
		bottest.Scripts(t, dir, bottest.OpenCore)
	}
}

// TestScriptsInEveryLanguage plays them once more and makes everything that
// anybody is shown in every language: what is too long in one fails here.
func TestScriptsInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{scripts, plain} {
		bottest.Scripts(t, dir, func(tb testing.TB, at time.Time, roster []byte) bottest.Stage {
			core := bottest.OpenCore(tb, at, roster)
			core.(*bottest.Core).Bot.InEveryLanguage(func(what, lang string, err error) {
				t.Errorf("%s in %s: %v", what, lang, err)
			})
			return core
		})
	}
}
