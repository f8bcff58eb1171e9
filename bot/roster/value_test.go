package roster

import (
	"reflect"
	"strings"
	"testing"

	"tsukiichi/bot/mentoring"
)

// reading is a cell, what it means and what is wrong with it.
type reading[T any] struct {
	cell string
	want T
	code Code
}

func readings[T any](t *testing.T, read func(string) (T, Code), cases []reading[T]) {
	t.Helper()
	t.Parallel()
	for _, tt := range cases {
		t.Run(tt.cell, func(t *testing.T) {
			t.Parallel()
			got, code := read(tt.cell)
			if code != tt.code || code == "" && !reflect.DeepEqual(got, tt.want) {
				t.Errorf("%q: got %v %q, want %v %q", tt.cell, got, code, tt.want, tt.code)
			}
		})
	}
}

func TestReadDate(t *testing.T) {
	april := mentoring.On(2026, 4, 1)
	readings(t, readDate, []reading[mentoring.Date]{
		{"", mentoring.Date{}, ""}, {"　", mentoring.Date{}, ""},
		{"2026-04-01", april, ""}, {"2026-4-1", april, ""}, {"2026/4/1", april, ""}, {"2026/04/01", april, ""},
		{"2026.4.1", april, ""}, {"20260401", april, ""}, {"2026年4月1日", april, ""}, {"２０２６／４／１", april, ""},
		{"2026/4/1 0:00", april, ""}, {"2026-04-01 00:00:00", april, ""},
		{"令和8年4月1日", april, ""}, {"令和８年４月１日", april, ""}, {"令和 8年 4月 1日", april, ""},
		{"R8.4.1", april, ""}, {"r8/4/1", april, ""}, {"R08.04.01", april, ""}, {"Ｒ８．４．１", april, ""}, {"㋿8年4月1日", april, ""},
		{"令和元年5月1日", mentoring.On(2019, 5, 1), ""}, {"R1.5.1", mentoring.On(2019, 5, 1), ""},
		{"平成31年4月1日", mentoring.On(2019, 4, 1), ""}, {"H31.4.1", mentoring.On(2019, 4, 1), ""},
		{"昭和63年4月1日", mentoring.On(1988, 4, 1), ""}, {"S63.4.1", mentoring.On(1988, 4, 1), ""},
		{"2028-02-29", mentoring.On(2028, 2, 29), ""},
		{"2026-02-29", mentoring.Date{}, BadDate}, {"2026-13-01", mentoring.Date{}, BadDate}, {"2026-00-01", mentoring.Date{}, BadDate},
		{"2026-04-31", mentoring.Date{}, BadDate}, {"1899-12-31", mentoring.Date{}, BadDate}, {"2200-01-01", mentoring.Date{}, BadDate},
		{"令和0年4月1日", mentoring.Date{}, BadDate}, {"R2026.4.1", mentoring.Date{}, BadDate}, {"8.4.1", mentoring.Date{}, BadDate},
		{"46113", mentoring.Date{}, BadDate}, {"2026-04", mentoring.Date{}, BadDate}, {"4月1日", mentoring.Date{}, BadDate},
		{"2026-04-01 9:30", mentoring.Date{}, BadDate}, {"2026--4-1", mentoring.Date{}, BadDate}, {"2026-+4-01", mentoring.Date{}, BadDate},
		{"きのう", mentoring.Date{}, BadDate}, {"=TODAY()", mentoring.Date{}, BadDate},
	})
}

