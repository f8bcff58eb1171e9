//go:build look

package web

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"tsukiichi/adapters/adaptertest"
)

// shots is where TestLook leaves its pictures, for eyes to judge.
var shots = flag.String("shots", "", "folder for pictures of the playground")

// TestLook takes pictures of the playground:
// go test -tags look ./adapters/web -run TestLook -shots FOLDER
func TestLook(t *testing.T) {
	if *shots == "" {
		t.Fatal("start with -shots FOLDER for pictures")
	}
	s := newStage(t)
	s.fill(t)
	ctx := adaptertest.Browser(t, s.expected)
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
