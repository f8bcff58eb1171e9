package bot_test

import (
	"slices"
	"testing"

	"tsukiichi/bot"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
)

func TestTypedDay(t *testing.T) {
	t.Parallel()
	today := mentoring.On(2026, 12, 20)
	for words, want := range map[string]string{
		"2026-07-15": "2026-07-15", "2026/7/5": "2026-07-05", "2026年7月15日": "2026-07-15",
		"12/24": "2026-12-24", "1/8": "2027-01-08", "7月1日": "2026-07-01", "1月8日(金)": "2027-01-08",
		"今日": "2026-12-20", "きのう": "2026-12-19", "Tomorrow": "2026-12-21",
		"2/30": "2/30", "13/1": "13/1", "2026-02-30": "2026-02-30", "いつか": "いつか", "": "",
	} {
		if got := bot.TypedDay(words, today); got != want {
			t.Errorf("%q: got %q, want %q", words, got, want)
		}
	}
	if got := bot.TypedDay("2/29", mentoring.On(2027, 12, 20)); got != "2028-02-29" {
		t.Errorf("a leap day: got %q", got)
	}
}

func TestTypedTime(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"15:30": "15:30", "9:05": "09:05", "1530": "15:30", "15時": "15:00", "15時30分": "15:30", "9時半": "09:30",
		"午後3時半": "15:30", "午前9時": "09:00", "午後12時": "12:00", "25時": "25:00", "昼": "昼", "": "", "2460": "2460",
	} {
		if got := bot.TypedTime(words); got != want {
			t.Errorf("%q: got %q, want %q", words, got, want)
		}
	}
}

func TestTypedOptions(t *testing.T) {
	t.Parallel()
	fd := chat.Field{Options: []chat.Option{
		{Value: "a", Label: "雛形 誠・主査"}, {Value: "b", Label: "雛田 亮・主事"}, {Value: "c", Label: "試野 幸子・主幹"},
	}}
	for words, want := range map[string][]string{
		"1": {"a"}, "１": {"a"}, "試野": {"c"}, "試野さん": {"c"}, "試野 幸子": {"c"}, "雛": {"雛"}, "4": {"4"}, "、": {"、"},
		"1、3": {"a", "c"}, "3,1,3": {"c", "a"}, "1 9": {"a", "9"}, "雛形 誠・主査": {"a"},
	} {
		if got := bot.TypedOptions(fd, words); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", words, got, want)
		}
	}
}

// TestTypedTimes: times have a space within, as they are shown.
func TestTypedTimes(t *testing.T) {
	t.Parallel()
	fd := chat.Field{Options: []chat.Option{
		{Value: "a", Label: "7月15日（水） 10:30"}, {Value: "b", Label: "7月15日（水） 15:30"}, {Value: "c", Label: "7月16日（木） 10:30"},
	}}
	for words, want := range map[string][]string{
		"7月15日（水） 10:30、7月16日（木） 10:30":   {"a", "c"},
		"7月15日（水） 15:30, 7月16日（木） 10:30 ": {"b", "c"},
		"7月15日（水） 15:30、3":                {"b", "c"},
		"1 3":                             {"a", "c"},
		"7月15日（水）":                        {"7月15日（水）"},
	} {
		if got := bot.TypedOptions(fd, words); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", words, got, want)
		}
	}
}
