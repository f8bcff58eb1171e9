package scheduler_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// manyTexts puts 700 pairs with a reflection of each side, a vision and a reason
// into the house, and a draft of this year and one of the next.
func (h *house) manyTexts() {
	h.t.Helper()
	written := at(h.t, "2026-07-01 10:00")
	h.person("hr", mentoring.RoleHR)
	h.write(func(tx store.Tx) error {
		for i := range 700 {
			id := fmt.Sprintf("p%03d", i)
			mentee, mentor := "e"+id, "o"+id
			words := func(who string) private.Text { return private.New(who, "ことば"+id) }
			err := errors.Join(
				store.Pairs.Put(tx, mentoring.Pair{ID: id, Programme: programme, Mentee: mentee, Mentor: mentor, NominatedBy: "head", ToldAt: written}),
				store.Reflections.Put(tx, store.Reflection{Meeting: id, Pair: id, Author: mentee, Part: mentoring.Mentee, Relief: 4, Line: store.Line{Words: words(mentee)}, WrittenAt: written}),
				store.Reflections.Put(tx, store.Reflection{Meeting: id, Pair: id, Author: mentor, Part: mentoring.Mentor, Next: store.Line{Words: words(mentor)}, WrittenAt: written}),
				store.Visions.Put(tx, store.Vision{ID: id, Pair: id, Mentee: mentee, Words: words(mentee), WrittenAt: written}),
				store.Nominations.Put(tx, store.Nomination{Pair: id, Head: "head", Reason: words("head"), At: written}),
			)
			if err != nil {
				return err
			}
		}
		draft := func(person, at2 string) store.Draft {
			return store.Draft{Person: person, Form: "f", Values: map[string][]private.Text{"line": {private.New(person, "書きかけ")}}, At: at(h.t, at2)}
		}
		return errors.Join(
			store.Drafts.Put(tx, draft("ep000", "2027-03-31 20:00")), store.Drafts.Put(tx, draft("ep001", "2027-04-01 09:00")),
			store.Schedule(tx, store.DueRetention, programme, at(h.t, "2027-04-01 00:00")))
	})
}

// texts counts the words that are left, by table.
func (h *house) texts() string {
	h.t.Helper()
	var out []string
	h.read(func(tx store.Tx) error {
		for _, kind := range store.Holdings() {
			n := 0
			for after := ""; ; {
				page, next, err := kind.Page(tx, after, 100)
				if err != nil {
					return err
				}
				for _, held := range page {
					for _, w := range held.Words {
						if strings.Contains(w.Text.Reveal(), "ことば") || strings.Contains(w.Text.Reveal(), "書き") {
							n++
						}
					}
				}
				if after = next; next == "" {
					break
				}
			}
			if n > 0 {
				out = append(out, fmt.Sprintf("%s %d", kind.Table, n))
			}
		}
		return nil
	})
	return strings.Join(out, ", ")
}

// TestRetention lets a year go: a notice to everybody once, and 30 days or more
// later the words go and the figures stay. The store fails now and then on the
// way; nothing is told twice and nothing is left.
func TestRetention(t *testing.T) {
	t.Parallel()
	writes, fails, failing := 0, 0, false
	h := newHouseOn(t, func(e store.Engine) store.Engine {
		return &watched{Engine: e, before: func(table, _ string) error {
			if writes++; failing && writes%2003 == 0 {
				fails++
				return errors.New("the power went")
			}
			return nil
		}}
	})
	h.manyTexts()
	all := "reflections 1400, visions 700, nominations 700, drafts 2"
	until := func(when string) {
		t.Helper()
		for range 200 {
			next, ok, err := h.sched.NextDue(context.Background())
			if err != nil || !ok || next.After(at(t, when)) {
				return
			}
			// An error is a crash: the next ring goes on.
			_, _ = h.sched.Tick(context.Background(), next)
		}
		t.Fatal("the agenda never gets ahead of the clock")
	}
	failing = true
	until("2027-05-31 08:00")
	if got := h.keys("retention/"); len(got) > 0 {
		t.Fatalf("told on %v", got[0])
	}
	until("2027-05-31 10:00") // 30 days before 30 June
	if got := len(h.keys("retention/")); got != 1402 {
		t.Errorf("%d were told, want both of 700 pairs, their head and HR", got)
	}
	until("2027-06-29 23:00")
	same(t, "before the day", h.texts(), all)
	until("2027-06-30 12:00")
	failing = false
	same(t, "after it", h.texts(), "drafts 1")
	if fails < 2 {
		t.Errorf("the store failed %d times: nothing was tried", fails)
	}
	h.read(func(tx store.Tx) error {
		r, err := store.Reflections.Must(tx, store.Join("p000", "ep000"))
		if r.Relief != 4 {
			t.Error("a figure is gone")
		}
		_, there, nErr := store.Nominations.Get(tx, "p000")
		if !there {
			t.Error("a fact is gone")
		}
		rec, recErr := store.Retentions.Must(tx, programme)
		if rec.DoneAt.IsZero() {
			t.Error("it is not done")
		}
		return errors.Join(err, nErr, recErr)
	})
	if h.next(store.DueRetention, programme) != "" {
		t.Error("it is looked at again")
	}
	if got := len(h.keys("retention/")); got != 1402 {
		t.Errorf("%d were told in the end", got)
	}
}

// TestRetentionWaitsForItsNotice: after months without the bot the notice comes
// first, and its days are kept.
func TestRetentionWaitsForItsNotice(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.manyTexts()
	h.tick("2027-09-01 10:00")
	same(t, "at once", h.texts(), "reflections 1400, visions 700, nominations 700, drafts 2")
	same(t, "next", h.next(store.DueRetention, programme), "2027-10-01 00:00")
	h.tick("2027-10-01 00:00")
	same(t, "a month later", h.texts(), "drafts 1")
}

// TestRetentionOfTwo lets one of two programmes of a year go: the other one's
// people, who have yet to be told, lose nothing by it, nor what belongs to no
// programme.
func TestRetentionOfTwo(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.person("a", mentoring.RoleMentee)
	h.write(func(tx store.Tx) error {
		other, err := store.Programmes.Must(tx, programme)
		other.ID = "cross-2026"
		words := chat.Values{"good": {private.New("a", "ことば")}}
		sent := at(t, "2026-10-05 10:00")
		return errors.Join(err, store.Programmes.Put(tx, other),
			store.Retentions.Put(tx, store.Retention{Programme: other.ID, On: mentoring.On(2027, 12, 1)}),
			store.SurveyAnswers.Put(tx, store.SurveyAnswer{Programme: programme, Part: mentoring.Mentee, Person: "a", Values: words, SentAt: sent}),
			store.SurveyAnswers.Put(tx, store.SurveyAnswer{Programme: other.ID, Part: mentoring.Mentee, Person: "a", Values: words, SentAt: sent}),
			store.Drafts.Put(tx, store.Draft{Person: "a", Form: "f", Values: words, At: sent}),
			store.Schedule(tx, store.DueRetention, programme, at(t, "2027-04-01 00:00")),
			store.Schedule(tx, store.DueRetention, other.ID, at(t, "2027-04-01 00:00")))
	})
	for _, step := range []struct{ when, left string }{
		{"2027-05-31 10:00", "survey-answers 2, drafts 1"},
		{"2027-06-30 10:00", "survey-answers 1, drafts 1"},
		{"2027-11-01 10:00", "survey-answers 1, drafts 1"},
		{"2027-12-01 10:00", ""},
	} {
		for range 20 {
			h.tick(step.when)
		}
		same(t, step.when, h.texts(), step.left)
	}
}
