package web

// DeskWords are the words of the pages around signing in, and of HR's own.
// {n} stands for a number.
type DeskWords struct {
	SignIn, SignInHint            string
	Who, WhoHint, WhoMissing      string
	SendCode, HaveCode, ToSignIn  string
	Code, CodeHint, CodeMissing   string
	CodeSent, CodeNone, CodeWrong string
	Enter, Other                  string
	SSO, SSODown, SSOFailed       string
	SSONobody                     string
	SignOut, SignOutAll           string
	SignedOut, TooMany            string
	Menu, MyPage                  string

	Roster, RosterHint, File, FileHint      string
	FileMissing, FileBig, FileGone          string
	Preview, Import, ImportAsk              string
	RosterBlocked, RosterSame               string
	RosterChanged, RosterDone, AnotherFile  string
	Slips, SlipsHint, SlipsTrust            string
	Search, ShowOnly, Everybody, PeopleMore string
	Person, Section, SlipUntil, LastVisit   string
	PrintSlips, TakeBack, SlipsBack         string
	NobodyChosen, TooManyChosen             string
	SlipRefused, NoUnreached                string
	PrintTitle, PrintOnce, Print, ToList    string
	SlipTitle, SlipSteps, SlipOnce          string
	SlipFor, SlipAddress, SlipNumber        string
	Forms, FormsHint, Form1, Form2          string
	FormFile, FormSet, FormDone             string
}

func japaneseDesk() DeskWords {
	return DeskWords{
		SignIn: "サインイン", SignInHint: "チャットに届くコードで入ります。パスワードはありません。",
		Who: "職員番号またはメールアドレス", WhoHint: "名簿にあるもの",
		WhoMissing: "職員番号かメールアドレスを入力してください。",
		SendCode:   "コードを送る", HaveCode: "コードを持っている", ToSignIn: "コードを送ってもらう",
		Code: "コード", CodeHint: "チャットに届いた8桁の数字、または紙に印刷されたコード",
		CodeMissing: "職員番号（メールアドレス）とコードの両方を入力してください。",
		CodeSent:    "名簿にある方で、チャットがつながっていれば、コードが届きます。1分待っても届かないときは、番号を確かめるか、人事課に聞いてください。",
		CodeNone:    "チャットを使っていない方は、人事課が印刷したコードで入れます。",
		CodeWrong:   "このコードでは入れませんでした。番号とコードをもう一度確かめるか、新しいコードを送ってもらってください。",
		Enter:       "入る", Other: "または",
		SSO: "職員アカウントで入る", SSODown: "職員アカウントの画面につながりませんでした。コードで入ることもできます。",
		SSOFailed: "職員アカウントで入れませんでした。もう一度試すか、コードで入ってください。",
		SSONobody: "この職員アカウントに当たる人が名簿に見つかりませんでした。人事課に聞いてください。",
		SignOut:   "サインアウト", SignOutAll: "ほかの端末も含めてサインアウト",
		SignedOut: "サインインの期限が切れました。もう一度サインインしてください。",
		TooMany:   "短い間に何度も送られました。1分ほど待ってから、もう一度お試しください。",
		Menu:      "メニュー", MyPage: "自分のページ",

		Roster: "名簿の取り込み", RosterHint: "ファイルを選ぶと、まず何が変わるかを表示します。確かめるまで何も変わりません。",
		File: "名簿のファイル", FileHint: "CSV または Excel（XLSX）、{n} MBまで",
		FileMissing: "ファイルを選んでください。", FileBig: "ファイルが大きすぎます。{n} MBまでにしてください。",
		FileGone: "ファイルを預かっておける時間が過ぎました。もう一度選んでください。",
		Preview:  "何が変わるか見る", Import: "この内容で取り込む", ImportAsk: "下の内容を確かめて、よければ取り込んでください。",
		RosterBlocked: "直すところがあるので、取り込めません。下の表を見てファイルを直し、もう一度選んでください。",
		RosterSame:    "名簿と同じ内容です。取り込む必要はありません。",
		RosterChanged: "見ている間に名簿が変わりました。取り込んではいません。新しい内容を確かめてください。",
		RosterDone:    "取り込みました。変わったのは次のとおりです。", AnotherFile: "別のファイルを選ぶ",

		Slips: "印刷するコード", SlipsHint: "チャットにつながっていない職員が、ウェブに入るための1回限りのコードを印刷します。",
		SlipsTrust: "コードがあれば本人として入れます。封筒に入れて本人に手渡してください。印刷したことと使われたことは記録され、本人にも知らされます。",
		Search:     "番号・名前・課で絞り込む", ShowOnly: "絞り込む", Everybody: "全員を選ぶ",
		PeopleMore: "このほかにもいます。絞り込んでください。",
		Person:     "職員", Section: "部・課", SlipUntil: "コードの期限", LastVisit: "最後に入った日",
		PrintSlips: "選んだ人のコードを作って印刷する", TakeBack: "選んだ人のコードを無効にする",
		SlipsBack:    "選んだ人のコードを無効にしました。",
		NobodyChosen: "職員を選んでください。", TooManyChosen: "一度に選べるのは{n}人までです。",
		SlipRefused: "選んだ人の中に、コードを作れない人がいました。チャットにつながった人、自分と組んでいる人のコードは作れません。何も作っていません。",
		NoUnreached: "チャットにつながっていない職員はいません。",
		PrintTitle:  "印刷するコード", PrintOnce: "この画面は一度しか表示できません。閉じる前に印刷してください。前に作ったコードは使えなくなりました。",
		Print: "印刷する", ToList: "職員の一覧に戻る",
		SlipTitle: "月イチ　ウェブに入るためのコード", SlipSteps: "下のアドレスを開き、職員番号とコードを入力してください。",
		SlipOnce: "1回だけ使えます。ほかの人に見せないでください。コードを聞かれることはありません。",
		SlipFor:  "期限", SlipAddress: "アドレス", SlipNumber: "職員番号",
		Forms: "様式のひな型の差し替え", FormsHint: "今のひな型をホームの「様式のひな型」から受け取って直し、ここに置くと、次から新しいひな型で出ます。",
		Form1: "様式1（メンティ）", Form2: "様式2（メンター）", FormFile: "Excel（XLSX）、{n} MBまで",
		FormSet: "このひな型に差し替える", FormDone: "差し替えました。次に出すものから新しいひな型になります。",
	}
}

