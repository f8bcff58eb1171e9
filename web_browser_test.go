package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/rs/zerolog"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/roster"
	"tsukiichi/scheduler"
)

// hrNumber is somebody of HR on the sample roster, quietNumber a mentee.
const hrNumber, quietNumber = "10102", "20104"

// webData is a directory with the sample roster, where only HR is in a chat.
func webData(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	h, err := openHouse(t.Context(), houseOptions{
		Path: filepath.Join(dir, dataFile), Clock: clock.System{}, Log: zerolog.Nop(),
		Accounts: func(p mentoring.Person) []chat.Account {
			if p.ID != hrNumber {
				return nil
			}
			return []chat.Account{{Platform: "pigeon", Tenant: "loft", ID: p.ID}}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	prog, err := mentoring.LoadPreset("aomori", mentoring.DateOf(clock.System{}.Now()).FiscalYear())
	if err == nil {
		_, err = h.Bot.StartProgramme(t.Context(), prog)
	}
	if err == nil {
		_, err = h.Bot.ImportRoster(t.Context(), "operator", roster.Sample(), nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// openWeb runs serve with the web on this machine and a pigeon that carries
// what the bot writes.
func openWeb(t *testing.T, dir string, change ...func(*settings)) (*loft, *pigeon) {
	t.Helper()
	bird := newPigeon()
	return openWebBy(t, scheduler.Rings{Clock: clock.System{}}, dir, bird, change...), bird
}

// openWebBy is openWeb by another clock.
func openWebBy(t *testing.T, rings scheduler.Rings, dir string, bird *pigeon, change ...func(*settings)) *loft {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := testSettings(dir)
	s.PublicURL = "http://" + l.Addr().String()
	s.Web = webSettings{Enabled: true, Idle: "1h", Session: "12h", SlipDays: 28, OIDCClaim: "email"}
	for _, c := range change {
		c(&s)
	}
	if problems := s.Web.problems(s.PublicURL); len(problems) > 0 {
		t.Fatal(problems)
	}
	ctx, stop := context.WithCancel(context.Background())
	out := &loft{t: t, url: "http://" + l.Addr().String(), stop: stop, done: make(chan error, 1), log: &logbook{}}
	log := zerolog.New(out.log)
	adapters, err := s.adapters(log)
	if err != nil {
		t.Fatal(err)
	}
	go func() { out.done <- serveBy(ctx, rings, s, append(adapters, bird.adapter()), l, log) }()
	t.Cleanup(func() {
		stop()
		if err := out.wait(); err != nil {
			t.Error(err)
		}
	})
	eventually(t, "health", func() bool { return out.get("/healthz") == "200 OK ok" })
	return out
}

// problems are the sentences of check.
func (s webSettings) problems(public string) (out []string) {
	s.check(public, func(setting, format string, args ...any) {
		out = append(out, setting+": "+fmt.Sprintf(format, args...))
	})
	return out
}

// codeFor is the code in the next message that reaches the account.
func codeFor(t *testing.T, bird *pigeon, id string) string {
	t.Helper()
	for {
		d := next(t, bird, id)
		if code := regexp.MustCompile(`\d{4} \d{4}`).FindString(d.Message.Text()); code != "" {
			return code
		}
	}
}

// TestDeskInBrowser signs in as HR by the code that the bot sends, and does
// what HR does at the desk. Every page is held against axe-core where that is
// installed, wide and narrow, and photographed where -shots says where to.
func TestDeskInBrowser(t *testing.T) {
	l, bird := openWeb(t, webData(t))
	b := newDesktop(t, l)
	b.open(1280, 900)
	b.shows("コードを送る")
	b.look("desk-1-signin")
	b.types("#who", "99999")
	b.click("コードを送る")
	b.shows("名簿にある方で")
	b.types("#code", "1234 5678")
	b.click("入る")
	b.shows("このコードでは入れませんでした")
	b.look("desk-2-wrong")
	b.click("コードを送ってもらう")
	b.shows("コードを持っている")
	b.types("#who", hrNumber)
	b.click("コードを送る")
	b.shows("名簿にある方で")
	b.look("desk-3-code")
	code := codeFor(t, bird, hrNumber)
	b.types("#code", code)
	b.click("入る")

	b.shows("例田 由美さんのホーム", "職員を探す")
	b.look("desk-4-home")
	b.click("職員を探す")
	b.until("a dialog", `!!document.querySelector("#sheet[open] #f0")`)
	b.types("#f0", quietNumber)
	b.look("desk-5-form")
	b.until("the draft is on the server", `"kept" in document.querySelector("#sheet form").dataset`)
	b.click("閉じる")
	b.until("closed", `!document.querySelector("#sheet").open`)
	b.click("職員を探す")
	b.until("the draft is back", `document.querySelector("#sheet[open] #f0")?.value === "20104" && !document.querySelector(".restored").hidden`)
	b.js(`document.querySelector(".sheet-foot .primary").click(), true`)
	b.shows("市民部 市民課")
	b.look("desk-6-page")
	b.click("閉じる")
	b.js(`document.getElementById("chat-tab").click(), true`)
	b.types("#say-text", "ヘルプ")
	b.click("送る")
	b.shows("相談したい")
	b.look("desk-7-chat")

	b.takesAFormAway(b.t.TempDir())
	b.takesARosterIn()
	b.printsCodes()

	b.js(`document.querySelector("details.menu").open = true, true`)
	b.look("desk-13-menu")
	b.click("ほかの端末も含めてサインアウト")
	b.shows("コードを送る")
	b.goes("")
	b.shows("コードを送る")
	for _, secret := range []string{"ヘルプ", "模木", code, strings.ReplaceAll(code, " ", "")} {
		if log := l.log.String(); strings.Contains(log, secret) {
			t.Errorf("the log says %q:\n%s", secret, log)
		}
	}
	b.examined()
}

// takesAFormAway downloads the form in use and puts it back.
func (b *desktop) takesAFormAway(dir string) {
	b.t.Helper()
	b.finds("様式のひな型", "様式と資料")
	b.click("ひな型を受け取る")
	b.until("a file", `!!document.querySelector("#sheet[open] a[download$='.xlsx']")`)
	b.look("desk-7b-file")
	data, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.querySelector("#sheet a[download]").href.split(",")[1]`))
	if err != nil {
		b.t.Fatal(err)
	}
	book, err := base64.StdEncoding.DecodeString(data)
	if err != nil || !bytes.HasPrefix(book, []byte("PK")) {
		b.t.Fatalf("not a workbook: %v", err)
	}
	file := filepath.Join(dir, "form.xlsx")
	if err := os.WriteFile(file, book, 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.goes("forms")
	b.shows("様式1（メンティ）")
	b.chooses("#file-2", file)
	b.click("このひな型に差し替える")
	b.shows("差し替えました")
	b.look("desk-7c-forms")
}

// takesARosterIn uploads a file with an error, and then the right one.
func (b *desktop) takesARosterIn() {
	b.t.Helper()
	dir := b.t.TempDir()
	good := string(roster.Sample()) + "\n"
	head, _, _ := strings.Cut(good, "\n")
	for name, text := range map[string]string{
		"wrong.csv": head + "\n,名前だけ",
		"right.csv": "職員番号,氏名,部,課,職位,役割\n30001,新田 来,市民部,環境課,主事,メンティ\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			b.t.Fatal(err)
		}
	}
	b.goes("roster")
	b.shows("まず何が変わるか")
	b.look("desk-8-roster")
	b.uploads(filepath.Join(dir, "wrong.csv"))
	b.shows("直すところがあるので")
	b.look("desk-9-roster-wrong")
	b.uploads(filepath.Join(dir, "right.csv"))
	b.shows("新田 来", "この内容で取り込む")
	b.look("desk-10-roster-preview")
	b.click("この内容で取り込む")
	b.shows("取り込みました")
}

// printsCodes prints a code for somebody without a chat.
func (b *desktop) printsCodes() {
	b.t.Helper()
	b.goes("slips")
	b.shows("新田 来")
	b.look("desk-11-slips")
	b.js(`document.querySelector('input[value="30001"]').click(), true`)
	b.click("選んだ人のコードを作って印刷する")
	b.shows("一度しか表示できません", "新田 来")
	b.look("desk-12-print")
	b.paper("print")
	b.until("the slip alone is on the paper", `[...document.querySelectorAll("button, .bar, .unprinted")].every(e => !e.checkVisibility()) && document.querySelector(".slip code").checkVisibility()`)
	b.snap("desk-12-paper")
	b.paper("")
}
