package main

import (
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
)

// TestJudge holds the simulator's own judgement against what the programme's
// people were told.
func TestJudge(t *testing.T) {
	t.Parallel()
	a := newAlmanac(2026)
	july, august := day(t, "2026-07-01", 0), day(t, "2026-08-01", 0)
	at := func(date string) time.Time { return day(t, date, 9) }
	leave := absence{from: day(t, "2026-07-06", 0), to: day(t, "2026-07-19", 0)} // back on 21 July, the 20th is a holiday
	long := absence{known: day(t, "2026-07-10", 0), from: july, to: day(t, "2026-07-31", 0)}
	held := leaf{from: at("2026-04-10"), talks: []talk{{id: 1, at: uint32(at("2026-04-10").Unix()), held: true}}}
	for name, tt := range map[string]struct {
		couple couple
		ask    func(*couple) bool
		want   bool
	}{
		"nothing was planned":          {couple{}, wanted(a, july, at("2026-07-10")), true},
		"put off":                      {couple{leaves: []leaf{{from: july, off: months(0).with(july)}}}, wanted(a, july, at("2026-07-10")), false},
		"put off later":                {couple{leaves: []leaf{{from: at("2026-07-11"), off: months(0).with(july)}}}, wanted(a, july, at("2026-07-10")), true},
		"taken back":                   {couple{leaves: []leaf{{from: july, off: months(0).with(july)}, {from: at("2026-07-09")}}}, wanted(a, july, at("2026-07-10")), true},
		"another month put off":        {couple{leaves: []leaf{{from: july, off: months(0).with(august)}}}, wanted(a, july, at("2026-07-10")), true},
		"away":                         {couple{absences: []absence{leave}}, wanted(a, july, at("2026-07-10")), false},
		"back when it rings":           {couple{absences: []absence{leave}}, wanted(a, july, at("2026-07-21")), true},
		"not back before":              {couple{absences: []absence{leave}}, wanted(a, july, at("2026-07-20")), false},
		"a leave that nobody knew of":  {couple{absences: []absence{long}}, wanted(a, july, at("2026-07-09")), true},
		"and that somebody did":        {couple{absences: []absence{long}}, wanted(a, july, at("2026-07-10")), false},
		"not behind":                   {couple{told: at("2026-04-02"), leaves: []leaf{held}}, behindIn(a, "2026-04-13"), false},
		"behind after a month put off": {couple{told: at("2026-04-02"), leaves: []leaf{{held.from, held.talks, months(0).with(july)}}}, behindIn(a, "2026-04-13"), true},
		"not behind after a month's leave": {couple{told: at("2026-04-02"), leaves: []leaf{held},
			absences: []absence{{from: july, to: day(t, "2026-07-31", 0)}}}, behindIn(a, "2026-04-13"), false},
	} {
		if got := tt.ask(&tt.couple); got != tt.want {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
	}
}

func wanted(a almanac, month, at time.Time) func(*couple) bool {
	return func(c *couple) bool { return c.wants(a, stepTenth, month, at) }
}

func behindIn(a almanac, date string) func(*couple) bool {
	return func(c *couple) bool {
		at, err := time.ParseInLocation(time.DateOnly, date, townZone)
		return err == nil && c.behind(a, at.AddDate(0, 0, 1-at.Day()), at)
	}
}

// TestRests is until when somebody wants no nudges.
func TestRests(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ said, chose, want string }{
		"a week":      {"2026-07-08", "week", "2026-07-13"},
		"on a Monday": {"2026-07-06", "week", "2026-07-13"},
		"on a Sunday": {"2026-07-12", "week", "2026-07-13"},
		"a month":     {"2026-07-08", "month", "2026-08-01"},
		"in December": {"2026-12-08", "month", "2027-01-01"},
		"no more":     {"2026-07-08", "off", ""},
	} {
		at := day(t, tt.said, 10)
		p := &person{}
		form := chat.Submitted{Form: formSnooze, Values: chat.Values{"until": {private.New("", tt.chose)}}}
		p.keeps(form, chat.Answer{}, at)
		p.keeps(form, chat.Answer{Errors: []chat.FieldError{{Field: "until"}}}, at.Add(time.Hour)) // was refused
		r := record{rests: map[string][]rest{"who": p.rests}}
		var want time.Time
		if tt.want != "" {
			want = day(t, tt.want, 0)
		}
		if got := r.restsUntil("who", at); !got.Equal(want) || len(p.rests) != 1 {
			t.Errorf("%s: until %v, want %v; said %d times", name, got, want, len(p.rests))
		}
		if got := r.restsUntil("who", at.Add(-time.Second)); !got.IsZero() {
			t.Errorf("%s: rested until %v before it was said", name, got)
		}
	}
}

