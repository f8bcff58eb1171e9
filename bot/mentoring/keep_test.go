package mentoring_test

import (
	"testing"
	"time"

	"tsukiichi/bot/calendar"
	"tsukiichi/bot/mentoring"
)

// TestKeeping: the day is the first one after the fiscal year, the notice goes
// out on a business day before it, and its days are kept even where it was late.
func TestKeeping(t *testing.T) {
	t.Parallel()
	p, err := mentoring.LoadPreset("aomori", 2026)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		on      mentoring.MonthDay
		noticed string
		want    string // day, notice, removal
	}{
		{mentoring.MonthDay{Month: time.June, Day: 30}, "2027-05-31", "2027-06-30 2027-05-31 09:00 2027-06-30"},
		{mentoring.MonthDay{Month: time.June, Day: 30}, "2027-06-20", "2027-06-30 2027-05-31 09:00 2027-07-20"},
		{mentoring.MonthDay{Month: time.March, Day: 31}, "2028-03-01", "2028-03-31 2028-03-01 09:00 2028-03-31"},
		{mentoring.MonthDay{Month: time.June, Day: 1}, "2027-04-30", "2027-06-01 2027-04-30 09:00 2027-06-01"}, // before the holidays
	} {
		p.EraseOn = tt.on
		r, err := mentoring.NewRules(p, calendar.New(p.Closures))
		if err != nil {
			t.Fatal(err)
		}
		on, ok := r.EraseOn()
		noticed, err := mentoring.ParseDate(tt.noticed)
		if err != nil || !ok {
			t.Fatal(err)
		}
		notice := r.NoticeAt(on).In(r.Zone())
		removal := r.EraseAt(on, noticed.At(mentoring.TimeOfDay{Hour: 9}, r.Zone())).In(r.Zone())
		got := on.String() + " " + notice.Format("2006-01-02 15:04") + " " + removal.Format("2006-01-02")
		if got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.on, got, tt.want)
		}
	}
	p.EraseOn = mentoring.MonthDay{}
	r, err := mentoring.NewRules(p, calendar.New(p.Closures))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := r.EraseOn(); ok {
		t.Error("a programme without a day has one")
	}
	if got := r.FiguresAt(mentoring.Period{Year: 2026, Month: time.July}).In(r.Zone()).Format(time.DateTime); got != "2026-08-11 00:00:00" {
		t.Errorf("July's figures are made at %s", got)
	}
}
