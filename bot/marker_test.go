package bot_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
	"tsukiichi/store/storetest"
)

// planter writes words of its own into every private field of a table.
type planter struct {
	holder string
	plant  func(tx store.Tx, word func(f private.Field, table string) string) error
}

// in plants into every record of the table, after the ones given were added.
func in[T any](table store.Table[T], more ...T) planter {
	return planter{reflect.TypeFor[T]().Name(), func(tx store.Tx, word func(f private.Field, table string) string) error {
		for _, rec := range more {
			if _, err := table.Insert(tx, rec); err != nil {
				return err
			}
		}
		all, err := table.All(tx, store.Span{})
		if err != nil {
			return err
		}
		for _, rec := range all {
			for _, f := range any(&rec).(private.Holder).Private() {
				if !f.Text.Empty() {
					*f.Text = private.New(f.Text.Owner(), word(f, table.Name))
				}
			}
			if err := table.Put(tx, rec); err != nil {
				return err
			}
		}
		return nil
	}}
}

// planters is every table with private fields, each with a record at least.
func planters(meeting string) []planter {
	own := func(s string) private.Text { return private.New(mentee, s) }
	line := func(owner string, share private.Visibility) store.Line {
		return store.Line{Words: private.New(owner, "x"), Share: share}
	}
	return []planter{
		in(store.Nominations),
		in(store.Reflections,
			store.Reflection{Meeting: meeting, Pair: pairID, Author: mentee, Part: mentoring.Mentee, Relief: 1, Growth: 2, Line: line(mentee, private.Partner)},
			store.Reflection{Meeting: meeting, Pair: pairID, Author: mentor, Part: mentoring.Mentor, Went: 1, Noticed: line(mentor, private.OnlyMe), Next: line(mentor, private.Partner)}),
		in(store.Visions, store.Vision{ID: "v", Pair: pairID, Mentee: mentee, Words: own("x")}),
		in(store.Preparations, store.Preparation{Meeting: meeting, Pair: pairID, Mentee: mentee, Own: own("x"), Line: own("x")}),
		in(store.LookBacks, store.LookBack{ID: "b", Pair: pairID, Mentee: mentee, Vision: "v", Near: 3, Line: own("x")}),
		in(store.Deferrals, store.Deferral{Pair: pairID, Period: mentoring.Period{Year: 2026, Month: time.July}, By: head, Reason: private.New(head, "x")}),
		in(store.Broadcasts, store.Broadcast{ID: "broadcast", Programme: "aomori-2026", State: store.BroadcastDraft, By: hr, Draft: store.Wording{
			Title: private.New(hr, "x"), Body: private.New(hr, "x"), TitleEn: private.New(hr, "x"), BodyEn: private.New(hr, "x"),
		}}),
		in(store.SurveyDrafts, store.SurveyDraft{Programme: "aomori-2026", Part: mentoring.Mentee, Person: "20203", By: "20203", Values: chat.Values{"good": {private.New("20203", "x")}}, Asked: map[string]int{"good": 1}}),
		in(store.SurveyAnswers, store.SurveyAnswer{Programme: "aomori-2026", Part: mentoring.Mentee, Person: mentee, Values: chat.Values{"good": {own("x")}}, Asked: map[string]int{"good": 1}},
			store.SurveyAnswer{Programme: "aomori-2026", Part: mentoring.Mentee, Person: "10204", Values: chat.Values{"good": {private.New("10204", "x")}}, Asked: map[string]int{"good": 1}}),
		in(store.Changes, store.Change{ID: "change", Pair: pairID, Cause: store.ChangeAsked, By: mentee, Reason: own("x")}),
		in(store.Quiets, store.Quiet{ID: "quiet", Pair: pairID, Mentee: mentee, Wish: "talk", Words: own("x"), Answer: own("x"), AnsweredAt: jst("2026-05-20T09:00")}),
		in(store.HandoverNotes, store.HandoverNote{Pair: "before", Mentee: mentee, Author: mentor, Words: own("x")}),
		in(store.HandIns,
			store.HandIn{Pair: pairID, Programme: "aomori-2026", Author: mentee, Part: mentoring.Mentee, Vision: own("x"),
				Talks: []store.HandedTalk{{Meeting: meeting, Number: 1, Own: own("x"), Line: own("x")}}},
			store.HandIn{Pair: pairID, Programme: "aomori-2026", Author: mentor, Part: mentoring.Mentor,
				Talks: []store.HandedTalk{{Meeting: meeting, Number: 1, Noticed: private.New(mentor, "x"), Next: private.New(mentor, "x")}}}),
		in(store.Voices, store.Voice{ID: "w", Programme: "aomori-2026", Author: mentee, Part: mentoring.Mentee, State: store.VoiceProposed, Offered: own("x"), Wording: own("x")}),
		in(store.ThanksCards, store.ThanksCard{Pair: pairID, Mentee: mentee, Mentor: mentor, Words: own("x")}),
		in(store.Bookmarks, store.Bookmark{Person: mentee, Form: "reflect", Arg: meeting, Version: 1, Field: "line", Values: chat.Values{"line": {own("x")}}}),
		in(store.Drafts, store.Draft{Person: mentee, Form: "reflect", Arg: meeting, Values: chat.Values{"line": {own("x")}}}),
		in(store.ChatLines, store.ChatLine{ID: "l", Account: bottest.Platform + "/" + bottest.Tenant + "/" + mentee, Typed: own("x")}),
		in(store.Answers, store.Answered{ID: "a", Answer: chat.Answer{Form: &chat.Form{Fields: []chat.Field{{ID: "line", Initial: []private.Text{own("x")}}}}}}),
	}
}

