package bot_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tsukiichi/bot"
)

var update = flag.Bool("update", false, "add new ids to testdata/actions.golden")

// TestIDsOnlyGrow holds the ids that stand in messages and in the store
// against the list of all that were ever used: a button sent in April is
// pressed in July, an intent of today is composed by tomorrow's version. An id
// that is gone fails for ever; a new one is added with -update.
func TestIDsOnlyGrow(t *testing.T) {
	t.Parallel()
	now := ids()
	file := filepath.Join("testdata", "actions.golden")
	raw, err := os.ReadFile(file)
	if err != nil && !*update {
		t.Fatal(err)
	}
	before := strings.Fields(string(raw))
	for _, id := range before {
		if !known(now, id) {
			t.Errorf("%s is gone: what was sent with it is dead", id)
		}
	}
	for _, id := range now {
		if !slices.Contains(before, id) && !*update {
			t.Errorf("%s is new: run go test ./bot -run IDsOnlyGrow -update", id)
		}
	}
	if !*update || t.Failed() {
		return
	}
	all := slices.Compact(slices.Sorted(slices.Values(append(before, now...))))
	if err := os.WriteFile(file, []byte(strings.Join(all, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

// ids is every action, kind and form, forms with their version.
func ids() []string {
	var out []string
	for _, a := range bot.Actions() {
		out = append(out, "action:"+a)
	}
	for _, k := range bot.Kinds() {
		out = append(out, "kind:"+k)
	}
	for id, version := range bot.Forms() {
		out = append(out, fmt.Sprintf("form:%s:%d", id, version))
	}
	return out
}

// known reports whether the id is there, a form in this version or a newer one.
func known(now []string, id string) bool {
	if !strings.HasPrefix(id, "form:") {
		return slices.Contains(now, id)
	}
	var version int
	i := strings.LastIndex(id, ":")
	_, err := fmt.Sscan(id[i+1:], &version)
	have, ok := bot.Forms()[strings.TrimPrefix(id[:i], "form:")]
	return err == nil && ok && have >= version
}
