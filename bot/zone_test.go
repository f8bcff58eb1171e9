package bot_test

import (
	"strings"
	"testing"

	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/roster"
	"tsukiichi/store"
)

// TestTimesInTheReadersZone: a mentor who is abroad reads and types times of
// their own clock, the mentee those of the city.
func TestTimesInTheReadersZone(t *testing.T) {
	t.Parallel()
	c := bottest.OpenCore(t, jst("2026-04-01T09:00"), roster.Sample()).(*bottest.Core)
	hello := c.Event("20103", chat.Said{})
	hello.Profile.Zone = "Europe/Berlin"
	_, err := c.Do(hello)
	must(t, err)
	must(t, c.Press("20101", "模木 葵さんのメンターを選ぶ"))
	must(t, c.Submit("20101", map[string][]string{"mentor": {"雛形 誠"}}))
	must(t, c.Submit("20101", map[string][]string{"spoken": {"yes"}}))
	must(t, c.Home("20103"))
	must(t, c.Press("20103", "日時を選んで送る"))
	must(t, c.Submit("20103", map[string][]string{"date": {"2026-04-03"}, "time": {"08:00"}, "place": {"会議室"}}))
	must(t, c.Press("20104", "4月3日（金） 15:00")) // eight in Berlin, in summer
	for who, want := range map[string]string{"20103": "4月3日（金） 8:00", "20104": "4月3日（金） 15:00"} {
		screen := strings.Join(c.Screen(who).Chat, "\n")
		if !strings.Contains(screen, "日時: "+want) && !strings.Contains(screen, "日時: "+strings.Replace(want, " 8:00", " 08:00", 1)) {
			t.Errorf("%s does not read %s:\n%s", who, want, screen)
		}
	}
}

// TestLeavingUnknown: a workspace tells of everybody who leaves it. Somebody
// whom the bot never met is no stranger for HR to look at.
func TestLeavingUnknown(t *testing.T) {
	t.Parallel()
	w := bottest.NewWorld(t, jst("2026-04-01T09:00"), "aomori", roster.Sample())
	_, err := w.Do(w.Event("nobody", chat.Left{}))
	must(t, err)
	must(t, w.Store.View(t.Context(), func(tx store.Tx) error {
		_, known, err := store.Contacts.Get(tx, w.Account("nobody").String())
		if known {
			t.Error("a contact was made of somebody who left")
		}
		return err
	}))
}

// TestSeriesInTheReadersZone: a rule that keeps the city's clock has another
// time abroad in summer and in winter; who is abroad reads none that is wrong.
func TestSeriesInTheReadersZone(t *testing.T) {
	t.Parallel()
	c := bottest.OpenCore(t, jst("2026-04-01T09:00"), roster.Sample()).(*bottest.Core)
	hello := c.Event("20103", chat.Said{})
	hello.Profile.Zone = "Europe/Berlin"
	_, err := c.Do(hello)
	must(t, err)
	must(t, c.Press("20101", "模木 葵さんのメンターを選ぶ"))
	must(t, c.Submit("20101", map[string][]string{"mentor": {"雛形 誠"}}))
	must(t, c.Submit("20101", map[string][]string{"spoken": {"yes"}}))
	must(t, c.Home("20104"))
	must(t, c.Press("20104", "毎月くり返す"))
	must(t, c.Submit("20104", map[string][]string{"date": {"2026-04-15"}, "time": {"15:30"}, "place": {"会議室"}}))
	abroad, here := strings.Join(c.Screen("20103").Chat, "\n"), strings.Join(c.Screen("20104").Chat, "\n")
	if !strings.Contains(here, "毎月 第3水曜日 15:30") {
		t.Errorf("the mentee does not read the rule:\n%s", here)
	}
	if !strings.Contains(abroad, "毎月 第3水曜日") || strings.Contains(abroad, "15:30") || !strings.Contains(abroad, "08:30") {
		t.Errorf("the mentor reads a time of another clock:\n%s", abroad)
	}
}
