package store_test

import (
	"errors"
	"testing"
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// TestThirdSurvey gives older programmes the questionnaire of their preset; one
// that has its own keeps it, one of an unknown preset gets none.
func TestThirdSurvey(t *testing.T) {
	t.Parallel()
	s := open(t)
	preset, err := mentoring.LoadPreset("aomori", 2026)
	if err != nil {
		t.Fatal(err)
	}
	old, own, odd := preset, preset, preset
	old.Survey = mentoring.Survey{}
	own.ID, own.Survey = "own", mentoring.Survey{PerDialog: 3, Sets: []mentoring.QuestionSet{{For: mentoring.Mentee}}}
	odd.ID, odd.Preset, odd.Survey = "odd", "none of ours", mentoring.Survey{}
	err = s.Update(t.Context(), func(tx store.Tx) error {
		for _, p := range []mentoring.Programme{old, own, odd} {
			if err := store.Programmes.Put(tx, p); err != nil {
				return err
			}
		}
		return errors.Join(store.ThirdSurvey(tx), store.ThirdSurvey(tx))
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.View(t.Context(), func(tx store.Tx) error {
		for id, want := range map[string]int{old.ID: len(preset.Survey.Sets), "own": 1, "odd": 0} {
			got, err := store.Programmes.Must(tx, id)
			if err != nil || len(got.Survey.Sets) != want {
				t.Errorf("%s has %d sets, want %d; %v", id, len(got.Survey.Sets), want, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestSurveyAsked lists who is asked: each once for a part, nobody of a voluntary
// pair, of one that was never told, or who is away for the whole window.
func TestSurveyAsked(t *testing.T) {
	t.Parallel()
	s := open(t)
	preset, err := mentoring.LoadPreset("aomori", 2026)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := mentoring.NewRules(preset, everyDay{})
	if err != nil {
		t.Fatal(err)
	}
	october, told := mentoring.On(2026, time.October, 1), time.Date(2026, 4, 8, 0, 0, 0, 0, time.UTC)
	w := mentoring.SurveyWindow{Opens: october, Deadline: october.Add(15)}
	people := []mentoring.Person{
		{ID: "a", Active: true}, {ID: "b", Active: true}, {ID: "c", Active: true}, {ID: "d", Active: true},
		{ID: "left"}, {ID: "away", Active: true, Leave: []mentoring.Leave{{From: october.Add(-30)}}},
		{ID: "back", Active: true, Leave: []mentoring.Leave{{From: october.Add(-30), To: october.Add(3)}}},
	}
	pair := func(id, mentee, mentor string, more func(*mentoring.Pair)) mentoring.Pair {
		p := mentoring.Pair{ID: id, Programme: preset.ID, Mentee: mentee, Mentor: mentor, ToldAt: told}
		if more != nil {
			more(&p)
		}
		return p
	}
	over := func(p *mentoring.Pair) { p.Ended = mentoring.On(2026, time.July, 1) }
	pairs := []mentoring.Pair{
		pair("1", "a", "b", nil), pair("2", "c", "b", nil),
		pair("3", "back", "away", nil), pair("4", "left", "b", nil),
		pair("5", "a", "d", over), pair("6", "c", "away", over),
		pair("7", "d", "a", func(p *mentoring.Pair) { p.Voluntary = true }),
		pair("8", "d", "a", func(p *mentoring.Pair) { p.ToldAt = time.Time{} }),
	}
	err = s.Update(t.Context(), func(tx store.Tx) error {
		for _, p := range people {
			if err := store.People.Put(tx, p); err != nil {
				return err
			}
		}
		for _, p := range pairs {
			if err := store.Pairs.Put(tx, p); err != nil {
				return err
			}
		}
		return store.Meetings.Put(tx, mentoring.Meeting{ID: "m", Pair: "5", State: mentoring.MeetingMet, Start: told})
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{"a mentee": true, "b mentor": true, "c mentee": true, "back mentee": true, "d mentor": true}
	err = s.View(t.Context(), func(tx store.Tx) error {
		got, err := store.SurveyAsked(tx, rules, w, october)
		if err != nil {
			return err
		}
		seen := map[string]bool{}
		for _, who := range got {
			key := who.Person.ID + " " + string(who.Part)
			if seen[key] || !want[key] {
				t.Errorf("%s is asked, maybe twice", key)
			}
			seen[key] = true
		}
		if len(seen) != len(want) {
			t.Errorf("asked are %v, want %v", seen, want)
		}
		for _, p := range people { // the two ways agree
			for _, part := range mentoring.SurveyParts() {
				one, err := store.IsSurveyed(tx, rules, w, p, part, october)
				if key := p.ID + " " + string(part); err != nil || one != want[key] {
					t.Errorf("IsSurveyed of %s is %v, %v", key, one, err)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

type everyDay struct{}

func (everyDay) Open(mentoring.Date) bool { return true }
