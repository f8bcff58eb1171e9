package bot_test

import (
	"context"
	"errors"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tsukiichi/bot"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/roster"
	"tsukiichi/store"
)

// TestAYearCannotBeTakenApart is an attacker who has everything that a year
// publishes about a random city, as HR's pages and files, the heads' homes and
// January's messages show it. What they can work out is the span of it over the
// rationals: in it is no sum of what fewer people than the threshold gave to an
// item, of whatever parts, departments and sections they are. A second attacker is
// somebody of HR with a partner, who has read the others' answers of October by
// name as well, and may have come to HR after it was closed.
//
// What leaves, over what people answered:
//
//   - スッキリ度, growth, how talks went: means by month of the city, departments
//     and sections; HR's page and file of figures, the year-end pack.
//   - Topics and responses: how many mentees chose each; the same places. No number
//     below the threshold is told.
//   - October's engagement items: average and groups of both parts together, of the
//     city, departments and sections; HR's page by department, heads' homes, the
//     pack. Not of one part alone.
//   - October's other questions: means and counts of one part in the whole city; the
//     pack, and the first scales in January's page and messages.
//   - October by part with all its items, and by name: for HR alone, who may read the
//     answers. Only the second attacker has it.
//   - Voices: words that their author approved.
//
// The other numbers are facts that HR sees by name, and no secret here: which talks
// were planned, met and put off, with January's sums of them; who came to a
// training; who is asked in October and has answered, with the rate that heads see
// of five and more, and with whom a notice reaches. Requests to HR, reflections,
// visions and notes are counted nowhere.
//
// A table of which the test does not know what it is about fails it.
func TestAYearCannotBeTakenApart(t *testing.T) {
	t.Parallel()
	w := bottest.NewWorld(t, jst("2026-04-01T09:00"), "aomori", roster.Sample())
	var preset mentoring.Programme
	view(t, w, func(tx store.Tx) (err error) {
		preset, err = store.Programmes.Must(tx, "aomori-2026")
		return err
	})
	rapid.Check(t, func(r *rapid.T) {
		city := drawTown(r, preset)
		y := publish(r, w, city)
		for who, found := range map[string]string{"everybody": y.fromAll(), "HR of a partner": y.fromPartner()} {
			if found != "" {
				r.Fatalf("%s can work out %s", who, found)
			}
		}
	})
}

// published is what was told of a city in a year, and what HR who has a partner
// reads besides.
type published struct {
	town *town
	all  *reader
	hr   *reader
	told map[cell]bool
}

var errPutBack = errors.New("the next city is another one")

// publish plays the year: HR closes the questionnaire in October, and in January
// everybody reads everything.
func publish(r *rapid.T, w *bottest.World, city *town) published {
	words := w.Bot.Words("ja")
	readers := append([]string{deskHR, pairHR}, city.heads...)
	var told map[string]bot.Told
	var before bot.Told
	err := w.Store.Update(context.Background(), func(tx store.Tx) (err error) {
		told = map[string]bot.Told{}
		if err := city.put(tx); err != nil {
			return err
		}
		if before, err = w.Bot.Told(tx, pairHR, city.programme.ID, jst("2026-10-19T10:00")); err != nil {
			return err
		}
		if err := w.Bot.CloseSurvey(tx, deskHR, city.programme.ID, jst("2026-10-20T10:00")); err != nil {
			return err
		}
		if err := store.People.Put(tx, city.people[pairHR]); err != nil {
			return err
		}
		for _, who := range readers {
			if told[who], err = w.Bot.Told(tx, who, city.programme.ID, jst("2027-01-20T10:00")); err != nil {
				return err
			}
		}
		return errPutBack
	})
	if !errors.Is(err, errPutBack) {
		r.Fatal(err)
	}
	y := published{town: city, all: newReader(city, words), hr: newReader(city, words)}
	for who, t := range told {
		y.hr.told(t, who == pairHR)
		y.all.told(t, false)
	}
	y.hr.told(before, true)
	y.told = y.hr.byName(told[pairHR].Byname)
	for _, trouble := range append(y.all.trouble, y.hr.trouble...) {
		r.Error(trouble)
	}
	return y
}

// fromAll is a group of fewer people than the threshold whose answers can be
// worked out from what is published, or "".
func (y published) fromAll() string {
	for item, a := range y.all.months {
		a.solve()
		if found := a.smallest(y.town.shares(item), y.town.programme.SmallGroup); found != "" {
			return item + ": " + found
		}
	}
	return y.october(y.all.october)
}

// fromPartner is the same by the one of HR who has a partner, and reads the
// others' answers of October by name.
func (y published) fromPartner() string { return y.october(y.hr.october.with(y.told)) }

func (y published) october(a *attack) string {
	a.solve()
	for _, item := range y.town.items() {
		if !strings.HasPrefix(item, string(mentoring.Mentee)) && !strings.HasPrefix(item, string(mentoring.Mentor)) {
			continue
		}
		if found := a.smallest(y.town.shares(item), y.town.programme.SmallGroup); found != "" {
			return item + ": " + found
		}
	}
	for _, g := range append([]mentoring.SurveyGroup{{}}, y.town.programme.Survey.Groups...) {
		if found := a.smallest(y.town.engaged(g.ID), y.town.programme.SmallGroup); found != "" {
			return "engagement " + g.ID + ": " + found
		}
	}
	return ""
}

// TestTheAttackOnAYearFinds is the same attacker before figures of which each can
// be told, and not all of them.
func TestTheAttackOnAYearFinds(t *testing.T) {
	t.Parallel()
	people := map[string][]string{ // by department and part
		"総務部/mentee": {"a1", "a2", "a3", "a4", "a5"}, "市民部/mentee": {"b1", "b2", "b3", "b4", "b5"},
		"市民部/mentor": {"c1", "c2"}, "福祉部/mentor": {"d1", "d2", "d3", "d4", "d5"},
	}
	sum := func(fits func(of string) bool) equation {
		eq := equation{}
		for of, all := range people {
			for _, who := range all {
				if fits(of) {
					eq[cell{"average", who}] = big.NewRat(1, 1)
				}
			}
		}
		return eq
	}
	shares := map[string]equation{}
	for c := range sum(func(string) bool { return true }) {
		shares[c.person] = equation{c: big.NewRat(1, 1)}
	}
	departments := map[string]equation{"city": sum(func(string) bool { return true })}
	for _, d := range []string{"総務部", "市民部", "福祉部"} {
		departments[d] = sum(func(of string) bool { return strings.HasPrefix(of, d) })
	}
	mentors := sum(func(of string) bool { return strings.HasSuffix(of, "mentor") })
	byName := map[cell]bool{}
	for c := range mentors {
		byName[c] = c.person != "d3"
	}
	for _, tt := range []struct {
		name string
		more equation
		told map[cell]bool
		want string
	}{
		{"departments alone", nil, nil, ""},
		{"a part beside the departments", mentors, nil, "c1 + c2"},
		{"all but one by name", nil, byName, "d3"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := &attack{told: tt.told}
			for says, eq := range departments {
				a.learn(says, eq)
			}
			if tt.more != nil {
				a.learn("more", tt.more)
			}
			a.solve()
			if found := a.smallest(shares, 5); found != tt.want {
				t.Errorf("found %q, want %q", found, tt.want)
			}
		})
	}
}
