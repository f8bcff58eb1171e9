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

// TestNoDialogs walks the ways of somebody whose client has no dialogs.
func TestNoDialogs(t *testing.T) {
	t.Parallel()
	w := house(t)
	plain := func(who, action, arg string) {
		t.Helper()
		answer := do(t, w, who, chat.Pressed{Action: action, Arg: arg})
		if answer.Form != nil || answer.Page != nil {
			t.Errorf("%s answers with a dialog", action)
		}
	}
	expect := func(who, words string) {
		t.Helper()
		if !strings.Contains(said(w, who), words) {
			t.Errorf("%q is not said:\n%s", words, said(w, who))
		}
	}
	plain(mentee, "met.already", pairID)
	expect(mentee, "ひとこと残しませんか")
	plain(mentee, "met.already", pairID)
	expect(mentee, "もう記録されています")
	plain(mentee, "reflect.open", meetings(t, w)[0].ID)
	expect(mentee, "スッキリ")
	plain(mentee, "vision.open", pairID)
	expect(mentee, "半年後のわたし")
	do(t, w, mentee, chat.Said{Text: private.New("", "窓口に立つ")})
	expect(mentee, "保存しました。雛形 誠さんにも見えます")
	plain(mentor, "vision.read", pairID)
	expect(mentor, "入力画面を開けません")
	plain(mentor, "home.open", "")
	expect(mentor, "何をしますか")
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
