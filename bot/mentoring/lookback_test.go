package mentoring_test

import (
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/mentoring"
)

func TestLookBacks(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	for _, c := range []struct{ name, written, want string }{
		{"a vision of April", "2026-04-10 10:00", "three-months 2026-07-10 09:00, september 2026-09-01 09:00"},
		{"three months later is a Sunday", "2026-04-12 10:00", "three-months 2026-07-13 09:00, september 2026-09-01 09:00"},
		{"too close to September's", "2026-05-20 10:00", "september 2026-09-01 09:00"},
		{"from July on only September's", "2026-07-20 10:00", "september 2026-09-01 09:00"},
		{"too late to look back", "2026-08-10 10:00", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, d := range r.LookBacks(at(t, c.written)) {
				got = append(got, d.ID+" "+d.At.Format("2006-01-02 15:04"))
			}
			if s := strings.Join(got, ", "); s != c.want {
				t.Errorf("got %q, want %q", s, c.want)
			}
		})
	}
}

func TestLookedBack(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	d := mentoring.LookBackDay{ID: "september", At: at(t, "2026-09-01 09:00")}
	for when, want := range map[string]bool{
		"2026-08-02 23:00": false, "2026-08-03 08:00": true, "2026-09-01 09:00": true, "2026-10-20 09:00": true,
	} {
		if got := r.LookedBack(d, at(t, when)); got != want {
			t.Errorf("%s: got %v, want %v", when, got, want)
		}
	}
	if r.LookedBack(d, time.Time{}) {
		t.Error("who never looked back has done so")
	}
}

func TestTipFor(t *testing.T) {
	t.Parallel()
	p := aomori(t, 2026)
	for met, want := range map[int]string{0: "mentor-own-story", 1: "mentor-listen", 3: "mentor-sbi", 9: "mentor-growth"} {
		if got, ok := p.TipFor(mentoring.Mentor, met); !ok || got.ID != want {
			t.Errorf("after %d talks: got %q, want %q", met, got.ID, want)
		}
	}
	if got, _ := p.TipFor(mentoring.Mentee, 3); got.ID != "mentee-ask" {
		t.Errorf("got %q", got.ID)
	}
	p.Tips = p.Tips[1:2]
	if _, ok := p.TipFor(mentoring.Mentor, 0); ok {
		t.Error("a tip before its time")
	}
}
