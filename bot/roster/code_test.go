package roster_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"golang.org/x/text/encoding/japanese"

	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/roster"
)

const required = "職員番号,氏名,部,課,職位"

// with is a file with the required columns and one more, and one row for each
// of its cells.
func with(heading string, cells ...string) string {
	out := required + "," + heading + "\n"
	for i, c := range cells {
		out += string(rune('1'+i)) + ",例田 由美,総務部,人事課,主査," + c + "\n"
	}
	return out
}

func utf16le(s string) string {
	out := "\xFF\xFE"
	for _, u := range utf16.Encode([]rune(s)) {
		out += string([]byte{byte(u), byte(u >> 8)})
	}
	return out
}

func eucJP(s string) string {
	out, err := japanese.EUCJP.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return out
}

// trouble is the smallest file for each code, and where it is found.
func trouble() map[roster.Code]struct {
	file   string
	row    int
	column string
	sev    roster.Severity
	value  string
} {
	const e, w, n = roster.Error, roster.Warning, roster.Notice
	type T = struct {
		file   string
		row    int
		column string
		sev    roster.Severity
		value  string
	}
	good := "1,例田 由美,総務部,人事課,主査"
	return map[roster.Code]T{
		roster.FileTooBig:       {strings.Repeat("あ", roster.MaxBytes/3+1), 0, "", e, ""},
		roster.IsWorkbook:       {"PK\x03\x04\x14\x00", 0, "", e, ""},
		roster.IsUTF16:          {utf16le(required), 0, "", e, ""},
		roster.UnknownEncoding:  {"職員番号\n\xA0\xFF", 0, "", e, ""},
		roster.Empty:            {required, 1, "", e, ""},
		roster.BadQuote:         {required + "\n" + good + "\n\n1,\"例田,総務部,人事課,主査\n", 4, "", e, ""},
		roster.TooManyRows:      {required + strings.Repeat("\n"+good, roster.MaxRows+1), roster.MaxRows + 2, "", e, ""},
		roster.MissingColumn:    {"職員番号,氏名,部,職位\n" + good, 1, "課", e, ""},
		roster.DuplicateColumn:  {with("お名前,名前", "a,b"), 1, "名前", e, ""},
		roster.UnknownColumn:    {with("血液型", "A"), 1, "血液型", n, ""},
		roster.ExtraCell:        {required + "\n" + good + ",余り\n", 2, "", e, "余り"},
		roster.Required:         {required + "\n1, ,総務部,人事課,主査\n", 2, "氏名", e, ""},
		roster.TooLong:          {with("チーム", strings.Repeat("あ", 61)), 2, "チーム", e, strings.Repeat("あ", 40) + "…"},
		roster.BadNumber:        {required + "\n1.2E+09,例田 由美,総務部,人事課,主査\n", 2, "職員番号", e, "1.2E+09"},
		roster.DuplicateNumber:  {required + "\n" + good + "\n\n" + good, 4, "職員番号", e, "1"},
		roster.ShortNumber:      {required + "\n012,a,b,c,d\n12,a,b,c,d\n123,a,b,c,d", 3, "職員番号", w, "12"},
		roster.BadEmail:         {with("メール", "a"), 2, "メール", e, "a"},
		roster.DuplicateEmail:   {with("メール", "a@example.jp", "A@example.jp"), 3, "メール", w, "a@example.jp"},
		roster.BadGrade:         {with("級", "99"), 2, "級", e, "99"},
		roster.UnknownEntry:     {with("採用区分", "短大卒"), 2, "採用区分", w, "短大卒"},
		roster.BadDate:          {with("採用日", "2026-02-30"), 2, "採用日", e, "2026-02-30"},
		roster.BadLeave:         {with("休職", "2026-06-01"), 2, "休職", e, "2026-06-01"},
		roster.UnknownRole:      {with("役割", "市長"), 2, "役割", e, "市長"},
		roster.UnknownLocale:    {with("言語", "zh"), 2, "言語", e, "zh"},
		roster.BadActive:        {with("在籍", "休職"), 2, "在籍", e, "休職"},
		roster.BadAccount:       {with("chat_id", "U1 U2"), 2, "chat_id", e, "U1 U2"},
		roster.AlienAccount:     {with("strict_id", "U1@example.jp"), 2, "strict_id", w, "U1@example.jp"},
		roster.DuplicateAccount: {with("chat_id", "U1", "U1"), 3, "chat_id", e, "U1"},
		roster.UnknownPerson:    {with("代行者", "99"), 2, "代行者", w, "99"},
		roster.NamesSelf:        {with("評価者", "1"), 2, "評価者", w, "1"},
		roster.UnknownSection:   {with("役割,所管課", "所属長,どこか課"), 2, "所管課", w, "どこか課"},
		roster.HeadsWithoutRole: {with("役割,所管課", ",戸籍課", ","), 2, "所管課", w, ""},
		roster.NoHead:           {with("役割", "メンティ", "メンティ"), 2, "課", w, "人事課"},
	}
}

