package main

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"

	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/scheduler"
)

// slowNumber is somebody whose chat takes its time.
const slowNumber = "20101"

// ring is a little more than the time between two rings of serve.
const ring = time.Minute + time.Second

// The notice that is sent; nothing of it stands in a log.
const noticeTitle, noticeText = "窓口の時間が変わります", "来週から**9時**に開きます。くわしくは[こちら](https://example.jp/a)へ。"

// TestYearInBrowser is HR on a working day of January, in front of a serve of
// its own: in by the code that the bot sends, a roster taken in, a code printed
// for somebody without a chat, a notice written, tried, counted and sent; its
// progress watched until everybody has it, and who has read it; then the page
// of the year, the year-end pack, and the log of it all. Each station is
// photographed and held against axe-core, wide and narrow.
func TestYearInBrowser(t *testing.T) {
	january := time.Date(2027, time.January, 12, 10, 0, 0, 0, japan())
	bird, slow := newPigeon(), make(chan struct{})
	bird.hold = func(ctx context.Context, d chat.Dispatch) {
		if d.To.Account.ID == slowNumber && d.Message.Title == noticeTitle {
			select {
			case <-slow:
			case <-ctx.Done():
			}
		}
	}
	clk := newAhead(january)
	l := openWebBy(t, scheduler.Rings{Clock: clk, Tick: "@every 1s"}, yearData(t, january), bird)
	b := newDesktop(t, l)
	b.open(1280, 900)

	code := b.comesIn(hrNumber, bird)
	b.looks("year-01-home", "例田 由美さんのホーム", "お知らせの一覧")
	slip := b.bringsSomebodyNew()
	mentee := newSurfer(t, l)
	mentee.comesIn(quietNumber, slip)

	b.writesANotice()
	b.sendsTheNotice()
	eventually(t, "the notice on the web", func() bool {
		_, text := mentee.get("/chat")
		return strings.Contains(text, noticeTitle)
	})
	b.watches(clk, "12／14")
	b.until("that the draft's card cannot be sent any more", "!document.querySelector('#chat').innerText.includes('自分に試し送り')")
	b.looks("year-11-progress", "届いた人", "これから送る人", "送るのをやめる")
	if status, text := mentee.press("/chat", "読みました"); status != 200 {
		t.Errorf("read: %d %s", status, text)
	}
	close(slow)
	b.watches(clk, "13／14")
	b.looks("year-12-finished", "お知らせを送り終わりました", "届かなかった人")
	b.seesWhoHasRead()
	b.opensThePack()
	b.printsTheYear()
	b.readsTheLog()

	for _, secret := range []string{noticeTitle, "9時", "新田", code, strings.ReplaceAll(code, " ", ""), slip} {
		if log := l.log.String(); strings.Contains(log, secret) {
			t.Errorf("the log says %q:\n%s", secret, log)
		}
	}
	b.examined()
}

// comesIn signs in by the code that the bot sends and returns it.
func (b *desktop) comesIn(who string, bird *pigeon) string {
	b.t.Helper()
	b.types("#who", who)
	b.click("コードを送る")
	b.shows("名簿にある方で")
	code := codeFor(b.t, bird, who)
	b.types("#code", code)
	b.click("入る")
	return code
}

// looks waits for the words and looks at the page.
func (b *desktop) looks(name string, words ...string) {
	b.t.Helper()
	b.shows(words...)
	b.look(name)
}

// watches has ring after ring pass until the page, which nobody touches, says
// the words.
func (b *desktop) watches(clk *ahead, words string) {
	b.t.Helper()
	js := "document.querySelector('#chat').innerText.includes(" + quote(words) + ")"
	for range 20 {
		clk.moves(ring)
		if _, err := chromedp.Run(b.ctx, chromedp.Poll[bool](js, chromedp.WithPollingTimeout(5*time.Second))); err == nil {
			return
		}
	}
	b.snap("failed")
	b.t.Fatalf("the page never says %s by itself", words)
}

// fills types into the field with the label.
func (b *desktop) fills(label, text string) {
	b.t.Helper()
	find := "[...document.querySelectorAll('#sheet label[for]')].find(l => l.innerText.startsWith(" + quote(label) + "))"
	b.until("a field "+label, "!!"+find)
	id, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](find+".htmlFor"))
	if err != nil {
		b.t.Fatal(label, err)
	}
	b.types("#"+id, text)
}

// ticks ticks the box with the label.
func (b *desktop) ticks(label string) {
	b.t.Helper()
	find := "[...document.querySelectorAll('#sheet label')].find(l => l.innerText.startsWith(" + quote(label) + "))"
	b.until("a box "+label, "!!"+find)
	b.js(find + ".querySelector('input').click(), true")
}

// sheet waits for a dialog with the words, and looks at it.
func (b *desktop) sheet(name string, words ...string) {
	b.t.Helper()
	for _, w := range words {
		b.until("the dialog shows "+w, "document.querySelector('#sheet[open]')?.innerText.includes("+quote(w)+")")
	}
	b.look(name)
}

// closes closes the dialog.
func (b *desktop) closes() {
	b.t.Helper()
	b.click("閉じる")
	b.until("closed", `!document.querySelector("#sheet").open`)
}

// tab opens the chat or the home.
func (b *desktop) tab(id string) {
	b.t.Helper()
	b.js(`document.getElementById(` + quote(id) + `).click(), true`)
	b.rests()
}

