package adaptertest

import (
	"strconv"
	"testing"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// Form is a form with the name of its golden file, and the errors that the
// core would answer to an empty submission.
type Form struct {
	Name   string
	Form   chat.Form
	Errors []chat.FieldError
}

// Page is a page with the name of its golden file.
type Page struct {
	Name string
	Page chat.Page
}

// Forms returns forms with every kind of field: empty, filled and hostile.
func Forms(t testing.TB) []Form {
	t.Helper()
	cases := []Form{
		{Name: "every-field", Form: everyField(), Errors: []chat.FieldError{
			{Field: "short", Text: "ひとことを入力してください。"}, {Field: "scale", Text: "1から5の中から選んでください。"},
			{Field: "gone", Text: "この月はもう締め切られています。"},
		}},
		{Name: "filled", Form: everyField().Fill(filled())},
		{Name: "hostile", Form: hostileForm(), Errors: []chat.FieldError{{Field: "text", Text: Hostile}}},
	}
	for i, c := range cases {
		f, err := chat.NewForm(c.Form)
		if err != nil {
			t.Fatalf("fixture %s: %v", c.Name, err)
		}
		cases[i].Form = f
	}
	return cases
}

func everyField() chat.Form {
	return chat.Form{
		ID: "test.every", Version: 2, Arg: "m-1", Title: "面談のふりかえり", Submit: "送信する",
		Intro: chat.Blocks{chat.Line("1分ほどで終わります。"), chat.Remark("面談は人事評価ではありません。")},
		Fields: []chat.Field{
			{ID: "short", Kind: chat.FieldShort, Label: "ひとこと", Hint: "思いついたままでかまいません。", Required: true, Max: 40},
			{ID: "long", Kind: chat.FieldLong, Label: "気づいたこと", Max: 300},
			{ID: "choice", Kind: chat.FieldChoice, Label: "だれに見せますか", Required: true, Options: []chat.Option{
				{Value: "only-me", Label: "自分だけ", Hint: "ほかの人は見られません。"}, {Value: "partner", Label: "相手にも見せる"},
			}},
			{ID: "topic", Kind: chat.FieldChoice, Label: "話したいこと", Options: topics(12)},
			{ID: "several", Kind: chat.FieldSeveral, Label: "参加した研修", Options: topics(3)},
			{ID: "scale", Kind: chat.FieldScale, Label: "スッキリ度", Required: true, Options: []chat.Option{
				{Value: "1", Label: "もやもや"}, {Value: "5", Label: "スッキリ"},
			}},
			{ID: "growth", Kind: chat.FieldScale, Label: "成長を感じましたか"},
			{ID: "date", Kind: chat.FieldDate, Label: "日にち", Required: true},
			{ID: "time", Kind: chat.FieldTime, Label: "時刻"},
			{ID: "person", Kind: chat.FieldPerson, Label: "メンター", Required: true, Options: people()},
			{ID: "consent", Kind: chat.FieldConsent, Label: "新しいメンターに引き継いでよい", Hint: "あとから取り消せます。", Required: true},
		},
	}
}

func filled() chat.Values {
	v := chat.Set("short", Secret, "choice", "partner", "topic", "t11", "several", "t0", "several", "t2", "scale", "4",
		"date", "2026-07-15", "time", "15:30", "person", "p2", "consent", "yes")
	v["long"] = []private.Text{private.New("p-1", "\n1行目 "+Secret+"\n</textarea><script>alert(1)</script>")}
	return v
}

func hostileForm() chat.Form {
	return chat.Form{
		ID: "test.hostile", Version: 1, Arg: `"><b>`, Title: `<b>&"'`, Submit: `<i>&`,
		Intro: chat.Blocks{chat.Line(Hostile)},
		Fields: []chat.Field{
			{ID: `te"xt`, Kind: chat.FieldShort, Label: Hostile[:60], Hint: Hostile[:60]},
			{ID: "text", Kind: chat.FieldChoice, Label: `"><img src=x onerror=alert(1)>`, Options: []chat.Option{
				{Value: `"><script>`, Label: `<script>`, Hint: `&lt;`}, {Value: "' or 1", Label: "<!here>"},
			}},
		},
	}
}

func topics(n int) []chat.Option {
	names := []string{
		"業務の進捗や進め方", "業績目標の進捗", "人間関係", "心身の状態", "今後のキャリア", "スキルや力の向上",
		"プライベート", "市や部署の方針", "異動のこと", "資格や試験", "休みの取り方", "決めずに話す",
	}
	var out []chat.Option
	for i := range n {
		out = append(out, chat.Option{Value: "t" + strconv.Itoa(i), Label: names[i]})
	}
	return out
}

func people() []chat.Option {
	return []chat.Option{
		{Value: "p0", Label: "佐藤 健一", Hint: "市民課 主査"}, {Value: "p1", Label: "鈴木 美咲", Hint: "福祉課 主査"},
		{Value: "p2", Label: "髙橋 翔太", Hint: "税務課 主幹"},
	}
}

// Pages returns a home and a page to read, both with private words.
func Pages(t testing.TB) []Page {
	t.Helper()
	words := func(s string) chat.Span { return chat.Words(private.New("p-1", s)) }
	add := func(name, title string, sections ...chat.Section) Page {
		p, err := chat.NewPage(title, sections...)
		if err != nil {
			t.Fatalf("fixture %s: %v", name, err)
		}
		return Page{Name: name, Page: p}
	}
	return []Page{
		add("home", "山田 さくらさんのホーム",
			chat.Section{Title: "次の面談", Body: chat.Blocks{chat.Facts{Rows: []chat.Fact{
				chat.Pair("日時", "7月15日（水） 15:30"), chat.Pair("メンター", "佐藤 健一")}}}, Actions: buttons()},
			chat.Section{Title: "今年度", Body: chat.Blocks{chat.Progress{Label: "面談の回数", Done: 4, Of: 6}, bars()}},
			chat.Section{Body: chat.Blocks{chat.Remark("このページは自分だけに見えます。")}},
		),
		add("reflection", "前回のふりかえり",
			chat.Section{Title: "自分だけのメモ", Body: chat.Blocks{
				chat.Paragraph(words(Secret + "\n2行目 " + Hostile)),
				chat.Facts{Rows: []chat.Fact{{Label: "ひとこと", Value: []chat.Span{words(Secret)}}}},
				chat.File{Name: "様式1.txt", Type: "text/plain; charset=utf-8", Data: []byte("様式1"), Note: "自分の控えです。"},
			}, Actions: []chat.Action{{ID: "reflect.open", Label: "書き直す", Arg: "m-1", Opens: true}}},
		),
	}
}
