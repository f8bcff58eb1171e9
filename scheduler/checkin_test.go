package scheduler_test

import (
	"testing"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

func TestCheckIn(t *testing.T) {
	t.Parallel()
	const stamp = "2026-07-15T06:00:00.000000Z" // 15:00 in Tokyo
	mentee, mentor := "check-in/m1/"+stamp+"/sato", "check-in/m1/"+stamp+"/kato"
	for _, c := range []struct {
		name    string
		meeting mentoring.Meeting
		ended   mentoring.Date
		want    []string
	}{
		{name: "nobody has said", want: []string{mentor, mentee}},
		{
			name:    "the mentee has",
			meeting: mentoring.Meeting{Answers: map[mentoring.Part]mentoring.CheckIn{mentoring.Mentee: mentoring.CheckInMove}},
			want:    []string{mentor},
		},
		{name: "reported as met", meeting: mentoring.Meeting{State: mentoring.MeetingMet}, want: []string{}},
		{name: "called off", meeting: mentoring.Meeting{State: mentoring.MeetingCancelled}, want: []string{}},
		{name: "no pair any more", ended: mentoring.On(2026, 7, 15), want: []string{}},
		{name: "a pair until the next day", ended: mentoring.On(2026, 7, 16), want: []string{mentor, mentee}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.pair("p1", "sato", "kato", "2027-01-01 09:00", func(p *mentoring.Pair) { p.Ended = c.ended })
			m := c.meeting
			m.ID, m.Pair, m.Start = "m1", "p1", at(t, "2026-07-15 15:00")
			if m.State == "" {
				m.State = mentoring.MeetingPlanned
			}
			h.meeting(m)
			h.schedule(store.DueCheckIn, "m1", "2026-07-15 15:45")
			h.tick("2026-07-15 15:45")
			same(t, "intents", h.keys(), c.want)
			same(t, "next", h.next(store.DueCheckIn, "m1"), "")
		})
	}
}

func TestCheckInOfAMovedMeetingWaits(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.pair("p1", "sato", "kato", "2027-01-01 09:00")
	h.meeting(mentoring.Meeting{ID: "m1", Pair: "p1", State: mentoring.MeetingPlanned, Start: at(t, "2026-07-17 17:00")})
	h.schedule(store.DueCheckIn, "m1", "2026-07-15 15:45")
	h.tick("2026-07-15 15:45")
	same(t, "intents", h.keys(), []string{})
	same(t, "next", h.next(store.DueCheckIn, "m1"), "2026-07-21 08:30") // over a long weekend
	h.tick("2026-07-21 08:30")
	d := h.delivery("check-in/m1/2026-07-17T08:00:00.000000Z/sato")
	same(t, "delivery", []any{d.Kind, d.Subject, show(d.Expires)}, []any{store.KindCheckIn, "meeting/m1", "2026-07-28 08:30"})
}
