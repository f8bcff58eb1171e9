package mentoring_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tsukiichi/bot/mentoring"
)

func newHire(t testing.TB) mentoring.Person {
	t.Helper()
	return mentoring.Person{
		ID: "1001", Name: "青木 はる", Department: "総務部", Section: "総務課", Team: "庶務",
		Post: "主事", Entry: mentoring.EntryUniversity, HiredOn: day(t, "2026-04-01"), Active: true,
	}
}

// colleague is a 主査 of the same team, changed by the edits.
func colleague(t testing.TB, edits ...func(*mentoring.Person)) mentoring.Person {
	t.Helper()
	p := newHire(t)
	p.ID, p.Name, p.Post, p.HiredOn = "0501", "木村 まこと", "主査", day(t, "2012-04-01")
	for _, edit := range edits {
		edit(&p)
	}
	return p
}

func TestJudge(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	type edit = func(*mentoring.Person)
	post := func(s string) edit { return func(p *mentoring.Person) { p.Post = s } }
	team := func(s string) edit { return func(p *mentoring.Person) { p.Team = s } }
	section := func(s string) edit { return func(p *mentoring.Person) { p.Section = s } }
	department := func(s string) edit { return func(p *mentoring.Person) { p.Department = s } }
	trained := func(p *mentoring.Person) { p.Trainings = []string{"新採用職員研修", "中堅職員研修"} }
	elsewhere := func(p *mentoring.Person) { p.Trainings = []string{"新採用職員研修"} }
	// junior is a 主事 hired on the day, of the kind.
	junior := func(e mentoring.Entry, hired string) edit {
		return func(p *mentoring.Person) {
			p.Post, p.Entry, p.HiredOn = "主事", e, mentoring.Date{}
			if hired != "" {
				p.HiredOn = day(t, hired)
			}
		}
	}
	leave := func(from, to string) edit {
		return func(p *mentoring.Person) {
			p.Leave = []mentoring.Leave{{From: day(t, from), To: day(t, to)}}
		}
	}
	for _, c := range []struct {
		name    string
		mentor  mentoring.Person
		already int
		want    string // code/severity have:need, in order
	}{
		{"主査 of the same team", colleague(t), 0, "qualified/ok"},
		{"主幹 stands with 主査", colleague(t, post("主幹")), 0, "qualified/ok"},
		{"the head", colleague(t, post("課長")), 0, "qualified/ok"},
		{"oneself", newHire(t), 0, "self/refused"},
		{"another team", colleague(t, team("法規")), 0, "qualified/ok other-team/reason"},
		{"another section", colleague(t, section("財政課")), 0, "qualified/ok other-section/reason"},
		{"a section of that name elsewhere", colleague(t, department("水道部")), 0, "qualified/ok other-section/reason"},
		{"team not known", colleague(t, team("")), 0, "qualified/ok team-unknown/unknown"},
		{"post not on the ladder", colleague(t, post("主任主査")), 0, "post-unknown/unknown"},
		{"no post", colleague(t, post("")), 0, "post-unknown/unknown"},
		{"university, in the 6th year", colleague(t, junior(mentoring.EntryUniversity, "2021-04-01"), trained), 0, "junior/reason 6:6"},
		{"university, in the 5th year", colleague(t, junior(mentoring.EntryUniversity, "2022-04-01"), trained), 0, "junior/reason 5:6 junior-years/warn 5:6"},
		{"hired in March counts as the year before", colleague(t, junior(mentoring.EntryUniversity, "2022-03-31"), trained), 0, "junior/reason 6:6"},
		{"high school, in the 8th year", colleague(t, junior(mentoring.EntryHighSchool, "2019-10-01"), trained), 0, "junior/reason 8:8"},
		{"high school, in the 7th", colleague(t, junior(mentoring.EntryHighSchool, "2020-04-01"), trained), 0, "junior/reason 7:8 junior-years/warn 7:8"},
		{"experienced, in the 5th year", colleague(t, junior(mentoring.EntryExperienced, "2022-04-01"), trained), 0, "junior/reason 5:5"},
		{"技師 stands with 主事", colleague(t, junior(mentoring.EntryExperienced, "2022-04-01"), trained, post("技師")), 0, "junior/reason 5:5"},
		{"without the training", colleague(t, junior(mentoring.EntryUniversity, "2019-04-01"), elsewhere), 0, "junior/reason 8:6 junior-untrained/warn"},
		{"no training on record", colleague(t, junior(mentoring.EntryUniversity, "2019-04-01")), 0, "junior/reason 8:6 training-unknown/unknown"},
		{"entry not known", colleague(t, junior("", "2019-04-01"), trained), 0, "junior/reason entry-unknown/unknown"},
		{"day of hire not known", colleague(t, junior(mentoring.EntryUniversity, ""), trained), 0, "junior/reason hired-unknown/unknown"},
		{"junior of another team", colleague(t, junior(mentoring.EntryUniversity, "2019-04-01"), trained, team("法規")), 0,
			"junior/reason 8:6 junior-other-team/warn other-team/reason"},
		{"the second mentee", colleague(t), 1, "qualified/ok"},
		{"the third mentee", colleague(t), 2, "qualified/ok capacity/warn 3:2"},
		{"the appraiser", colleague(t, func(p *mentoring.Person) { p.ID = "0400" }), 0, "qualified/ok appraiser/warn"},
		{"a mentee as well", colleague(t, func(p *mentoring.Person) { p.Roles = []mentoring.Role{mentoring.RoleMentee} }), 0,
			"qualified/ok mentor-is-mentee/reason"},
		{"gone", colleague(t, func(p *mentoring.Person) { p.Active = false }), 0, "mentor-inactive/warn qualified/ok"},
		{"on leave", colleague(t, leave("2026-04-10", "2026-05-31")), 0, "mentor-away/warn qualified/ok"},
		{"on leave later", colleague(t, leave("2026-04-11", "2026-05-31")), 0, "qualified/ok"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			mentee := newHire(t)
			mentee.Appraiser = "0400"
			got := r.Judge(mentee, c.mentor, day(t, "2026-04-10"), c.already)
			if g := show(got); g != c.want {
				t.Errorf("got %s, want %s", g, c.want)
			}
			if mentoring.AsksReason(got) != (strings.Contains(c.want, "/reason") || strings.Contains(c.want, "/warn") || strings.Contains(c.want, "/refused")) {
				t.Error("AsksReason contradicts the findings")
			}
		})
	}
	t.Run("a mentee who is away or gone", func(t *testing.T) {
		t.Parallel()
		mentee := newHire(t)
		leave("2026-04-01", "2026-04-30")(&mentee)
		if g := show(r.Judge(mentee, colleague(t), day(t, "2026-04-10"), 0)); g != "mentee-away/warn qualified/ok" {
			t.Errorf("got %s", g)
		}
		mentee.Active = false
		if g := show(r.Judge(mentee, colleague(t), day(t, "2026-04-10"), 0)); g != "mentee-inactive/warn qualified/ok" {
			t.Errorf("got %s", g)
		}
	})
	t.Run("a post below the exception's", func(t *testing.T) {
		t.Parallel()
		p := aomori(t, 2026)
		p.Nomination.From, p.Nomination.Junior = "課長", "主査"
		got := rules(t, p, office2026).Judge(newHire(t), colleague(t, post("技師")), day(t, "2026-04-10"), 0)
		if g := show(got); g != "post-below/reason" {
			t.Errorf("got %s", g)
		}
	})
}

