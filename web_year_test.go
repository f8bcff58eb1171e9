package main

import (
	"context"
	"errors"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/roster"
	"tsukiichi/scheduler/delivery"
)

// ahead is the machine's clock, set to another time; it can be moved on.
type ahead struct{ by atomic.Int64 }

func newAhead(to time.Time) *ahead {
	a := &ahead{}
	a.by.Store(int64(to.Sub(clock.System{}.Now())))
	return a
}

// Now is the time it shows.
func (a *ahead) Now() time.Time {
	return clock.System{}.Now().Add(time.Duration(a.by.Load())).Truncate(time.Microsecond)
}

func (a *ahead) moves(by time.Duration) { a.by.Add(int64(by)) }

// post takes every message and shows it to nobody.
type post struct{}

// Send takes it.
func (post) Send(_ context.Context, d chat.Dispatch) (chat.Sent, error) {
	return chat.Sent{Ref: chat.Ref("ref-" + d.ID)}, nil
}

// pairsOfYear are mentee, mentor and head on the sample roster.
var pairsOfYear = [][3]string{{quietNumber, "20103", "20101"}, {"20203", "20201", "20101"}}

// yearData is a directory with a programme's year up to then: two pairs, one of
// which has talked. Everybody is in a chat but the one mentee.
func yearData(t *testing.T, until time.Time) string {
	t.Helper()
	dir, from := t.TempDir(), time.Date(2026, time.April, 1, 9, 0, 0, 0, japan())
	clk := clock.NewManual(from)
	h, err := openHouse(t.Context(), houseOptions{
		Path: filepath.Join(dir, dataFile), NoSync: true, Clock: clk, Log: zerolog.Nop(),
		Senders: map[string]delivery.Sender{"pigeon": post{}},
		Accounts: func(p mentoring.Person) []chat.Account {
			if p.ID == quietNumber {
				return nil
			}
			return []chat.Account{{Platform: "pigeon", Tenant: "loft", ID: p.ID}}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	prog, err := mentoring.LoadPreset("aomori", 2026)
	if err == nil {
		_, err = h.Bot.StartProgramme(t.Context(), prog)
	}
	if err == nil {
		_, err = h.Bot.ImportRoster(t.Context(), "operator", roster.Sample(), nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	fills := func(who, form, arg string, fields ...string) {
		t.Helper()
		answer, err := h.Bot.Handle(t.Context(), chat.Event{
			ID: form + "/" + arg, From: chat.Account{Platform: "pigeon", Tenant: "loft", ID: who}, At: clk.Now(), Route: "perch",
			What: chat.Submitted{Form: form, Version: 1, Arg: arg, Values: chat.Set(fields...)},
		})
		if err != nil || len(answer.Errors) > 0 {
			t.Fatalf("%s: %v %v", form, answer.Errors, err)
		}
	}
	for _, p := range pairsOfYear {
		fills(p[2], "nominate", p[0], "mentor", p[1])
		fills(p[2], "nominate.confirm", p[0]+"|"+p[1], "spoken", "yes")
	}
	player := h.Player(clk)
	summer := from.AddDate(0, 3, 8)
	told := player.To(t.Context(), summer)
	talked := pairsOfYear[1]
	fills(talked[0], "met.already", "aomori-2026:"+talked[0]+":1", "date", summer.Format(time.DateOnly))
	if err := errors.Join(told, player.To(t.Context(), until), h.Close()); err != nil {
		t.Fatal(err)
	}
	return dir
}
