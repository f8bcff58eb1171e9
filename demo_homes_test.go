package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// everyHome is who opens their home, in the order of the seats.
var everyHome = []string{"mentee", "mentor", "head", "hr"}

// TestHomesInBrowser opens everybody's home through the year, from the morning
// on which nothing has happened yet to the end of the months, in light and dark,
// wide, narrow and at twice the size: no serious hurdle, nothing to scroll
// sideways.
func TestHomesInBrowser(t *testing.T) {
	script, err := os.ReadFile(filepath.Join(".bin", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Skip("no axe-core (npm install --prefix .bin --no-save axe-core): the homes are not checked with it")
	}
	v := newVisit(t)
	play := func() { v.media("light"); v.open(1280, 900) }

	play()
	v.sees(headSeat, "メンターを選んでください")
	v.homes("1-nothing-yet", string(script))

	play()
	v.press(headSeat, "模木 葵さんのメンターを選ぶ")
	v.choose(headSeat, "雛形 誠")
	v.send(headSeat)
	v.sees(headSeat, "主査級以上の職員です")
	v.tick(headSeat)
	v.send(headSeat)
	v.press(mentorSeat, "この3つを送る")
	v.press(menteeSeat, "4月2日（木） 10:30")
	v.sees(mentorSeat, "面談の日時が決まりました")
	v.homes("2-planned", string(script))

	play()
	v.slide("2026-04-03")
	v.sees(menteeSeat, "面談はできましたか")
	v.press(menteeSeat, "話した")
	v.sees(mentorSeat, "「話した」と答えました")
	v.homes("3-talked", string(script))

	for _, later := range []struct{ name, day, says string }{
		{"4-behind", "2026-07-10", "7月10日"}, {"5-over", "2026-10-02", "10月2日"},
	} {
		play()
		v.slide(later.day)
		v.until("it is "+later.day, `document.getElementById("now").value.startsWith(`+quote(later.says)+`)`)
		v.homes(later.name, string(script))
	}
}

// media chooses light or dark.
func (v *visit) media(scheme string) {
	v.t.Helper()
	_, err := chromedp.Call(v.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	if err != nil {
		v.t.Fatal(err)
	}
}

// homes looks at everybody's home as it is now.
func (v *visit) homes(stage, axe string) {
	v.t.Helper()
	for seat, who := range everyHome {
		for _, look := range []struct {
			scheme        string
			width, height int64
		}{{"light", 390, 1900}, {"dark", 640, 1700}, {"light", 1280, 1500}} { // 640 is 1280 at twice the size
			what := fmt.Sprintf("%s-%s-%d-%s", stage, who, look.width, look.scheme)
			v.media(look.scheme)
			if err := chromedp.Do(v.ctx, chromedp.EmulateViewport(look.width, look.height), chromedp.Navigate(fmt.Sprintf("%sp/%d/", v.url, seat))); err != nil {
				v.t.Fatal(what, err)
			}
			v.until(what, `(() => { if (document.querySelector("#home .acts")) return true; document.querySelector("#home-tab")?.click(); return false; })()`)
			v.until(what+" is at rest", `!document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling") && !document.getAnimations().some(a => a.playState === "running")`)
			v.snap(what)
			v.examine(what, axe)
		}
	}
}

// examine has axe-core look at the page that is shown, and checks its width.
func (v *visit) examine(what, axe string) {
	v.t.Helper()
	if _, err := chromedp.Run(v.ctx, chromedp.Evaluate[any](axe+";null")); err != nil {
		v.t.Fatal(what, err)
	}
	raw, err := chromedp.Run(v.ctx, chromedp.Evaluate[string](`axe.run(document).then(r => JSON.stringify(r.violations
		.filter(v => v.impact === "serious" || v.impact === "critical").map(v => v.id + ": " + v.nodes[0].target)))`, chromedp.EvalAwaitPromise))
	if err != nil {
		v.t.Fatal(what, err)
	}
	var found []string
	if err := json.Unmarshal([]byte(raw), &found); err != nil {
		v.t.Fatal(what, err)
	}
	for _, f := range found {
		v.t.Errorf("%s: %s", what, f)
	}
	wide, err := chromedp.Run(v.ctx, chromedp.Evaluate[bool](`document.documentElement.scrollWidth > innerWidth`))
	if err != nil || wide {
		v.t.Errorf("%s: scrolls sideways %v", what, err)
	}
}
