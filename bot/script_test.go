package bot_test

import (
	"testing"

	"tsukiichi/bot/bottest"
)

// TestScripts plays the conversations of testdata/scripts with the core alone.
func TestScripts(t *testing.T) {
	t.Parallel()
	bottest.Scripts(t, "testdata/scripts", bottest.OpenCore)
}
