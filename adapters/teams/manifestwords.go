package teams

import "strconv"

// appWords are what the app says of itself in one language: names of at most
// 30 and 100 characters, texts of at most 80 and 4,000.
type appWords struct {
	Short, Full    string
	Text, LongText string
	Commands       []command // the same in every language, in the same order
}

func japaneseApp() appWords {
	return appWords{
		Short: "月イチ", Full: "月イチ（新採用職員とメンターの1on1）",
		Text: "新採用職員とメンターの1on1を支えるボットです。",
		LongText: "月イチは、新採用職員とメンターが月に一度話すのを手伝うボットです。日程を決める、当日にお知らせする、話したあとにひとこと残す、という一つひとつを、" +
			"このチャットの中で数回押すだけで済ませられます。書いたことは、自分で見せると決めた相手のほかには見えません。人事評価には使いません。",
		Commands: []command{
			{"ホーム", "次の面談や今年度の様子を見る"},
			{"日程", "面談の日程を決める"},
			{"記録", "ふりかえりの記録を見る"},
			{"メニュー", "今できることを選ぶ"},
			{"ヘルプ", "使い方を見る"},
			{"English", "英語に切り替える（Switch to English）"},
		},
	}
}

func englishApp() appWords {
	return appWords{
		Short: "Tsukiichi", Full: "Tsukiichi (1on1 for new colleagues and their mentors)",
		Text: "Helps new colleagues and their mentors to talk once a month.",
		LongText: "Tsukiichi helps new colleagues and their mentors to talk once a month: find a time, be reminded, and keep a line about it afterwards, " +
			"with a few presses in this chat. What you write stays with you unless you share it. It is never part of an appraisal.",
		Commands: []command{
			{"Home", "Your next talk, and how the year goes"},
			{"Plan", "Find a time for a talk"},
			{"Notes", "Read what you kept from your talks"},
			{"Menu", "Choose what you can do now"},
			{"Help", "How this works"},
			{"日本語", "日本語に切り替える (switch to Japanese)"},
		},
	}
}

// file is the words as a language's file of the package: each by its place in
// the manifest.
func (w appWords) file() ([]byte, error) {
	out := map[string]string{
		"$schema":    "https://developer.microsoft.com/json-schemas/teams/v1.29/MicrosoftTeams.Localization.schema.json",
		"name.short": w.Short, "name.full": w.Full,
		"description.short": w.Text, "description.full": w.LongText,
	}
	for i, c := range w.Commands {
		at := "bots[0].commandLists[0].commands[" + strconv.Itoa(i) + "]"
		out[at+".title"], out[at+".description"] = c.Title, c.Description
	}
	return indent(out)
}
