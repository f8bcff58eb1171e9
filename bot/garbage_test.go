package bot_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tsukiichi/bot"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// secret is what the garbage holds wherever a person may have written.
const secret = "ないしょのはなし"

// TestGarbage hands over whatever a platform, an old message or somebody with
// time on their hands may send: no event is an error, no card fails to
// compose, and nothing that was written gets into the log.
func TestGarbage(t *testing.T) {
	t.Parallel()
	for n := range 5 {
		t.Run(fmt.Sprintf("house %d", n), func(t *testing.T) {
			t.Parallel()
			garbage(t)
		})
	}
}

func garbage(t *testing.T) {
	w := house(t)
	meeting := met(t, w)
	press(t, w, mentor, "plan.quick", button(t, w, mentor, "plan.quick"))
	args := []string{
		"", "|", "||", "/", "x", "\x00", "\xff", "-1", "meeting/", "9223372036854775807", strings.Repeat("9", 400), secret,
		pairID, pairID + "|", pairID + "|1", pairID + "|9223372036854775807", pairID + "|4102444800", pairID + "|300000000000", pairID + "|1775093400",
		pairID + "|2026-04-01", pairID + "|2026-99-99", meeting, meeting + "|x", "reflect|" + meeting, "vision|" + pairID, "reflect|",
		mentee, mentee + "|" + mentor, mentee + "|" + mentee, mentee + "|", "20203", "20203|" + mentor, "ja", "en", "fr",
		button(t, w, mentee, "slot.take"), button(t, w, mentee, "slot.none"),
	}
	values := []string{"", " ", "0", "3", "３", "-", "yes", "no", "only-me", "partner", "partner-scores", "room", "2026-04-10", "2026-02-30", "9999-12-31",
		"10:00", "25:00", "1775093400", mentor, "存在 しない", "やめる", "とばす", "ヘルプ", "English", "日本語", secret, strings.Repeat("長", 5000), "\x00\xff"}
	fields := []string{"", "mentor", "other", "reason", "spoken", "slots", "slot", "date", "time", "place", "relief", "growth", "went", "line", "line_share",
		"noticed", "noticed_share", "next", "next_share", "vision", secret}
	actions := append(bot.Actions(), "", "x", secret)
	formIDs := append(slices.Sorted(maps.Keys(bot.Forms())), "", "x", secret)
	people := []string{mentee, mentor, head, hr, hrHead, outsider, "x1", "x2"}

	rapid.Check(t, func(r *rapid.T) {
		who := rapid.SampledFrom(people).Draw(r, "who")
		arg := rapid.SampledFrom(args).Draw(r, "arg")
		var what chat.What
		switch rapid.IntRange(0, 9).Draw(r, "what") {
		case 0:
			what = chat.Opened{}
		case 1:
			what = rapid.SampledFrom([]chat.What{chat.Joined{}, chat.Left{}}).Draw(r, "door")
		case 2, 3:
			what = chat.Said{Text: private.New("", rapid.SampledFrom(values).Draw(r, "words"))}
		case 4, 5, 6:
			what = chat.Pressed{Action: rapid.SampledFrom(actions).Draw(r, "action"), Arg: arg, Dialogs: rapid.Bool().Draw(r, "dialogs")}
		default:
			v := chat.Values{}
			for range rapid.IntRange(0, 4).Draw(r, "fields") {
				id := rapid.SampledFrom(fields).Draw(r, "field")
				v[id] = append(v[id], private.New("", rapid.SampledFrom(values).Draw(r, "value")))
			}
			what = chat.Submitted{Form: rapid.SampledFrom(formIDs).Draw(r, "form"), Version: rapid.IntRange(0, 2).Draw(r, "version"), Arg: arg, Values: v}
		}
		e := w.Event(who, what)
		e.Profile.Email = rapid.SampledFrom([]string{"", secret, "m-hinagata@example.jp"}).Draw(r, "email")
		answer, err := w.Do(e)
		if err != nil {
			r.Fatalf("%s %T: %v", who, what, err)
		}
		rendersAnswer(r, answer)
	})
	if strings.Contains(w.Log.String(), secret) {
		t.Error("the log says what was written")
	}
	for _, who := range people {
		for _, l := range w.Chats.Of(w.Account(who)) {
			if strings.Contains(l.Message.Text(), secret) {
				t.Errorf("%s was sent what was written: %s", who, l.Message.Text())
			}
		}
	}
}

