package bot_test

import (
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/roster"
	"tsukiichi/store"
)

// TestOldLineIsNotSharedWithANewChoice edits a note in the chat, step by step
// and broken off, and looks whether a line that was kept to oneself ever
// follows a choice that was made for another line.
func TestOldLineIsNotSharedWithANewChoice(t *testing.T) {
	t.Parallel()
	const mentor, mentee, secret = "20103", "20104", "だれにも言わないこと"
	for name, after := range map[string][]string{
		"stopped and skipped": {"相手にも見せる", "やめる", "again", "とばす", "とばす"},
		"skipped at once":     {"相手にも見せる", "とばす", "とばす"},
		"choice skipped":      {"とばす", "とばす"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := bottest.OpenCore(t, jst("2026-04-01T09:00"), roster.Sample()).(*bottest.Core)
			must(t, c.Press("20101", "模木 葵さんのメンターを選ぶ"))
			must(t, c.Submit("20101", map[string][]string{"mentor": {"雛形 誠"}}))
			must(t, c.Submit("20101", map[string][]string{"spoken": {"yes"}}))
			must(t, c.Home(mentor))
			must(t, c.Press(mentor, "もう話した"))
			must(t, c.Submit(mentor, nil))
			must(t, c.Press(mentor, "書く"))
			must(t, c.Submit(mentor, map[string][]string{"went": {"3"}, "noticed": {secret}}))
			meeting := onlyMeeting(t, c)
			edit := func() {
				t.Helper()
				// A client without dialogs: the note is changed in the chat.
				_, err := c.Do(c.Event(mentor, chat.Pressed{Action: "reflect.open", Arg: meeting}))
				must(t, err)
			}
			edit()
			must(t, c.Say(mentor, "3"))
			for _, step := range after {
				if step == "again" {
					edit()
					continue
				}
				must(t, c.Say(mentor, step))
			}
			note := noteOf(t, c, meeting, mentor)
			if note.Noticed.Words.Reveal() == secret && note.Noticed.Share == "partner" {
				t.Error("the old line is shared")
			}
			if name == "choice skipped" && note.Noticed.Words.Reveal() != secret {
				t.Error("skipping lost the line that was there")
			}
			if err := c.Press(mentee, "読む"); err == nil && strings.Contains(c.Screen(mentee).Dialog, secret) {
				t.Error("the partner reads the old line")
			}
		})
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// jst is a time as the scripts write it.
func jst(s string) time.Time {
	at, err := time.ParseInLocation("2006-01-02T15:04", s, time.FixedZone("JST", 9*3600))
	if err != nil {
		panic(err)
	}
	return at
}

func onlyMeeting(t *testing.T, c *bottest.Core) string {
	t.Helper()
	var all []mentoring.Meeting
	must(t, c.Store.View(t.Context(), func(tx store.Tx) (err error) {
		all, err = store.Meetings.All(tx, store.Span{})
		return err
	}))
	if len(all) != 1 {
		t.Fatalf("%d meetings", len(all))
	}
	return all[0].ID
}

func noteOf(t *testing.T, c *bottest.Core, meeting, author string) (r store.Reflection) {
	t.Helper()
	must(t, c.Store.View(t.Context(), func(tx store.Tx) (err error) {
		r, err = store.Reflections.Must(tx, store.Join(meeting, author))
		return err
	}))
	return r
}

// TestRosterTakesAnAccountAway corrects a wrong account: whoever has it must
// not stay the person it was wrongly given to.
func TestRosterTakesAnAccountAway(t *testing.T) {
	t.Parallel()
	head := "職員番号,氏名,部,課,職位,test_id\n"
	w := bottest.NewWorld(t, jst("2026-04-01T09:00"), "aomori", []byte(head+"1,仮 一,部,課,主査,U1\n"))
	hello := func() string {
		t.Helper()
		_, err := w.Do(w.Event("U1", chat.Joined{}))
		must(t, err)
		var c store.Contact
		must(t, w.Store.View(t.Context(), func(tx store.Tx) (err error) {
			c, err = store.Contacts.Must(tx, w.Account("U1").String())
			return err
		}))
		return c.Person
	}
	if got := hello(); got != "1" {
		t.Fatalf("U1 is %q, want 1", got)
	}
	_, err := w.Bot.ImportRoster(t.Context(), "operator", []byte(head+"1,仮 一,部,課,主査,U2\n"), []string{bottest.Platform})
	must(t, err)
	if got := hello(); got != "" {
		t.Errorf("U1 is still %q", got)
	}
}
