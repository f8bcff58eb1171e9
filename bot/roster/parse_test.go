package roster_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"

	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/roster"
)

var update = flag.Bool("update", false, "write the golden files")

func options() roster.Options { return roster.Options{Platforms: []string{"chat", "mail"}} }

// TestGolden reads testdata/*.csv and compares the people and the problems.
func TestGolden(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.csv")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, name := range append(files, "sample.csv") {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got := describe(roster.Parse(strings.NewReader(string(data)), options()))
			golden := filepath.Join("testdata", strings.TrimSuffix(filepath.Base(name), ".csv")+".golden")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func describe(f roster.File, ps []roster.Problem) string {
	var sb strings.Builder
	fmt.Fprintf(&sb, "columns %s\n", strings.Join(f.Columns, " "))
	for _, p := range ps {
		fmt.Fprintf(&sb, "%s row %d %q %s %q\n", p.Severity, p.Row, p.Column, p.Code, p.Value)
	}
	for _, r := range f.Rows {
		raw, err := json.Marshal(r.Person)
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(&sb, "line %d %s\n", r.Line, raw)
	}
	return sb.String()
}

// TestEncodings reads the same people in every way a spreadsheet saves them.
func TestEncodings(t *testing.T) {
	t.Parallel()
	utf8 := strings.TrimPrefix(string(roster.Sample()), "\xEF\xBB\xBF")
	sjis, err := japanese.ShiftJIS.NewEncoder().String(utf8)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := roster.Parse(strings.NewReader(utf8), options())
	if len(want.Rows) != 13 {
		t.Fatalf("got %d people, want 13", len(want.Rows))
	}
	lines := func(end string) string { return strings.ReplaceAll(utf8, "\n", end) }
	for name, file := range map[string]string{
		"UTF-8":                      utf8,
		"UTF-8 with a mark":          string(roster.Sample()),
		"UTF-8 with CRLF":            lines("\r\n"),
		"UTF-8 with CR":              lines("\r"),
		"UTF-8 without the last end": strings.TrimSuffix(utf8, "\n"),
		"Shift_JIS":                  sjis,
		"Shift_JIS with CRLF":        strings.ReplaceAll(sjis, "\n", "\r\n"),
		"tabs":                       strings.ReplaceAll(utf8, ",", "\t"),
		"quoted":                     `"` + strings.ReplaceAll(strings.ReplaceAll(strings.TrimSuffix(utf8, "\n"), ",", `","`), "\n", "\"\n\"") + `"`,
		"blanks behind the commas":   strings.ReplaceAll(utf8, ",", ", "),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ps := roster.Parse(strings.NewReader(file), options())
			if len(ps) > 0 {
				t.Fatalf("got %v", ps)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got %v\nwant %v", got, want)
			}
		})
	}
	for name, file := range map[string]string{
		"UTF-16 little endian": utf16le(utf8), "UTF-16 without a mark": utf16le(utf8)[2:],
		"UTF-16 big endian": "\xFE\xFF\x80\x77", "EUC-JP": eucJP(utf8), "ISO-2022-JP": "\x1B$B?&0w\x1B(B,a",
		"a workbook": "PK\x03\x04", "an old workbook": "\xD0\xCF\x11\xE0\xA1\xB1", "nothing": "", "blank lines": "\n \n,,\n",
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			t.Parallel()
			got, ps := roster.Parse(strings.NewReader(file), options())
			if !roster.Blocked(ps) || len(got.Rows) > 0 {
				t.Errorf("got %v, %v", got, ps)
			}
		})
	}
}

// TestRowNumbers counts rows as a spreadsheet does.
func TestRowNumbers(t *testing.T) {
	t.Parallel()
	file := "\n" + required + ",チーム\n\n1,a,b,c,d,e\n2,a,b,c,d,\"二\n行\"\n,,,,,\n\n\n3,a,b,c,d,e\n"
	for name, ends := range map[string]string{"LF": "\n", "CRLF": "\r\n", "CR": "\r"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, ps := roster.Parse(strings.NewReader(strings.ReplaceAll(file, "\n", ends)), options())
			var got []int
			for _, r := range f.Rows {
				got = append(got, r.Line)
			}
			if want := []int{4, 5, 9}; !reflect.DeepEqual(got, want) || len(ps) > 0 {
				t.Errorf("got %v %v, want %v", got, ps, want)
			}
		})
	}
	t.Run("cells of a sheet", func(t *testing.T) {
		t.Parallel()
		row := []string{"1", "a", "b", "c", "d"}
		f, ps := roster.ParseSheet(lines(nil, strings.Split(required, ","), nil, row), options())
		if len(ps) > 0 || len(f.Rows) != 1 || f.Rows[0].Line != 4 {
			t.Errorf("got %v, %v", f, ps)
		}
	})
}

