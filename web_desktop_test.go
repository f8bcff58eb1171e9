package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"tsukiichi/adapters/adaptertest"
)

// desktop is a browser at the desk.
type desktop struct {
	*visit
	axe string // the checker, "" where it is not installed
}

// newDesktop opens a browser that asks for Japanese.
func newDesktop(t *testing.T, l *loft) *desktop {
	t.Helper()
	axe, err := os.ReadFile(filepath.Join(".bin", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Log("no axe-core (npm install --prefix .bin --no-save axe-core): the pages are not checked with it")
	}
	ctx := adaptertest.Browser(t, func(text string) bool { return strings.Contains(text, "net::ERR") })
	b := &desktop{visit: &visit{t: t, ctx: ctx, url: l.url + "/"}, axe: string(axe)}
	b.japanese()
	return b
}

// examined ends a test that has done everything but what axe-core is for as
// one that was skipped: where everything must be done, that is a failure.
func (b *desktop) examined() {
	b.t.Helper()
	if b.axe == "" && !b.t.Failed() {
		b.t.Skip("no axe-core: nobody has looked at the pages with it")
	}
}

// paper has the page look as it does on paper, or again as on a screen.
func (b *desktop) paper(media string) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: media}); err != nil {
		b.t.Fatal(err)
	}
}

// japanese has the browser ask for Japanese.
func (b *desktop) japanese() {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{
		Headers: network.Headers{"Accept-Language": "ja"},
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// shows waits until the page says all the words.
func (b *desktop) shows(words ...string) {
	b.t.Helper()
	for _, w := range words {
		b.until("the page shows "+w, "document.body.innerText.includes("+quote(w)+")")
	}
}

// until waits until a script says yes, over a change of pages too: a page that was
// just left can be kept asleep by the browser, and never answers.
func (b *desktop) until(what, js string) {
	b.t.Helper()
	var err error
	for range 12 {
		if _, err = chromedp.Run(b.ctx, chromedp.Poll[bool](js, chromedp.WithPollingTimeout(5*time.Second))); err == nil {
			return
		}
		if !slices.ContainsFunc([]string{"navigated", "context", "timeout"}, func(why string) bool { return strings.Contains(err.Error(), why) }) {
			break
		}
	}
	b.snap("failed")
	b.t.Fatalf("%s: %v", what, err)
}

func (b *desktop) goes(path string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.Navigate(b.url+path)); err != nil {
		b.t.Fatal(err)
	}
}

func (b *desktop) js(js string) {
	b.t.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](js)); err != nil {
		b.t.Fatal(js, err)
	}
}

func (b *desktop) types(css, text string) {
	b.t.Helper()
	b.until("a field "+css, "(() => { const f = document.querySelector("+quote(css)+"); if (!f?.checkVisibility()) return false; f.value = ''; return true; })()")
	if err := chromedp.Do(b.ctx, chromedp.SendKeys(chromedp.CSS(css), text)); err != nil {
		b.t.Fatal(css, err)
	}
}

// click presses the last visible button or link with the label.
func (b *desktop) click(label string) {
	b.t.Helper()
	find := "[...document.querySelectorAll('button, a')].filter(b => b.checkVisibility() && b.innerText.trim() === " + quote(label) + ").pop()"
	b.until("button "+label, "!!"+find)
	b.rests()
	b.js(find + ".click(), true")
}

// finds presses the button on the home, or, where it is not there, on the page
// that another button of the home opens.
func (b *desktop) finds(label, page string) {
	b.t.Helper()
	b.js(`document.getElementById("home-tab").click(), true`)
	b.until("the home", `!!document.querySelector("#home .acts")`)
	b.rests()
	there, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("[...document.querySelectorAll('#home button')].some(b => b.innerText.trim() === "+quote(label)+")"))
	if err != nil {
		b.t.Fatal(label, err)
	}
	if !there {
		b.click(page)
		b.until("the page with "+label, "[...document.querySelectorAll('#sheet[open] button')].some(b => b.innerText.trim() === "+quote(label)+")")
	}
	b.click(label)
}

// rests waits until the page has taken in what it was sent.
func (b *desktop) rests() {
	b.t.Helper()
	b.until("the page is at rest", `document.readyState === "complete" && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added") &&
		!document.getAnimations().some(a => a.playState === "running")`)
}

func (b *desktop) uploads(file string) {
	b.t.Helper()
	b.chooses("#file", file)
	b.click("何が変わるか見る")
}

// chooses puts a file into a field.
func (b *desktop) chooses(css, file string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.SetUploadFiles(chromedp.CSS(css), []string{file})); err != nil {
		b.t.Fatal(err)
	}
}

// look photographs the page wide and narrow and has axe-core look at it.
func (b *desktop) look(name string) {
	b.t.Helper()
	for _, width := range []int64{390, 1280} {
		if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(width, 900)); err != nil {
			b.t.Fatal(err)
		}
		b.rests()
		what := fmt.Sprintf("%s-%d", name, width)
		b.snap(what)
		if b.axe != "" {
			b.examine(what, b.axe)
		}
	}
}