// TestOldAndOdd are presses and forms that cannot come from a button or a
// dialog of today: each is answered, and says what is wrong.
func TestOldAndOdd(t *testing.T) {
	t.Parallel()
	w := house(t)
	meeting := met(t, w)
	for name, tt := range map[string]struct {
		who    string
		what   chat.What
		expect string
	}{
		"a time after the end of all calendars": {mentor, chat.Pressed{Action: "plan.quick", Arg: pairID + "|300000000000"}, "候補の日時が過ぎてしまいました"},
		"a slot that was not offered":           {mentee, chat.Pressed{Action: "slot.take", Arg: "x|1775093400"}, "この候補日時は、もう使えません"},
		"an empty subject":                      {mentee, chat.Pressed{Action: "checkin.met"}, "もうありません"},
		"somebody else's meeting":               {outsider, chat.Pressed{Action: "checkin.met", Arg: meeting}, "もうありません"},
		"the mentee's button at the mentor":     {mentor, chat.Pressed{Action: "plan.ask", Arg: pairID}, "あなたから日時を送れます"},
		"a language that there is not":          {mentee, chat.Pressed{Action: "language.set", Arg: "fr"}, "古くなりました"},
		"an action of tomorrow":                 {mentee, chat.Pressed{Action: "tomorrow.do", Arg: "x", Dialogs: true}, "古くなりました"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			do(t, w, tt.who, tt.what)
			if !strings.Contains(said(w, tt.who), tt.expect) {
				t.Errorf("%q is not said:\n%s", tt.expect, said(w, tt.who))
			}
		})
	}
}

// TestOlderVersionOfForm sends off a dialog that an older version drew: it is
// opened anew with what still fits, and nothing that was written is lost.
func TestOlderVersionOfForm(t *testing.T) {
	t.Parallel()
	w := house(t)
	old := filled("reflect", met(t, w), "relief", "9", "line", "電話がこわい", "line_share", "everybody", "gone", "x")
	old.Version = 0
	answer := do(t, w, mentee, old)
	if answer.Form == nil {
		t.Fatal("no form is opened")
	}
	rendersAnswer(t, answer)
	for id, want := range map[string]string{"relief": "", "line": "電話がこわい", "line_share": "only-me"} {
		fd, _ := answer.Form.Field(id)
		if got := (chat.Values{id: fd.Initial}).Text(id).Reveal(); got != want {
			t.Errorf("%s opens with %q, want %q", id, got, want)
		}
	}
	again := press(t, w, mentee, "reflect.open", old.Arg)
	if fd, _ := again.Form.Field("line"); len(fd.Initial) != 1 {
		t.Error("the draft is lost when the dialog is opened later")
	}
}

// rendersAnswer holds what is shown against the vocabulary's own limits.
func rendersAnswer(t interface{ Fatal(...any) }, a chat.Answer) {
	if a.Form != nil {
		if _, err := chat.NewForm(*a.Form); err != nil {
			t.Fatal(err)
		}
		for _, fd := range a.Form.Fields {
			held := chat.Values{fd.ID: fd.Initial}
			if p, bad := fd.Check(held); bad && p.Kind != chat.Missing {
				t.Fatal("the form opens with what it does not take: ", fd.ID)
			}
		}
	}
	if a.Page != nil {
		if _, err := chat.NewPage(a.Page.Title, a.Page.Sections...); err != nil {
			t.Fatal(err)
		}
	}
}
