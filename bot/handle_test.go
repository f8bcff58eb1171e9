package bot_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// TestRepeatAfterRestart ends the process between the commit and the answer:
// the event comes again, gets the answer it had, and has its effect once.
func TestRepeatAfterRestart(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		// event makes what is handed over twice.
		event func(t *testing.T, w *bottest.World) chat.Event
		who   string
		once  string // what the person's chat says once
	}{
		"press": {who: mentee, once: "初回です", event: func(t *testing.T, w *bottest.World) chat.Event {
			press(t, w, mentor, "plan.quick", button(t, w, mentor, "plan.quick"))
			return w.Event(mentee, chat.Pressed{Action: "slot.take", Arg: button(t, w, mentee, "slot.take"), Dialogs: true})
		}},
		"form": {who: mentee, once: "保存しました", event: func(t *testing.T, w *bottest.World) chat.Event {
			return w.Event(mentee, filled("reflect", met(t, w), "relief", "4", "line", "ことば"))
		}},
		"form that opens another": {who: head, event: func(_ *testing.T, w *bottest.World) chat.Event {
			return w.Event(head, filled("nominate", "20203", "other", "20201"))
		}},
		"answer in the chat": {who: mentee, once: "成長を感じ", event: func(t *testing.T, w *bottest.World) chat.Event {
			press(t, w, mentee, "reflect.chat", met(t, w))
			return w.Event(mentee, chat.Said{Text: private.New("", "4")})
		}},
		"unknown words": {who: outsider, once: "読み取れませんでした", event: func(_ *testing.T, w *bottest.World) chat.Event {
			return w.Event(outsider, chat.Said{Text: private.New("", "こんにちは")})
		}},
		"stranger": {who: "x1", once: "名簿に", event: func(_ *testing.T, w *bottest.World) chat.Event {
			return w.Event("x1", chat.Joined{})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := house(t)
			e := tt.event(t, w)
			first, err := w.Bot.Handle(t.Context(), e)
			if err != nil {
				t.Fatal(err)
			}
			w.Close()
			w.Open()
			again, err := w.Do(e)
			if err != nil {
				t.Fatal(err)
			}
			if a, b := text(t, first), text(t, again); a != b {
				t.Errorf("first answer %s\nthen %s", a, b)
			}
			if n := strings.Count(said(w, tt.who), tt.once); tt.once != "" && n != 1 {
				t.Errorf("%q was said %d times:\n%s", tt.once, n, said(w, tt.who))
			}
		})
	}
}

func text(t *testing.T, a chat.Answer) string {
	t.Helper()
	raw, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var sb strings.Builder
	for _, f := range a.Private() {
		sb.WriteString(f.Name + "=" + f.Text.Reveal() + ";")
	}
	return string(raw) + sb.String()
}

// TestRefusalLeavesNoRecord: what was refused may come again corrected, under
// the same event, and is then taken.
func TestRefusalLeavesNoRecord(t *testing.T) {
	t.Parallel()
	for name, bad := range map[string]chat.Submitted{
		"by the form": filled("reflect", "", "relief", "9"),
		"by the flow": filled("reflect", "", "line", ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := house(t)
			bad.Arg = met(t, w)
			before := answers(t, w)
			e := w.Event(mentee, bad)
			for range 2 {
				answer, err := w.Do(e)
				if err != nil || len(answer.Errors) != 1 || answer.Errors[0].Field != "relief" {
					t.Fatalf("got %+v, %v", answer, err)
				}
			}
			if n := answers(t, w); n != before {
				t.Errorf("%d records of answers, %d before", n, before)
			}
			e.What = filled("reflect", bad.Arg, "relief", "4")
			if answer, err := w.Do(e); err != nil || len(answer.Errors) > 0 {
				t.Fatalf("corrected: got %+v, %v", answer, err)
			}
			if n := strings.Count(said(w, mentee), "保存しました"); n != 1 {
				t.Errorf("saved %d times", n)
			}
		})
	}
}

func answers(t *testing.T, w *bottest.World) (n int) {
	t.Helper()
	view(t, w, func(tx store.Tx) error {
		all, err := store.Answers.All(tx, store.Span{})
		n = len(all)
		return err
	})
	return n
}

