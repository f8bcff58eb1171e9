package chat_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// A card in the chat: facts to read, one button that most people want.
func ExampleNewMessage() {
	m, err := chat.NewMessage("7月の1on1",
		[]chat.Block{
			chat.Line("日程の候補が届きました。"),
			chat.Facts{Rows: []chat.Fact{
				chat.Pair("日時", "7月15日（水） 15:30"),
				chat.Pair("場所", "会議室"),
			}},
		},
		chat.Action{ID: "plan.take", Label: "この日にする", Arg: "offer1/0", Style: chat.StylePrimary},
		chat.Action{ID: "plan.none", Label: "どれも合わない", Arg: "offer1"},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.Text())
	// Output:
	// 7月の1on1
	// 日程の候補が届きました。
	// 日時: 7月15日（水） 15:30
	// 場所: 会議室
}

// What a person wrote never goes into the chat's history.
func ExampleNewMessage_private() {
	line := private.New("p1", "最近よく眠れない")
	_, err := chat.NewMessage("", []chat.Block{chat.Paragraph(chat.Words(line))})
	fmt.Println(errors.Is(err, chat.ErrPrivate), err)
	// Output: true chat: message: body: private text in a message
}

// A page may show it; its plain text masks it.
func ExampleNewPage() {
	line := private.New("p1", "最近よく眠れない")
	p, err := chat.NewPage("前回のメモ", chat.Section{Body: chat.Blocks{chat.Paragraph(chat.Plain("ひとこと: "), chat.Words(line))}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Text())
	// Output:
	// 前回のメモ
	// ひとこと: [private]
}

// A form says what it asks for; Check holds what came back against it.
func ExampleForm_Check() {
	f, err := chat.NewForm(chat.Form{
		ID: "reflect.mentee", Version: 1, Title: "ふりかえり", Submit: "保存する",
		Fields: []chat.Field{
			{ID: "clear", Kind: chat.FieldScale, Label: "スッキリ度", Required: true},
			{ID: "line", Kind: chat.FieldShort, Label: "ひとこと", Max: 10},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range f.Check(chat.Set("clear", "6", "line", "とても長いひとことです")) {
		fmt.Println(p.Field, p.Kind, p.Limit)
	}
	fmt.Println(len(f.Check(chat.Set("clear", "5"))))
	// Output:
	// clear out-of-scale 0
	// line too-long 10
	// 0
}

// Values are read by shape; the words themselves stay masked when printed.
func ExampleValues() {
	v := chat.Set("day", "2026-07-15", "clear", "4", "line", "話せてよかった")
	y, m, d, ok := v.Date("day")
	fmt.Println(y, m, d, ok)
	fmt.Println(v.Scale("clear"))
	fmt.Println(v.OwnedBy("p1").Text("line"))
	// Output:
	// 2026 July 15 true
	// 4
	// [private]
}

// Blocks keep their kinds through JSON.
func ExampleBlocks() {
	raw, err := json.Marshal(chat.Blocks{chat.Line("はい"), chat.Progress{Label: "6月", Done: 2, Of: 6}})
	fmt.Println(string(raw), err)
	// Output: [{"kind":"text","block":{"spans":[{"kind":"plain","text":"はい"}]}},{"kind":"progress","block":{"label":"6月","done":2,"of":6}}] <nil>
}

// An account is a key; its lane is the queue its messages wait in.
func ExampleAccount() {
	a := chat.Account{Platform: "web", Tenant: "city", ID: "10101"}
	fmt.Println(a, a.Lane())
	back, err := chat.ParseAccount(a.String())
	fmt.Println(back == a, err)
	// Output:
	// web/city/10101 web/city
	// true <nil>
}

// A sender's error says what to do next.
func ExampleRateLimited() {
	err := fmt.Errorf("send: %w", chat.RateLimited{After: 30 * time.Second})
	var limited chat.RateLimited
	fmt.Println(errors.As(err, &limited), limited.After)
	// Output: true 30s
}
