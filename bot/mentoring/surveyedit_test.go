package mentoring_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tsukiichi/bot/mentoring"
)

func small() mentoring.QuestionSet {
	ja := func(s string) mentoring.Words { return mentoring.Words{"ja": s} }
	return mentoring.QuestionSet{For: mentoring.Mentee, Version: 1, Questions: []mentoring.Question{
		{ID: "a", Kind: mentoring.QuestionScale, Label: ja("A"), Group: "ground"},
		{ID: "b", Kind: mentoring.QuestionChoice, Label: ja("B"), Options: []mentoring.Choice{{ID: "x", Label: ja("X")}, {ID: "y", Label: ja("Y")}}},
		{ID: "c", Kind: mentoring.QuestionLong, Label: ja("C")},
	}}
}

// TestEditWhileOpen says what goes while people answer, and why the rest does
// not.
func TestEditWhileOpen(t *testing.T) {
	t.Parallel()
	change := func(id string, do func(*mentoring.Question)) mentoring.QuestionSet {
		q, _ := small().Question(id)
		q.Options = slices.Clone(q.Options)
		do(&q)
		return small().Replace(q)
	}
	for _, c := range []struct {
		name string
		to   mentoring.QuestionSet
		want mentoring.EditRefusal
	}{
		{"the same", small(), ""},
		{"other words", change("a", func(q *mentoring.Question) { q.Label = mentoring.Words{"ja": "あ"} }), ""},
		{"other words of an option", change("b", func(q *mentoring.Question) { q.Options[0].Label = mentoring.Words{"ja": "い"} }), ""},
		{"another order", small().MoveBehind("a", "c"), ""},
		{"one more", small().Add(mentoring.Question{ID: "d", Kind: mentoring.QuestionShort}), ""},
		{"no longer required", change("a", func(q *mentoring.Question) { q.Required = false }), ""},
		{"one less", small().Without("b"), mentoring.EditRemoves},
		{"an option less", change("b", func(q *mentoring.Question) { q.Options = q.Options[:1] }), mentoring.EditRemoves},
		{"an option more", change("b", func(q *mentoring.Question) { q.Options = append(q.Options, mentoring.Choice{ID: "z"}) }), mentoring.EditOptions},
		{"another kind", change("a", func(q *mentoring.Question) { q.Kind, q.Group = mentoring.QuestionShort, "" }), mentoring.EditKind},
		{"another group", change("a", func(q *mentoring.Question) { q.Group = "pride" }), mentoring.EditGroup},
		{"required now", change("c", func(q *mentoring.Question) { q.Required = true }), mentoring.EditRequired},
		{"one more that is required", small().Add(mentoring.Question{ID: "d", Kind: mentoring.QuestionShort, Required: true}), mentoring.EditRequired},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got, _ := small().EditWhileOpen(c.to); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestSetEdits changes a set in any way: no question is lost or doubled but by
// leaving it out, and the set that it was stays as it was.
func TestSetEdits(t *testing.T) {
	t.Parallel()
	ids := func(q mentoring.QuestionSet) string {
		var out []string
		for _, o := range q.Questions {
			out = append(out, o.ID)
		}
		return strings.Join(out, "")
	}
	rapid.Check(t, func(t *rapid.T) {
		set, want := small(), map[string]bool{"a": true, "b": true, "c": true}
		for i := range rapid.IntRange(0, 8).Draw(t, "steps") {
			before, held := ids(set), set
			id := rapid.SampledFrom([]string{"a", "b", "c", "gone"}).Draw(t, "id")
			switch rapid.IntRange(0, 2).Draw(t, "what") {
			case 0:
				set = set.MoveBehind(id, rapid.SampledFrom([]string{"", "a", "b", "c", "gone"}).Draw(t, "behind"))
			case 1:
				set = set.Without(id)
				delete(want, id)
			default:
				added := fmt.Sprint(i)
				set = set.Add(mentoring.Question{ID: added, Kind: mentoring.QuestionScale})
				want[added] = true
			}
			if ids(held) != before {
				t.Fatalf("the set before became %s", ids(held))
			}
		}
		if len(set.Questions) != len(want) {
			t.Fatalf("the set is %s, want %v", ids(set), want)
		}
		for _, q := range set.Questions {
			if !want[q.ID] {
				t.Fatalf("%s has %s", ids(set), q.ID)
			}
		}
		most := rapid.IntRange(1, 5).Draw(t, "most")
		var all []mentoring.Question
		for _, d := range set.Dialogs(most) {
			if len(d) == 0 || len(d) > most {
				t.Fatalf("a dialog of %d", len(d))
			}
			all = append(all, d...)
		}
		if ids(mentoring.QuestionSet{Questions: all}) != ids(set) {
			t.Fatal("the dialogs lose the order")
		}
	})
}

// TestSurveyValidate names what is wrong with a questionnaire.
func TestSurveyValidate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		want   string
		change func(*mentoring.Survey)
	}{
		{"survey.purpose", func(s *mentoring.Survey) { s.Purpose = nil }},
		{"survey.per_dialog", func(s *mentoring.Survey) { s.PerDialog = 0 }},
		{"survey.remind[1]", func(s *mentoring.Survey) { s.Remind = []int{3, 7} }},
		{"survey.low_rate", func(s *mentoring.Survey) { s.LowRate = 101 }},
		{"survey.bands", func(s *mentoring.Survey) { s.Bands = s.Bands[:4] }},
		{"survey.bands[1].from", func(s *mentoring.Survey) { s.Bands[1].From = 4 }},
		{"survey.groups[1]", func(s *mentoring.Survey) { s.Groups[1].ID = s.Groups[0].ID }},
		{"survey.sets[1].for", func(s *mentoring.Survey) { s.Sets[1].For = mentoring.Mentee }},
		{"survey.sets[0].questions[1]", func(s *mentoring.Survey) { s.Sets[0].Questions[1].ID = s.Sets[0].Questions[0].ID }},
		{"survey.sets[0].questions[0].label", func(s *mentoring.Survey) { s.Sets[0].Questions[0].Label = nil }},
		{"survey.sets[0].questions[0].kind", func(s *mentoring.Survey) { s.Sets[0].Questions[0].Kind = "colour" }},
		{"survey.sets[0].questions[0].group", func(s *mentoring.Survey) { s.Sets[0].Questions[0].Group = "none" }},
		{"survey.sets[0].questions[2].group", func(s *mentoring.Survey) { s.Sets[0].Questions[2].Group = "ground" }},
		{"survey.sets[0].questions[2].options", func(s *mentoring.Survey) { s.Sets[0].Questions[2].Options = nil }},
		{"survey.sets[0].questions[0]", func(s *mentoring.Survey) {
			s.Sets[0].Questions[0].Hint = mentoring.Words{"ja": strings.Repeat("あ", 121)}
		}},
	} {
		t.Run(c.want, func(t *testing.T) {
			t.Parallel()
			p := aomori(t, 2026)
			c.change(&p.Survey)
			if err := p.Validate(); err == nil || !strings.Contains(err.Error(), c.want+" ") {
				t.Errorf("got %v, want a word on %s", err, c.want)
			}
		})
	}
	none := aomori(t, 2026)
	none.Survey = mentoring.Survey{}
	if err := none.Validate(); err != nil {
		t.Errorf("a programme that asks nothing: %v", err)
	}
}
