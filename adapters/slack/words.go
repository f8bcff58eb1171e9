package slack

import "strings"

// Words are the few words that belong to the adapter itself. {n} and {of}
// stand for numbers.
type Words struct {
	Lang string

	Product              string // the bot, as the title of a dialog
	Loading, LoadingText string // title of a dialog that is on its way; below it
	Close                string // button of a dialog
	Yes, None            string // a consent's tick; no choice
	Choose               string // in an empty list
	More, Back, PageOf   string // pages that do not fit in one view
	Cut                  string // a page that could not be shown to its end
	GetFile              string // button that sends a page's file into the chat
	FileSent             string
	NotDrawn             string // below a chart that leaves series out
	Accepted             string // a press in a dialog that was answered in the chat
	SeeChat              string // a command given elsewhere was answered in the chat
	Busy                 string // a form could not be taken; what was typed is still there
	Failed               string // a press could not be carried out
	Slow                 string // the dialog came too late
	CannotShow           string // something that Slack refuses to show
	UnnamedMessage       string // fallback of a message without words
}

// DefaultWords are the words in Japanese ("ja") or, for every other language,
// English.
func DefaultWords(lang string) Words {
	if lang == "" || strings.HasPrefix(lang, "ja") {
		return japanese()
	}
	return english()
}

func japanese() Words {
	return Words{
		Lang: "ja", Product: "月イチ", Loading: "読み込み中", LoadingText: "少しお待ちください…",
		Close: "閉じる", Yes: "はい", None: "選ばない", Choose: "選んでください",
		More: "続きを見る", Back: "前に戻る", PageOf: "{n}／{of}ページ",
		Cut:     "長いため、ここまでを表示しています。続きは「ホーム」からご覧ください。",
		GetFile: "「{name}」をチャットで受け取る", FileSent: "ファイルをチャットに送りました。",
		NotDrawn: "公表しない数値がある系列は、図にしていません。",
		Accepted: "受け付けました。くわしくは、チャットのメッセージをご覧ください。",
		SeeChat:  "お返事を、ボットとのチャット（ダイレクトメッセージ）に送りました。",
		Busy:     "うまく保存できませんでした。入力した内容は残っています。少し待ってから、もう一度送信してください。",
		Failed:   "うまく処理できませんでした。少し待ってから、もう一度押してください。",
		Slow:     "画面を開くのに時間がかかりました。お手数ですが、もう一度押してください。",

		CannotShow:     "この内容を表示できませんでした。人事課にお知らせください。",
		UnnamedMessage: "お知らせがあります。",
	}
}

func english() Words {
	return Words{
		Lang: "en", Product: "Tsukiichi", Loading: "Loading", LoadingText: "One moment, please…",
		Close: "Close", Yes: "Yes", None: "No choice", Choose: "Please choose",
		More: "Show more", Back: "Back", PageOf: "Page {n} of {of}",
		Cut:     "This is too long to show in full. Open your home to read the rest.",
		GetFile: "Get “{name}” in the chat", FileSent: "The file was sent to the chat.",
		NotDrawn: "Series with withheld figures are not drawn.",
		Accepted: "Done. The chat with the bot has the details.",
		SeeChat:  "The answer is in your chat (direct messages) with the bot.",
		Busy:     "This could not be saved. What you typed is still here. Please wait a moment and send it again.",
		Failed:   "That did not work. Please wait a moment and press again.",
		Slow:     "It took too long to open. Please press again.",

		CannotShow:     "This could not be shown. Please tell your HR department.",
		UnnamedMessage: "There is a message for you.",
	}
}
