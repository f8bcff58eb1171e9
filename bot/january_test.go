package bot_test

import (
	"strings"
	"testing"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// TestJanuaryQuotesTheSurvey wants the published results of the questionnaire in
// the template, and a sentence for them where there are none.
func TestJanuaryQuotesTheSurvey(t *testing.T) {
	t.Parallel()
	w := house(t)
	body := func() string {
		f := press(t, w, hr, "broadcast.write", "jan|mentors").Form
		if f == nil {
			t.Fatal("no form")
		}
		return revealed(f.Private())
	}
	if got := body(); !strings.Contains(got, "アンケートの結果は、まとまりしだい") {
		t.Errorf("before: %s", got)
	}
	write(t, w, func(tx store.Tx) error {
		p, err := store.Programmes.Must(tx, "aomori-2026")
		if err != nil {
			return err
		}
		set, _ := p.Survey.Set(mentoring.Mentee)
		res := store.SurveyResult{Programme: p.ID, Part: mentoring.Mentee, Answers: 12}
		for _, q := range set.Questions {
			res.Tendencies = append(res.Tendencies, mentoring.Tendency{Question: q, Answers: 12, Mean: 3.5})
		}
		_, err = store.SurveyResults.Insert(tx, res)
		return err
	})
	got := body()
	for _, want := range []string{"メンティ12人が答えました。", "平均3.50（5が最高）", "12 mentees answered."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in it: %s", want, got)
		}
	}
	if strings.Contains(got, "メンター0人") {
		t.Errorf("a part without results is quoted: %s", got)
	}
	if n := strings.Count(got, "（5が最高）"); n != 2 {
		t.Errorf("%d scales are quoted, want the 2 that are told of the whole city alone", n)
	}
}