// TestPlantedEverywhere plants a word in every private field of every table
// there is and then opens everything there is as a head, a deputy and HR: every
// home, page, form and card, with every id. The word comes out nowhere; and who
// has a part in a pair sees nothing of it as head, deputy or HR.
func TestPlantedEverywhere(t *testing.T) {
	t.Parallel()
	w := house(t)
	meeting := met(t, w)
	submit(t, w, head, "nominate", "20203", "other", head) // the head mentors
	submit(t, w, head, "nominate.confirm", "20203|"+head, "reason", "x", "spoken", "yes")
	submit(t, w, "10201", "nominate", "10204", "other", hr) // HR mentors
	submit(t, w, "10201", "nominate.confirm", "10204|"+hr, "reason", "x", "spoken", "yes")
	submit(t, w, hr, "training.day", "mentee", "date", "2026-04-06", "time", "13:30")
	if err := w.Advance(jst("2026-05-20T10:00")); err != nil {
		t.Fatal(err)
	}

	type origin struct {
		owner, place string
		forHead      bool // the reason of a deferral, an exception or a change: heads and HR may read it
		forHR        bool // handed in or offered to HR by its author, said to HR alone, or a draft of HR's
	}
	words := map[string]origin{}
	write(t, w, func(tx store.Tx) error {
		on := mentoring.On(2026, time.May, 18)
		return store.Surveys.Put(tx, store.Survey{Programme: "aomori-2026", Window: mentoring.SurveyWindow{Opens: on, Deadline: on.Add(30), OpenedAt: jst("2026-05-18T10:00")}})
	})
	ps := planters(meeting)
	known := map[string]bool{}
	write(t, w, func(tx store.Tx) error {
		for _, p := range ps {
			known[p.holder] = true
			before := len(words)
			err := p.plant(tx, func(f private.Field, table string) string {
				word := fmt.Sprintf("うえた%03dことば", len(words))
				words[word] = origin{f.Text.Owner(), table + " " + f.Name, f.Visibility == private.Head, f.Visibility == private.HR}
				return word
			})
			if err != nil {
				return err
			}
			if len(words) == before {
				t.Errorf("nothing was planted in %s", p.holder)
			}
		}
		return nil
	})
	for _, h := range storetest.Holders() {
		if !known[h] {
			t.Errorf("%s holds private text and is not planted: add it to planters", h)
		}
	}

	views := map[string]shown{} // what each was shown
	// seenBy is everything that the reader is shown; no message holds a word, a
	// file in one neither.
	seenBy := func(reader string) string {
		t.Helper()
		seen := everything(t, w, reader)
		for word, from := range words {
			toAll := strings.HasPrefix(from.place, "broadcasts ") // HR's words, which it sees as they will be sent
			if !toAll && strings.Contains(seen[inMessage], word) {
				t.Errorf("%s is sent %s of %s in a message", reader, from.place, from.owner)
			}
		}
		views[reader] = seen
		return seen.all()
	}
	// The two of a pair never read the reasons.
	for _, reader := range []string{mentee, mentor} {
		seen := seenBy(reader)
		for word, from := range words {
			if from.forHead && from.owner != reader && strings.Contains(seen, word) {
				t.Errorf("%s sees %s of %s", reader, from.place, from.owner)
			}
		}
	}
	for _, reader := range []string{head, "20102", hr, hrHead, "10201", "10202"} {
		seen := seenBy(reader)
		for word, from := range words {
			allowed := from.forHead || from.forHR && slices.Contains([]string{hr, hrHead}, reader)
			mates := partners(t, w, from.owner, reader)
			if strings.HasPrefix(from.place, "survey-answers") && from.forHR && allowed && strings.Contains(seen, word) == mates {
				t.Errorf("%s, partner %v of %s, reads their questionnaire: %v", reader, mates, from.owner, !mates)
			}
			if from.owner != reader && !allowed && !mates && strings.Contains(seen, word) {
				t.Errorf("%s sees %s of %s", reader, from.place, from.owner)
			}
		}
		for _, p := range pairsOf(t, w, reader) {
			for _, names := range []string{nameOf(t, w, p.Mentee) + "さん ／ メンター", nameOf(t, w, p.Mentee) + " | "} {
				if before, after, found := strings.Cut(seen, names); found {
					t.Errorf("%s sees their own pair %s as head or HR, on %v: %.300s %s %.300s", reader, p.ID, views[reader].has(names), tail(before), names, after)
				}
			}
		}
	}
	for word, from := range words {
		if strings.Contains(w.Log.String(), word) {
			t.Errorf("%s is in the log", from.place)
		}
	}
	// The search itself works: the author finds it.
	if !strings.Contains(views[mentee].all(), "うえた") {
		t.Error("the author does not find their own words")
	}
	// And HR what was handed in: the search looks into files.
	handed := views[hr].all()
	for word, from := range words {
		if strings.HasPrefix(from.place, "hand-ins talks/0/line") && !strings.Contains(handed, word) {
			t.Errorf("HR does not find %s", from.place)
		}
	}
}

// tail is the end of a long text.
func tail(s string) string { return s[max(0, len(s)-300):] }

func revealed(fs []private.Field) string {
	var sb strings.Builder
	for _, f := range fs {
		sb.WriteString(f.Text.Reveal() + "\n")
	}
	return sb.String()
}

func pairsOf(t *testing.T, w *bottest.World, person string) (pairs []mentoring.Pair) {
	t.Helper()
	view(t, w, func(tx store.Tx) (err error) {
		pairs, err = store.PairsOf(tx, person)
		return err
	})
	return pairs
}

func nameOf(t *testing.T, w *bottest.World, person string) (name string) {
	t.Helper()
	view(t, w, func(tx store.Tx) error {
		p, err := store.People.Must(tx, person)
		name = p.Name
		return err
	})
	return name
}

func write(t *testing.T, w *bottest.World, fn func(store.Tx) error) {
	t.Helper()
	if err := w.Store.Update(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}
