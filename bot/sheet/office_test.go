package sheet_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tsukiichi/bot/sheet"
)

// office is what LibreOffice reads in the first sheet of a workbook.
func office(t *testing.T, file []byte) [][]string {
	t.Helper()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed")
	}
	dir := t.TempDir()
	book := filepath.Join(dir, "book.xlsx")
	if err := os.WriteFile(book, file, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), soffice, "--headless", "-env:UserInstallation=file://"+dir+"/profile",
		"--convert-to", `csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true`, "--outdir", dir, book)
	cmd.Env = append(os.Environ(), "HOME="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "book.csv"))
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows { // it fills rows up to the widest
		for len(row) > 0 && row[len(row)-1] == "" {
			row = row[:len(row)-1]
		}
		rows[i] = row
	}
	return rows
}

// TestLibreOffice opens what is written in LibreOffice: the cells are the same,
// Japanese and formulas among them.
func TestLibreOffice(t *testing.T) {
	t.Parallel()
	t.Run("tables", func(t *testing.T) {
		t.Parallel()
		texts := []string{"市民部 髙﨑 𠮷野家", "=1+1", "＝1+1", `"引用", と;区切り`, "1行目\n2行目", "00123", "2026-04-01", "_x0041_", "<b>&amp;</b>"}
		in := sheet.Table{Name: "月/別", Head: []string{"ことば", "数"}, Charts: []sheet.Chart{{Title: "数", Series: []int{1}}}}
		want := [][]string{{"ことば", "数"}}
		for _, s := range texts {
			in.Rows = append(in.Rows, []sheet.Cell{sheet.Text(s), sheet.Figure(3.5)})
			want = append(want, []string{s, "3.5"})
		}
		file, err := sheet.Write([]sheet.Table{in, {Name: "もう一枚", Head: []string{"a"}}})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, office(t, file)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("form", func(t *testing.T) {
		t.Parallel()
		file, err := sheet.FillForm(cityForm(t), known(), map[string]string{"氏名": "模木 葵", "所属": "環境課"}, []map[string]string{
			{"回": "1", "日付": "4月8日（水）", "感想": "=SUM(A1)"}, {"回": "2", "日付": "5月13日（水）", "感想": "よかった"},
		})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range office(t, file) {
			got = append(got, strings.Join(row, "|"))
		}
		want := []string{"活動記録シート", "氏名：模木 葵（環境課）", "", "第1回|4月8日（水）", "|=SUM(A1)", "第2回|5月13日（水）", "|よかった", "", "確認：模木 葵|||2"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}
