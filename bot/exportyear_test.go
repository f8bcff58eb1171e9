package bot_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tsukiichi/bot"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
)

// TestYearPack opens the pack again: every sheet in either language, charts of
// its figures, and the same figures for HR who has a part in a pair as for the
// operator.
func TestYearPack(t *testing.T) {
	t.Parallel()
	w := house(t)
	met(t, w)
	submit(t, w, "10201", "nominate", "10204", "other", hr) // HR mentors
	submit(t, w, "10201", "nominate.confirm", "10204|"+hr, "reason", "x", "spoken", "yes")
	if err := w.Advance(jst("2026-10-20T10:00")); err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string][]string{
		"ja": {"事業の概要", "市全体", "部ごと", "研修の出席", "参加者の声"},
		"en": {"The programme", "The whole city", "By department", "Trainings", "Voices"},
	} {
		f, err := w.Bot.Report(t.Context(), 2026, "", lang)
		if err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(bytes.NewReader(f.Data))
		if err != nil {
			t.Fatal(err)
		}
		sheets := strings.Join(book.GetSheetList(), "\n")
		for _, name := range want {
			if !strings.Contains(sheets, name) {
				t.Errorf("%s: no sheet %q in\n%s", lang, name, sheets)
			}
		}
		if n := charts(t, f.Data); n < 3 {
			t.Errorf("%s: %d charts", lang, n)
		}
		if err := book.Close(); err != nil {
			t.Error(err)
		}
	}
	operator, err := w.Bot.Report(t.Context(), 2026, "aomori-2026", "ja")
	if err != nil {
		t.Fatal(err)
	}
	want := fileText(t, operator)
	if !strings.Contains(want, "ペアの数 | 2") {
		t.Errorf("the pack does not count every pair:\n%s", want)
	}
	for _, reader := range []string{hr, hrHead} {
		page := press(t, w, reader, "export.open", "year|").Page
		f, ok := page.Sections[0].Body[0].(chat.File)
		if !ok {
			t.Fatal("no file on the page")
		}
		if got := fileText(t, f); got != want {
			t.Errorf("%s takes other figures:\n%s", reader, got)
		}
	}
	if _, err := w.Bot.Report(t.Context(), 1999, "", "ja"); err == nil || !strings.Contains(err.Error(), bot.ErrNoProgramme.Error()) {
		t.Errorf("a year without a programme: %v", err)
	}
}

func fileText(t *testing.T, f chat.File) string {
	t.Helper()
	text, err := bottest.FileText(f.Data)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func charts(t *testing.T, file []byte) (n int) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range z.File {
		if strings.HasPrefix(part.Name, "xl/charts/chart") {
			n++
		}
	}
	return n
}
