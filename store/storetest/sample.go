package storetest

import (
	"reflect"
	"testing"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// sample is one record whose private texts are all filled in.
type sample struct {
	table     string
	holder    string // name of the record's type
	roundTrip func(t *testing.T, s *store.Store, seal *Seal)
}

// Holders names the types of package store that the suite knows to hold
// private text. A test there compares them with the source.
func Holders() []string {
	var names []string
	for _, s := range samples() {
		names = append(names, s.holder)
	}
	return names
}

// Tables names the tables of [Holders].
func Tables() []string {
	var names []string
	for _, s := range samples() {
		names = append(names, s.table)
	}
	return names
}

// samples is every record kind with private text. Add yours.
func samples() []sample {
	return []sample{
		of(store.Nominations, store.Nomination{Pair: "p", Head: "h", Reason: secret("h", 1), At: noon}),
		of(store.Deferrals, store.Deferral{Pair: "p", Period: mentoring.DateOf(noon).Period(), By: "h", Reason: secret("h", 1), At: noon}),
		of(store.Reflections, store.Reflection{
			Meeting: "m", Pair: "p", Author: "a", Part: mentoring.Mentee, Scores: private.OnlyMe, WrittenAt: noon,
			Line:    store.Line{Words: secret("a", 1), Share: private.OnlyMe},
			Noticed: store.Line{Words: secret("a", 2), Share: private.Partner},
			Next:    store.Line{Words: secret("a", 3), Share: private.HR},
		}),
		of(store.Visions, store.Vision{ID: "v", Pair: "p", Mentee: "a", Words: secret("a", 1), WrittenAt: noon}),
		of(store.Preparations, store.Preparation{
			Meeting: "m", Pair: "p", Mentee: "a", Topic: "work", Response: "listen", WrittenAt: noon,
			Own: secret("a", 1), Line: secret("a", 2),
		}),
		of(store.LookBacks, store.LookBack{ID: "l", Pair: "p", Mentee: "a", Vision: "v", Near: 3, Line: secret("a", 1), WrittenAt: noon}),
		of(store.Broadcasts, store.Broadcast{ID: "b", By: "h", MadeAt: noon, Draft: store.Wording{
			Title: secret("h", 1), Body: secret("h", 2), TitleEn: secret("h", 3), BodyEn: secret("h", 4), WrittenAt: noon,
		}}),
		of(store.SurveyDrafts, store.SurveyDraft{Programme: "p", Part: mentoring.Mentee, Person: "a", By: "a", Values: filledIn("a"), Asked: map[string]int{"line": 1}, At: noon}),
		of(store.SurveyAnswers, store.SurveyAnswer{Programme: "p", Part: mentoring.Mentee, Person: "a", Values: filledIn("a"), Asked: map[string]int{"line": 1}, SentAt: noon}),
		of(store.Changes, store.Change{ID: "c", Pair: "p", Cause: store.ChangeAsked, By: "a", Reason: secret("a", 1), At: noon}),
		of(store.Quiets, store.Quiet{ID: "q", Pair: "p", Mentee: "a", Wish: "talk", At: noon, Words: secret("a", 1), Answer: secret("a", 2)}),
		of(store.HandoverNotes, store.HandoverNote{Pair: "p", Mentee: "a", Author: "b", At: noon, Words: secret("a", 1)}),
		of(store.HandIns, store.HandIn{
			Pair: "p", Programme: "y", Author: "a", Part: mentoring.Mentee, At: noon, Vision: secret("a", 1),
			Talks: []store.HandedTalk{{Meeting: "m", Number: 1, Start: noon, Own: secret("a", 2), Line: secret("a", 3), Noticed: secret("a", 4), Next: secret("a", 5)}},
		}),
		of(store.Voices, store.Voice{ID: "v", Programme: "y", Author: "a", Part: mentoring.Mentee, State: store.VoiceProposed, Offered: secret("a", 1), Wording: secret("a", 2)}),
		of(store.ThanksCards, store.ThanksCard{Pair: "p", Mentee: "a", Mentor: "b", Words: secret("a", 1), At: noon}),
		of(store.Bookmarks, store.Bookmark{Person: "a", Form: "reflect", Field: "next", Asked: "1", Values: filledIn("a"), At: noon}),
		of(store.Drafts, store.Draft{Person: "a", Form: "reflect", Values: filledIn("a"), At: noon}),
		of(store.ChatLines, store.ChatLine{ID: "l", Account: "web//a", At: noon, Typed: secret("a", 1)}),
		of(store.Answers, store.Answered{ID: "e", At: noon, Answer: fullAnswer("a")}),
	}
}

func filledIn(owner string) chat.Values {
	return chat.Values{
		"line": {secret(owner, 11)},
		"tags": {secret(owner, 12), secret(owner, 13)},
	}
}

// fullAnswer shows private text wherever an answer can.
func fullAnswer(owner string) chat.Answer {
	face := chat.Message{Title: "受け付けました", Body: chat.Blocks{chat.Line("ありがとうございます")}}
	return chat.Answer{
		Form: &chat.Form{
			ID: "reflect", Version: 2, Title: "振り返り", Submit: "送る",
			Intro: chat.Blocks{chat.Paragraph(chat.Plain("前回: "), chat.Words(secret(owner, 1)))},
			Fields: []chat.Field{
				{ID: "line", Kind: chat.FieldLong, Label: "ひとこと", Initial: []private.Text{secret(owner, 2)}},
				{ID: "relief", Kind: chat.FieldScale, Label: "スッキリ度"},
			},
		},
		Errors: []chat.FieldError{{Field: "line", Text: "長すぎます"}},
		Page: &chat.Page{Title: "ホーム", Sections: []chat.Section{{
			Title: "目標",
			Body: chat.Blocks{
				chat.Facts{Rows: []chat.Fact{{Label: "目標", Value: []chat.Span{chat.Bold("半年後"), chat.Words(secret(owner, 3))}}}},
				chat.Note{Spans: []chat.Span{chat.Words(secret(owner, 4))}},
				chat.Paragraph(chat.Words(secret(owner, 5))),
			},
		}}},
		Face: &face,
	}
}

func of[T any](table store.Table[T], rec T) sample {
	return sample{
		table:  table.Name,
		holder: reflect.TypeFor[T]().Name(),
		roundTrip: func(t *testing.T, s *store.Store, seal *Seal) {
			e := env{t, s}
			e.update(func(tx store.Tx) error { return table.Put(tx, rec) })
			got, ok := get(e, table, table.Key(rec))
			want(t, "found", ok, true)
			compareFields(t, seal, table.Name, table.Key(rec), any(&rec).(private.Holder), any(&got).(private.Holder))
			wantTexts(t, reflect.ValueOf(rec), reflect.ValueOf(got), any(&rec).(private.Holder))
		},
	}
}

// compareFields wants each field back and that it was sealed as what it is.
func compareFields(t *testing.T, seal *Seal, table, key string, wrote, read private.Holder) {
	t.Helper()
	before, after := wrote.Private(), read.Private()
	if len(before) != len(after) {
		t.Fatalf("private fields: got %d, want %d", len(after), len(before))
	}
	for i, f := range before {
		g := after[i]
		if g.Name != f.Name || g.Visibility != f.Visibility {
			t.Errorf("field %d: got %s for %s, want %s for %s", i, g.Name, g.Visibility, f.Name, f.Visibility)
		}
		if g.Text.Reveal() != f.Text.Reveal() || g.Text.Owner() != f.Text.Owner() {
			t.Errorf("field %s did not come back", f.Name)
		}
		b := store.Binding{Table: table, Key: key, Field: f.Name, Owner: f.Text.Owner(), Visibility: f.Visibility}
		if words, ok := seal.words(b); !ok || words != f.Text.Reveal() {
			t.Errorf("field %s was not sealed as %+v", f.Name, b)
		}
	}
}

// wantTexts wants that every private text in the record is one of its fields,
// that the sample fills in all of them, and that all come back.
func wantTexts(t *testing.T, wrote, read reflect.Value, h private.Holder) {
	t.Helper()
	declared, there, back := map[string]int{}, map[string]int{}, map[string]int{}
	for _, f := range h.Private() {
		declared[f.Text.Reveal()]++
	}
	texts(wrote, there, 0)
	texts(read, back, 0)
	for _, m := range []map[string]int{there, back} {
		delete(m, "") // a plain span's place for private text
	}
	if len(declared) == 0 || declared[""] > 0 {
		t.Error("the sample leaves a private field empty")
	}
	if !reflect.DeepEqual(there, declared) {
		t.Errorf("the record holds %d private texts, its fields name %d", len(there), len(declared))
	}
	if !reflect.DeepEqual(there, back) {
		t.Errorf("wrote %d private texts, read %d", len(there), len(back))
	}
}