// bringsSomebodyNew takes in a roster with two more people and prints codes for
// those without a chat; it returns that of the mentee who has been there.
func (b *desktop) bringsSomebodyNew() string {
	b.t.Helper()
	file := filepath.Join(b.t.TempDir(), "meibo.csv")
	text := "職員番号,氏名,部,課,職位,役割\n30001,新田 来,市民部,環境課,主事,メンティ\n20104,模木 葵,市民部,市民課,主事,メンティ\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.goes("roster")
	b.looks("year-02-roster", "まず何が変わるか")
	b.uploads(file)
	b.looks("year-03-preview", "新田 来", "この内容で取り込む")
	b.click("この内容で取り込む")
	b.looks("year-04-imported", "取り込みました")
	b.goes("slips")
	b.shows("新田 来")
	b.js(`document.querySelector('input[value="` + quietNumber + `"]').click(), true`)
	b.click("選んだ人のコードを作って印刷する")
	b.looks("year-05-code", "一度しか表示できません", "模木 葵")
	code, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.querySelector(".slip code").innerText`))
	if err != nil {
		b.t.Fatal(err)
	}
	return code
}

// writesANotice writes a notice, chooses for whom it is and sends it to oneself.
func (b *desktop) writesANotice() {
	b.t.Helper()
	b.goes("")
	b.finds("お知らせを書く", "お知らせの一覧")
	b.sheet("year-06-write", "「送る」を押すまで人事課だけが見られます")
	b.fills("題名", noticeTitle)
	b.fills("本文", noticeText)
	b.ticks("「読みました」ボタンをつける")
	b.click("下書きを保存")
	b.ticks("全職員")
	b.sheet("year-07-audience", "選んだ人のうち")
	b.click("保存する")
	b.sheet("year-08-draft", "下書き（まだ送っていません）", "14人（このうち1人は、いまは届きません")
	b.click("自分に試し送り")
	b.until("closed", `!document.querySelector("#sheet").open`)
	b.tab("chat-tab")
	b.looks("year-09-trial", "【試し送り】"+noticeTitle, "来週から9時に開きます")
}

// sendsTheNotice opens the draft again, reads how many people it is for, and
// sends it.
func (b *desktop) sendsTheNotice() {
	b.t.Helper()
	b.click("ようすを見る")
	b.click("送る")
	b.sheet("year-10-send", "14人", "送り始めたときの名簿で")
	b.click("この人数に送る")
	b.until("the dialog says so", `document.querySelector('#sheet[open]')?.innerText.includes("送ります")`)
	b.closes()
}

// seesWhoHasRead looks at who has the notice and who said that they read it.
func (b *desktop) seesWhoHasRead() {
	b.t.Helper()
	b.click("ようすを見る")
	b.sheet("year-13-after", "「読みました」を押した人：1人", "終わりました")
	b.click("まだ押していない人を見る")
	b.sheet("year-14-unread", "見本 健")
	b.until("who has read it is not there", `!document.querySelector("#sheet").innerText.includes("模木")`)
	b.closes()
	b.click("ようすを見る")
	b.click("届かなかった人を見る")
	b.sheet("year-15-failed", "新田 来")
	b.closes()
}

// opensThePack downloads the year-end pack and opens the file.
func (b *desktop) opensThePack() {
	b.t.Helper()
	dir := b.t.TempDir()
	_, err := chromedp.CallBrowser(b.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir,
	})
	if err != nil {
		b.t.Fatal(err)
	}
	b.finds("年度末の資料を受け取る", "様式と資料")
	b.sheet("year-16-pack", "年度末資料_2026年度.xlsx", "操作の記録に残ります")
	b.js(`document.querySelector("#sheet a[download]").click(), true`)
	file := filepath.Join(dir, "年度末資料_2026年度.xlsx")
	var data []byte
	eventually(b.t, "the pack is downloaded", func() bool {
		data, err = os.ReadFile(file)
		return err == nil && len(data) > 0
	})
	text, err := bottest.FileText(data)
	if err != nil {
		b.t.Fatalf("the pack does not open: %v", err)
	}
	for _, want := range []string{"# 事業の概要", "年度 | 2026", "実施期間 | 4月から9月", "ペアの数 | 2", "話した回数（期間内の合計） | 1", "# 市全体", "メンティ研修", "# 参加者の声"} {
		if !strings.Contains(text, want) {
			b.t.Errorf("the pack does not say %q:\n%s", want, text)
		}
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		b.t.Fatal(err)
	}
	charts := 0
	for _, part := range z.File {
		if strings.HasPrefix(part.Name, "xl/charts/chart") {
			charts++
		}
	}
	if charts == 0 {
		b.t.Error("the pack has no chart")
	}
	b.closes()
}

// printsTheYear opens the page that HR prints for the training.
func (b *desktop) printsTheYear() {
	b.t.Helper()
	b.finds("1月のまとめ", "様式と資料")
	b.sheet("year-17-january", "2026年度のまとめ", "みなさんの声")
	b.paper("print")
	b.until("the page alone is on the paper", `!document.querySelector(".bar").checkVisibility() && !document.querySelector("#home").checkVisibility() && document.querySelector("#sheet-title").checkVisibility()`)
	b.snap("year-17-paper")
	b.paper("")
	b.closes()
}

// readsTheLog finds in the log what was done.
func (b *desktop) readsTheLog() {
	b.t.Helper()
	b.finds("閲覧と操作の記録", "保存と記録")
	b.sheet("year-18-log", "ファイルを受け取った")
	b.closes()
}