func show(findings []mentoring.Finding) string {
	var out []string
	for _, f := range findings {
		s := fmt.Sprintf("%s/%s", f.Code, f.Severity)
		if f.Have != 0 || f.Need != 0 {
			s += fmt.Sprintf(" %d:%d", f.Have, f.Need)
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestWorst(t *testing.T) {
	t.Parallel()
	order := []mentoring.Severity{
		mentoring.SeverityOK, mentoring.SeverityReason, mentoring.SeverityUnknown, mentoring.SeverityWarn, mentoring.SeverityRefused,
	}
	var all []mentoring.Finding
	if got := mentoring.Worst(nil); got != mentoring.SeverityOK {
		t.Errorf("of nothing: got %s", got)
	}
	for _, s := range order {
		all = append([]mentoring.Finding{{Severity: s}}, all...)
		if got := mentoring.Worst(all); got != s {
			t.Errorf("got %s, want %s", got, s)
		}
	}
}

func TestServiceYear(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		hired, on string
		want      int
	}{
		{"2026-04-01", "2026-04-01", 1},
		{"2026-04-01", "2027-03-31", 1},
		{"2026-04-01", "2027-04-01", 2},
		{"2019-10-01", "2026-04-10", 8},
		{"2020-01-15", "2026-04-10", 8},
		{"2026-10-01", "2026-04-10", 0},
		{"", "2026-04-10", 0},
	} {
		t.Run(c.hired+" on "+c.on, func(t *testing.T) {
			t.Parallel()
			var p mentoring.Person
			if c.hired != "" {
				p.HiredOn = day(t, c.hired)
			}
			if got := p.ServiceYear(day(t, c.on)); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}

func TestCandidates(t *testing.T) {
	t.Parallel()
	mentee := newHire(t)
	named := func(id, kana string, more ...func(*mentoring.Person)) mentoring.Person {
		return colleague(t, append(more, func(p *mentoring.Person) { p.ID, p.Kana = id, kana })...)
	}
	team := func(s string) func(*mentoring.Person) { return func(p *mentoring.Person) { p.Team = s } }
	people := []mentoring.Person{
		named("away", "あ", func(p *mentoring.Person) { p.Leave = []mentoring.Leave{{From: day(t, "2026-04-01")}} }),
		named("gone", "い", func(p *mentoring.Person) { p.Active = false }),
		named("odd-post", "う", func(p *mentoring.Person) { p.Post = "主任主査" }),
		named("other-section", "え", func(p *mentoring.Person) { p.Section = "財政課" }),
		named("other-team", "お", team("法規")),
		named("busy", "か", team("庶務")),
		named("second", "さ"),
		named("first", "き"),
		mentee,
	}
	got := rules2026(t).Candidates(mentee, people, day(t, "2026-04-10"), map[string]int{"busy": 1})
	var ids []string
	for _, c := range got {
		ids = append(ids, c.Person.ID)
		if c.Already != 0 && c.Person.ID != "busy" || len(c.Findings) == 0 {
			t.Errorf("%s: already %d, findings %v", c.Person.ID, c.Already, c.Findings)
		}
	}
	want := []string{"first", "second", "busy", "other-team", "other-section", "odd-post", "away"}
	if !slices.Equal(ids, want) {
		t.Errorf("got %v, want %v", ids, want)
	}
}
