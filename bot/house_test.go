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

// People of the sample roster.
const (
	hrHead   = "10101" // 仮山, head and HR
	hr       = "10102" // 例田
	mentee   = "20104" // 模木
	mentor   = "20103" // 雛形
	head     = "20101" // 見本
	outsider = "20202" // 例川
	pairID   = "aomori-2026:20104:1"
)

// house is a world with the pair of 模木 and 雛形, on 1 April.
func house(t testing.TB) *bottest.World {
	t.Helper()
	at := time.Date(2026, 4, 1, 9, 0, 0, 0, time.FixedZone("JST", 9*3600))
	w := bottest.NewWorld(t, at, "aomori", roster.Sample())
	submit(t, w, head, "nominate", mentee, "mentor", mentor)
	submit(t, w, head, "nominate.confirm", mentee+"|"+mentor, "spoken", "yes")
	return w
}

func do(t testing.TB, w *bottest.World, who string, what chat.What) chat.Answer {
	t.Helper()
	answer, err := w.Do(w.Event(who, what))
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func press(t testing.TB, w *bottest.World, who, action, arg string) chat.Answer {
	t.Helper()
	return do(t, w, who, chat.Pressed{Action: action, Arg: arg, Dialogs: true})
}

func submit(t testing.TB, w *bottest.World, who, form, arg string, fields ...string) chat.Answer {
	t.Helper()
	answer := do(t, w, who, filled(form, arg, fields...))
	if len(answer.Errors) > 0 {
		t.Fatalf("%s refused: %v", form, answer.Errors)
	}
	return answer
}

func filled(form, arg string, fields ...string) chat.Submitted {
	return chat.Submitted{Form: form, Version: 1, Arg: arg, Values: chat.Set(fields...)}
}

// met records a talk of today and returns its id.
func met(t testing.TB, w *bottest.World) string {
	t.Helper()
	submit(t, w, mentee, "met.already", pairID, "date", w.Clock.Now().In(time.FixedZone("JST", 9*3600)).Format(time.DateOnly))
	all := meetings(t, w)
	return all[len(all)-1].ID
}

func meetings(t testing.TB, w *bottest.World) (all []mentoring.Meeting) {
	t.Helper()
	view(t, w, func(tx store.Tx) (err error) {
		all, err = store.Meetings.All(tx, store.Span{Index: "pair", Prefix: store.Under(pairID)})
		return err
	})
	return all
}

func view(t testing.TB, w *bottest.World, fn func(store.Tx) error) {
	t.Helper()
	if err := w.Store.View(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// button is the arg of the newest button with the action in the person's chat.
func button(t testing.TB, w *bottest.World, who, action string) string {
	t.Helper()
	lines := w.Chats.Of(w.Account(who))
	for i := len(lines) - 1; i >= 0; i-- {
		for _, a := range lines[i].Message.Actions {
			if a.ID == action {
				return a.Arg
			}
		}
	}
	t.Fatalf("%s has no button %s", who, action)
	return ""
}

// said is everything in a person's chat, buttons too.
func said(w *bottest.World, who string) string {
	var sb strings.Builder
	for _, l := range w.Chats.Of(w.Account(who)) {
		sb.WriteString(l.Message.Text() + "\n")
		for _, a := range l.Message.Actions {
			sb.WriteString(a.Label + " " + a.Arg + "\n")
		}
	}
	return sb.String()
}
