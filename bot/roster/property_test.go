package roster_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/roster"
)

// render writes people as a file with every column, in the order given.
func render(people []mentoring.Person, columns []roster.Column, japanese bool, ends string) string {
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	var head []string
	for _, c := range columns {
		if japanese {
			head = append(head, c.Heading)
		} else {
			head = append(head, c.Name)
		}
	}
	_ = w.Write(head)
	for _, p := range people {
		var row []string
		for _, c := range columns {
			row = append(row, cellOf(p, c.Name))
		}
		_ = w.Write(row)
	}
	w.Flush()
	return strings.ReplaceAll(buf.String(), "\n", ends)
}

func cellOf(p mentoring.Person, column string) string {
	switch column {
	case "grade":
		return strings.TrimPrefix(strconv.Itoa(p.Grade), "0")
	case "hired_on":
		return p.HiredOn.String()
	case "trainings":
		return strings.Join(p.Trainings, ";")
	case "heads_sections":
		return strings.Join(p.HeadsSections, "、")
	case "roles":
		var out []string
		for _, r := range p.Roles {
			out = append(out, string(r))
		}
		return strings.Join(out, ";")
	case "leave":
		var out []string
		for _, l := range p.Leave {
			out = append(out, l.From.String()+"/"+l.To.String())
		}
		return strings.Join(out, ";")
	case "active":
		return strconv.FormatBool(p.Active)
	case "chat_id":
		return p.Accounts["chat"]
	}
	return map[string]string{
		"employee_no": p.ID, "name": p.Name, "kana": p.Kana, "email": p.Email, "department": p.Department, "section": p.Section,
		"team": p.Team, "post": p.Post, "entry": string(p.Entry), "deputy": p.Deputy, "appraiser": p.Appraiser, "locale": p.Locale,
	}[column]
}

func anyPerson(t *rapid.T, id string) mentoring.Person {
	draw := func(what, pattern string) string { return rapid.StringMatching(pattern).Draw(t, what) }
	date := func(what string) mentoring.Date {
		return mentoring.On(2000, 1, 1).Add(rapid.IntRange(0, 20_000).Draw(t, what))
	}
	p := mentoring.Person{
		ID: id, Name: draw("name", `[見本例田花髙﨑A-Z=+"']{1,5} [太子郎,;]{1,4}`), Kana: draw("kana", `[あ-んー]{0,8}`),
		Department: draw("department", `[総務市民]{1,3}部`), Section: draw("section", `[人事戸籍]{1,3}課(（[分室]{2}）)?`),
		Team: draw("team", `([A-Z計画]{1,4}チーム)?`), Post: draw("post", `主(事|査|幹)`),
		Grade: rapid.IntRange(0, 20).Draw(t, "grade"), Deputy: draw("deputy", `[0-9]{0,5}`), Appraiser: draw("appraiser", `[0-9]{0,5}`),
		Entry:  rapid.SampledFrom([]mentoring.Entry{"", mentoring.EntryHighSchool, mentoring.EntryUniversity, mentoring.EntryExperienced}).Draw(t, "entry"),
		Locale: rapid.SampledFrom([]string{"", "ja", "en"}).Draw(t, "locale"), Active: rapid.Bool().Draw(t, "active"),
		Email: rapid.SampledFrom([]string{"", "p" + id + "@example.jp"}).Draw(t, "email"),
	}
	if rapid.Bool().Draw(t, "hired") {
		p.HiredOn = date("hired_on")
	}
	for _, r := range []mentoring.Role{mentoring.RoleMentee, mentoring.RoleMentor, mentoring.RoleHead, mentoring.RoleHR} {
		if rapid.Bool().Draw(t, string(r)) {
			p.Roles = append(p.Roles, r)
		}
	}
	items := rapid.SliceOfNDistinct(rapid.StringMatching(`[前後期研修]{1,4}X`), 0, 3, rapid.ID[string])
	if got := items.Draw(t, "trainings"); len(got) > 0 {
		p.Trainings = got
	}
	if got := items.Draw(t, "heads"); len(got) > 0 {
		p.HeadsSections = got
	}
	if rapid.Bool().Draw(t, "away") {
		from := date("from")
		p.Leave = []mentoring.Leave{{From: from, To: from.Add(rapid.IntRange(0, 400).Draw(t, "days"))}, {From: from.Add(500)}}
	}
	if rapid.Bool().Draw(t, "linked") {
		p.Accounts = map[string]string{"chat": "U" + id}
	}
	return p
}