func TestHeadings(t *testing.T) {
	t.Parallel()
	for _, c := range roster.Columns("chat") {
		for _, h := range []string{c.Name, c.Heading, " " + strings.ToUpper(c.Name) + " ", c.Heading + "（必須）", "※" + c.Heading} {
			t.Run(h, func(t *testing.T) {
				t.Parallel()
				f, _ := roster.ParseSheet(lines([]string{h}, []string{"1"}), roster.Options{Platforms: []string{"chat"}})
				if len(f.Columns) != 1 || f.Columns[0] != c.Name {
					t.Errorf("%q was read as %v, want %s", h, f.Columns, c.Name)
				}
			})
		}
	}
	t.Run("a platform that is not in use", func(t *testing.T) {
		t.Parallel()
		_, ps := roster.Parse(strings.NewReader(with("other_id", "x")), options())
		if count(ps, roster.UnknownColumn) != 1 {
			t.Errorf("got %v", ps)
		}
	})
	t.Run("copied from a PDF", func(t *testing.T) {
		t.Parallel()
		f, _ := roster.ParseSheet(lines([]string{"⽒名", "職員番号"}), options())
		if len(f.Columns) != 2 {
			t.Errorf("got %v", f.Columns)
		}
	})
}

// TestSample holds the sample to what the demo and the guides tell about it.
func TestSample(t *testing.T) {
	t.Parallel()
	f, ps := roster.Parse(strings.NewReader(string(roster.Sample())), options())
	if len(ps) > 0 {
		t.Fatalf("got %v", ps)
	}
	roles, sections, headed, english := map[mentoring.Role]int{}, map[string]bool{}, map[string]bool{}, 0
	for _, r := range f.Rows {
		p := r.Person
		sections[p.Section] = true
		for _, role := range p.Roles {
			roles[role]++
		}
		if p.Has(mentoring.RoleMentee) && p.HiredOn != mentoring.On(2026, 4, 1) {
			t.Errorf("%s is a mentee hired on %s", p.ID, p.HiredOn)
		}
		if p.Has(mentoring.RoleHead) {
			headed[p.Section] = true
			for _, s := range p.HeadsSections {
				headed[s] = true
			}
		}
		if p.Locale == "en" {
			english++
		}
		if p.Kana == "" || !strings.HasSuffix(p.Email, "@example.jp") {
			t.Errorf("%s: kana %q, mail %q", p.ID, p.Kana, p.Email)
		}
	}
	if roles[mentoring.RoleMentee] != 3 || roles[mentoring.RoleHead] != 3 || roles[mentoring.RoleHR] != 2 || english != 1 {
		t.Errorf("roles %v, %d read English", roles, english)
	}
	if len(sections) != 4 || len(headed) != 4 {
		t.Errorf("sections %v, with a head %v", sections, headed)
	}
}

func ExampleParse() {
	file := "職員番号,氏名,部,課,職位,採用日\n10101,見本 花子,市民部,市民課,主事,R8.4.1\n10102,例田 太郎,市民部,市民課,主査,昨日\n"
	f, problems := roster.Parse(strings.NewReader(file), roster.Options{})
	for _, p := range problems {
		fmt.Println(p.Severity, p.Row, p.Column, p.Code, p.Value)
	}
	fmt.Println(f.Rows[0].Person.Name, f.Rows[0].Person.HiredOn, roster.Blocked(problems))
	// Output:
	// error 3 採用日 bad-date 昨日
	// 見本 花子 2026-04-01 true
}

// lines are the rows of a sheet that hold something, in their places.
func lines(rows ...[]string) (out []roster.Line) {
	for i, cells := range rows {
		if len(cells) == 0 {
			continue
		}
		l := roster.Line{Number: i + 1}
		for _, c := range cells {
			l.Cells = append(l.Cells, roster.Cell{Text: c})
		}
		out = append(out, l)
	}
	return out
}