// TestNote holds that a talk which a series has planned is known as of then,
// also where it was moved since.
func TestNote(t *testing.T) {
	t.Parallel()
	planned, moved := day(t, "2026-06-10", 9), day(t, "2026-06-30", 10)
	m := mentoring.Meeting{
		ID: "m", Series: "s", State: mentoring.MeetingPlanned, BookedAt: planned,
		Start: day(t, "2026-08-05", 15), Was: day(t, "2026-07-08", 15), Moves: 1,
	}
	c := &couple{}
	c.note(day(t, "2026-05-01", 10), nil, 0)
	c.note(moved, []mentoring.Meeting{m}, 0)
	july, august := day(t, "2026-07-01", 0), day(t, "2026-08-01", 0)
	for at, want := range map[time.Time][2]bool{
		planned.Add(-time.Second): {}, planned: {true, false}, moved.Add(-time.Second): {true, false}, moved: {false, true},
	} {
		if got := [2]bool{c.ahead(july, at), c.ahead(august, at)}; got != want {
			t.Errorf("%v: planned for July and August %v, want %v", at, got, want)
		}
	}
	if c.talksPlanned() != 1 {
		t.Errorf("%d talks, want one", c.talksPlanned())
	}
}

func TestKeyset(t *testing.T) {
	t.Parallel()
	var k keyset
	want := map[uint64]bool{}
	for i := range 20000 {
		key := keyOf(string(rune(i)))
		k.put(key, i%3 == 0)
		want[key] = i%3 == 0
		if i%5 == 0 {
			k.put(key, true)
			want[key] = true
		}
	}
	for key, fresh := range want {
		if there, got := k.get(key); !there || got != fresh {
			t.Fatalf("key %x: there %v, fresh %v, want %v", key, there, got, fresh)
		}
	}
	if there, _ := k.get(keyOf("nobody sent this")); there {
		t.Error("a key is there that nobody put")
	}
}

// TestHandedOver holds what the judge makes of a change of mentor.
func TestHandedOver(t *testing.T) {
	t.Parallel()
	a := newAlmanac(2026)
	june, july := day(t, "2026-06-01", 0), day(t, "2026-07-01", 0)
	told := day(t, "2026-07-15", 11)
	before := &couple{told: day(t, "2026-04-02", 9), leaves: []leaf{{day(t, "2026-07-02", 17), []talk{
		{id: 1, at: uint32(day(t, "2026-07-02", 15).Unix()), held: true}, {id: 2, at: uint32(day(t, "2026-07-30", 15).Unix()), planned: true},
	}, 0}, {told, []talk{
		{id: 1, at: uint32(day(t, "2026-07-02", 15).Unix()), held: true}, {id: 2, at: uint32(day(t, "2026-07-30", 15).Unix()), off: true},
	}, 0}}}
	c := &couple{told: told, leaves: []leaf{{told, []talk{{id: 3, at: uint32(day(t, "2026-07-30", 15).Unix()), planned: true}}, 0}}}
	c.follows(before)
	just := told.Add(-time.Second)
	for name, tt := range map[string]struct{ got, want any }{
		"the mentor before hears no more":       {before.wants(a, stepClosing, day(t, "2026-08-01", 0), day(t, "2026-08-24", 9)), false},
		"and did until then":                    {before.wants(a, stepTwentieth, june, just), true},
		"what was held counts on":               {c.met(july, told), true},
		"and is none of another month":          {c.met(june, told), false},
		"the arithmetic begins with the first":  {c.began(), before.told},
		"July is none of the mentor before":     {before.leftBy(a, july, a.overAt(july)), true},
		"June is":                               {before.leftBy(a, june, a.overAt(june)), false},
		"but not when they have left since":     {before.leftBy(a, june, told), true},
		"a talk taken over is one talk":         {before.talksPlanned() + c.talksPlanned(), 1},
		"and was not called off":                {before.talksOff() + c.talksOff(), 0},
		"the new mentor hears what comes after": {c.hears(a.steps(july)[2]), true},
		"not what was before":                   {c.hears(a.steps(july)[1]), false},
		"who had met is asked in October":       {record{couples: []*couple{before}, survey: a.questionnaire(), town: aTown("m")}.asks(blank{"m", partMentor}, []*couple{before}, day(t, "2026-10-13", 9)), true},
		"who had not is not":                    {record{survey: a.questionnaire(), town: aTown("m")}.asks(blank{"m", partMentor}, []*couple{{told: before.told, over: told}}, day(t, "2026-10-13", 9)), false},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %v, want %v", name, tt.got, tt.want)
		}
	}
}

// aTown is one of a single person.
func aTown(who string) *town {
	return &town{residents: []resident{{id: who}}, index: map[string]int{who: 0}}
}

// TestAbsencesOf holds whose leave keeps a couple from meeting after a change.
func TestAbsencesOf(t *testing.T) {
	t.Parallel()
	town := &town{index: map[string]int{}}
	for who, leave := range map[string]absence{
		"mentee": {}, "first": {from: day(t, "2026-07-01", 0), to: day(t, "2026-08-31", 0)}, "second": {from: day(t, "2026-06-01", 0), to: day(t, "2026-07-20", 0)},
	} {
		town.index[who] = len(town.residents)
		town.residents = append(town.residents, resident{id: who, leave: leave})
	}
	before := &couple{mentee: "mentee", mentor: "first", told: day(t, "2026-04-02", 9)}
	c := &couple{mentee: "mentee", mentor: "second", told: day(t, "2026-07-15", 11)}
	c.follows(before)
	var got []string
	for _, l := range town.absencesOf(c) {
		got = append(got, l.cell())
	}
	// The second mentor's since they are the mentor, the first one's until then.
	if want := "2026-07-15/2026-07-20 2026-07-01/2026-07-14"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
