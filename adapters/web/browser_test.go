package web

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/bot/chat"
)

// expected are the console's errors that a test asks for: the core was told
// to fail.
func (s *stage) expected(text string) bool { return strings.Contains(text, "503") }

// until waits for a condition that a page's script can check.
func (s *stage) until(t *testing.T, ctx context.Context, what, js string) {
	t.Helper()
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](js, chromedp.WithPollingTimeout(15*time.Second))); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

func steps(t *testing.T, ctx context.Context, what string, do ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, do...); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

func run[T any](a chromedp.Action[T]) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Run(ctx, a)
		return err
	})
}

// frame is the document of the n-th person on the page.
func frame(n int, rest string) string {
	return fmt.Sprintf("(() => { const d = frames[%d] && frames[%d].document; return !!d && !!d.querySelector('#chat') && (%s); })()", n, n, rest)
}

func TestBrowser(t *testing.T) {
	s := newStage(t)
	if err := s.tell(t.Context(), mentee(), "ask", fixture(t, "actions")); err != nil {
		t.Fatal(err)
	}
	ctx := adaptertest.Browser(t, s.expected)
	steps(t, ctx, "open", chromedp.EmulateViewport(1280, 860), chromedp.Navigate(s.url+"/"))
	s.until(t, ctx, "the button is there", frame(0, "d.querySelectorAll('#chat .acts button').length === 4"))
	steps(t, ctx, "press by keyboard",
		run(chromedp.Evaluate[bool]("frames[0].document.querySelectorAll('#chat .acts button')[1].focus(), true")), chromedp.KeyEvent("\r"))
	s.until(t, ctx, "the dialog opens with the focus in it", frame(0, "d.activeElement.id === 'sheet-title'"))

	steps(t, ctx, "fill in wrongly", chromedp.KeyEvent("\t\t"))
	s.until(t, ctx, "tab leads into the fields", frame(0, "d.activeElement.id === 'f1'"))
	steps(t, ctx, "type and send", chromedp.KeyEvent("kept words"),
		run(chromedp.Evaluate[bool]("frames[0].document.querySelector('.sheet-foot .primary').focus(), true")), chromedp.KeyEvent("\r"))
	s.until(t, ctx, "the error stands beside the field, which has the focus", frame(0,
		"d.activeElement.id === 'f0' && d.activeElement.getAttribute('aria-invalid') === 'true' && d.activeElement.getAttribute('aria-describedby').includes('f0-error') && d.querySelector('#f0-error').textContent === 'ひとことを入力してください。'"))
	s.until(t, ctx, "nothing typed is lost", frame(0, "d.querySelector('#f1').value === 'kept words'"))

	steps(t, ctx, "leave", chromedp.KeyEvent("\x1b"))
	s.until(t, ctx, "escape closes and the focus returns", frame(0, "!d.querySelector('#sheet').open && d.activeElement.textContent === '日を改める'"))
	s.until(t, ctx, "the draft is mentioned", frame(0, "d.querySelector('#status').textContent === '入力した内容は、このタブに残してあります。'"))
	steps(t, ctx, "open again", chromedp.KeyEvent("\r"))
	s.until(t, ctx, "the draft is back", frame(0, "d.querySelector('#f1')?.value === 'kept words' && !d.querySelector('.restored').hidden"))

	s.fail.Store(true)
	steps(t, ctx, "correct", run(chromedp.Evaluate[bool]("frames[0].document.querySelector('#f0').focus(), true")), chromedp.KeyEvent("good"),
		run(chromedp.Evaluate[bool]("frames[0].document.querySelector('#f5-3').focus(), true")), chromedp.KeyEvent(" "),
		run(chromedp.Evaluate[bool]("frames[0].document.querySelector('.sheet-foot .primary').focus(), true")), chromedp.KeyEvent("\r"))
	s.until(t, ctx, "a failure is told in the dialog, which keeps what was typed", frame(0,
		"d.querySelector('#sheet-failure').textContent.startsWith('うまく処理できませんでした。') && d.querySelector('#f0').value === 'good'"))
	steps(t, ctx, "try again", chromedp.KeyEvent("\r"))
	s.until(t, ctx, "the dialog closes and the focus returns", frame(0, "!d.querySelector('#sheet').open && d.activeElement.textContent === '日を改める'"))
	s.until(t, ctx, "it says so", frame(0, "d.querySelector('#status').textContent === '送信しました。'"))
	s.until(t, ctx, "no draft is left", "!Object.keys(sessionStorage).some((k) => k.startsWith('draft/'))")
	s.until(t, ctx, "the other person sees it at once", frame(1, "d.querySelector('#chat').textContent.includes('ありがとうございます。')"))
	s.checkSent(t)

	steps(t, ctx, "go on a day", run(chromedp.Evaluate[bool]("window.before = frames[0].document.querySelector('#chat .acts button').value, true")),
		chromedp.Click(chromedp.CSS("[data-post='step=1']")))
	s.until(t, ctx, "the clock moves", "document.getElementById('now').value === '7月16日（木） 9:00' && document.getElementById('day').value === '106'")
	s.until(t, ctx, "the buttons know the new time", frame(0, "d.querySelector('#chat .acts button').value !== window.before"))
	steps(t, ctx, "press after the jump", run(chromedp.Evaluate[bool]("frames[0].document.querySelectorAll('#chat .acts button')[0].click(), true")))
	s.until(t, ctx, "the card has its new face", frame(0, "!d.querySelector('#chat .acts') && d.querySelector('#chat').textContent.includes('ありがとうございます。')"))
}

