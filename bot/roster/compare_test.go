package roster_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/roster"
)

func read(t *testing.T, file string) roster.File {
	t.Helper()
	f, ps := roster.Parse(strings.NewReader(file), options())
	if roster.Blocked(ps) {
		t.Fatalf("got %v", ps)
	}
	return f
}

func numbers(ps []mentoring.Person) []string {
	var out []string
	for _, p := range ps {
		out = append(out, p.ID)
	}
	return out
}

func TestCompareTwice(t *testing.T) {
	t.Parallel()
	f := read(t, string(roster.Sample()))
	first := roster.Compare(f, nil)
	if len(first.New) != 13 || first.Empty() {
		t.Fatalf("got %d new", len(first.New))
	}
	again := roster.Compare(f, first.People())
	if !again.Empty() || again.Same != 13 || len(again.Missing) > 0 {
		t.Errorf("the same file changes %v", again)
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	const head = required + ",チーム,役割,在籍\n"
	current := roster.Compare(read(t, head+
		"1,例田 由美,総務部,人事課,主査,A,人事;所属長,在籍\n"+
		"2,見本 健,市民部,市民課,主事,A,,在籍\n"+
		"3,仮野 直樹,市民部,市民課,主査,A,,退職\n"+
		"4,試野 幸子,市民部,市民課,主幹,A,,在籍\n"+
		"5,雛形 誠,市民部,市民課,主幹,A,,退職\n"), nil).People()
	for name, tt := range map[string]struct {
		file                                   string
		added, changed, left, returned, missed []string
		fields                                 []string
		same                                   int
	}{
		"somebody new": {file: required + "\n9,新田 見本,a,b,c\n6,新井 見本,a,b,c", added: []string{"6", "9"}, missed: []string{"1", "2", "4"}},
		"moved": {file: head + "2,見本 健,総務部,総務課,主事,A,,在籍", changed: []string{"2"},
			fields: []string{"department", "section"}, missed: []string{"1", "4"}},
		"leaves":               {file: head + "2,見本 健,市民部,市民課,主事,A,,退職", left: []string{"2"}, fields: []string{"active"}, missed: []string{"1", "4"}},
		"returns":              {file: head + "3,仮野 直樹,市民部,市民課,主査,B,,在籍", returned: []string{"3"}, fields: []string{"team", "active"}, missed: []string{"1", "2", "4"}},
		"an emptied cell":      {file: head + "2,見本 健,市民部,市民課,主事,,,在籍", changed: []string{"2"}, fields: []string{"team"}, missed: []string{"1", "4"}},
		"a column left out":    {file: required + "\n1,例田 由美,総務部,人事課,主査\n3,仮野 直樹,市民部,市民課,主査", same: 2, missed: []string{"2", "4"}},
		"roles in other order": {file: head + "1,例田 由美,総務部,人事課,主査,A,所属長;人事,1", same: 1, missed: []string{"2", "4"}},
		"a role taken": {file: head + "1,例田 由美,総務部,人事課,主査,A,所属長,1", changed: []string{"1"},
			fields: []string{"roles"}, missed: []string{"2", "4"}},
		"sorted by number": {file: head + "4,a,b,c,d,A,,在籍\n2,a,b,c,d,A,,在籍\n1,a,b,c,d,A,,在籍", changed: []string{"1", "2", "4"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := roster.Compare(read(t, tt.file), current)
			after := func(cs []roster.Change) []string {
				var out []string
				for _, c := range cs {
					out = append(out, c.After.ID)
				}
				return out
			}
			for what, pair := range map[string][2][]string{
				"new": {numbers(got.New), tt.added}, "changed": {after(got.Changed), tt.changed}, "leaving": {after(got.Leaving), tt.left},
				"returning": {after(got.Returning), tt.returned}, "missing": {numbers(got.Missing), tt.missed},
			} {
				if !slices.Equal(pair[0], pair[1]) {
					t.Errorf("%s: got %v, want %v", what, pair[0], pair[1])
				}
			}
			if got.Same != tt.same {
				t.Errorf("same: got %d, want %d", got.Same, tt.same)
			}
			for _, c := range slices.Concat(got.Changed, got.Leaving, got.Returning) {
				if tt.fields != nil && !slices.Equal(c.Fields, tt.fields) {
					t.Errorf("fields: got %v, want %v", c.Fields, tt.fields)
				}
			}
		})
	}
}

func TestCompareAccounts(t *testing.T) {
	t.Parallel()
	linked := mentoring.Person{ID: "1", Name: "例田 由美", Department: "総務部", Section: "人事課", Post: "主査", Active: true,
		Accounts: map[string]string{"chat": "U1", "other": "X"}}
	for name, tt := range map[string]struct {
		cell   string
		want   map[string]string
		fields []string
	}{
		"an empty cell keeps the link": {"", map[string]string{"chat": "U1", "other": "X"}, nil},
		"the same id":                  {"U1", map[string]string{"chat": "U1", "other": "X"}, nil},
		"another id":                   {"U2", map[string]string{"chat": "U2", "other": "X"}, []string{"chat_id"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pv := roster.Compare(read(t, with("chat_id", tt.cell)), []mentoring.Person{linked})
			got, fields := linked, []string(nil)
			if len(pv.Changed) > 0 {
				got, fields = pv.Changed[0].After, pv.Changed[0].Fields
			}
			if !reflect.DeepEqual(got.Accounts, tt.want) || !slices.Equal(fields, tt.fields) {
				t.Errorf("got %v %v, want %v %v", got.Accounts, fields, tt.want, tt.fields)
			}
			if linked.Accounts["chat"] != "U1" {
				t.Error("the person who was there before was changed")
			}
		})
	}
}
