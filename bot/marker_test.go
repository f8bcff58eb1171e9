package bot_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot"
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

	// The two of a pair never read the reasons.
	for _, reader := range []string{mentee, mentor} {
		seen := everything(t, w, reader)
		for word, from := range words {
			if from.forHead && from.owner != reader && strings.Contains(seen, word) {
				t.Errorf("%s sees %s of %s", reader, from.place, from.owner)
			}
		}
	}
	for _, reader := range []string{head, "20102", hr, hrHead, "10201", "10202"} {
		seen := everything(t, w, reader)
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
			names := nameOf(t, w, p.Mentee) + "さん ／ メンター"
			if strings.Contains(seen, names) || strings.Contains(seen, nameOf(t, w, p.Mentee)+" | ") {
				t.Errorf("%s sees their own pair %s as head or HR", reader, p.ID)
			}
		}
	}
	for word, from := range words {
		if strings.Contains(w.Log.String(), word) {
			t.Errorf("%s is in the log", from.place)
		}
	}
	// The search itself works: the author finds it.
	if own := everything(t, w, mentee); !strings.Contains(own, "うえた") {
		t.Error("the author does not find their own words")
	}
	// And HR what was handed in: the search looks into files.
	handed := everything(t, w, hr)
	for word, from := range words {
		if strings.HasPrefix(from.place, "hand-ins talks/0/line") && !strings.Contains(handed, word) {
			t.Errorf("HR does not find %s", from.place)
		}
	}
}

// everything is all that a person can be shown now: the home, every page and
// form behind a button, every card there could be, and their chat.
func everything(t *testing.T, w *bottest.World, who string) string {
	t.Helper()
	var sb strings.Builder
	shown := func(a chat.Answer) {
		if a.Page != nil {
			fmt.Fprintln(&sb, a.Page.Text(), revealed(a.Page.Private()))
			for _, sec := range a.Page.Sections {
				sb.WriteString(filesText(t, sec.Body))
			}
			for _, s := range a.Page.Sections {
				fmt.Fprintln(&sb, files(t, s.Body))
			}
		}
		if a.Form != nil {
			fmt.Fprintln(&sb, a.Form.Title, chat.Message{Body: a.Form.Intro}.Text(), revealed(a.Private()))
			for _, f := range a.Form.Fields {
				fmt.Fprintln(&sb, f.Label, f.Options)
			}
		}
		fmt.Fprintln(&sb, a.Errors)
	}
	args, subjects := everyID(t, w)
	shown(do(t, w, who, chat.Opened{}))
	for _, action := range w.Bot.Opening() {
		for _, arg := range args {
			shown(press(t, w, who, action, arg))
		}
	}
	for _, what := range bot.Exports() {
		for _, arg := range []string{"", "aomori-2026", pairID, pairID + "|" + mentee, pairID + "|" + mentor} {
			shown(press(t, w, who, "export.open", what+"|"+arg))
		}
	}
	for form := range bot.Forms() {
		for _, arg := range args { // an old version is opened anew
			shown(do(t, w, who, chat.Submitted{Form: form, Version: 99, Arg: arg}))
		}
	}
	for _, who2 := range []string{mentee, "20203", "10204"} {
		shown(do(t, w, who, filled("hr.find", "", "who", who2)))
		shown(do(t, w, who, filled("survey.who", "aomori-2026", "who", who2, "part", "mentee")))
	}
	for _, kind := range bot.Kinds() {
		for _, subject := range subjects {
			for _, arg := range []string{"", "2026-04", "2026-05", "2026-04/closing", "again/", "material/"} {
				c, err := w.Bot.Compose(t.Context(), store.Delivery{Intent: store.Intent{
					Key: "k", Kind: kind, Subject: subject, Arg: arg, To: who, Urgent: true,
				}}, w.Clock.Now())
				if err == nil {
					fmt.Fprintln(&sb, c.Message.Text(), files(t, c.Message.Body))
				}
				sb.WriteString(filesText(t, c.Message.Body))
			}
		}
	}
	return sb.String() + said(w, who)
}

