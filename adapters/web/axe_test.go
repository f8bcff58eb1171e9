package web

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"tsukiichi/adapters/adaptertest"
)

// axeScript is the accessibility checker, as npm installs it.
func axeScript(t *testing.T) string {
	t.Helper()
	path := filepath.Join("..", "..", ".bin", "node_modules", "axe-core", "axe.min.js")
	script, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("no axe-core (npm install --prefix .bin --no-save axe-core): the pages are not checked with it")
	}
	return string(script)
}

// violation is one rule that axe finds broken.
type violation struct {
	ID     string   `json:"id"`
	Impact string   `json:"impact"`
	Help   string   `json:"help"`
	At     []string `json:"at"`
}

// axeRun checks the document that is shown, and those framed in it by
// themselves: the playground's frames are visited one by one.
const axeRun = `axe.run(document, {iframes: false}).then(r => JSON.stringify(r.violations.map(v =>
	({id: v.id, impact: v.impact, help: v.help, at: v.nodes.slice(0, 5).map(n => n.target.join(" "))}))))`

// TestAxe opens every kind of page in light and dark, wide, narrow and at twice
// the size, and has axe-core look for what keeps people out.
func TestAxe(t *testing.T) {
	script := axeScript(t)
	s := newStage(t)
	s.fill(t)
	ctx := adaptertest.Browser(t, s.expected)
	press := chromedp.Click(chromedp.CSS("#chat .acts button:nth-child(2)"))
	home := chromedp.Click(chromedp.CSS("#home-tab"))
	opens := func(css string) chromedp.Action[chromedp.Void] { // a click before the page listens is lost
		return run(chromedp.Poll[bool](fmt.Sprintf(`(() => {
			if (document.querySelector("#sheet[open]")) return true;
			document.querySelector(%q)?.click();
			return false;
		})()`, css), chromedp.WithPollingInterval(500*time.Millisecond), chromedp.WithPollingTimeout(15*time.Second)))
	}
	const sheet = "#sheet[open] #sheet-title"
	type scene struct {
		name, path string
		shows      string // what is there when it is ready
		then       []chromedp.Action[chromedp.Void]
	}
	scenes := []scene{
		{"playground", "/", "iframe", nil},
		{"chat", "/p/1/", "#chat .acts", nil},
		{"form", "/p/0/", sheet, []chromedp.Action[chromedp.Void]{press}},
		{"errors", "/p/0/", "#f0-error:not(:empty)", []chromedp.Action[chromedp.Void]{press, chromedp.Click(chromedp.CSS(".sheet-foot .primary"))}},
		{"home", "/p/0/", "#home .acts", []chromedp.Action[chromedp.Void]{home}},
		{"page", "/p/3/", "#sheet[open] .sheet-main section", []chromedp.Action[chromedp.Void]{home, opens("#home .acts button:nth-child(3)")}},
		{"confirm", "/p/0/", "dialog[open]", []chromedp.Action[chromedp.Void]{chromedp.Click(chromedp.CSS("#chat .danger"))}},
	}
	checked := 0
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{1280, 640, 390} { // 640 is 1280 at twice the size
			for _, sc := range scenes {
				what := fmt.Sprintf("%s, %s, %d px", sc.name, scheme, width)
				_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
					Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
				})
				if err != nil {
					t.Fatal(err)
				}
				steps(t, ctx, what, append([]chromedp.Action[chromedp.Void]{
					chromedp.EmulateViewport(width, 900), chromedp.Navigate(s.url + sc.path),
				}, sc.then...)...)
				s.until(t, ctx, what+" is at rest", fmt.Sprintf(`document.querySelector(%q) && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling") &&
					!document.getAnimations().some(a => a.playState === "running")`, sc.shows))
				if _, err := chromedp.Run(ctx, chromedp.Evaluate[any](script+";null")); err != nil {
					t.Fatal(what, err)
				}
				raw, err := chromedp.Run(ctx, chromedp.Evaluate[string](axeRun, chromedp.EvalAwaitPromise))
				if err != nil {
					t.Fatal(what, err)
				}
				var found []violation
				if err := json.Unmarshal([]byte(raw), &found); err != nil {
					t.Fatal(what, err)
				}
				checked++
				for _, v := range found {
					if v.Impact == "serious" || v.Impact == "critical" {
						t.Errorf("%s: %s (%s): %s at %v", what, v.Impact, v.ID, v.Help, v.At)
					} else {
						t.Logf("%s: %s (%s): %s at %v", what, v.Impact, v.ID, v.Help, v.At)
					}
				}
			}
		}
	}
	t.Logf("%d pages checked", checked)
}