func TestReadLeave(t *testing.T) {
	june := mentoring.Leave{From: mentoring.On(2026, 6, 1), To: mentoring.On(2026, 7, 31)}
	open := mentoring.Leave{From: mentoring.On(2026, 9, 1)}
	readings(t, readLeave, []reading[[]mentoring.Leave]{
		{"", nil, ""},
		{"2026-06-01/2026-07-31", []mentoring.Leave{june}, ""},
		{"2026/6/1/2026/7/31", []mentoring.Leave{june}, ""},
		{"2026/6/1〜2026/7/31", []mentoring.Leave{june}, ""},
		{"2026/6/1～2026/7/31", []mentoring.Leave{june}, ""},
		{"令和8年6月1日 ~ 令和8年7月31日", []mentoring.Leave{june}, ""},
		{"R8.6.1/R8.7.31", []mentoring.Leave{june}, ""},
		{"2026-09-01/", []mentoring.Leave{open}, ""}, {"2026/9/1/", []mentoring.Leave{open}, ""}, {"2026/9/1〜", []mentoring.Leave{open}, ""},
		{"2026-09-01/;2026-06-01/2026-07-31", []mentoring.Leave{june, open}, ""},
		{"2026-06-01/2026-07-31\n2026-06-01/2026-07-31", []mentoring.Leave{june}, ""},
		{"2026-06-01/2026-06-01", []mentoring.Leave{{From: mentoring.On(2026, 6, 1), To: mentoring.On(2026, 6, 1)}}, ""},
		{"2026-06-01", nil, BadLeave}, {"2026/6/1", nil, BadLeave},
		{"2026-07-31/2026-06-01", nil, BadLeave}, {"/2026-06-01", nil, BadLeave}, {"2026-06-01/2026-06-31", nil, BadLeave},
		{"2026-06-01/2026-07-31/2026-08-31", nil, BadLeave}, {"育児休業", nil, BadLeave}, {"/", nil, BadLeave},
	})
}

func TestReadRoles(t *testing.T) {
	const mentee, mentor, head, hr = mentoring.RoleMentee, mentoring.RoleMentor, mentoring.RoleHead, mentoring.RoleHR
	readings(t, readRoles, []reading[[]mentoring.Role]{
		{"", nil, ""}, {";;", nil, ""},
		{"メンティ", []mentoring.Role{mentee}, ""}, {"メンティー", []mentoring.Role{mentee}, ""}, {"ﾒﾝﾀｰ", []mentoring.Role{mentor}, ""},
		{"所属長;人事", []mentoring.Role{head, hr}, ""}, {"人事；所属長", []mentoring.Role{head, hr}, ""},
		{"人事、所属長、メンター", []mentoring.Role{mentor, head, hr}, ""}, {"mentor, Head", []mentoring.Role{mentor, head}, ""},
		{"所属⻑", []mentoring.Role{head}, ""}, {"HR", []mentoring.Role{hr}, ""}, {"人事;人事;HR", []mentoring.Role{hr}, ""},
		{"管理者", nil, UnknownRole}, {"メンター;管理者", nil, UnknownRole}, {"admin", nil, UnknownRole},
	})
}

