package sheet_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"tsukiichi/bot/sheet"
)

// workbook makes a file with what fill writes.
func workbook(t *testing.T, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func set(t *testing.T, f *excelize.File, sheet, at string, v any, format string) {
	t.Helper()
	if err := f.SetCellValue(sheet, at, v); err != nil {
		t.Fatal(err)
	}
	if format == "" {
		return
	}
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStyle(sheet, at, at, style); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, file []byte) []sheet.Row {
	t.Helper()
	rows, err := sheet.Read(file, "名簿", 100)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestCells(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		value  any
		format string
		want   sheet.Value
	}{
		{"text", "00123", "", sheet.Value{Text: "00123"}},
		{"number", 123, "", sheet.Value{Text: "123", Number: true}},
		{"long number", 1234567890123, "", sheet.Value{Text: "1234567890123", Number: true}},
		{"number with zeros", 123, "00000", sheet.Value{Text: "00123"}},
		{"date", day, "", sheet.Value{Text: "2026-04-01"}},
		{"Japanese date", day, `[$-411]ggge"年"m"月"d"日";@`, sheet.Value{Text: "2026-04-01"}},
		{"dashed date", day, "yyyy-mm-dd", sheet.Value{Text: "2026-04-01"}},
		{"date as text", "2026/4/1", "", sheet.Value{Text: "2026/4/1"}},
		{"figure with decimals", 1.5, "0.00", sheet.Value{Text: "1.5", Number: true}},
		{"money", 1200, `"円"#,##0`, sheet.Value{Text: "1200", Number: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			file := workbook(t, func(f *excelize.File) { set(t, f, "Sheet1", "B3", c.value, c.format) })
			want := []sheet.Row{{Number: 3, Cells: []sheet.Value{{}, c.want}}}
			if diff := cmp.Diff(want, read(t, file)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhichSheet(t *testing.T) {
	t.Parallel()
	named := func(name string) string {
		return read(t, workbook(t, func(f *excelize.File) {
			set(t, f, "Sheet1", "A1", "first", "")
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
			set(t, f, name, "A1", "second", "")
		}))[0].Cells[0].Text
	}
	if got := named("名簿"); got != "second" {
		t.Errorf("with a sheet of the name: %s", got)
	}
	if got := named("ほか"); got != "first" {
		t.Errorf("without: %s", got)
	}
}

func TestMerged(t *testing.T) {
	t.Parallel()
	file := workbook(t, func(f *excelize.File) {
		for _, m := range [][2]string{{"A1", "C1"}, {"A2", "A4"}} {
			if err := f.MergeCell("Sheet1", m[0], m[1]); err != nil {
				t.Fatal(err)
			}
		}
		set(t, f, "Sheet1", "A1", "令和8年度", "")
		set(t, f, "Sheet1", "A2", "市民部", "")
		set(t, f, "Sheet1", "B2", "一", "")
		set(t, f, "Sheet1", "B4", "二", "")
	})
	want := []sheet.Row{
		{Number: 1, Cells: []sheet.Value{{Text: "令和8年度"}}},
		{Number: 2, Cells: []sheet.Value{{Text: "市民部"}, {Text: "一"}}},
		{Number: 4, Cells: []sheet.Value{{Text: "市民部", Merged: true}, {Text: "二"}}},
	}
	if diff := cmp.Diff(want, read(t, file)); diff != "" {
		t.Error(diff)
	}
}

func TestLimitOfRows(t *testing.T) {
	t.Parallel()
	file := workbook(t, func(f *excelize.File) {
		for _, at := range []string{"A1", "A2", "A9000"} {
			set(t, f, "Sheet1", at, "x", "")
		}
	})
	rows, err := sheet.Read(file, "", 2)
	if err != nil || len(rows) != 2 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	good := workbook(t, func(f *excelize.File) { set(t, f, "Sheet1", "A1", strings.Repeat("x", 1000), "") })
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"bomb":      {bomb(t), sheet.ErrTooBig},
		"cut off":   {good[:len(good)/2], sheet.ErrNoWorkbook},
		"other zip": {other(t), sheet.ErrNoWorkbook},
		"nothing":   {nil, sheet.ErrNoWorkbook},
		"old":       {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), sheet.ErrNoWorkbook},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := sheet.Read(c.file, "", 10); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

// bomb is small and says that it is large.
func bomb(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	if _, err := z.CreateRaw(&zip.FileHeader{Name: "xl/worksheets/sheet1.xml", UncompressedSize64: sheet.MaxUnzipped + 1}); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func other(t *testing.T) []byte { t.Helper(); return zipped(t, "readme.txt", []byte("hello")) }

func zipped(t *testing.T, name string, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestIsWorkbook(t *testing.T) {
	t.Parallel()
	if !sheet.IsWorkbook(workbook(t, func(*excelize.File) {})) || sheet.IsWorkbook([]byte("職員番号")) {
		t.Error("a workbook is not told from a CSV file")
	}
}
