package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// marks hands out words to plant, each its own.
type marks struct{ all map[string]string }

func (m *marks) plant(where string) string {
	word := fmt.Sprintf("しるし%02dばん", len(m.all))
	m.all[word] = where
	return word
}

// TestPrivateWordsStayPrivate plants a word wherever somebody can write, lets
// half a year go by, and looks for it in every chat, in the log, in what waits
// to be sent, and in the homes of those who may not know.
func TestPrivateWordsStayPrivate(t *testing.T) {
	t.Parallel()
	w := house(t)
	m := &marks{all: map[string]string{}}
	submit(t, w, head, "nominate", "20203", "mentor", outsider)
	submit(t, w, head, "nominate.confirm", "20203|"+outsider, "reason", m.plant("the reason of a nomination"), "spoken", "yes")

	meeting := met(t, w)
	submit(t, w, mentee, "reflect", meeting, "relief", "1", "line", m.plant("the mentee's line"))
	submit(t, w, mentor, "reflect", meeting, "noticed", m.plant("what the mentor noticed"), "noticed_share", "partner",
		"next", m.plant("the mentor's next step"))
	submit(t, w, mentee, "vision", pairID, "vision", m.plant("the vision"))
	press(t, w, mentor, "reflect.read", meeting)
	press(t, w, mentor, "vision.read", pairID)

	advance(t, w, 24*time.Hour)
	second := met(t, w)
	press(t, w, mentee, "reflect.chat", second)
	say(t, w, mentee, m.plant("a wrong answer to a scale"))
	say(t, w, mentee, "3")
	say(t, w, mentee, "3")
	say(t, w, mentee, m.plant("a wrong answer to a choice"))
	submit(t, w, mentee, "reflect.line", "reflect|"+second, "line", m.plant("a line of one's own beside the chat"))
	press(t, w, mentor, "reflect.chat", second)
	say(t, w, mentor, "5")
	say(t, w, mentor, "2")
	say(t, w, mentor, m.plant("a line for the partner, typed"))
	say(t, w, mentor, "やめる") // a draft holds it
	press(t, w, mentor, "reflect.chat", second)
	say(t, w, mentor, m.plant("unread words while a question waits"))

	press(t, w, mentee, "vision.open", pairID)
	press(t, w, mentee, "vision.open", pairID)
	do(t, w, mentee, chat.Pressed{Action: "vision.open", Arg: pairID})
	say(t, w, mentee, m.plant("the vision rewritten in the chat"))
	say(t, w, mentee, m.plant("words that are no command"))
	say(t, w, outsider, m.plant("words of somebody else"))
	say(t, w, "x1", m.plant("a stranger's words"))
	do(t, w, mentee, filled("reflect", "gone", "line", m.plant("a form that came too late")))
	do(t, w, head, filled("nominate", "20204", "other", m.plant("a name in a form that is gone")))
	do(t, w, head, filled("nominate.confirm", mentee+"|"+mentor, "reason", m.plant("a reason that came too late")))
	do(t, w, mentor, filled("plan.offer", pairID, "date", m.plant("a date that is none")))

	submit(t, w, head, "defer.confirm", pairID+"|2026-07", "reason", m.plant("the reason of a deferral"))
	press(t, w, head, "defer.list", "")
	press(t, w, hr, "defer.list", "")
	do(t, w, head, filled("defer.confirm", pairID+"|2026-07", "reason", m.plant("the reason of a second deferral")))

	advance(t, w, 200*24*time.Hour)
	everybody := []string{hrHead, hr, "10201", "10202", "10203", "10204", head, "20102", mentor, mentee, "20201", outsider, "20203", "x1"}
	for word, where := range m.all {
		for _, who := range everybody {
			if strings.Contains(said(w, who), word) {
				t.Errorf("%s is in the chat of %s", where, who)
			}
		}
		if strings.Contains(w.Log.String(), word) {
			t.Errorf("%s is in the log", where)
		}
		for _, who := range []string{hrHead, hr, head, "20201", outsider, "10201"} {
			if strings.Contains(home(t, w, who), word) {
				t.Errorf("%s is in the home of %s", where, who)
			}
		}
	}
	waiting(t, w, m)

	// The search itself works: whoever may know sees it.
	own := home(t, w, mentor)
	for word, where := range m.all {
		if strings.HasPrefix(where, "the vision rewritten") && !strings.Contains(own, word) {
			t.Error("the mentor's home does not show the vision")
		}
	}
}

// waiting looks into the records that live long beside the people's own.
func waiting(t *testing.T, w *bottest.World, m *marks) {
	t.Helper()
	held := waitingText(t, w)
	for word, where := range m.all {
		if strings.Contains(held, word) {
			t.Errorf("%s is in the outbox, the audit log or a contact", where)
		}
	}
}

func home(t *testing.T, w *bottest.World, who string) string {
	t.Helper()
	page := do(t, w, who, chat.Opened{}).Page
	if page == nil {
		t.Fatalf("%s has no home", who)
	}
	text := page.Text()
	for _, f := range page.Private() {
		text += "\n" + f.Text.Reveal()
	}
	return text
}

func say(t *testing.T, w *bottest.World, who, words string) {
	t.Helper()
	do(t, w, who, chat.Said{Text: private.New("", words)})
}

func advance(t *testing.T, w *bottest.World, d time.Duration) {
	t.Helper()
	if err := w.Advance(w.Clock.Now().Add(d)); err != nil {
		t.Fatal(err)
	}
}