func TestEveryCode(t *testing.T) {
	t.Parallel()
	cases := trouble()
	for _, code := range roster.Codes() {
		switch code {
		case roster.Unreadable, // TestUnreadable
			roster.NumberCell, roster.MergedCell, roster.BrokenCell, // TestSheetCodes
			roster.UnpacksTooBig: // reported by whoever opens the workbook
			continue
		}
		t.Run(string(code), func(t *testing.T) {
			t.Parallel()
			tt, ok := cases[code]
			if !ok {
				t.Fatal("no file shows this code")
			}
			_, ps := roster.Parse(strings.NewReader(tt.file), roster.Options{Platforms: []string{"chat", "strict"}, Account: strictly})
			i := slices.IndexFunc(ps, func(p roster.Problem) bool { return p.Code == code })
			if i < 0 {
				t.Fatalf("got %v", ps)
			}
			got := ps[i]
			if got.Row != tt.row || got.Column != tt.column || got.Severity != tt.sev || got.Value != tt.value {
				t.Errorf("got row %d column %q %s %q, want row %d column %q %s %q",
					got.Row, got.Column, got.Severity, got.Value, tt.row, tt.column, tt.sev, tt.value)
			}
			if n := count(ps, code); n != 1 {
				t.Errorf("reported %d times", n)
			}
			if roster.Blocked(ps[i:i+1]) != (tt.sev == roster.Error) {
				t.Errorf("blocked: %v for %s", roster.Blocked(ps), tt.sev)
			}
		})
	}
}

// strictly takes ids without an address sign, and writes those of one platform
// in small letters.
func strictly(platform, id string) (string, bool) {
	if platform != "strict" {
		return id, true
	}
	return strings.ToLower(id), !strings.Contains(id, "@")
}

// TestAccountsAsTheirPlatformWritesThem: one that no account can have is left
// out and the row is taken; two that differ in how they are written are one.
func TestAccountsAsTheirPlatformWritesThem(t *testing.T) {
	t.Parallel()
	opt := roster.Options{Platforms: []string{"chat", "strict"}, Account: strictly}
	f, ps := roster.Parse(strings.NewReader(with("chat_id,strict_id", "Q@x,U1", "Q2,u@x")), opt)
	if len(f.Rows) != 2 || count(ps, roster.AlienAccount) != 1 || roster.Blocked(ps) {
		t.Fatalf("%d rows, %v", len(f.Rows), ps)
	}
	if got := f.Rows[0].Person.Accounts; got["chat"] != "Q@x" || got["strict"] != "u1" {
		t.Errorf("the first: %v", got)
	}
	if got := f.Rows[1].Person.Accounts; got["chat"] != "Q2" || got["strict"] != "" {
		t.Errorf("the second: %v", got)
	}
	_, ps = roster.Parse(strings.NewReader(with("strict_id", "U1", "u1")), opt)
	if count(ps, roster.DuplicateAccount) != 1 {
		t.Errorf("the same id in two ways: %v", ps)
	}
}

func count(ps []roster.Problem, code roster.Code) int {
	n := 0
	for _, p := range ps {
		if p.Code == code {
			n++
		}
	}
	return n
}

func TestUnreadable(t *testing.T) {
	t.Parallel()
	f, ps := roster.Parse(iotest.ErrReader(errors.New("gone")), roster.Options{})
	if len(ps) != 1 || ps[0].Code != roster.Unreadable || len(f.Rows) != 0 {
		t.Errorf("got %v, %v", f, ps)
	}
}