func englishDesk() DeskWords {
	return DeskWords{
		SignIn: "Sign in", SignInHint: "You come in with a code that is sent to your chat. There is no password.",
		Who: "Employee number or e-mail address", WhoHint: "As it stands in the roster",
		WhoMissing: "Please enter your employee number or e-mail address.",
		SendCode:   "Send me a code", HaveCode: "I have a code", ToSignIn: "Have a code sent",
		Code: "Code", CodeHint: "The 8 digits from your chat, or the code on paper",
		CodeMissing: "Please enter both your employee number (or e-mail address) and the code.",
		CodeSent:    "If you are on the roster and your chat is connected, a code is on its way. If none has come after a minute, check the number or ask HR.",
		CodeNone:    "If you do not use the chat, come in with the code that HR has printed.",
		CodeWrong:   "That code did not work. Check the number and the code, or have a new one sent.",
		Enter:       "Come in", Other: "or",
		SSO: "Use your staff account", SSODown: "The page for staff accounts could not be reached. You can come in with a code.",
		SSOFailed: "Your staff account did not work. Please try again, or come in with a code.",
		SSONobody: "Nobody on the roster goes with this staff account. Please ask HR.",
		SignOut:   "Sign out", SignOutAll: "Sign out everywhere",
		SignedOut: "You have been signed out. Please sign in again.",
		TooMany:   "Too many tries in a short time. Please wait a minute and try again.",
		Menu:      "Menu", MyPage: "My page",

		Roster: "Import a roster", RosterHint: "You first see what the file would change. Nothing changes before you say so.",
		File: "Roster file", FileHint: "CSV or Excel (XLSX), at most {n} MB",
		FileMissing: "Please choose a file.", FileBig: "The file is too big. It may have {n} MB at most.",
		FileGone: "The file could not be kept any longer. Please choose it again.",
		Preview:  "See what changes", Import: "Import this", ImportAsk: "Check what follows, and import it if it is right.",
		RosterBlocked: "There are errors, so nothing can be imported. Correct the file with the table below and choose it again.",
		RosterSame:    "This is what the roster says already. There is nothing to import.",
		RosterChanged: "The roster has changed meanwhile. Nothing was imported. Please check what it would change now.",
		RosterDone:    "Imported. This has changed.", AnotherFile: "Choose another file",

		Slips: "Codes to print", SlipsHint: "Print one-time codes with which staff without a chat come in.",
		SlipsTrust: "Whoever has the code comes in as that person. Hand it over in an envelope. That it was printed and used is recorded, and the person is told.",
		Search:     "Number, name or section", ShowOnly: "Narrow the list", Everybody: "Choose all",
		PeopleMore: "There are more people. Please narrow the list.",
		Person:     "Person", Section: "Department and section", SlipUntil: "Code good until", LastVisit: "Last here",
		PrintSlips: "Make and print codes for those chosen", TakeBack: "Take back the codes of those chosen",
		SlipsBack:    "The codes of those chosen no longer work.",
		NobodyChosen: "Please choose somebody.", TooManyChosen: "You can choose {n} people at once.",
		SlipRefused: "Somebody you chose cannot have a code: people with a chat, and those you share a pair with, get none. Nothing was made.",
		NoUnreached: "Everybody is connected to a chat.",
		PrintTitle:  "Codes to print", PrintOnce: "This page is shown only once. Print it before you close it. Codes made before no longer work.",
		Print: "Print", ToList: "Back to the list",
		SlipTitle: "Tsukiichi: your code for the web", SlipSteps: "Open the address below and enter your employee number and the code.",
		SlipOnce: "It works once. Show it to nobody. Nobody will ask you for it.",
		SlipFor:  "Good until", SlipAddress: "Address", SlipNumber: "Employee number",
		Forms: "Replace the forms", FormsHint: "Download the form in use from your home, change it and put it here; what is made from then on uses it.",
		Form1: "Form 1 (mentee)", Form2: "Form 2 (mentor)", FormFile: "Excel (XLSX), at most {n} MB",
		FormSet: "Use this form", FormDone: "Replaced. The next file that is made uses it.",
	}
}
