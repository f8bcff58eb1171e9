package web

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/bot/chat"
)

// shots is where TestLook leaves its pictures, for eyes to judge.
var shots = flag.String("shots", "", "folder for pictures of the playground")

// browser starts Chromium, or skips the test where there is none.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("no chromium, chromium-browser or google-chrome in PATH: the pages are not tried in a browser")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.NoFirstRun,
	)
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(cancel)
	console := chromedp.Console(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for m, err := range console {
			if err != nil {
				return // the browser is gone
			}
			if strings.Contains(m.Text, "503") {
				continue // the core was told to fail
			}
			if m.IsException() || m.Type == "error" { // a breach of the policy is one, too
				t.Errorf("browser console: %s", m.Text)
			}
		}
	}()
	t.Cleanup(func() { cancel(); <-done })
	return ctx
}

// stage is a playground whose core tells the mentor what the mentee sends.
type stage struct {
	*Playground
	core   *core
	inbox  *Memory
	sender *Sender
	clock  *dial
	url    string
	fail   atomic.Bool // the next submission meets a store that is away
}

// hand moves the dial as a player would.
type hand struct{ *dial }

func (h hand) Bounds() (from, to time.Time) {
	zone := h.Now().Location()
	return time.Date(2026, 4, 1, 9, 0, 0, 0, zone), time.Date(2027, 3, 31, 18, 0, 0, 0, zone)
}

func (h hand) Next(context.Context) (time.Time, error) { return h.Now().Add(26 * time.Hour), nil }

func (h hand) To(ctx context.Context, t time.Time) error {
	for now := h.Now(); now.Before(t); now = now.Add(24 * time.Hour) {
		h.turn(now)
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	h.turn(t)
	return nil
}

func newStage(t testing.TB) *stage {
	t.Helper()
	s := &stage{core: &core{}, inbox: NewMemory(), clock: july(t)}
	live := NewLive()
	s.sender = &Sender{Inbox: s.inbox, Live: live, Now: s.clock.Now}
	s.core.handle = s.answer(t)
	g, err := NewPlayground(PlaygroundOptions{
		Options: Options{
			Handler: s.core, Inbox: s.inbox, Live: live, Now: s.clock.Now, NewID: counter(), Zone: tokyo(t),
			Report: func(err error) {
				if !errors.Is(err, errAway) {
					t.Errorf("reported: %v", err)
				}
			},
		},
		Player: hand{s.clock},
		People: []Seat{
			{Account: mentee(), Name: "山田 さくら", Role: "メンティ", Group: "市民課"},
			{Account: adaptertest.Colleague(), Name: "佐藤 健一", Role: "メンター", Group: "市民課"},
			{Account: chat.Account{Platform: "web", Tenant: "demo", ID: "suzuki"}, Name: "鈴木 課長", Role: "所属長", Group: "市民課"},
			{Account: chat.Account{Platform: "web", Tenant: "demo", ID: "jinji"}, Name: "田中 由美", Role: "人事課", Group: "人事課"},
			{Account: chat.Account{Platform: "web", Tenant: "demo", ID: "kato"}, Name: "加藤 蓮", Role: "メンティ", Group: "福祉課"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Playground = g
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	t.Cleanup(g.Close)
	s.url = server.URL
	return s
}

var errAway = errors.New("store is away")

// answer opens the form of every field, wants a short line in it, and tells
// the mentor when it was sent.
func (s *stage) answer(t testing.TB) func(chat.Event) (chat.Answer, error) {
	form := adaptertest.Forms(t)[0]
	home := adaptertest.Pages(t)[0].Page
	return func(e chat.Event) (chat.Answer, error) {
		switch what := e.What.(type) {
		case chat.Opened:
			return chat.Answer{Page: &home}, nil
		case chat.Pressed:
			if what.Action == "checkin.missed" {
				return chat.Answer{Page: &adaptertest.Pages(t)[1].Page}, nil
			}
			if what.Action == "checkin.met" {
				face := fixture(t, "plain")
				return chat.Answer{Face: &face}, nil
			}
			return chat.Answer{Form: &form.Form}, nil
		case chat.Submitted:
			if s.fail.Swap(false) {
				return chat.Answer{}, errAway
			}
			if what.Values.Text("short").Empty() || what.Values.Scale("scale") == 0 {
				return chat.Answer{Errors: form.Errors[:2]}, nil
			}
			return chat.Answer{}, s.tell(t.Context(), adaptertest.Colleague(), e.ID, fixture(t, "plain"))
		}
		return chat.Answer{}, nil
	}
}

func (s *stage) tell(ctx context.Context, to chat.Account, id string, m chat.Message) error {
	_, err := s.sender.Send(ctx, chat.Dispatch{ID: id, To: chat.Address{Account: to}, Message: m})
	return err
}

// fill puts every kind of message into the first people's chats.
func (s *stage) fill(t testing.TB) {
	t.Helper()
	for i, m := range adaptertest.Messages(t) {
		to := s.o.People[i%4].Account
		if err := s.tell(t.Context(), to, fmt.Sprintf("fill-%d", i), m.Message); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.tell(t.Context(), mentee(), "ask", fixture(t, "actions")); err != nil {
		t.Fatal(err)
	}
}

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
	ctx := browser(t)
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

// TestLook takes pictures of the playground, when it is told where to.
func TestLook(t *testing.T) {
	if *shots == "" {
		t.Skip("start with -shots FOLDER for pictures")
	}
	s := newStage(t)
	s.fill(t)
	ctx := browser(t)
	snap := func(name string, dark bool, width, height int64, steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		scheme := "light"
		if dark {
			scheme = "dark"
		}
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		if err != nil {
			t.Fatal(err)
		}
		steps = append([]chromedp.Action[chromedp.Void]{chromedp.EmulateViewport(width, height)}, steps...)
		if err := chromedp.Do(ctx, append(steps, chromedp.Sleep(700*time.Millisecond))...); err != nil {
			t.Fatal(name, err)
		}
		png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(*shots, name+".png"), png, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	open := chromedp.Navigate
	for name, dark := range map[string]bool{"light": false, "dark": true} {
		snap("wide-"+name, dark, 1280, 860, open(s.url+"/"))
		snap("narrow-"+name, dark, 390, 844, open(s.url+"/"))
		for seat := range 4 {
			snap(fmt.Sprintf("seat%d-%s", seat, name), dark, 390, 1500, open(fmt.Sprintf("%s/p/%d/", s.url, seat)))
		}
		press := chromedp.Click(chromedp.CSS("#chat .acts button:nth-child(2)"))
		snap("form-"+name, dark, 700, 1900, open(s.url+"/p/0/"), press)
		snap("errors-"+name, dark, 390, 844, open(s.url+"/p/0/"), press, chromedp.Click(chromedp.CSS(".sheet-foot .primary")))
		snap("home-"+name, dark, 390, 1200, open(s.url+"/p/0/"), chromedp.Click(chromedp.CSS("#home-tab")))
		snap("page-"+name, dark, 390, 844, open(s.url+"/p/3/"), chromedp.Click(chromedp.CSS("#home-tab")), chromedp.Click(chromedp.CSS("#home .acts button:nth-child(3)")))
		snap("said-"+name, dark, 390, 844, open(s.url+"/p/2/"), chromedp.SendKeys(chromedp.CSS("#say-text"), "日程をお願いします。\r"))
		snap("ask-"+name, dark, 390, 844, open(s.url+"/p/0/"), chromedp.Click(chromedp.CSS("#chat .danger")))
	}
}
