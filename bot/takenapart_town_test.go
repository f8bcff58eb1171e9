package bot_test

import (
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"pgregory.net/rapid"

	"tsukiichi/bot/calendar"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// town is a random city and everything that its people answered in a year.
type town struct {
	programme mentoring.Programme
	rules     mentoring.Rules
	people    map[string]mentoring.Person
	pairs     []mentoring.Pair
	heads     []string
	partners  map[string]bool  // of people of HR
	late      bool             // who has a partner comes to HR when the questionnaire is closed
	given     map[cell]float64 // every figure that somebody gave
	sent      map[mentoring.Part]map[string]chat.Values
	records   []func(tx store.Tx) error
	held      map[string]map[string]equation // shares by what they are of
}

// The people of HR: one without a part in a pair, and one who has one in some
// towns.
const (
	deskHR = "hr0"
	pairHR = "hr1"
)

// drawTown draws one. How many are where, and who has a part in what, is drawn so
// that what fails shrinks; what they answer is not.
func drawTown(t *rapid.T, p mentoring.Programme) *town {
	p.SmallGroup = rapid.IntRange(3, 5).Draw(t, "threshold")
	rules, err := mentoring.NewRules(p, calendar.New(p.Closures))
	if err != nil {
		t.Fatal(err)
	}
	w := &town{
		programme: p, rules: rules, people: map[string]mentoring.Person{}, partners: map[string]bool{}, given: map[cell]float64{},
		held: map[string]map[string]equation{},
		sent: map[mentoring.Part]map[string]chat.Values{mentoring.Mentee: {}, mentoring.Mentor: {}},
	}
	var places [][2]string
	for d := range rapid.IntRange(1, 3).Draw(t, "departments") {
		for s := range rapid.IntRange(1, 3).Draw(t, "sections") {
			places = append(places, [2]string{fmt.Sprintf("部%d", d), fmt.Sprintf("課%d%d", d, s)})
		}
	}
	for _, at := range places {
		id := "head" + at[1]
		w.heads = append(w.heads, id)
		w.live(id, at, mentoring.RoleHead)
	}
	w.live(deskHR, places[0], mentoring.RoleHR)
	w.live(pairHR, places[0], mentoring.RoleHR)
	place := rapid.SampledFrom(places)
	var mentors []string
	for i := range rapid.IntRange(1, 12).Draw(t, "mentors") {
		mentors = append(mentors, fmt.Sprintf("m%02d", i))
		w.live(mentors[i], place.Draw(t, "mentor in"), mentoring.RoleMentor)
	}
	for i := range rapid.IntRange(3, 24).Draw(t, "mentees") {
		id := fmt.Sprintf("n%02d", i)
		w.live(id, place.Draw(t, "mentee in"), mentoring.RoleMentee)
		w.pair(id, mentors[i%len(mentors)])
	}
	switch rapid.SampledFrom([]string{"nobody", "mentee", "mentor", "both"}).Draw(t, "in pairs beside") {
	case "mentee":
		w.pair(pairHR, mentors[0])
	case "mentor":
		w.live("own", place.Draw(t, "own in"), mentoring.RoleMentee)
		w.pair("own", pairHR)
	case "both": // a mentor who is a mentee too
		w.pair(mentors[len(mentors)-1], mentors[0])
	}
	w.late = rapid.Bool().Draw(t, "comes to HR late")
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "answers"), 0))
	for _, period := range w.rules.Periods()[:rapid.IntRange(1, 3).Draw(t, "months")] {
		w.talk(r, period)
	}
	w.october(r)
	return w
}

func (w *town) live(id string, at [2]string, role mentoring.Role) {
	w.people[id] = mentoring.Person{ID: id, Name: id, Department: at[0], Section: at[1], Post: "主事", Roles: []mentoring.Role{role}, Active: true}
}

func (w *town) pair(mentee, mentor string) {
	if mentee == mentor {
		return
	}
	told := time.Date(2026, 4, 2, 9, 0, 0, 0, w.rules.Zone())
	w.pairs = append(w.pairs, mentoring.Pair{
		ID: w.programme.ID + ":" + mentee + ":" + mentor, Programme: w.programme.ID, Mentee: mentee, Mentor: mentor,
		NominatedBy: w.heads[0], NominatedAt: told, ToldAt: told,
	})
	for _, who := range [][2]string{{mentee, mentor}, {mentor, mentee}} {
		if w.people[who[0]].Has(mentoring.RoleHR) {
			w.partners[who[1]] = true
		}
	}
}

