package bot_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// planned has a talk planned for the next business day and returns its id.
func planned(t testing.TB, w *bottest.World) string {
	t.Helper()
	do(t, w, mentor, chat.Submitted{Form: "plan.offer", Version: 1, Arg: pairID, Values: offerOf(t, w)})
	press(t, w, mentee, "slot.take", button(t, w, mentee, "slot.take"))
	all := meetings(t, w)
	return all[len(all)-1].ID
}

// offerOf is the first time that the mentor's form suggests.
func offerOf(t testing.TB, w *bottest.World) chat.Values {
	t.Helper()
	f := press(t, w, mentor, "plan.offer", pairID).Form
	slots, _ := f.Field("slots")
	return chat.Set("slots", slots.Options[0].Value, "place", "room")
}

// TestPreparationStaysPrivate plants a word in every field of a preparation and
// of a look back, by every way there is, and looks for it in every chat, in the
// log, in what waits to be sent, and in the homes of those who may not know.
func TestPreparationStaysPrivate(t *testing.T) {
	t.Parallel()
	w := house(t)
	m := &marks{all: map[string]string{}}
	id := planned(t, w)
	submit(t, w, mentee, "prepare", id, "own", m.plant("a topic in own words"), "line", m.plant("a line to the mentor"))
	press(t, w, mentee, "prepare.chat", id)
	say(t, w, mentee, m.plant("a wrong answer to the topic"))
	say(t, w, mentee, "とばす")
	say(t, w, mentee, m.plant("a topic typed in the chat"))
	say(t, w, mentee, m.plant("a wrong answer to the wish"))
	say(t, w, mentee, "2")
	say(t, w, mentee, m.plant("a line typed in the chat"))
	press(t, w, mentee, "prepare.chat", id)
	say(t, w, mentee, "とばす")
	say(t, w, mentee, m.plant("a topic in a draft"))
	say(t, w, mentee, "やめる")
	advance(t, w, 24*time.Hour)
	press(t, w, mentor, "talk.open", id)
	press(t, w, mentor, "meeting.gone", m.plant("what a button carries"))
	advance(t, w, 48*time.Hour)
	do(t, w, mentee, filled("prepare", id, "line", m.plant("a line that came too late")))
	submit(t, w, mentee, "vision", pairID, "vision", m.plant("the vision"))
	advance(t, w, 100*24*time.Hour)
	submit(t, w, mentee, "look-back", pairID, "near", "2", "line", m.plant("a line of looking back"), "vision", m.plant("the vision rewritten"))
	press(t, w, mentor, "vision.read", pairID)
	advance(t, w, 100*24*time.Hour)

	own := page(t, press(t, w, mentor, "notes.mine", "")) + page(t, press(t, w, mentor, "vision.read", pairID))
	for word, where := range m.all {
		for _, who := range []string{hrHead, hr, head, mentor, mentee, outsider} {
			if strings.Contains(said(w, who), word) {
				t.Errorf("%s is in the chat of %s", where, who)
			}
		}
		for _, who := range []string{hrHead, hr, head, outsider} {
			if strings.Contains(home(t, w, who), word) {
				t.Errorf("%s is in the home of %s", where, who)
			}
		}
		if strings.Contains(w.Log.String(), word) {
			t.Errorf("%s is in the log", where)
		}
		shared := strings.HasPrefix(where, "a line of looking") || strings.HasPrefix(where, "the vision")
		if shared && !strings.Contains(own, word) {
			t.Errorf("the mentor cannot read %s", where)
		}
		if strings.Contains(where, "draft") && strings.Contains(own, word) {
			t.Errorf("the mentor reads %s", where)
		}
	}
	waiting(t, w, m)
}

func page(t testing.TB, answer chat.Answer) string {
	t.Helper()
	if answer.Page == nil {
		t.Fatal("no page opened")
	}
	text := answer.Page.Text()
	for _, f := range answer.Page.Private() {
		text += "\n" + f.Text.Reveal()
	}
	return text
}

