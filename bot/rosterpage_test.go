package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"tsukiichi/bot/bottest"
	"tsukiichi/bot/roster"
)

// TestRosterPage shows counts, warnings and what changes for whom, in both
// languages, and a file that is far too long for one page.
func TestRosterPage(t *testing.T) {
	t.Parallel()
	w := bottest.NewWorld(t, jst("2026-04-01T09:00"), "aomori", roster.Sample())
	file := "職員番号,氏名,部,課,職位,代行者,在籍\n" +
		"20103,雛形 誠,市民部,環境課,主査,99999,在籍\n" +
		"20202,例川 翔,市民部,環境課,主事,,退職\n" +
		"30101,新山 一,市民部,市民課,主事,,在籍\n"
	page := func(lang, file string) string {
		t.Helper()
		pv, err := w.Bot.PreviewRoster(t.Context(), []byte(file), []string{bottest.Platform})
		must(t, err)
		p, err := w.Bot.RosterPage(lang, pv)
		must(t, err)
		return p.Text()
	}
	for lang, wants := range map[string][]string{
		"ja": {"新しい人: 1人", "変わる人: 1人", "退職する人: 1人", "20103 | 雛形 誠 | 課：市民課 → 環境課、代行者：– → 99999",
			"注意 | 2行目「代行者」：その番号の職員が、名簿にいません", "20202 | 例川 翔 | 在籍：在籍 → 退職", "30101 | 新山 一 | 市民部 市民課"},
		"en": {"New: 1 person", "20103 | 雛形 誠 | 課: 市民課 → 環境課"},
	} {
		text := page(lang, file)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", lang, want, text)
			}
		}
	}
	if text := page("ja", "職員番号,氏名\n1,一"); !strings.Contains(text, "何も取り込んでいません") || !strings.Contains(text, "誤り") {
		t.Errorf("a file with errors shows\n%s", text)
	}
	var long strings.Builder
	long.WriteString("職員番号,氏名,部,課,職位,代行者\n")
	for i := range 300 {
		fmt.Fprintf(&long, "4%04d,長い 名前%d,部,課,主査,x%d\n", i, i, i)
	}
	if text := page("ja", long.String()); !strings.Contains(text, "ほか201件") {
		t.Error("a long list does not say how much more there is")
	}
}
