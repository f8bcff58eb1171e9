package mentoring_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"tsukiichi/bot/calendar"
	"tsukiichi/bot/mentoring"
)

func odawara(t testing.TB) mentoring.Rules {
	t.Helper()
	p, err := mentoring.LoadPreset("odawara-cross", 2026)
	if err != nil {
		t.Fatal(err)
	}
	r, err := mentoring.NewRules(p, calendar.New(p.Closures))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestOdawara holds the preset against the document (seeds/002): the mentee
// chooses, another section and a higher post are the only conditions, no goal.
func TestOdawara(t *testing.T) {
	t.Parallel()
	r := odawara(t)
	p := r.Programme()
	n := p.Nomination
	if n.By != mentoring.ByMentee || !n.OtherSection || !n.Higher || p.Minimum != 0 || !p.NoVision || !p.ThankYouCard || p.OpenRoom == nil {
		t.Errorf("the preset is %+v", p)
	}
	if got := r.Progress(mentoring.Standing{Pair: mentoring.Pair{ToldAt: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)}}, time.Date(2027, 2, 20, 0, 0, 0, 0, time.UTC)); got.Behind() || got.Minimum != 0 {
		t.Errorf("a pair that never met is %+v", got)
	}
	// 18 June is three business days before Tuesday 23 June.
	if got := r.OpenDayNoticeAt(mentoring.On(2026, time.June, 23)).In(r.Zone()); got.Format("01-02 15:04") != "06-18 09:00" {
		t.Errorf("the notice is at %s", got)
	}
}

// TestChoice is who a mentee may choose, and why not.
func TestChoice(t *testing.T) {
	t.Parallel()
	r := odawara(t)
	on := mentoring.On(2026, time.June, 1)
	mentee := mentoring.Person{ID: "m", Department: "市民部", Section: "市民課", Post: "主事", Active: true, Appraiser: "a"}
	fit := mentoring.Person{ID: "x", Department: "総務部", Section: "人事課", Post: "主査", Active: true}
	with := func(change func(*mentoring.Person)) mentoring.Person {
		p := fit
		change(&p)
		return p
	}
	for _, c := range []struct {
		name    string
		mentor  mentoring.Person
		already int
		want    mentoring.Code // "" for nothing found
	}{
		{"another section, a higher post", fit, 0, ""},
		{"a team's name does not matter", with(func(p *mentoring.Person) { p.Team = "庶務" }), 1, ""},
		{"oneself", mentee, 0, mentoring.CodeSelf},
		{"the same section", with(func(p *mentoring.Person) { p.Department, p.Section = "市民部", "市民課" }), 0, mentoring.CodeSameSection},
		{"a section of the same name elsewhere", with(func(p *mentoring.Person) { p.Section = "市民課" }), 0, ""},
		{"an equal post", with(func(p *mentoring.Person) { p.Post = "技師" }), 0, mentoring.CodeNotHigher},
		{"a post that nobody knows", with(func(p *mentoring.Person) { p.Post = "相談役" }), 0, mentoring.CodePostUnknown},
		{"the appraiser", with(func(p *mentoring.Person) { p.ID = "a" }), 0, mentoring.CodeAppraiser},
		{"gone", with(func(p *mentoring.Person) { p.Active = false }), 0, mentoring.CodeMentorInactive},
		{"away", with(func(p *mentoring.Person) { p.Leave = []mentoring.Leave{{From: on}} }), 0, mentoring.CodeMentorAway},
		{"two mentees already", fit, 2, mentoring.CodeCapacity},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			found := r.Judge(mentee, c.mentor, on, c.already)
			got := mentoring.Code("")
			if len(found) > 0 {
				got = found[0].Code
			}
			if got != c.want || len(found) > 1 {
				t.Errorf("got %+v, want %q", found, c.want)
			}
			offered := len(r.Choices(mentee, []mentoring.Person{c.mentor}, on, map[string]int{c.mentor.ID: c.already})) == 1
			if offered != (c.want == "") {
				t.Errorf("offered: %t", offered)
			}
		})
	}
}

// TestChoicesKeepTheRules: whoever is offered, the rules find nothing about.
func TestChoicesKeepTheRules(t *testing.T) {
	t.Parallel()
	r := odawara(t)
	on := mentoring.On(2026, time.June, 1)
	posts := []string{"主事", "技師", "主査", "課長", "部長", "相談役", ""}
	rapid.Check(t, func(t *rapid.T) {
		person := func(id string) mentoring.Person {
			return mentoring.Person{
				ID: id, Active: rapid.Bool().Draw(t, "active"), Post: rapid.SampledFrom(posts).Draw(t, "post"),
				Department: rapid.SampledFrom([]string{"総務部", "市民部"}).Draw(t, "department"),
				Section:    rapid.SampledFrom([]string{"一課", "二課"}).Draw(t, "section"),
			}
		}
		mentee, mentor := person("m"), person("x")
		for _, p := range r.Choices(mentee, []mentoring.Person{mentee, mentor}, on, nil) {
			if p.ID == mentee.ID || !p.Active || p.Department == mentee.Department && p.Section == mentee.Section {
				t.Fatalf("%+v is offered to %+v", p, mentee)
			}
			if len(r.Judge(mentee, p, on, 0)) > 0 {
				t.Fatalf("the rules find something about %+v", p)
			}
		}
	})
}

// TestEligible is which former mentees may mentor now (seeds/000: Q3).
func TestEligible(t *testing.T) {
	t.Parallel()
	on := mentoring.On(2033, time.April, 1)
	p := aomori(t, 2033)
	r, err := mentoring.NewRules(p, calendar.New(p.Closures))
	if err != nil {
		t.Fatal(err)
	}
	junior := mentoring.Person{Active: true, Post: "主事", Entry: mentoring.EntryHighSchool, HiredOn: mentoring.On(2026, time.April, 1), Trainings: []string{"中堅職員研修"}}
	for _, c := range []struct {
		name   string
		change func(*mentoring.Person)
		want   bool
	}{
		{"主事 in year 8 after the training", func(*mentoring.Person) {}, true},
		{"in year 7", func(p *mentoring.Person) { p.HiredOn = mentoring.On(2027, time.April, 1) }, false},
		{"without the training", func(p *mentoring.Person) { p.Trainings = []string{"新採用研修"} }, false},
		{"nobody knows of trainings", func(p *mentoring.Person) { p.Trainings = nil }, false},
		{"主査", func(p *mentoring.Person) { p.Post, p.Trainings = "主査", nil }, true},
		{"on leave", func(p *mentoring.Person) { p.Post, p.Leave = "主査", []mentoring.Leave{{From: on}} }, false},
		{"left", func(p *mentoring.Person) { p.Post, p.Active = "主査", false }, false},
		{"a post that nobody knows", func(p *mentoring.Person) { p.Post = "相談役" }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			who := junior
			c.change(&who)
			if got := r.Eligible(who, on); got != c.want {
				t.Errorf("got %t, want %t", got, c.want)
			}
		})
	}
}
