package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
)

// player is somebody who plays a person of the demo: what they have open, and
// what they press by its label.
type player struct {
	t    *testing.T
	d    *demo
	id   string
	page *chat.Page
	form *chat.Form
}

func (p *player) do(what chat.What) {
	p.t.Helper()
	answer, err := p.d.Handle(p.t.Context(), chat.Event{
		ID: newID(), At: p.d.Now(), From: demoAccount(mentoring.Person{ID: p.id})[0], What: what,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	for _, e := range answer.Errors {
		p.t.Fatalf("%s: %s: %s", p.id, e.Field, e.Text)
	}
	p.page, p.form = answer.Page, answer.Form
}

func (p *player) home() { p.t.Helper(); p.do(chat.Opened{}) }

// press presses the button in the open page, or in the newest message that
// has it.
func (p *player) press(label string) {
	p.t.Helper()
	var all []chat.Action
	if p.page != nil {
		for _, s := range p.page.Sections {
			all = append(all, s.Actions...)
		}
	}
	for _, m := range slices.Backward(p.messages()) {
		all = append(all, m.Actions...)
	}
	i := slices.IndexFunc(all, func(a chat.Action) bool { return a.Label == label })
	if i < 0 {
		p.t.Fatalf("%s has no button %s", p.id, label)
	}
	p.do(chat.Pressed{Action: all[i].ID, Arg: all[i].Arg, Dialogs: true})
}

func (p *player) messages() (out []chat.Message) {
	p.t.Helper()
	inbox := &storeInbox{store: p.d.house.Store}
	lines, err := inbox.Lines(p.t.Context(), demoAccount(mentoring.Person{ID: p.id})[0], 1000)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, l := range lines {
		if l.Message != nil {
			out = append(out, *l.Message)
		}
	}
	return out
}

// submit sends the open form off: what it holds, with the pairs of field and
// value over it; of a choice the label's beginning does.
func (p *player) submit(over ...string) {
	p.t.Helper()
	if p.form == nil {
		p.t.Fatalf("%s has no form open", p.id)
	}
	v := chat.Values{}
	for _, f := range p.form.Fields {
		for _, text := range f.Initial {
			v[f.ID] = append(v[f.ID], private.New("", text.Reveal()))
		}
	}
	for i := 0; i < len(over); i += 2 {
		f, ok := p.form.Field(over[i])
		if !ok {
			p.t.Fatalf("%s: the form has no field %s", p.id, over[i])
		}
		value := over[i+1]
		for _, o := range f.Options {
			if strings.HasPrefix(o.Label, value) {
				value = o.Value
			}
		}
		v[f.ID] = []private.Text{private.New("", value)}
	}
	p.do(chat.Submitted{Form: p.form.ID, Version: p.form.Version, Arg: p.form.Arg, Values: v})
}

// hears wants words in a message.
func (p *player) hears(words string) {
	p.t.Helper()
	if !slices.ContainsFunc(p.messages(), func(m chat.Message) bool { return strings.Contains(m.Text(), words) }) {
		p.t.Fatalf("%s does not hear %q", p.id, words)
	}
}

// sees wants words on the open page.
func (p *player) sees(words string) {
	p.t.Helper()
	if p.page == nil || !strings.Contains(p.page.Text(), words) {
		p.t.Fatalf("%s does not see %q", p.id, words)
	}
}

// TestDemoPlaysTheWholeYear: the seats of the sample lead through all that the
// year has: another mentor in May, October's questionnaire, January's message,
// the pack at the end.
func TestDemoPlaysTheWholeYear(t *testing.T) {
	t.Parallel()
	d := playDemo(t, demoCmd{})
	as := func(id string) *player { return &player{t: t, d: d, id: id} }
	mentee, mentor, next, head, hr := as("20104"), as("20103"), as("20201"), as("20101"), as("10102")
	until := func(moment string) {
		t.Helper()
		at, err := time.ParseInLocation("2006-01-02 15:04", moment, d.from.Location())
		if err != nil {
			t.Fatal(err)
		}
		if err := d.To(t.Context(), at); err != nil {
			t.Fatal(err)
		}
	}

	head.press("模木 葵さんのメンターを選ぶ")
	head.submit("mentor", "雛形 誠")
	head.submit("spoken", "yes")
	mentor.hears("模木 葵さんのメンターをお願いします")

	until("2026-05-07 10:00")
	mentee.home()
	mentee.press("メンターの変更を相談する")
	mentee.submit("agreed", "yes")
	head.hears("このペアのメンターを替えたい")
	head.press("新しいメンターを選ぶ")
	head.submit("other", next.id)
	head.submit("reason", "人が替わるため", "spoken", "yes")
	next.hears("模木 葵さんのメンターをお願いします")
	mentee.hears("ご相談いただいていた、メンターの変更が決まりました")

	until("2026-10-01 10:00")
	hr.home()
	hr.press("アンケートのページ")
	hr.press("日にちを決める")
	hr.submit("opens", "2026-10-01", "deadline", "2026-10-16")
	hr.press("アンケートを開く")
	hr.submit("sure", "yes")
	until("2026-10-01 10:01")
	mentee.hears("10月のアンケート（メンティ）")
	next.hears("10月のアンケート（メンター）")

	until("2027-01-12 10:00")
	hr.home()
	hr.press("お知らせの一覧")
	hr.press("1月のまとめ")
	hr.sees("2026年度のまとめ")
	hr.press("メンターへのお知らせを書く")
	hr.submit()
	hr.press("送る")
	hr.submit()
	until("2027-01-12 10:02")
	next.hears("メンター制度の結果")

	until("2027-03-15 10:00")
	hr.home()
	hr.press("様式と資料")
	hr.press("年度末の資料を受け取る")
	hr.sees("年度末資料_2026年度.xlsx")
}
