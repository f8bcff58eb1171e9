package mentoring_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tsukiichi/bot/mentoring"
)

// drawProgrammes are programmes of two years that HR could have made one after
// the other: none of them clashes with one before it.
func drawProgrammes(t *rapid.T) (out []mentoring.Programme) {
	for i := range rapid.IntRange(1, 5).Draw(t, "programmes") {
		first := rapid.IntRange(0, 11).Draw(t, "first")
		last := rapid.IntRange(first, 11).Draw(t, "last")
		month := func(n int) time.Month { return (time.April-1+time.Month(n))%12 + 1 }
		p := mentoring.Programme{
			ID: fmt.Sprint("p", i), Year: rapid.IntRange(2026, 2027).Draw(t, "year"),
			FirstMonth: month(first), LastMonth: month(last),
		}
		switch rapid.IntRange(0, 2).Draw(t, "who") {
		case 1:
			p.Joining.Named = true
		case 2:
			p.Joining.Departments = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"総務部", "市民部", "建設部"}), 1, 2, rapid.ID[string]).Draw(t, "departments")
		}
		if !slices.ContainsFunc(out, func(q mentoring.Programme) bool {
			o, shares := mentoring.Overlaps(p, q)
			return shares && o.Clash
		}) {
			out = append(out, p)
		}
	}
	return out
}

// TestNobodyIsInTwo holds for any programmes that were let through: in any month
// at most one open programme takes a person with the narrowest right, and it is
// the one that they are in.
func TestNobodyIsInTwo(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := drawProgrammes(t)
		who := mentoring.Applicant{Person: mentoring.Person{ID: "m", Department: rapid.SampledFrom([]string{"総務部", "市民部", "建設部", "議会"}).Draw(t, "department")}}
		if rapid.Bool().Draw(t, "named") {
			who.Named = []string{rapid.SampledFrom(all).Draw(t, "named for").ID}
		}
		for month := range 24 {
			on := mentoring.On(2026, time.April+time.Month(month), 15)
			var best []string
			width := mentoring.NotTaken
			for _, p := range all {
				first, last := p.Window()
				if here := on.Period(); here.Before(first) || last.Before(here) {
					continue
				}
				switch w := p.Takes(who); {
				case w == mentoring.NotTaken:
				case w > width:
					best, width = []string{p.ID}, w
				case w == width:
					best = append(best, p.ID)
				}
			}
			if len(best) > 1 {
				t.Fatalf("%s: %v take the same person", on, best)
			}
			p, ok := mentoring.Belongs(all, who, on)
			if len(best) == 1 && (!ok || p.ID != best[0] && !narrowerThan(all, best[0], who)) {
				t.Fatalf("%s: in %q, want %s", on, p.ID, best[0])
			}
			if ok && (p.Takes(who) == mentoring.NotTaken || p.Year < on.FiscalYear()) {
				t.Fatalf("%s: in %s, which does not take them", on, p.ID)
			}
		}
	})
}

// narrowerThan reports whether some programme takes the person with a narrower
// right in months of the one with the id.
func narrowerThan(all []mentoring.Programme, id string, who mentoring.Applicant) bool {
	q := all[slices.IndexFunc(all, func(p mentoring.Programme) bool { return p.ID == id })]
	return slices.ContainsFunc(all, func(p mentoring.Programme) bool {
		_, shares := mentoring.Overlaps(p, q)
		return shares && p.Takes(who) > q.Takes(who)
	})
}

// TestOverlapsEitherWay compares two programmes in both orders.
func TestOverlapsEitherWay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawProgrammes(t)[0], drawProgrammes(t)[0]
		one, shares := mentoring.Overlaps(a, b)
		two, also := mentoring.Overlaps(b, a)
		if shares != also || one.Clash != two.Clash || one.First != two.First || one.Last != two.Last || len(one.Departments) != len(two.Departments) {
			t.Fatalf("one way %+v %t, the other %+v %t", one, shares, two, also)
		}
	})
}

func TestBelongs(t *testing.T) {
	t.Parallel()
	april := mentoring.Programme{ID: "april", Year: 2026, FirstMonth: time.April, LastMonth: time.September}
	autumn := mentoring.Programme{ID: "autumn", Year: 2026, FirstMonth: time.October, LastMonth: time.March, Joining: mentoring.Joining{Again: true}}
	city := mentoring.Programme{ID: "city", Year: 2026, FirstMonth: time.June, LastMonth: time.February, Joining: mentoring.Joining{Departments: []string{"市民部"}}}
	winter := city
	winter.ID, winter.FirstMonth = "winter", time.October
	next := mentoring.Programme{ID: "next", Year: 2027, FirstMonth: time.April, LastMonth: time.September}
	named := mentoring.Programme{ID: "named", Year: 2026, FirstMonth: time.May, LastMonth: time.July, Joining: mentoring.Joining{Named: true}}
	closed := april
	closed.Closed = mentoring.On(2026, time.June, 1)
	citizen := mentoring.Applicant{Person: mentoring.Person{Department: "市民部"}}
	clerk := mentoring.Applicant{Person: mentoring.Person{Department: "総務部"}}
	last := clerk
	last.Earlier = 2026
	chosen := clerk
	chosen.Named = []string{"named", "next"}
	for _, c := range []struct {
		name string
		all  []mentoring.Programme
		who  mentoring.Applicant
		on   mentoring.Date
		want string
	}{
		{"the only one", []mentoring.Programme{april}, clerk, mentoring.On(2026, time.May, 1), "april"},
		{"before the year", []mentoring.Programme{april}, clerk, mentoring.On(2026, time.March, 1), "april"},
		{"after the window", []mentoring.Programme{april}, clerk, mentoring.On(2027, time.January, 5), "april"},
		{"after the year", []mentoring.Programme{april}, clerk, mentoring.On(2027, time.April, 1), ""},
		{"the department's before everybody's", []mentoring.Programme{april, city}, citizen, mentoring.On(2026, time.June, 1), "city"},
		{"the department's, still to come", []mentoring.Programme{april, city}, citizen, mentoring.On(2026, time.May, 31), "city"},
		{"the open one before a later one", []mentoring.Programme{april, winter}, citizen, mentoring.On(2026, time.May, 31), "april"},
		{"another department's", []mentoring.Programme{april, city}, clerk, mentoring.On(2026, time.June, 1), "april"},
		{"one after the other", []mentoring.Programme{april, autumn}, clerk, mentoring.On(2026, time.October, 1), "autumn"},
		{"the next year's, to come", []mentoring.Programme{april, next}, clerk, mentoring.On(2027, time.March, 1), "next"},
		{"not again next year", []mentoring.Programme{april, next}, last, mentoring.On(2027, time.April, 2), ""},
		{"again by name", []mentoring.Programme{next}, mentoring.Applicant{Earlier: 2026, Named: []string{"next"}}, mentoring.On(2027, time.April, 2), "next"},
		{"named", []mentoring.Programme{april, named}, chosen, mentoring.On(2026, time.June, 1), "named"},
		{"not named", []mentoring.Programme{named}, clerk, mentoring.On(2026, time.June, 1), ""},
		{"before it is closed", []mentoring.Programme{closed}, clerk, mentoring.On(2026, time.May, 31), "april"},
		{"closed", []mentoring.Programme{closed}, clerk, mentoring.On(2026, time.June, 1), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if p, _ := mentoring.Belongs(c.all, c.who, c.on); p.ID != c.want {
				t.Errorf("got %q, want %q", p.ID, c.want)
			}
		})
	}
}