// TestPressedAtOnce has sixteen presses race for one slot: there is one
// meeting, whether they are one event or sixteen.
func TestPressedAtOnce(t *testing.T) {
	t.Parallel()
	for name, same := range map[string]bool{"sixteen events": false, "one event": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := house(t)
			press(t, w, mentor, "plan.quick", button(t, w, mentor, "plan.quick"))
			arg := button(t, w, mentee, "slot.take")
			first := w.Event(mentee, chat.Pressed{Action: "slot.take", Arg: arg, Dialogs: true})
			var wg sync.WaitGroup
			for range 16 {
				e := first
				if !same {
					e = w.Event(mentee, first.What)
				}
				wg.Go(func() {
					if _, err := w.Bot.Handle(t.Context(), e); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if err := w.Settle(); err != nil {
				t.Fatal(err)
			}
			if n := len(meetings(t, w)); n != 1 {
				t.Errorf("%d meetings", n)
			}
			if n := strings.Count(said(w, mentor), "面談の日時が決まりました"); n != 1 {
				t.Errorf("the mentor was told %d times", n)
			}
			over := strings.Count(said(w, mentee), "もう決まったか")
			if want := map[bool]int{true: 0, false: 15}[same]; over != want {
				t.Errorf("%d were told that it is over, want %d", over, want)
			}
		})
	}
}

// TestErrorsSayNothing closes the store under the bot: every event fails, and
// no error repeats what a person wrote.
func TestErrorsSayNothing(t *testing.T) {
	t.Parallel()
	const words = "ひみつのことば"
	w := house(t)
	meeting := met(t, w)
	if err := w.Store.Close(); err != nil {
		t.Fatal(err)
	}
	for name, what := range map[string]chat.What{
		"said":         chat.Said{Text: private.New("", words)},
		"press":        chat.Pressed{Action: words, Arg: words, Dialogs: true},
		"form":         filled("reflect", meeting, "line", words),
		"unknown form": filled(words, words, words, words),
		"home":         chat.Opened{},
		"joined":       chat.Joined{},
		"left":         chat.Left{},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := w.Bot.Handle(t.Context(), w.Event(mentee, what))
			if err == nil {
				t.Fatal("no error from a closed store")
			}
			if strings.Contains(err.Error()+w.Log.String(), words) {
				t.Errorf("the error says it: %v", err)
			}
		})
	}
}

// TestTypedHome shows the home to whoever types for it where the platform can
// show a page for a typed line, and the menu elsewhere.
func TestTypedHome(t *testing.T) {
	t.Parallel()
	w := house(t)
	answer := do(t, w, mentee, chat.Said{Text: private.New("", " ほーむ "), Pages: true})
	if answer.Page == nil || !strings.Contains(answer.Page.Title, "模木") || strings.Contains(said(w, mentee), "何をしますか") {
		t.Errorf("got %v", answer.Page)
	}
	stranger := do(t, w, "x1", chat.Said{Text: private.New("", "home"), Pages: true})
	if stranger.Page == nil || len(w.Chats.Of(w.Account("x1"))) > 0 {
		t.Errorf("a stranger got %v", stranger.Page)
	}
	for _, menu := range []chat.Said{{Text: private.New("", "ホーム")}, {Text: private.New("", "メニュー"), Pages: true}} {
		if answer := do(t, w, mentee, menu); answer.Page != nil {
			t.Errorf("got the page %s", answer.Page.Title)
		}
	}
	if !strings.Contains(said(w, mentee), "何をしますか") {
		t.Error("there is no menu")
	}
}

// TestErrorsComeWithTheirForm gives whoever draws the dialog anew what was
// typed, for both kinds of refusal: the form's own rules and the flow's.
func TestErrorsComeWithTheirForm(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]chat.Values{
		"the form's rules": chat.Set("slots", "1", "date", "2026-07-01"),
		"the flow's":       chat.Set("date", "2026-07-01"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := house(t)
			form := do(t, w, mentor, chat.Pressed{Action: "plan.offer", Arg: pairID, Dialogs: true}).Form
			answer := do(t, w, mentor, chat.Submitted{Form: form.ID, Version: form.Version, Arg: form.Arg, Values: v})
			if len(answer.Errors) == 0 || answer.Form == nil {
				t.Fatalf("got %v %v", answer.Errors, answer.Form)
			}
			date, _ := answer.Form.Field("date")
			if answer.Form.ID != form.ID || answer.Form.Arg != form.Arg || len(date.Initial) != 1 || date.Initial[0].Reveal() != v.Option("date") {
				t.Errorf("the form holds %v", date.Initial)
			}
		})
	}
}
