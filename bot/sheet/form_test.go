package sheet_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"tsukiichi/bot/sheet"
)

func known() sheet.Places {
	return sheet.Places{Once: []string{"氏名", "所属"}, Each: []string{"回", "日付", "感想"}}
}

// cityForm is a form as somebody in an office draws it: two rows for a talk,
// merged across and down, a line for the signature below.
func cityForm(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	for at, text := range map[string]string{
		"A1": "活動記録シート", "A2": "氏名：{{氏名}}（{{ 所属 }}）", "A4": "第{{回}}回", "B4": "{{日付}}", "B5": "｛｛感想｝｝", "A7": "確認：{{氏名}}",
	} {
		if err := f.SetCellStr("Sheet1", at, text); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range [][2]string{{"A4", "A5"}, {"B5", "D5"}, {"A7", "B7"}} {
		if err := f.MergeCell("Sheet1", m[0], m[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellFormula("Sheet1", "D7", "1+1"); err != nil {
		t.Fatal(err)
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func reopen(t testing.TB, file []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func TestFillForm(t *testing.T) {
	t.Parallel()
	unknown, err := sheet.CheckForm(cityForm(t), known())
	if err != nil || len(unknown) > 0 {
		t.Fatal(unknown, err)
	}
	each := []map[string]string{
		{"回": "1", "日付": "4月8日（水）", "感想": "緊張した\nが、話せた"},
		{"回": "2", "日付": "5月13日（水）", "感想": "=1+1 {{氏名}}"},
		{"回": "3", "日付": "6月10日（水）"},
	}
	out, err := sheet.FillForm(cityForm(t), known(), map[string]string{"氏名": "模木 葵", "所属": "環境課"}, each)
	if err != nil {
		t.Fatal(err)
	}
	wellFormedForm(t, out)
	f := reopen(t, out)
	for at, want := range map[string]string{
		"A1": "活動記録シート", "A2": "氏名：模木 葵（環境課）",
		"A4": "第1回", "B4": "4月8日（水）", "B5": "緊張した\nが、話せた",
		"A6": "第2回", "B6": "5月13日（水）", "B7": "=1+1 {{氏名}}",
		"A8": "第3回", "B8": "6月10日（水）", "B9": "",
		"A11": "確認：模木 葵",
	} {
		if got, err := f.GetCellValue("Sheet1", at); err != nil || got != want {
			t.Errorf("%s: got %q, want %q (%v)", at, got, want, err)
		}
	}
	if formula, err := f.GetCellFormula("Sheet1", "B7"); err != nil || formula != "" {
		t.Errorf("what was written is the formula %q (%v)", formula, err)
	}
	if formula, err := f.GetCellFormula("Sheet1", "D11"); err != nil || formula != "1+1" {
		t.Errorf("the form's own formula is %q (%v)", formula, err)
	}
	merged, err := f.GetMergeCells("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	spans := map[string]bool{}
	for _, m := range merged {
		spans[m.GetStartAxis()+":"+m.GetEndAxis()] = true
	}
	want := map[string]bool{"A4:A5": true, "B5:D5": true, "A6:A7": true, "B7:D7": true, "A8:A9": true, "B9:D9": true, "A11:B11": true}
	if diff := cmp.Diff(want, spans); diff != "" {
		t.Error(diff)
	}
}

// TestFillNothing keeps the row of a form for somebody who has nothing to list.
func TestFillNothing(t *testing.T) {
	t.Parallel()
	out, err := sheet.FillForm(cityForm(t), known(), map[string]string{"氏名": "模木 葵"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]string{"A2": "氏名：模木 葵（）", "A4": "第回", "B5": "", "A7": "確認：模木 葵"} {
		if got, err := reopen(t, out).GetCellValue("Sheet1", at); err != nil || got != want {
			t.Errorf("%s: got %q, want %q (%v)", at, got, want, err)
		}
	}
}

// TestFillAnything fills a form with whatever people type: it stands there as
// it was typed and nothing of it is a formula or a place.
func TestFillAnything(t *testing.T) {
	t.Parallel()
	form := cityForm(t)
	rapid.Check(t, func(r *rapid.T) {
		var each []map[string]string
		for i := range rapid.IntRange(1, 5).Draw(r, "talks") {
			each = append(each, map[string]string{"回": strconv.Itoa(i + 1), "感想": words().Draw(r, "words")})
		}
		out, err := sheet.FillForm(form, known(), nil, each)
		if err != nil {
			r.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(out))
		if err != nil {
			r.Fatal(err)
		}
		defer func() { _ = f.Close() }()
		for i, values := range each {
			at := "B" + strconv.Itoa(5+2*i)
			if got, err := f.GetCellValue("Sheet1", at); err != nil || got != held(values["感想"]) {
				r.Fatalf("%s: got %q, want %q (%v)", at, got, held(values["感想"]), err)
			}
			if formula, err := f.GetCellFormula("Sheet1", at); err != nil || formula != "" {
				r.Fatalf("%s is a formula: %q (%v)", at, formula, err)
			}
		}
	})
}

func wellFormedForm(t *testing.T, file []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range z.File {
		if strings.Contains(strings.ToLower(part.Name), "vba") {
			t.Fatalf("%s is in the form", part.Name)
		}
	}
}

// with is the archive with one more part, or with another text in the part of
// that name.
func with(t testing.TB, file []byte, name string, change func(old string) string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	put := func(name, text string) {
		p, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(p, text); err != nil {
			t.Fatal(err)
		}
	}
	found := false
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		text := string(raw)
		if part.Name == name {
			text, found = change(text), true
		}
		put(part.Name, text)
	}
	if !found {
		put(name, change(""))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestCheckForm(t *testing.T) {
	t.Parallel()
	program := func(string) string { return "program" }
	same := func(s string) string { return s }
	plain := workbook(t, func(f *excelize.File) { set(t, f, "Sheet1", "A1", "氏名", "") })
	strange := workbook(t, func(f *excelize.File) {
		set(t, f, "Sheet1", "A1", "{{氏名}}", "")
		set(t, f, "Sheet1", "C3", "{{しめい}}・{{回}}・{{住所}}", "")
	})
	macro := strings.NewReplacer("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
	model := strings.NewReplacer("spreadsheetml.sheet.main", "spreadsheetml.template.main")
	for name, c := range map[string]struct {
		file    []byte
		want    error
		unknown []sheet.Place
	}{
		"good":                   {file: cityForm(t)},
		"a text":                 {file: []byte("氏名,所属"), want: sheet.ErrNoWorkbook},
		"nothing":                {want: sheet.ErrNoWorkbook},
		"an archive":             {file: with(t, []byte("PK\x05\x06"+strings.Repeat("\x00", 18)), "a.txt", same), want: sheet.ErrNoWorkbook},
		"a broken workbook":      {file: cityForm(t)[:900], want: sheet.ErrNoWorkbook},
		"a program":              {file: with(t, cityForm(t), "xl/vbaProject.bin", program), want: sheet.ErrMacros},
		"a program under a name": {file: with(t, cityForm(t), `xl\VBAProject.bin`, program), want: sheet.ErrMacros},
		"an old macro sheet":     {file: with(t, cityForm(t), "xl/macrosheets/sheet1.xml", program), want: sheet.ErrMacros},
		"xlsm by its type":       {file: with(t, cityForm(t), "[Content_Types].xml", macro.Replace), want: sheet.ErrMacros},
		"a row far below":        {file: with(t, cityForm(t), "xl/worksheets/sheet1.xml", strings.NewReplacer(`<row r="7"`, `<row r="99999999999"`).Replace), want: sheet.ErrNoWorkbook},
		"a cell far below":       {file: with(t, cityForm(t), "xl/worksheets/sheet1.xml", strings.NewReplacer(`r="A7"`, `r="A1048576"`).Replace), want: sheet.ErrNoWorkbook},
		"a link to a workbook":   {file: with(t, cityForm(t), "xl/externalLinks/externalLink1.xml", program), want: sheet.ErrLinks},
		"a link to a server":     {file: with(t, cityForm(t), "xl/connections.xml", program), want: sheet.ErrLinks},
		"an Excel template":      {file: with(t, cityForm(t), "[Content_Types].xml", model.Replace), want: sheet.ErrNoWorkbook},
		"no place":               {file: plain, want: sheet.ErrNoPlace},
		"unknown places": {file: strange, unknown: []sheet.Place{
			{Sheet: "Sheet1", Cell: "C3", Name: "しめい"}, {Sheet: "Sheet1", Cell: "C3", Name: "住所"}}},
		"too big": {file: make([]byte, sheet.MaxForm+1), want: sheet.ErrTooBig},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			unknown, err := sheet.CheckForm(c.file, known())
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if diff := cmp.Diff(c.unknown, unknown); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestFarBelow: a cell that says to lie below everything costs nothing.
func TestFarBelow(t *testing.T) {
	t.Parallel()
	far := with(t, cityForm(t), "xl/worksheets/sheet1.xml", strings.NewReplacer(`<row r="7"`, `<row r="99999999999"`).Replace)
	if _, err := sheet.Read(far, "", 10); !errors.Is(err, sheet.ErrNoWorkbook) {
		t.Errorf("got %v, want ErrNoWorkbook", err)
	}
}

func TestBlankForm(t *testing.T) {
	t.Parallel()
	file, err := sheet.BlankForm(sheet.Blank{
		Name: "様式1", Title: "活動記録シート", Facts: [][2]string{{"氏名", "{{氏名}}"}, {"所属", "{{所属}}"}},
		Head: []string{"回", "日付", "感想"}, Row: []string{"{{回}}", "{{日付}}", "{{感想}}"}, Widths: []float64{8, 16, 60}, Note: "評価ではありません。",
	})
	if err != nil {
		t.Fatal(err)
	}
	if unknown, err := sheet.CheckForm(file, known()); err != nil || len(unknown) > 0 {
		t.Fatal(unknown, err)
	}
	out, err := sheet.FillForm(file, known(), map[string]string{"氏名": "模木 葵"}, []map[string]string{{"回": "1"}, {"回": "2", "感想": "よかった"}})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := reopen(t, out).GetRows("様式1")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"活動記録シート"}, nil, {"氏名", "模木 葵"}, {"所属"}, nil, {"回", "日付", "感想"}, {"1"}, {"2", "", "よかった"}, nil, {"評価ではありません。"}}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
}