// checkSent looks at what the core heard: a refused submission, and the
// corrected one twice, because the first try failed.
func (s *stage) checkSent(t *testing.T) {
	t.Helper()
	var sent []chat.Event
	for _, e := range s.core.heard() {
		if _, ok := e.What.(chat.Submitted); ok {
			sent = append(sent, e)
		}
	}
	if len(sent) != 3 || sent[0].ID == sent[1].ID || sent[1].ID != sent[2].ID {
		t.Fatalf("got %d submissions, want a refused one, a failed one and the same again", len(sent))
	}
	got := sent[2].What.(chat.Submitted).Values
	if got.Text("short").Reveal() != "good" || got.Text("long").Reveal() != "kept words" || got.Scale("scale") != 4 {
		t.Errorf("got short %d, long %d characters, scale %d", got.Text("short").Len(), got.Text("long").Len(), got.Scale("scale"))
	}
}

// alone is a condition on a person's page that stands by itself.
func alone(rest string) string { return "(() => { const d = document; return " + rest + "; })()" }

func TestBrowserAlone(t *testing.T) {
	s := newStage(t)
	if err := s.tell(t.Context(), mentee(), "ask", fixture(t, "actions")); err != nil {
		t.Fatal(err)
	}
	ctx := adaptertest.Browser(t, s.expected)
	steps(t, ctx, "say a line", chromedp.Navigate(s.url+"/p/0/"), chromedp.SendKeys(chromedp.CSS("#say-text"), "日程をお願いします。\r"))
	s.until(t, ctx, "the line is there and the box empty", alone("d.querySelectorAll('.mine').length === 1 && d.querySelector('#say-text').value === ''"))
	steps(t, ctx, "another", chromedp.SendKeys(chromedp.CSS("#say-text"), "よろしくお願いします。\r"))
	s.until(t, ctx, "it is a line of its own", alone("d.querySelectorAll('.mine').length === 2"))

	cancel := chromedp.CSS("#chat .danger")
	steps(t, ctx, "ask before it is cancelled", chromedp.Focus(cancel), chromedp.KeyEvent("\r"))
	s.until(t, ctx, "the question has the focus on no", alone("d.querySelector('#ask').open && d.activeElement.textContent === 'そのままにする'"))
	steps(t, ctx, "no", chromedp.KeyEvent("\r"))
	s.until(t, ctx, "the focus is back", alone("!d.querySelector('#ask').open && d.activeElement.textContent === '予定を取り消す'"))
	steps(t, ctx, "yes", chromedp.KeyEvent("\r\t\r"))
	s.until(t, ctx, "the answer opens", alone("d.querySelector('#sheet').open"))
	if n := s.pressed("meeting.cancel"); n != 1 {
		t.Errorf("cancelled %d times", n)
	}

	steps(t, ctx, "narrow the list", chromedp.SendKeys(chromedp.CSS("[data-filters=f3]"), "キャリア"))
	s.until(t, ctx, "it is shorter", alone("d.querySelector('#f3').options.length === 2 && d.querySelector('#f3-found').textContent === '候補は1件です。'"))
	steps(t, ctx, "type too much", chromedp.SendKeys(chromedp.CSS("#f0"), strings.Repeat("あ", 42)))
	s.until(t, ctx, "the counter says so", alone("d.querySelector('#f0-count').textContent === '2字多くなっています'"))

	steps(t, ctx, "go to the home by keyboard", chromedp.KeyEvent("\x1b"), chromedp.Focus(chromedp.CSS("#chat-tab")), chromedp.KeyEvent(kb.ArrowRight))
	s.until(t, ctx, "it is shown", alone("d.activeElement.id === 'home-tab' && d.querySelector('#home').textContent.includes('次の面談')"))
	if err := s.tell(t.Context(), mentee(), "news", fixture(t, "plain")); err != nil {
		t.Fatal(err)
	}
	s.until(t, ctx, "the chat has news", alone("!d.querySelector('#new').hidden"))
}

// pressed counts how often the core heard of an action.
func (s *stage) pressed(action string) int {
	n := 0
	for _, e := range s.core.heard() {
		if what, ok := e.What.(chat.Pressed); ok && what.Action == action {
			n++
		}
	}
	return n
}
