package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/rs/zerolog"

	"tsukiichi/adapters/adaptertest"
)

// shots is where TestDemoInBrowser leaves its pictures, for eyes to judge:
// go test . -run TestDemoInBrowser -shots FOLDER
var shots = flag.String("shots", "", "folder for pictures of the playground")

// visit is a browser in front of the playground.
type visit struct {
	t   *testing.T
	ctx context.Context
	url string
}

// The seats of the sample roster, as the playground shows them.
const (
	menteeSeat = iota
	mentorSeat
	headSeat
	hrSeat
)

// TestDemoInBrowser walks one pair from the roster to the second month's
// nudge, as somebody does who opens the playground.
func TestDemoInBrowser(t *testing.T) {
	v := newVisit(t)
	v.open(1280, 900)
	v.sees(headSeat, "メンターを選んでください")
	v.snap("1-first-morning")

	v.press(headSeat, "模木 葵さんのメンターを選ぶ")
	v.sees(headSeat, "原則は、同じチームの主査級以上の職員です")
	v.choose(headSeat, "雛形 誠")
	v.snap("2-nominate")
	v.send(headSeat)
	v.sees(headSeat, "主査級以上の職員です")
	v.tick(headSeat)
	v.send(headSeat)
	v.sees(headSeat, "指名しました")
	v.sees(mentorSeat, "模木 葵さんのメンターをお願いします")
	v.sees(menteeSeat, "あなたのメンターは雛形 誠さんです")

	v.press(mentorSeat, "この3つを送る")
	v.sees(menteeSeat, "面談の候補日時")
	v.snap("3-slots")
	v.press(menteeSeat, "4月2日（木） 10:30")
	v.sees(menteeSeat, "面談の日時が決まりました")
	v.sees(mentorSeat, "面談の日時が決まりました")

	v.next()
	v.sees(menteeSeat, "決めずに話す")
	v.press(menteeSeat, "決めずに話す")
	v.sees(menteeSeat, "選び直す")
	v.next()
	v.sees(mentorSeat, "アイスブレイク")
	v.next()
	v.sees(menteeSeat, "面談はできましたか")
	v.press(menteeSeat, "話した")
	v.press(menteeSeat, "書く")
	v.sees(menteeSeat, "話してスッキリしましたか")
	v.send(menteeSeat)
	v.sees(menteeSeat, "どれか1つだけでも答えてください。")
	v.run(menteeSeat, `d.querySelectorAll('#sheet input[type=radio][value="4"]')[0].click(); const l = d.querySelector('#sheet textarea'); l.value = '電話の取り方を聞けた'; l.dispatchEvent(new Event('input', {bubbles: true}))`)
	v.snap("4-reflection")
	v.send(menteeSeat)
	v.sees(menteeSeat, "保存しました")
	v.home(menteeSeat)
	v.sees(menteeSeat, "これまで1回")
	v.home(headSeat)
	v.sees(headSeat, "あなたの課のペア")
	v.home(hrSeat)
	v.sees(hrSeat, "4月の面談（部ごと）")
	v.snap("5-homes")
	v.never(headSeat, "電話の取り方")
	v.never(hrSeat, "電話の取り方")

	v.slide("2026-05-01")
	v.sees(mentorSeat, "5月の模木 葵さんとの面談を決めましょう")
	v.snap("6-second-month")
	v.open(390, 844)
	v.snap("7-narrow")
}

func newVisit(t *testing.T) *visit {
	t.Helper()
	ctx := adaptertest.Browser(t, nil)
	d, err := openDemo(t.Context(), demoCmd{Lang: "ja"}, zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	serving, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- d.serve(serving, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		d.close()
	})
	return &visit{t: t, ctx: ctx, url: "http://" + l.Addr().String() + "/"}
}

func (v *visit) open(width, height int64) {
	v.t.Helper()
	if err := chromedp.Do(v.ctx, chromedp.EmulateViewport(width, height), chromedp.Navigate(v.url)); err != nil {
		v.t.Fatal(err)
	}
}

// until waits until a script says yes.
func (v *visit) until(what, js string) {
	v.t.Helper()
	if _, err := chromedp.Run(v.ctx, chromedp.Poll[bool](js, chromedp.WithPollingTimeout(45*time.Second))); err != nil {
		v.snap("failed")
		v.t.Fatalf("%s: %v", what, err)
	}
}

