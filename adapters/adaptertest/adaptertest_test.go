package adaptertest_test

import (
	"fmt"
	"testing"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// verdict is a test that only remembers whether it failed.
type verdict struct {
	testing.TB
	failed bool
}

func (v *verdict) Helper()               {}
func (v *verdict) Errorf(string, ...any) { v.failed = true }

func TestNoSecret(t *testing.T) {
	t.Parallel()
	for out, want := range map[string]bool{
		"web: handle submit: " + adaptertest.Secret + "!":                     true,
		fmt.Sprintf("%v", private.New("p", adaptertest.Secret)):               false,
		"web: handle submit: store is away, " + adaptertest.Hostile + " ここだけ": false,
	} {
		v := &verdict{TB: t}
		if adaptertest.NoSecret(v, out); v.failed != want {
			t.Errorf("got %v for %q", v.failed, out)
		}
	}
}

func TestFixturesHaveEveryKind(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, m := range adaptertest.Messages(t) {
		names[m.Name] = true
	}
	for _, want := range []string{"text", "facts", "table", "bars", "lines", "progress", "file", "actions", "hostile"} {
		if !names[want] {
			t.Errorf("no message %s", want)
		}
	}
	kinds := map[chat.FieldKind]bool{}
	for _, f := range adaptertest.Forms(t)[0].Form.Fields {
		kinds[f.Kind] = true
	}
	if len(kinds) != 9 {
		t.Errorf("got %d kinds of fields, want 9", len(kinds))
	}
	if len(adaptertest.Pages(t)) == 0 {
		t.Error("no pages")
	}
}
