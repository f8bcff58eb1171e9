package bot_test

import (
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/bot/roster"
	"tsukiichi/store"
)

func TestRosterBeforeProgramme(t *testing.T) {
	t.Parallel()
	at := time.Date(2027, 3, 30, 9, 0, 0, 0, time.FixedZone("JST", 9*3600))
	w := bottest.NewWorld(t, at, "aomori", roster.Sample())
	next, err := mentoring.LoadPreset("aomori", 2027)
	if err != nil {
		t.Fatal(err)
	}
	before := strings.Count(said(w, "10201"), "メンターを選んでください")
	if fresh, err := w.Bot.StartProgramme(t.Context(), next); err != nil || !fresh {
		t.Fatal(fresh, err)
	}
	if err := w.Advance(at.AddDate(0, 0, 3)); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(said(w, "10201"), "メンターを選んでください"); n != before+1 {
		t.Errorf("the head was asked %d times for the mentees of a roster that came first", n-before)
	}
}

func TestHRByOperator(t *testing.T) {
	t.Parallel()
	const file = "職員番号,氏名,メール,部,課,職位,役割,test_id\n1,人事 花,jinji@example.jp,部,課,主査,人事,-\n"
	at := time.Date(2026, 4, 1, 9, 0, 0, 0, time.FixedZone("JST", 9*3600))
	w := bottest.NewWorld(t, at, "aomori", []byte(file))
	e := w.Event("u1", chat.Opened{})
	e.Profile.Email = "jinji@example.jp"
	sections := func() int {
		t.Helper()
		e.ID += "+"
		answer, err := w.Do(e)
		if err != nil || answer.Page == nil {
			t.Fatal(answer, err)
		}
		return len(answer.Page.Sections)
	}
	if n := sections(); n != 2 {
		t.Errorf("by e-mail alone the home has %d sections, want 2", n)
	}
	if err := w.Bot.AddHR(t.Context(), "1", ""); err != nil {
		t.Fatal(err)
	}
	if n := sections(); n < 4 {
		t.Errorf("named by the operator the home has %d sections", n)
	}
	if err := w.Bot.AddHR(t.Context(), "2", ""); err == nil {
		t.Error("somebody without a name became HR")
	}
	if err := w.Bot.AddHR(t.Context(), "2", "新任 二"); err != nil {
		t.Error(err)
	}
}

// TestAccountCorrected: the roster named the wrong account. Corrected, the
// wrong one is nobody's any more.
func TestAccountCorrected(t *testing.T) {
	t.Parallel()
	w := house(t)
	wrong := w.Account("typo")
	if err := w.Store.Update(t.Context(), func(tx store.Tx) error {
		return store.Contacts.Put(tx, store.Contact{Account: wrong, Person: mentee, ProvenBy: store.ByRoster})
	}); err != nil {
		t.Fatal(err)
	}
	if lang, err := w.Bot.LanguageOf(t.Context(), wrong); err != nil || lang != "ja" {
		t.Fatal(lang, err)
	}
	const file = "職員番号,氏名,部,課,職位,言語\n20104,模木 葵,市民部,市民課,主事,en\n"
	if _, err := w.Bot.ImportRoster(t.Context(), "operator", []byte(file), []string{bottest.Platform}); err != nil {
		t.Fatal(err)
	}
	press(t, w, "typo", "plan.ask", pairID)
	if got := said(w, "typo"); !strings.Contains(got, "名簿に") || strings.Contains(got, "雛形") {
		t.Errorf("the wrong account is told %s", got)
	}
	if lang, err := w.Bot.LanguageOf(t.Context(), w.Account(mentee)); err != nil || lang != "en" {
		t.Error(lang, err)
	}
}

// TestReadsAreAudited: what HR reads of somebody is in the audit log, by ids.
func TestReadsAreAudited(t *testing.T) {
	t.Parallel()
	w := house(t)
	do(t, w, hr, chat.Opened{})
	do(t, w, hr, chat.Pressed{Action: "training.tick", Arg: "mentee|0", Dialogs: true})
	do(t, w, mentee, chat.Opened{})
	var verbs []string
	view(t, w, func(tx store.Tx) error {
		all, err := store.Audits.All(tx, store.Span{})
		for _, a := range all {
			verbs = append(verbs, a.Actor+" "+a.Verb+" "+a.What)
		}
		return err
	})
	got := strings.Join(verbs, "\n")
	if !strings.Contains(got, hr+" read-home programme/aomori-2026") ||
		!strings.Contains(got, hr+" read-trainings training/aomori-2026/mentee") || strings.Contains(got, mentee+" ") {
		t.Errorf("the audit log says\n%s", got)
	}
}

// TestLeftHeardLate: the app was taken away and added again at once, and what
// tells of the first comes last. They are there, and are written to.
func TestLeftHeardLate(t *testing.T) {
	t.Parallel()
	w := house(t)
	at := w.Clock.Now()
	tell := func(id string, at time.Time, what chat.What) {
		t.Helper()
		e := w.Event(mentee, what)
		e.ID, e.At = id, at
		if _, err := w.Do(e); err != nil {
			t.Fatal(err)
		}
	}
	blocked := func() (out bool) {
		t.Helper()
		if err := w.Store.View(t.Context(), func(tx store.Tx) error {
			c, err := store.Contacts.Must(tx, w.Account(mentee).String())
			out = c.Blocked
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	tell("here", at, chat.Said{Text: private.New("", "メニュー")})
	tell("added", at.Add(2*time.Second), chat.Joined{})
	tell("taken", at.Add(time.Second), chat.Left{})
	if blocked() {
		t.Error("who came back is left alone")
	}
	tell("gone", at.Add(3*time.Second), chat.Left{})
	if !blocked() {
		t.Error("who left is written to")
	}
}