func TestReadSmall(t *testing.T) {
	t.Run("entry", func(t *testing.T) {
		readings(t, readEntry, []reading[mentoring.Entry]{
			{"", "", ""}, {"高卒程度", mentoring.EntryHighSchool, ""}, {"高卒", mentoring.EntryHighSchool, ""},
			{"high-school", mentoring.EntryHighSchool, ""}, {"大卒程度", mentoring.EntryUniversity, ""}, {"大卒", mentoring.EntryUniversity, ""},
			{"University", mentoring.EntryUniversity, ""}, {"社会人等", mentoring.EntryExperienced, ""},
			{"社会人等職務経験者", mentoring.EntryExperienced, ""}, {"経験者", mentoring.EntryExperienced, ""},
			{"experienced", mentoring.EntryExperienced, ""}, {"短大卒程度", "", UnknownEntry},
		})
	})
	t.Run("grade", func(t *testing.T) {
		readings(t, readGrade, []reading[int]{
			{"", 0, ""}, {"3", 3, ""}, {"３級", 3, ""}, {"3 級", 3, ""}, {"20", 20, ""},
			{"0", 0, BadGrade}, {"21", 0, BadGrade}, {"-1", 0, BadGrade}, {"3.5", 0, BadGrade}, {"主査", 0, BadGrade},
		})
	})
	t.Run("active", func(t *testing.T) {
		readings(t, readActive, []reading[bool]{
			{"", true, ""}, {"在籍", true, ""}, {"○", true, ""}, {"〇", true, ""}, {"◯", true, ""}, {"1", true, ""}, {"１", true, ""}, {"TRUE", true, ""}, {"Yes", true, ""},
			{"退職", false, ""}, {"×", false, ""}, {"✕", false, ""}, {"0", false, ""}, {"false", false, ""}, {"no", false, ""}, {"Ｘ", false, ""},
			{"休職", true, BadActive}, {"2", true, BadActive},
		})
	})
	t.Run("locale", func(t *testing.T) {
		readings(t, readLocale, []reading[string]{
			{"", "", ""}, {"ja", "ja", ""}, {"ja-JP", "ja", ""}, {"日本語", "ja", ""}, {"EN", "en", ""}, {"en_US", "en", ""}, {"英語", "en", ""},
			{"zh", "", UnknownLocale}, {"fr", "", UnknownLocale},
		})
	})
	t.Run("number", func(t *testing.T) {
		readings(t, readNumber, []reading[string]{
			{"10101", "10101", ""}, {" ００１２３ ", "00123", ""}, {"A-1_2.3", "A-1_2.3", ""}, {strings.Repeat("1", 32), strings.Repeat("1", 32), ""},
			{strings.Repeat("1", 33), "", BadNumber}, {"1.2E+09", "", BadNumber}, {"10 101", "", BadNumber}, {"1/2", "", BadNumber},
			{`="00123"`, "", BadNumber}, {"職員1", "", BadNumber},
		})
	})
	t.Run("email", func(t *testing.T) {
		readings(t, readEmail, []reading[string]{
			{"", "", ""}, {"A.B+c@City.Example.JP", "a.b+c@city.example.jp", ""}, {"ａ＠example.jp", "a@example.jp", ""},
			{"a", "", BadEmail}, {"@example.jp", "", BadEmail}, {"a@", "", BadEmail}, {"a@example", "", BadEmail}, {"a@@example.jp", "", BadEmail},
			{"a b@example.jp", "", BadEmail}, {"a@example..jp", "", BadEmail}, {"a@exa_mple.jp", "", BadEmail}, {"<a@example.jp>", "", BadEmail},
			{"a@example.jp;b@example.jp", "", BadEmail}, {strings.Repeat("a", 250) + "@example.jp", "", TooLong},
		})
	})
	t.Run("account", func(t *testing.T) {
		readings(t, readAccount, []reading[string]{
			{"", "", ""}, {" U0123ABC ", "U0123ABC", ""}, {"Ｕ０１", "U01", ""},
			{"U01 U02", "", BadAccount}, {strings.Repeat("a", 129), "", TooLong},
		})
	})
	t.Run("trainings", func(t *testing.T) {
		readings(t, readItems, []reading[[]string]{
			{"", nil, ""}, {"中堅職員研修", []string{"中堅職員研修"}, ""}, {"B;A；B、C\nD", []string{"B", "A", "C", "D"}, ""},
			{"研修（前期）;研修(前期)", []string{"研修（前期）"}, ""}, {strings.Repeat("あ", 61), nil, TooLong},
		})
	})
	t.Run("label", func(t *testing.T) {
		readings(t, readLabel, []reading[string]{
			{"課⻑", "課長", ""}, {"　第１係 ", "第1係", ""}, {"支援課（分室）", "支援課（分室）", ""}, {"支援課(分室)", "支援課（分室）", ""},
			{"⻘⼾⺠課", "青戸民課", ""}, {"=1+1", "=1+1", ""}, {strings.Repeat("あ", 60), strings.Repeat("あ", 60), ""},
			{strings.Repeat("あ", 61), "", TooLong},
		})
	})
	t.Run("name", func(t *testing.T) {
		readings(t, readName, []reading[string]{
			{"例田　由美", "例田 由美", ""}, {"  例田\n由美 ", "例田 由美", ""}, {"髙﨑 神", "髙﨑 神", ""}, {"葛󠄀城 一", "葛󠄀城 一", ""},
			{"⻑⾕川", "長谷川", ""}, {"見\u200b本", "見本", ""}, {"見\x00本", "見本", ""},
		})
	})
}
