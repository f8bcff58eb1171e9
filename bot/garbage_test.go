package bot_test

import (
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
	w := house(t)
	meeting := met(t, w)
	press(t, w, mentor, "plan.quick", button(t, w, mentor, "plan.quick"))
	args := []string{
		"", "|", "||", "/", "x", "\x00", "\xff", "-1", "meeting/", "9223372036854775807", strings.Repeat("9", 400), secret,
		pairID, pairID + "|", pairID + "|1", pairID + "|9223372036854775807", pairID + "|4102444800", pairID + "|1775093400",
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

