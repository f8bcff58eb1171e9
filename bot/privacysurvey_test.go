package bot_test

import (
	"testing"
	"time"

	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// plantSurvey opens the questionnaire; two of four in 市民部 have answered, one of
// them on paper, and a third has begun.
func plantSurvey(t *testing.T, w *bottest.World) {
	t.Helper()
	write(t, w, func(tx store.Tx) error {
		on := mentoring.On(2026, time.July, 14)
		return firstError(
			store.Surveys.Put(tx, store.Survey{Programme: "aomori-2026", Window: mentoring.SurveyWindow{Opens: on, Deadline: on.Add(24), OpenedAt: jst("2026-07-14T10:00")}}),
			store.SurveyDrafts.Put(tx, store.SurveyDraft{Programme: "aomori-2026", Part: mentoring.Mentee, Person: colleague, By: colleague,
				Values: chat.Values{"good": {private.New(colleague, "しるし下書き")}}, Asked: map[string]int{"good": 1}}),
		)
	})
	plantAnswers(t, w, mentoring.Mentee, mentee)
	plantAnswers(t, w, mentoring.Mentor, mentor)
}

// plantAnswers has people answer every question of their part.
func plantAnswers(t *testing.T, w *bottest.World, part mentoring.Part, people ...string) {
	t.Helper()
	words := map[string]string{mentee: "しるし十月", mentor: "しるし紙"}
	write(t, w, func(tx store.Tx) error {
		p, err := store.Programmes.Must(tx, "aomori-2026")
		if err != nil {
			return err
		}
		set, _ := p.Survey.Set(part)
		for _, who := range people {
			a := store.SurveyAnswer{Programme: p.ID, Part: part, Person: who, Values: chat.Values{}, Asked: map[string]int{}, SentAt: w.Clock.Now()}
			if who == mentor {
				a.KeyedBy = hr
			}
			for _, q := range set.Questions {
				a.Asked[q.ID] = set.Version
				switch {
				case q.Kind == mentoring.QuestionScale:
					a.Values[q.ID] = []private.Text{private.New(who, "4")}
				case q.Kind.Written():
					a.Values[q.ID] = []private.Text{private.New(who, words[who])}
				}
			}
			if err := store.SurveyAnswers.Put(tx, a); err != nil {
				return err
			}
		}
		return nil
	})
}