// files is what stands in the files that are offered.
func files(t *testing.T, body chat.Blocks) string {
	t.Helper()
	var sb strings.Builder
	for _, b := range body {
		f, ok := b.(chat.File)
		if !ok {
			continue
		}
		text, err := bottest.FileText(f.Data)
		if err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
		sb.WriteString(text)
	}
	return sb.String()
}

// filesText is what stands in the files among the blocks.
func filesText(t *testing.T, body chat.Blocks) string {
	t.Helper()
	var sb strings.Builder
	for _, b := range body {
		if f, ok := b.(chat.File); ok {
			sb.WriteString(fileText(t, f))
		}
	}
	return sb.String()
}

func revealed(fs []private.Field) string {
	var sb strings.Builder
	for _, f := range fs {
		sb.WriteString(f.Text.Reveal() + "\n")
	}
	return sb.String()
}

// everyID is every arg that a button may carry, and every subject of a card.
func everyID(t *testing.T, w *bottest.World) (args, subjects []string) {
	t.Helper()
	args, subjects = []string{"", "mentee", "mentor", "mentee|0", "mentor|0", "aomori-2026", "aomori-2026|mentee", "aomori-2026|mentor",
		"aomori-2026|mentee|" + mentee + "|1|useful,good", "aomori-2026|mentee|useful", "aomori-2026|市民部"}, []string{"", "programme/aomori-2026",
		"survey/aomori-2026/mentee", "survey/aomori-2026/mentor", "survey-ask/aomori-2026", "training/mentee", "training/mentor", "head/" + head}
	args, subjects = append(args, "broadcast", "copy|broadcast"), append(subjects, "broadcast/broadcast")
	for _, who := range []string{mentee, mentor, head, hr, outsider} {
		args, subjects = append(args, who), append(subjects, "person/"+who)
	}
	view(t, w, func(tx store.Tx) error {
		pairs, err := store.Pairs.All(tx, store.Span{})
		if err != nil {
			return err
		}
		for _, p := range pairs {
			args = append(args, p.ID, p.Mentee, p.ID+"|2026-04", p.Mentee+"|"+p.Mentor)
			for _, what := range bot.Exports() { // and every file there could be
				args = append(args, what+"|", what+"|"+p.ID, what+"|"+p.ID+"|"+p.Mentee, what+"|"+p.ID+"|"+p.Mentor, what+"|"+p.Programme)
			}
			subjects = append(subjects, "pair/"+p.ID)
		}
		ms, err := store.Meetings.All(tx, store.Span{})
		if err != nil {
			return err
		}
		for _, m := range ms {
			args = append(args, m.ID, "reflect|"+m.ID)
			subjects = append(subjects, "meeting/"+m.ID)
		}
		cs, err := store.Changes.All(tx, store.Span{})
		if err != nil {
			return err
		}
		for _, c := range cs {
			args = append(args, c.ID)
			subjects = append(subjects, "change/"+c.ID)
		}
		qs, err := store.Quiets.All(tx, store.Span{})
		if err != nil {
			return err
		}
		for _, q := range qs {
			args = append(args, q.ID)
			subjects = append(subjects, "quiet/"+q.ID, "quiet/"+q.ID+"/agreed")
		}
		entries, err := store.Behalves.All(tx, store.Span{})
		if err != nil {
			return err
		}
		for _, b := range entries {
			args, subjects = append(args, b.ID), append(subjects, "behalf/"+b.ID)
		}
		sessions, err := store.Sessions.All(tx, store.Span{})
		for _, s := range sessions {
			subjects = append(subjects, "session/"+s.ID)
		}
		return err
	})
	slices.Sort(args)
	return slices.Compact(args), subjects
}

func partners(t *testing.T, w *bottest.World, a, b string) bool {
	t.Helper()
	return slices.ContainsFunc(pairsOf(t, w, a), func(p mentoring.Pair) bool { return p.PartOf(b) != "" })
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
