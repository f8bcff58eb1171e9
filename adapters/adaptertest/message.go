package adaptertest

import (
	"strings"
	"testing"

	"tsukiichi/bot/chat"
)

// Message is a message with the name of its golden file.
type Message struct {
	Name    string
	Message chat.Message
}

// Hostile is text that means something to one platform or another and must
// come out as it is.
const Hostile = "<script>alert(1)</script> <@U1> <!channel> <at>all</at> & &amp; *bold* _it_ ~no~ `code` [link](https://example.jp) \"quoted\" 'single' {{.}} ${x}"

// Colleague is the account that the fixtures mention.
func Colleague() chat.Account {
	return chat.Account{Platform: "web", Tenant: "demo", ID: "sato"}
}

// Messages returns one message for each kind of block, and some at the edges.
func Messages(t testing.TB) []Message {
	t.Helper()
	var out []Message
	add := func(name, title string, body []chat.Block, actions ...chat.Action) {
		t.Helper()
		m, err := chat.NewMessage(title, body, actions...)
		if err != nil {
			t.Fatalf("fixture %s: %v", name, err)
		}
		out = append(out, Message{Name: name, Message: m})
	}
	add("text", "今月の面談を決めましょう", []chat.Block{
		chat.Paragraph(chat.Plain("7月は、まだ予定がありません。\n"), chat.Bold("候補を3つ"), chat.Plain("お送りします。")),
		chat.Paragraph(chat.Mention("佐藤 健一", Colleague()), chat.Plain("さんの"),
			chat.Link("面談の手引き", "https://intra.example.lg.jp/1on1?y=2026&m=7"), chat.Plain("もご覧ください。")),
		chat.Remark("面談は人事評価ではありません。"),
	})
	add("plain", "", []chat.Block{chat.Line("ありがとうございます。")})
	add("actions", "面談はできましたか", []chat.Block{chat.Line("7月15日（水） 15:30からの面談でした。")}, buttons()...)
	add("facts", "面談の予定", []chat.Block{chat.Facts{Rows: []chat.Fact{
		chat.Pair("日時", "7月15日（水） 15:30"), chat.Pair("場所", "会議室"),
		{Label: "相手", Value: []chat.Span{chat.Mention("佐藤 健一", Colleague()), chat.Plain("（市民課 主査）")}},
	}}})
	add("table", "部ごとの様子", []chat.Block{table()})
	add("bars", "面談の様子", []chat.Block{bars()})
	add("lines", "スッキリ度", []chat.Block{lines()})
	add("progress", "今年度の面談", []chat.Block{chat.Progress{Label: "面談の回数", Done: 4, Of: 6}})
	add("file", "予定をカレンダーに入れられます", []chat.Block{chat.File{
		Name: "面談 7月15日.ics", Type: "text/calendar", Data: []byte("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), Note: "開くとカレンダーに入ります。",
	}})
	add("hostile", Hostile[:60], []chat.Block{
		chat.Paragraph(chat.Plain(Hostile), chat.Bold(Hostile), chat.Link(Hostile, "https://example.jp/?a=<b>&c=\"d\""), chat.Mention(Hostile, Colleague())),
		chat.Facts{Rows: []chat.Fact{chat.Pair(Hostile[:60], Hostile)}},
		chat.Remark(strings.Repeat("とても長いことばが続きます", 20) + strings.Repeat("x", 200)),
	}, chat.Action{ID: "test.hostile", Label: Hostile[:40], Arg: "a&b<c>"})
	return out
}

func buttons() []chat.Action {
	return []chat.Action{
		{ID: "checkin.met", Label: "話した", Arg: "m-1", Style: chat.StylePrimary},
		{ID: "checkin.move", Label: "日を改める", Arg: "m-1", Opens: true},
		{ID: "checkin.missed", Label: "できなかった", Arg: "m-1"},
		{ID: "meeting.cancel", Label: "予定を取り消す", Arg: "m-1", Style: chat.StyleDanger, Confirm: &chat.Confirm{
			Title: "予定を取り消しますか", Text: "相手にもお知らせします。", Yes: "取り消す", No: "そのままにする",
		}},
	}
}

func table() chat.Table {
	return chat.Table{
		Caption: "7月の面談", Head: []string{"部", "済んだ組", "予定あり", "延期"},
		Rows: [][]string{{"総務部", "8", "3", "1"}, {"健康福祉部 & <こども>", "12", "–", ""}, {"市民部", "5", "2", "0"}},
	}
}

func bars() chat.Chart {
	return chat.Chart{
		Kind: chat.ChartBar, Title: "月ごとの面談", Unit: "組", Labels: []string{"4月", "5月", "6月", "7月"},
		Series: []chat.Series{{Name: "済んだ", Values: figures(12, 18, 21, -1)}, {Name: "予定あり", Values: figures(3, 2, -1, 14)}, {Name: "延期", Values: figures(0, 1, 2, 0)}},
	}
}

func lines() chat.Chart {
	return chat.Chart{
		Kind: chat.ChartLine, Title: "スッキリ度の平均", Labels: []string{"4月", "5月", "6月", "7月", "8月", "9月"},
		Series: []chat.Series{{Name: "市全体", Values: figures(3.25, 3.4, 3.62, 3.5, 3.8, 4)}, {Name: "市民部", Values: figures(3, 3.1, -1, 3.3, 3.45, 3.6)}},
	}
}

// figures makes values of numbers; a negative one is withheld.
func figures(ns ...float64) []*float64 {
	out := make([]*float64, len(ns))
	for i, n := range ns {
		if n >= 0 {
			out[i] = &n
		}
	}
	return out
}
