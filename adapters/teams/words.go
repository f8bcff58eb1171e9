package teams

import "strings"

// Words are the few words that belong to the adapter itself. {n} and {of}
// stand for numbers, {name} for a file's name.
type Words struct {
	Lang string

	Product            string // the bot, as the title of a dialog
	Yes, None          string // a consent's tick; no choice
	Choose             string // in an empty list
	Optional           string // behind the label of a question that may stay empty
	Missing            string // beside a text, date or time that must be given
	MissingChoice      string // beside a choice that must be made
	MissingConsent     string // beside a tick that must be given
	CheckInput         string // above the sentences about what was filled in
	More, Back, PageOf string // pages that do not fit in one dialog
	Cut                string // something that is not shown to its end
	Hidden             string // in place of private words and files, in the chat
	OpenPage           string // button that opens a page as a dialog
	OpenFile           string // button that leads to a file
	NoFile             string // a file to which there is no link
	NotDrawn           string // below a chart that leaves series out
	OptionHint         string // an option {label} with its {hint}

	Accepted       string // a press in a dialog that was answered in the chat
	Busy           string // a form could not be taken; what was typed is still there
	Failed         string // a press could not be carried out
	CannotShow     string // something that Teams refuses to show
	UnnamedMessage string // summary of a message without words
	LinkOver       string // a link to a file that is over, in the browser
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
		Lang: "ja", Product: "月イチ", Yes: "はい", None: "選ばない", Choose: "選んでください", Optional: "（任意）",
		Missing:        "入力してください。",
		MissingChoice:  "選んでください。",
		MissingConsent: "チェックを入れてください。",
		CheckInput:     "入力した内容をご確認ください。",
		More:           "続きを見る", Back: "前に戻る", PageOf: "{n}／{of}ページ",
		Cut:        "長いため、ここまでを表示しています。",
		Hidden:     "書いた内容やファイルは、チャットには残しません。「開いて見る」を押すと、自分だけの画面で見られます。",
		OpenPage:   "開いて見る",
		OpenFile:   "「{name}」を開く",
		NoFile:     "このファイルは、ここからは開けません。人事課にお問い合わせください。",
		NotDrawn:   "「–」は公表しない数値です。「–」のある系列は、図には出していません。",
		OptionHint: "{label}（{hint}）",

		Accepted:       "受け付けました。くわしくは、チャットのメッセージをご覧ください。",
		Busy:           "うまく保存できませんでした。入力した内容は残っています。少し待ってから、もう一度送信してください。",
		Failed:         "うまく処理できませんでした。少し待ってから、もう一度押してください。",
		CannotShow:     "この内容を表示できませんでした。人事課にお知らせください。",
		UnnamedMessage: "お知らせがあります。",
		LinkOver:       "このリンクは期限が切れているか、ファイルがもうありません。Teamsで「ホーム」と送って、開き直してください。",
	}
}

func english() Words {
	return Words{
		Lang: "en", Product: "Tsukiichi", Yes: "Yes", None: "No choice", Choose: "Please choose", Optional: " (optional)",
		Missing:        "Please fill this in.",
		MissingChoice:  "Please choose one.",
		MissingConsent: "Please tick this box.",
		CheckInput:     "Please check what you filled in.",
		More:           "Show more", Back: "Back", PageOf: "Page {n} of {of}",
		Cut:        "This is too long to show in full.",
		Hidden:     "Written words and files are not kept in the chat. Press “Open” to see them in a window that only you see.",
		OpenPage:   "Open",
		OpenFile:   "Open “{name}”",
		NoFile:     "This file cannot be opened from here. Please ask your HR department.",
		NotDrawn:   "“–” is a withheld figure. Series that have one are not drawn.",
		OptionHint: "{label} ({hint})",

		Accepted:       "Done. The chat with the bot has the details.",
		Busy:           "This could not be saved. What you typed is still here. Please wait a moment and send it again.",
		Failed:         "That did not work. Please wait a moment and press again.",
		CannotShow:     "This could not be shown. Please tell your HR department.",
		UnnamedMessage: "There is a message for you.",
		LinkOver:       "This link is over, or the file is no longer there. Send “home” to the bot in Teams and open it again.",
	}
}
