package bot_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"tsukiichi/bot/bottest"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/roster"
	"tsukiichi/bot/sheet"
	"tsukiichi/store"
)

// TestRosterWorkbook imports the sample as a workbook, typed as people type it:
// dates as dates, grades as numbers, the department merged, a title above. The
// people are the same as from the CSV file.
func TestRosterWorkbook(t *testing.T) {
	t.Parallel()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(roster.Sample(), []byte("\xEF\xBB\xBF")))).ReadAll()
	must(t, err)
	f := excelize.NewFile()
	_, err = f.NewSheet("名簿")
	must(t, err)
	must(t, f.SetCellValue("Sheet1", "A1", "この表は読みません"))
	must(t, f.SetCellValue("名簿", "A1", "令和8年度 メンター制度 名簿"))
	must(t, f.MergeCell("名簿", "A1", "E1"))
	for i, row := range rows {
		for j, text := range row {
			at, err := excelize.CoordinatesToCellName(j+1, i+3)
			must(t, err)
			must(t, f.SetCellValue("名簿", at, typed(rows[0][j], text)))
		}
	}
	must(t, f.MergeCell("名簿", "E4", "E9")) // 総務部 of the first six
	var file bytes.Buffer
	must(t, f.Write(&file))

	fromCSV := bottest.NewWorld(t, jst("2026-04-01T09:00"), "aomori", roster.Sample())
	fromSheet := bottest.NewWorld(t, jst("2026-04-01T09:00"), "aomori", nil)
	pv, err := fromSheet.Bot.ImportRoster(t.Context(), "operator", file.Bytes(), []string{bottest.Platform})
	must(t, err)
	if roster.Blocked(pv.Problems) {
		t.Fatal(pv.Problems)
	}
	if diff := cmp.Diff(everybody(t, fromCSV), everybody(t, fromSheet)); diff != "" {
		t.Error(diff)
	}
	again, err := fromSheet.Bot.ImportRoster(t.Context(), "operator", file.Bytes(), []string{bottest.Platform})
	must(t, err)
	if !again.Empty() {
		t.Error("a second import changes something")
	}
}

// typed is a cell as somebody types it into a spreadsheet.
func typed(column, text string) any {
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day
	}
	if n, err := strconv.Atoi(text); err == nil && column == "級" {
		return n
	}
	return text
}

func everybody(t *testing.T, w *bottest.World) (all []mentoring.Person) {
	t.Helper()
	view(t, w, func(tx store.Tx) (err error) {
		all, err = store.People.All(tx, store.Span{})
		return err
	})
	return all
}

// TestRosterWorkbookRefused says what is wrong with a file that is none, and
// imports nothing.
func TestRosterWorkbookRefused(t *testing.T) {
	t.Parallel()
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	_, err := z.CreateRaw(&zip.FileHeader{Name: "xl/worksheets/sheet1.xml", UncompressedSize64: sheet.MaxUnzipped + 1})
	must(t, err)
	must(t, z.Close())
	for code, file := range map[roster.Code][]byte{
		roster.UnpacksTooBig: bomb.Bytes(),
		roster.IsWorkbook:    []byte("PK\x03\x04 and nothing behind it"),
		roster.FileTooBig:    []byte("PK\x03\x04" + strings.Repeat(" ", roster.MaxBytes)),
	} {
		t.Run(string(code), func(t *testing.T) {
			t.Parallel()
			w := bottest.NewWorld(t, jst("2026-04-01T09:00"), "aomori", nil)
			pv, err := w.Bot.ImportRoster(t.Context(), "operator", file, nil)
			if err == nil || len(pv.Problems) != 1 || pv.Problems[0].Code != code {
				t.Errorf("got %v, %v", pv.Problems, err)
			}
			for _, lang := range []string{"ja", "en"} {
				if text := w.Bot.RosterProblem(lang, pv.Problems[0]); text == "" || strings.Contains(text, string(code)) {
					t.Errorf("%s: %q", lang, text)
				}
			}
		})
	}
}