// talk is what was prepared and felt in a month.
func (w *town) talk(r *rand.Rand, period mentoring.Period) {
	times := map[cell][]int{}
	score := func(kind, who string) int {
		n := r.IntN(7) // 0 and above 5 give none
		if n > 5 {
			n = 0
		}
		if n > 0 {
			c := cell{kind + "/" + period.String(), who}
			times[c] = append(times[c], n)
		}
		return n
	}
	for _, pair := range w.pairs {
		if r.IntN(5) == 0 {
			continue
		}
		at := period.First().At(mentoring.TimeOfDay{Hour: 10}, w.rules.Zone())
		m := mentoring.Meeting{ID: pair.ID + period.String(), Pair: pair.ID, State: mentoring.MeetingMet, Start: at, Minutes: 15, BookedBy: pair.Mentor, BookedAt: at, MetAt: at}
		relief, growth, went := score("relief", pair.Mentee), score("growth", pair.Mentee), score("went", pair.Mentor)
		topic, response := w.programme.Topics[r.IntN(4)].ID, w.programme.Responses[r.IntN(3)].ID
		w.given[cell{"topics/" + topic, pair.Mentee}] = 1
		w.given[cell{"responses/" + response, pair.Mentee}] = 1
		w.records = append(w.records, func(tx store.Tx) error {
			felt := store.Reflection{Meeting: m.ID, Pair: pair.ID, Author: pair.Mentee, Part: mentoring.Mentee, Relief: relief, Growth: growth, Scores: private.OnlyMe, WrittenAt: at}
			found := store.Reflection{Meeting: m.ID, Pair: pair.ID, Author: pair.Mentor, Part: mentoring.Mentor, Went: went, Scores: private.OnlyMe, WrittenAt: at}
			return firstError(store.Meetings.Put(tx, m), store.Reflections.Put(tx, felt), store.Reflections.Put(tx, found),
				store.Preparations.Put(tx, store.Preparation{Meeting: m.ID, Pair: pair.ID, Mentee: pair.Mentee, Topic: topic, Response: response, WrittenAt: at}))
		})
	}
	for c, all := range times {
		sum := 0
		for _, n := range all {
			sum += n
		}
		w.given[c] = float64(sum) / float64(len(all))
	}
}

// october is what was answered then: some answer nothing, and some leave out what
// they need not answer.
func (w *town) october(r *rand.Rand) {
	for _, pair := range w.pairs {
		for _, part := range mentoring.SurveyParts() {
			who := pair.Person(part)
			if _, there := w.sent[part][who]; there {
				continue
			}
			set, _ := w.programme.Survey.Set(part)
			w.sent[part][who] = nil
			if r.IntN(6) > 0 {
				w.sent[part][who] = w.fill(r, set, who)
			}
		}
	}
	for _, sent := range w.sent {
		maps.DeleteFunc(sent, func(_ string, v chat.Values) bool { return v == nil })
	}
}

func (w *town) fill(r *rand.Rand, set mentoring.QuestionSet, who string) chat.Values {
	var values []string
	short := r.IntN(8) == 0
	for _, q := range set.Questions {
		item := string(set.For) + "/" + q.ID
		switch {
		case !q.Required && short && r.IntN(3) == 0:
		case q.Kind == mentoring.QuestionScale:
			n := 1 + r.IntN(5)
			values = append(values, q.ID, strconv.Itoa(n))
			w.given[cell{item, who}] = float64(n)
		case q.Kind.Listed():
			chosen := q.Options[r.IntN(len(q.Options))].ID
			values = append(values, q.ID, chosen)
			w.given[cell{item + "/" + chosen, who}] = 1
		}
	}
	return chat.Set(values...).OwnedBy(who)
}

// put writes the town down, with the questionnaire over and not closed yet.
func (w *town) put(tx store.Tx) error {
	for _, p := range w.people {
		if p.ID == pairHR && w.late {
			p.Roles = nil
		}
		if err := store.People.Put(tx, p); err != nil {
			return err
		}
	}
	for _, p := range w.pairs {
		if err := store.Pairs.Put(tx, p); err != nil {
			return err
		}
	}
	for _, rec := range w.records {
		if err := rec(tx); err != nil {
			return err
		}
	}
	window := mentoring.SurveyWindow{Opens: mentoring.On(2026, 10, 1), Deadline: mentoring.On(2026, 10, 16), OpenedAt: time.Date(2026, 10, 1, 9, 0, 0, 0, w.rules.Zone())}
	for part, all := range w.sent {
		for who, v := range all {
			err := store.SurveyAnswers.Put(tx, store.SurveyAnswer{Programme: w.programme.ID, Part: part, Person: who, Values: v, SentAt: window.OpenedAt})
			if err != nil {
				return err
			}
		}
	}
	return firstError(store.Programmes.Put(tx, w.programme), store.Surveys.Put(tx, store.Survey{Programme: w.programme.ID, Window: window}))
}

// shares is what each adds to the sum of an item.
func (w *town) shares(item string) map[string]equation {
	out, done := w.held[item]
	if done {
		return out
	}
	out = map[string]equation{}
	w.held[item] = out
	for c := range w.given {
		if c.item == item {
			out[c.person] = equation{c: big.NewRat(1, 1)}
		}
	}
	return out
}

// engaged is what each adds to the mean of a group of the engagement items, or
// with "" to the average of all: who answered both parts does as a mentee, who
// left out a group does not.
func (w *town) engaged(group string) map[string]equation {
	out, done := w.held["engagement "+group]
	if done {
		return out
	}
	out = map[string]equation{}
	w.held["engagement "+group] = out
	for _, part := range mentoring.SurveyParts() {
		set, _ := w.programme.Survey.Set(part)
		for who := range w.sent[part] {
			if _, there := out[who]; there {
				continue
			}
			groups, eq := map[string]bool{}, equation{}
			for _, q := range set.Questions {
				c := cell{string(part) + "/" + q.ID, who}
				if _, answered := w.given[c]; q.Group == "" || !answered {
					continue
				}
				groups[q.Group] = true
				if group == "" || q.Group == group {
					eq[c] = big.NewRat(1, 1)
				}
			}
			if len(groups) < len(w.programme.Survey.Groups) {
				continue
			}
			for c := range eq {
				eq[c] = big.NewRat(1, int64(len(eq)))
			}
			out[who] = eq
		}
	}
	return out
}

// items is everything that was given, by item.
func (w *town) items() []string {
	seen := map[string]bool{}
	for c := range w.given {
		seen[c.item] = true
	}
	return slices.Sorted(maps.Keys(seen))
}