// in is a script with d, the document of a person's page.
func in(seat int, expr string) string {
	return fmt.Sprintf("(() => { const d = frames[%d] && frames[%d].document; if (!d || !d.querySelector('#chat')) return false; %s })()", seat, seat, expr)
}

func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// sees waits until the person's page says the words somewhere visible.
func (v *visit) sees(seat int, words string) {
	v.t.Helper()
	v.until(fmt.Sprintf("person %d sees %s", seat, words), in(seat, "return d.body.innerText.includes("+quote(words)+")"))
}

// never checks that the person's page does not say the words.
func (v *visit) never(seat int, words string) {
	v.t.Helper()
	v.until(fmt.Sprintf("person %d never sees %s", seat, words), in(seat, "return !d.documentElement.innerHTML.includes("+quote(words)+")"))
}

// run does something on the person's page.
func (v *visit) run(seat int, js string) {
	v.t.Helper()
	if _, err := chromedp.Run(v.ctx, chromedp.Evaluate[bool](in(seat, js+"; return true"))); err != nil {
		v.t.Fatal(err)
	}
}

// quiet waits until the person's page has taken in what it was sent: a click
// before that finds nobody listening.
func (v *visit) quiet(seat int) {
	v.t.Helper()
	v.until("the page is quiet", in(seat, "return !d.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added')"))
}

// press waits for the newest button with the label and presses it.
func (v *visit) press(seat int, label string) {
	v.t.Helper()
	find := "const b = [...d.querySelectorAll('button')].filter(b => b.offsetParent && b.innerText.trim() === " + quote(label) + ").pop();"
	v.until("button "+label, in(seat, find+" return !!b"))
	v.quiet(seat)
	v.run(seat, find+" b.click()")
}

// choose picks the option that begins with the words.
func (v *visit) choose(seat int, words string) {
	v.t.Helper()
	find := "const o = [...d.querySelectorAll('#sheet option')].find(o => o.text.startsWith(" + quote(words) + "));"
	v.until("option "+words, in(seat, find+" return !!o"))
	v.quiet(seat)
	v.run(seat, find+" o.selected = true; o.parentElement.dispatchEvent(new Event('change', {bubbles: true}))")
}

// tick ticks the dialog's box.
func (v *visit) tick(seat int) {
	v.t.Helper()
	v.until("a box", in(seat, "return !!d.querySelector('#sheet input[type=checkbox]')"))
	v.quiet(seat)
	v.run(seat, "d.querySelector('#sheet input[type=checkbox]').click()")
}

// send sends the dialog off.
func (v *visit) send(seat int) {
	v.t.Helper()
	v.run(seat, "d.querySelector('.sheet-foot .primary').click()")
}

func (v *visit) home(seat int) {
	v.t.Helper()
	v.run(seat, "d.querySelector('#home-tab').click()")
}

// next presses 次の出来事まで.
func (v *visit) next() {
	v.t.Helper()
	v.until("time has stopped", `document.querySelector("[data-post='to=next']").getAttribute("aria-disabled") !== "true"`)
	if err := chromedp.Do(v.ctx, chromedp.Click(chromedp.CSS("[data-post='to=next']"))); err != nil {
		v.t.Fatal(err)
	}
}

// slide moves the slider to the day.
func (v *visit) slide(day string) {
	v.t.Helper()
	js := "const s = document.getElementById('day'); s.value = Math.round((new Date(" + quote(day) + ") - new Date(document.body.dataset.first)) / 864e5); s.dispatchEvent(new Event('input', {bubbles: true})); s.dispatchEvent(new Event('change', {bubbles: true})); true"
	if _, err := chromedp.Run(v.ctx, chromedp.Evaluate[bool](js)); err != nil {
		v.t.Fatal(err)
	}
}

// snap takes a picture where pictures are wanted.
func (v *visit) snap(name string) {
	v.t.Helper()
	if *shots == "" {
		return
	}
	if err := chromedp.Do(v.ctx, chromedp.Sleep(700*time.Millisecond)); err != nil {
		v.t.Fatal(err)
	}
	png, err := chromedp.Run(v.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		v.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*shots, name+".png"), png, 0o600); err != nil {
		v.t.Fatal(err)
	}
}
