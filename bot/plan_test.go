package bot_test

import (
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// TestFiveTimesInTheChat: an offer with more times than a card has room for is
// chosen from by number where there are no dialogs.
func TestFiveTimesInTheChat(t *testing.T) {
	t.Parallel()
	w := house(t)
	f := press(t, w, mentor, "plan.offer", pairID).Form
	values := chat.Set("place", "room")
	slots, _ := f.Field("slots")
	for _, o := range slots.Options[:5] {
		values["slots"] = append(values["slots"], private.New("", o.Value))
	}
	do(t, w, mentor, chat.Submitted{Form: f.ID, Version: f.Version, Arg: f.Arg, Values: values})
	do(t, w, mentee, chat.Pressed{Action: "slot.more", Arg: button(t, w, mentee, "slot.more")})
	if got := said(w, mentee); !strings.Contains(got, "5. 4月6日（月） 10:30") {
		t.Fatalf("the times are not listed:\n%s", got)
	}
	do(t, w, mentee, chat.Said{Text: private.New("", "６")})
	if got := said(w, mentee); !strings.Contains(got, "選べるものの中から") {
		t.Errorf("a sixth time is taken:\n%s", got)
	}
	do(t, w, mentee, chat.Said{Text: private.New("", "５")})
	all := meetings(t, w)
	if len(all) != 1 || all[0].Start.Format("01-02T15:04") != "04-06T01:30" {
		t.Errorf("got %+v", all)
	}
}

// TestTheyDiffer: the first answer counts, and the other one hears how to put
// it right.
func TestTheyDiffer(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ first, second, expect string }{
		"not met, met":     {"checkin.no", "checkin.met", "2人の答えが違っています"},
		"met, not met":     {"checkin.met", "checkin.no", "2人の答えが違っています"},
		"moved, met":       {"checkin.move", "checkin.met", "変更されたか、もうありません"},
		"met, met":         {"checkin.met", "checkin.met", "ひとこと残しませんか"},
		"not met, not met": {"checkin.no", "checkin.no", "次の日を決めましょう"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := house(t)
			press(t, w, mentor, "plan.quick", button(t, w, mentor, "plan.quick"))
			press(t, w, mentee, "slot.take", button(t, w, mentee, "slot.take"))
			id := meetings(t, w)[0].ID
			press(t, w, mentor, "checkin.met", id)
			if !strings.Contains(said(w, mentor), "まだ来ていません") {
				t.Error("a talk counts before it began")
			}
			advance(t, w, 27*time.Hour) // both have the question
			press(t, w, mentee, tt.first, id)
			press(t, w, mentor, tt.second, id)
			if got := said(w, mentor); !strings.Contains(got, tt.expect) {
				t.Errorf("%q is not said:\n%s", tt.expect, got)
			}
			if n := len(meetings(t, w)); n != 1 {
				t.Errorf("%d meetings", n)
			}
		})
	}
}