// TestMovedTalk moves a talk to another day: the question for the old date that
// has not gone out dies, the card that has follows, and the new date has a
// question of its own.
func TestMovedTalk(t *testing.T) {
	t.Parallel()
	for name, asked := range map[string]bool{"before the mentee was asked": false, "after": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := house(t)
			id := planned(t, w) // on 2 April at 10:30
			w.Chats.Down(!asked)
			advance(t, w, 5*time.Hour)
			must(t, w.Store.Update(t.Context(), func(tx store.Tx) error {
				m, err := store.Meetings.Must(tx, id)
				if err != nil {
					return err
				}
				m.Start = m.Start.AddDate(0, 0, 6)
				if err := store.Meetings.Put(tx, m); err != nil {
					return err
				}
				return store.Schedule(tx, store.DueTalks, pairID, w.Clock.Now())
			}))
			w.Chats.Down(false)
			advance(t, w, 5*24*time.Hour)
			count := func(words string) int { return strings.Count(said(w, mentee), words) }
			if old := count("4月2日（木） 10:30 雛形 誠さんとの面談"); old > 1 || old == 1 != asked {
				t.Errorf("the old date was asked about %d times", old)
			}
			if now := count("4月8日（水） 10:30 雛形 誠さんとの面談"); now != 0 {
				t.Errorf("the new date was asked about %d times before its eve", now)
			}
			advance(t, w, 28*time.Hour)
			if now := count("4月8日（水） 10:30 雛形 誠さんとの面談"); now != 1 {
				t.Errorf("the new date was asked about %d times, want once", now)
			}
		})
	}
}

// TestOthersCannotPrepare tries every button and the form with the wrong hands:
// the mentor's, the head's, HR's, a stranger's.
func TestOthersCannotPrepare(t *testing.T) {
	t.Parallel()
	w := house(t)
	id := planned(t, w)
	submit(t, w, mentee, "prepare", id, "topic", "people", "line", "言いにくいこと")
	for _, who := range []string{mentor, head, hr, outsider, "x1"} {
		press(t, w, who, "prepare.free", id)
		do(t, w, who, filled("prepare", id, "topic", "free"))
		if f := press(t, w, who, "prepare.open", id).Form; f != nil {
			t.Errorf("%s opens the form", who)
		}
		if who == mentor {
			continue
		}
		if p := press(t, w, who, "talk.open", id).Page; p != nil && len(p.Private()) > 0 {
			t.Errorf("%s reads the page of the talk", who)
		}
	}
	view(t, w, func(tx store.Tx) error {
		rec, err := store.Preparations.Must(tx, id)
		if rec.Topic != "people" || rec.Free || rec.Line.Reveal() != "言いにくいこと" {
			t.Errorf("somebody else changed it: %+v", rec)
		}
		return err
	})
}

// TestConsultLeavesNoTrace opens the page by every way and compares all that is
// stored; where no page opens, what is stored is the same as for help.
func TestConsultLeavesNoTrace(t *testing.T) {
	t.Parallel()
	w := house(t)
	do(t, w, mentee, chat.Opened{})
	before, log := stored(t, w), w.Log.String()
	for name, what := range map[string]chat.What{
		"a button": chat.Pressed{Action: "consult.open", Dialogs: true},
		"a word":   chat.Said{Text: private.New("", "相談したい"), Pages: true},
	} {
		if got := page(t, do(t, w, mentee, what)); !strings.Contains(got, "ハラスメント相談窓口") {
			t.Errorf("%s opens\n%s", name, got)
		}
		if stored(t, w) != before || w.Log.String() != log {
			t.Errorf("%s leaves a trace", name)
		}
	}
	do(t, w, mentee, chat.Pressed{Action: "consult.open"})
	say(t, w, mentee, "相談したい")
	if got := stored(t, w); strings.Contains(got, "consult") || strings.Contains(got, "相談したい") {
		t.Error("in the chat it is told apart from help")
	}
	if !strings.Contains(said(w, mentee), "ハラスメント相談窓口") {
		t.Error("in the chat nobody is named")
	}
}

// stored is everything about people that is kept, as text.
func stored(t testing.TB, w *bottest.World) string {
	t.Helper()
	var sb strings.Builder
	view(t, w, func(tx store.Tx) error {
		outbox, err := store.Outbox.All(tx, store.Span{})
		if err != nil {
			return err
		}
		answers, err := store.Answers.All(tx, store.Span{})
		if err != nil {
			return err
		}
		audits, err := store.Audits.All(tx, store.Span{})
		if err != nil {
			return err
		}
		contacts, err := store.Contacts.All(tx, store.Span{})
		if err != nil {
			return err
		}
		marks, err := store.Bookmarks.All(tx, store.Span{})
		if err != nil {
			return err
		}
		prefs, err := store.Preferences.All(tx, store.Span{})
		for _, a := range answers {
			a.Answer.Face = nil // it has buttons of its own
			raw, err := json.Marshal(a)
			if err != nil {
				return err
			}
			sb.Write(raw)
		}
		fmt.Fprintf(&sb, "%+v %+v %+v %+v %+v", outbox, audits, contacts, marks, prefs)
		return err
	})
	return sb.String()
}

