package scheduler_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"tsukiichi/bot/mentoring"
	"tsukiichi/scheduler"
	"tsukiichi/store"
)

// secret stands for a person's words in a panic or an error.
const secret = "ないしょの言葉"

func TestOneBadSubjectStopsNoOther(t *testing.T) {
	t.Parallel()
	explode := func(o *scheduler.Options) {
		o.Rules = func(p mentoring.Programme) (mentoring.Rules, error) {
			switch p.ID {
			case "panics":
				panic(secret)
			case "fails":
				return mentoring.Rules{}, errors.New(secret)
			}
			return rules(p)
		}
	}
	h := newHouse(t, explode)
	for _, id := range []string{"panics", "fails"} {
		h.write(func(tx store.Tx) error { return store.Programmes.Put(tx, mentoring.Programme{ID: id}) })
		h.schedule(store.DueMonth, id, "2026-07-01 09:00")
	}
	in := func(programme string) func(*mentoring.Pair) {
		return func(p *mentoring.Pair) { p.Programme = programme }
	}
	h.pair("bad1", "a", "b", "2026-07-10 09:00", in("panics"))
	h.pair("bad2", "a", "b", "2026-07-10 09:00", in("fails"))
	h.pair("bad3", "a", "b", "2026-07-10 09:00", in("missing"))
	h.pair("good", "sato", "kato", "2026-07-10 09:00")
	h.schedule("horoscope", "leo", "2026-07-10 09:00")
	h.tick("2026-07-10 09:00")
	same(t, "intents", h.keys(), []string{"nudge/good/2026-07/tenth/kato"})
	for _, c := range []struct{ kind, subject, want string }{
		{store.DuePair, "bad1", "2026-07-10 09:10"},
		{store.DuePair, "bad2", "2026-07-10 09:10"},
		{store.DuePair, "bad3", "2026-07-10 09:10"},
		{store.DueMonth, "panics", "2026-07-10 09:10"},
		{store.DueMonth, "fails", "2026-07-10 09:10"},
		{"horoscope", "leo", "2026-07-10 10:00"},
	} {
		same(t, c.kind+" "+c.subject, h.next(c.kind, c.subject), c.want)
	}
	for _, want := range []string{"bad1", "bad2", "bad3", "horoscope", "not-found", `"panic"`} {
		if !strings.Contains(h.log.String(), want) {
			t.Errorf("the log does not name %s", want)
		}
	}
	if strings.Contains(h.log.String(), secret) {
		t.Error("the log quotes a person")
	}
}

func TestOneBadWriteStopsNoOther(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"error", "panic"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			h := newHouseOn(t, func(e store.Engine) store.Engine {
				return &watched{Engine: e, before: func(_, key string) error {
					if !strings.HasPrefix(key, "nudge/bad/") {
						return nil
					}
					if how == "panic" {
						panic(secret)
					}
					return errors.New(secret)
				}}
			})
			for _, id := range []string{"aaa", "bad", "zzz"} {
				h.pair(id, "e"+id, "r"+id, "2026-07-10 09:00")
			}
			h.tick("2026-07-10 09:00")
			same(t, "intents", h.keys(), []string{"nudge/aaa/2026-07/tenth/raaa", "nudge/zzz/2026-07/tenth/rzzz"})
			same(t, "next", h.next(store.DuePair, "bad"), "2026-07-10 09:10")
			if strings.Contains(h.log.String(), secret) {
				t.Error("the log quotes a person")
			}
		})
	}
}

func TestOneBadPairStopsNoMonth(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	family(h)
	h.pairs(3)
	// A meeting that cannot be read.
	h.meeting(mentoring.Meeting{ID: "m1", Pair: "p00001"})
	h.write(func(tx store.Tx) error {
		return damaged.Put(tx, broken{ID: "m1", Index: store.Join("p00001", "x"), Start: 7})
	})
	h.schedule(store.DueMonth, programme, "2026-08-03 09:00")
	h.tick("2026-08-03 09:00")
	same(t, "listed", h.listed()["2026-07"], 2)
}

// damaged writes documents into the table of meetings that are none.
var damaged = store.Table[broken]{
	Name: "meetings",
	Key:  func(b broken) string { return b.ID },
	Indexes: []store.Index[broken]{
		{Name: "pair", Keys: func(b broken) []string { return []string{b.Index} }},
	},
}

type broken struct {
	ID    string `json:"id"`
	Index string `json:"-"`
	Start int    `json:"start"`
}

func TestTickSaysThatTheStoreIsDown(t *testing.T) {
	t.Parallel()
	down := errors.New("disk full")
	broken := false
	h := newHouseOn(t, func(e store.Engine) store.Engine {
		return &watched{Engine: e, before: func(string, string) error {
			if broken {
				return down
			}
			return nil
		}}
	})
	h.pair("p1", "sato", "kato", "2026-07-10 09:00")
	broken = true
	if _, err := h.sched.Tick(context.Background(), at(t, "2026-07-10 09:00")); !errors.Is(err, down) {
		t.Errorf("got %v, want %v", err, down)
	}
	broken = false
	h.tick("2026-07-10 09:01")
	same(t, "intents", h.keys(), []string{"nudge/p1/2026-07/tenth/kato"})
}

func TestOptionsAreRequired(t *testing.T) {
	t.Parallel()
	if _, err := scheduler.New(scheduler.Options{}); err == nil {
		t.Error("a scheduler of nothing")
	}
}