func anyPeople(t *rapid.T) []mentoring.Person {
	var out []mentoring.Person
	for _, n := range rapid.SliceOfNDistinct(rapid.IntRange(10_000, 99_999), 1, 6, rapid.ID[int]).Draw(t, "numbers") {
		out = append(out, anyPerson(t, strconv.Itoa(n)))
	}
	return out
}

// TestRenderedIsRead writes people in any order of columns and reads the same
// people back; importing them a second time changes nothing.
func TestRenderedIsRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		people := anyPeople(t)
		columns := rapid.Permutation(roster.Columns("chat")).Draw(t, "columns")
		file := render(people, columns, rapid.Bool().Draw(t, "japanese"), rapid.SampledFrom([]string{"\n", "\r\n", "\r"}).Draw(t, "ends"))
		f, ps := roster.Parse(strings.NewReader(file), roster.Options{Platforms: []string{"chat"}})
		if roster.Blocked(ps) {
			t.Fatalf("got %v of\n%s", ps, file)
		}
		for i, r := range f.Rows {
			if !reflect.DeepEqual(r.Person, people[i]) {
				t.Fatalf("got %+v\nwant %+v", r.Person, people[i])
			}
		}
		if pv := roster.Compare(f, people); !pv.Empty() || pv.Same != len(people) || len(pv.Missing) > 0 {
			t.Fatalf("a second import changes %+v", pv)
		}
	})
}

// TestImportSettles imports over other people: the second time is nothing,
// nobody is lost, and the order of the rows does not matter.
func TestImportSettles(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		before, after := anyPeople(t), anyPeople(t)
		columns := slices.DeleteFunc(roster.Columns("chat"), func(c roster.Column) bool {
			return !c.Required && rapid.Bool().Draw(t, "without "+c.Name)
		})
		f, _ := roster.Parse(strings.NewReader(render(after, columns, true, "\n")), roster.Options{Platforms: []string{"chat"}})
		pv := roster.Compare(f, before)
		state := map[string]mentoring.Person{}
		for _, p := range slices.Concat(before, pv.People()) {
			state[p.ID] = p
		}
		if n := len(before) + len(pv.New); len(state) != n {
			t.Fatalf("%d people, want %d", len(state), n)
		}
		if again := roster.Compare(f, slices.Collect(maps.Values(state))); !again.Empty() {
			t.Fatalf("a second import changes %+v", again)
		}
		slices.Reverse(f.Rows)
		if turned := roster.Compare(f, before); !reflect.DeepEqual(turned, pv) {
			t.Fatalf("rows in another order: got %+v, want %+v", turned, pv)
		}
	})
}

// FuzzParse looks for a file that panics, or that gives what cannot be shown.
func FuzzParse(f *testing.F) {
	f.Add(roster.Sample())
	for _, tt := range trouble() {
		if len(tt.file) < 1_000 {
			f.Add([]byte(tt.file))
		}
	}
	for _, s := range []string{"", "\xEF\xBB\xBF", "a\tb", "\"", "職員番号\r\r\n\"\n", with("休職", "2026/6/1/2026/7/31;;", "〜"),
		with("採用日", "令和元年", "R"), with("所管課,chat_id", "⻑⼾,ﾊﾞ"), "\x93\x90\x88\xF5\x94\xD4\x8D\x86,\x8E\x81\x96\xBC"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, ps := roster.Parse(bytes.NewReader(data), options())
		if len(file.Rows) == 0 && len(ps) == 0 {
			t.Error("nothing was found and nothing is said about it")
		}
		for _, p := range ps {
			if !slices.Contains(roster.Codes(), p.Code) || p.Row < 0 || !utf8.ValidString(p.Column+p.Value) {
				t.Errorf("got %+v", p)
			}
		}
		for _, r := range file.Rows {
			if !utf8.ValidString(fmt.Sprintf("%+v", r.Person)) || r.Person.ID == "" || r.Person.Name == "" {
				t.Errorf("got %+v", r.Person)
			}
		}
		first := roster.Compare(file, nil)
		if again := roster.Compare(file, first.People()); !again.Empty() || again.Same != len(file.Rows) {
			t.Errorf("a second import changes %+v", again)
		}
	})
}