// TestEveryFormSaysThatItIsNoAppraisal opens one form of each flow.
func TestEveryFormSaysThatItIsNoAppraisal(t *testing.T) {
	t.Parallel()
	w := house(t)
	id := planned(t, w)
	for _, f := range []struct{ who, action, arg string }{
		{mentor, "plan.offer", pairID}, {mentee, "met.already", pairID}, {mentee, "vision.open", pairID},
		{mentee, "prepare.open", id}, {head, "nominate.open", "20203"},
	} {
		form := press(t, w, f.who, f.action, f.arg).Form
		if form == nil || !strings.Contains((chat.Message{Body: form.Intro}).Text(), "人事評価ではありません") {
			t.Errorf("%s does not say so", f.action)
		}
	}
}

// TestOneTipAMonthForAMentorOfTwo: the tip stands on the card of the earlier
// talk alone.
func TestOneTipAMonthForAMentorOfTwo(t *testing.T) {
	t.Parallel()
	w := house(t)
	at := w.Clock.Now()
	err := w.Store.Update(t.Context(), func(tx store.Tx) error {
		other := mentoring.Pair{ID: "other", Programme: "aomori-2026", Mentee: "20203", Mentor: mentor, NominatedBy: head, ToldAt: at}
		if err := store.Pairs.Put(tx, other); err != nil {
			return err
		}
		for pair, days := range map[string]int{pairID: 7, "other": 8} {
			m := mentoring.Meeting{
				ID: "m-" + pair, Pair: pair, State: mentoring.MeetingPlanned, Minutes: 15, BookedAt: at,
				Start: at.AddDate(0, 0, days).Add(6 * time.Hour),
			}
			if err := store.Meetings.Put(tx, m); err != nil {
				return err
			}
			if err := store.Schedule(tx, store.DueTalks, pair, at); err != nil {
				return err
			}
		}
		return nil
	})
	must(t, err)
	advance(t, w, 9*24*time.Hour)
	got := said(w, mentor)
	if strings.Count(got, "アイスブレイク →") != 2 || strings.Count(got, "まず自分の話を") != 1 {
		t.Errorf("the mentor reads\n%s", got)
	}
	if strings.Index(got, "まず自分の話を") > strings.LastIndex(got, "アイスブレイク →") {
		t.Error("the tip stands on the later card")
	}
}

// TestNotesOfALongYear pages through the notes of a pair that met every week
// and wrote as much as fits: every talk is on exactly one page, and each page
// builds.
func TestNotesOfALongYear(t *testing.T) {
	t.Parallel()
	w := house(t)
	const talks = 26
	long := strings.Repeat("あ", 400)
	at := w.Clock.Now()
	must(t, w.Store.Update(t.Context(), func(tx store.Tx) error {
		for i := range talks {
			id := fmt.Sprintf("t%02d", i)
			start := at.AddDate(0, 0, 7*i)
			line := func(who string) store.Line {
				return store.Line{Words: private.New(who, long), Share: private.Partner}
			}
			if err := store.Meetings.Put(tx, mentoring.Meeting{ID: id, Pair: pairID, State: mentoring.MeetingMet, Start: start, Minutes: 15, BookedAt: start, MetAt: start}); err != nil {
				return err
			}
			for _, r := range []store.Reflection{
				{Meeting: id, Pair: pairID, Author: mentee, Part: mentoring.Mentee, Relief: 3, Growth: 4, Scores: private.Partner, Line: line(mentee), WrittenAt: start},
				{Meeting: id, Pair: pairID, Author: mentor, Part: mentoring.Mentor, Went: 4, Noticed: line(mentor), Next: line(mentor), WrittenAt: start},
			} {
				if err := store.Reflections.Put(tx, r); err != nil {
					return err
				}
			}
			rec := store.Preparation{Meeting: id, Pair: pairID, Mentee: mentee, Topic: "work", Line: private.New(mentee, long), WrittenAt: start}
			if err := store.Preparations.Put(tx, rec); err != nil {
				return err
			}
		}
		return nil
	}))
	seen, arg := 0, ""
	for range talks {
		p := press(t, w, mentee, "notes.mine", arg).Page
		if p == nil {
			t.Fatal("the notes do not open")
		}
		seen += strings.Count(p.Text(), "雛形 誠さんと\n")
		last := p.Sections[len(p.Sections)-1].Actions
		if last[0].ID != "notes.mine" {
			break
		}
		arg = last[0].Arg
	}
	if seen != talks {
		t.Errorf("the pages show %d talks, want %d", seen, talks)
	}
}
