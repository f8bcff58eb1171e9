package web

import (
	"strconv"
	"strings"
	"time"
)

// Words are the few words that belong to the pages themselves. {n}, {done}
// and {of} stand for numbers.
type Words struct {
	Lang    string // of these words, for the page's lang attribute
	Product string

	Chat, Home, New, Empty, Earlier, You string
	SayLabel, Say, Close                 string
	Loading, NoScript                    string

	Required, Optional, Choose, None string
	Filter, Found                    string
	Left, Over                       string
	Figures, Download, Of            string

	Sent, Accepted              string
	Kept, Restored, Discard     string
	KeptHere                    string // where drafts are kept on the server
	Mistakes                    string // heading above a form's errors
	Busy, Offline, Stale, Bad   string // failures
	Long, NotFound, NotYours    string
	Demo, DemoHint              string // the playground
	Slider, Day, Week, Next     string
	Stop, Playing, Nothing, End string
	Seat                        string

	DeskWords // of the pages that people sign in to
}

// DefaultWords are the words in Japanese ("ja") or, for every other language,
// English.
func DefaultWords(lang string) Words {
	if lang == "ja" {
		return japanese()
	}
	return english()
}

func japanese() Words {
	return Words{
		Lang: "ja", Product: "月イチ",
		Chat: "チャット", Home: "ホーム", New: "新着", Empty: "まだメッセージはありません。",
		Earlier: "前のメッセージを見る", You: "自分",
		SayLabel: "メッセージを書く", Say: "送る", Close: "閉じる",
		Loading: "読み込んでいます…", NoScript: "このページでは JavaScript を有効にしてください。",
		Required: "必須", Optional: "任意", Choose: "選んでください", None: "選ばない",
		Filter: "候補を絞り込む", Found: "候補は{n}件です。",
		Left: "あと{n}字", Over: "{n}字多くなっています",
		Figures: "数値を表で見る", Download: "ダウンロード", Of: "{done}／{of}",
		Sent: "送信しました。", Accepted: "受け付けました。",
		Kept:     "入力した内容は、このタブに残してあります。",
		Restored: "途中まで入力した内容を戻しました。", Discard: "入力を取り消す",
		Mistakes: "直していただきたいところが{n}か所あります。",
		Busy:     "うまく処理できませんでした。入力した内容は残っています。少し待ってから、もう一度お試しください。",
		Offline:  "サーバーにつながりませんでした。入力した内容は残っています。つながったら、もう一度お試しください。",
		Stale:    "画面が古くなっていたので、新しくしました。お手数ですが、もう一度押してください。",
		Bad:      "送られた内容を読み取れませんでした。ページを読み込み直してください。",
		Long:     "送られた内容が長すぎます。短くして、もう一度お試しください。",
		NotFound: "お探しのものは見つかりませんでした。",
		NotYours: "このページは開けません。",
		Demo:     "お試し", DemoHint: "どの人の画面でも操作できます。ここでの操作は、実際の人には届きません。",
		Slider: "日付を進める", Day: "+1日", Week: "+1週間", Next: "次の出来事まで",
		Stop: "止める", Playing: "時間を進めています", Nothing: "この先に予定された出来事はありません。",
		End: "年度の終わりです。", Seat: "表示する人", KeptHere: "書きかけは半年のあいだ残ります。見られるのはあなただけです。",
		DeskWords: japaneseDesk(),
	}
}

func english() Words {
	return Words{
		Lang: "en", Product: "Tsukiichi",
		Chat: "Chat", Home: "Home", New: "new", Empty: "No messages yet.",
		Earlier: "Show earlier messages", You: "You",
		SayLabel: "Write a message", Say: "Send", Close: "Close",
		Loading: "Loading…", NoScript: "Please enable JavaScript for this page.",
		Required: "required", Optional: "optional", Choose: "Please choose", None: "No choice",
		Filter: "Narrow the list", Found: "{n} in the list.",
		Left: "{n} characters left", Over: "{n} characters too many",
		Figures: "Show the figures as a table", Download: "Download", Of: "{done} of {of}",
		Sent: "Sent.", Accepted: "Done.",
		Kept:     "What you typed is kept in this tab.",
		Restored: "What you typed before is back.", Discard: "Discard it",
		Mistakes: "Please look at {n} of the fields again.",
		Busy:     "That did not work. What you typed is still here. Please try again in a moment.",
		Offline:  "The server could not be reached. What you typed is still here. Please try again once you are connected.",
		Stale:    "This page was out of date and has been refreshed. Please press once more.",
		Bad:      "What was sent could not be read. Please reload the page.",
		Long:     "What was sent is too long. Please shorten it and try again.",
		NotFound: "There is nothing here.",
		NotYours: "This page is not open to you.",
		Demo:     "Playground", DemoHint: "Try any person's page. Nothing here reaches a real person.",
		Slider: "Move the date", Day: "+1 day", Week: "+1 week", Next: "To the next event",
		Stop: "Stop", Playing: "Time is moving", Nothing: "Nothing is due after this.",
		End: "This is the end of the year.", Seat: "Person shown", KeptHere: "Your draft is kept for half a year, for you alone.",
		DeskWords: englishDesk(),
	}
}

// fill puts a number in the place of {name}.
func fill(s, name string, n int) string {
	return strings.ReplaceAll(s, "{"+name+"}", strconv.Itoa(n))
}

// day is a date as people read it: 7月15日（水） or Wed 15 July.
func (w Words) day(t time.Time) string {
	if w.Lang != "ja" {
		return t.Format("Mon 2 January")
	}
	week := [...]string{"日", "月", "火", "水", "木", "金", "土"}
	return t.Format("1月2日") + "（" + week[t.Weekday()] + "）"
}

// clock is a time of day: 9:00.
func (w Words) clock(t time.Time) string { return strconv.Itoa(t.Hour()) + t.Format(":04") }

// moment is a date and time of day: 7月15日（水） 9:00.
func (w Words) moment(t time.Time) string { return w.day(t) + " " + w.clock(t) }

// month is a month's short name: 4月 or Apr.
func (w Words) month(t time.Time) string {
	if w.Lang != "ja" {
		return t.Format("Jan")
	}
	return t.Format("1月")
}

// paren puts an aside in the language's brackets, behind what it belongs to.
func paren(w Words, s string) string {
	if w.Lang == "ja" {
		return "（" + s + "）"
	}
	return " (" + s + ")"
}