// TestWarningsStop shows when a warning is not called for.
func TestWarningsStop(t *testing.T) {
	t.Parallel()
	known := []mentoring.Person{
		{ID: "99", Section: "どこか課", Active: true, Roles: []mentoring.Role{mentoring.RoleHead}, HeadsSections: []string{"人事課"}},
	}
	for name, tt := range map[string]struct {
		file  string
		known []mentoring.Person
		code  roster.Code
	}{
		"a deputy known already":          {with("代行者", "99"), known, roster.UnknownPerson},
		"a deputy in a later row":         {with("代行者", "2", ""), nil, roster.UnknownPerson},
		"a section known already":         {with("役割,所管課", "所属長,どこか課"), known, roster.UnknownSection},
		"a head known already":            {with("役割", "メンティ"), known, roster.NoHead},
		"a head in the file":              {with("役割", "メンティ", "所属長"), nil, roster.NoHead},
		"a mentee who has left":           {with("役割,在籍", "メンティ,退職"), nil, roster.NoHead},
		"numbers of one length":           {required + "\n012,a,b,c,d\n123,a,b,c,d", nil, roster.ShortNumber},
		"lengths without leading zeros":   {required + "\n12,a,b,c,d\n123,a,b,c,d", nil, roster.ShortNumber},
		"no address twice":                {with("メール", "", ""), nil, roster.DuplicateEmail},
		"no account twice":                {with("chat_id", "", ""), nil, roster.DuplicateAccount},
		"one's own section":               {with("役割,所管課", ",人事課"), nil, roster.HeadsWithoutRole},
		"sections in a file without role": {with("所管課", "戸籍課"), nil, roster.HeadsWithoutRole},
		"blank cells behind the last":     {required + "\n1,a,b,c,d,,,\n", nil, roster.ExtraCell},
		"a blank heading, blank cells":    {with("", ""), nil, roster.ExtraCell},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, ps := roster.Parse(strings.NewReader(tt.file), roster.Options{Platforms: []string{"chat"}, Known: tt.known})
			if count(ps, tt.code) > 0 {
				t.Errorf("got %v", ps)
			}
		})
	}
}

// TestSheetCodes reports what only a workbook can have wrong, what is likely to
// be so in the whole column once.
func TestSheetCodes(t *testing.T) {
	t.Parallel()
	number := func(s string) roster.Cell { return roster.Cell{Text: s, Number: true} }
	text := func(s string) roster.Cell { return roster.Cell{Text: s} }
	heading := []roster.Cell{text("職員番号"), text("氏名"), text("部"), text("課"), text("職位"), text("級"), text("代行者")}
	row := func(id, dept, deputy roster.Cell) []roster.Cell {
		return []roster.Cell{id, text("名"), dept, text("課"), text("主査"), number("3"), deputy}
	}
	merged := roster.Cell{Text: "部", Merged: true}
	f, ps := roster.ParseSheet([]roster.Line{
		{Number: 1, Cells: []roster.Cell{text("令和8年度 名簿")}},
		{Number: 3, Cells: heading},
		{Number: 4, Cells: row(number("11"), text("部"), text("12"))},
		{Number: 5, Cells: row(number("12"), merged, number("13"))},
		{Number: 6, Cells: row(text("13"), merged, roster.Cell{Text: "#N/A", Broken: true})},
	}, options())
	type told struct {
		row    int
		column string
		code   roster.Code
		sev    roster.Severity
	}
	var got []told
	for _, p := range ps {
		got = append(got, told{p.Row, p.Column, p.Code, p.Severity})
	}
	want := []told{
		{4, "職員番号", roster.NumberCell, roster.Warning},
		{5, "部", roster.MergedCell, roster.Warning},
		{5, "代行者", roster.NumberCell, roster.Warning},
		{6, "代行者", roster.BrokenCell, roster.Error},
	}
	if !slices.Equal(got, want) || len(f.Rows) != 2 {
		t.Errorf("got %v and %d rows, want %v and 2", got, len(f.Rows), want)
	}
}
