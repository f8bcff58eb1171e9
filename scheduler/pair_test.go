package scheduler_test

import (
	"context"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tsukiichi/bot/mentoring"
	"tsukiichi/scheduler"
	"tsukiichi/store"
)

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func family(h *house) {
	h.t.Helper()
	h.person("sato", mentoring.RoleMentee)
	h.person("kato", mentoring.RoleMentor)
	h.person("head", mentoring.RoleHead)
	h.person("hr1", mentoring.RoleHR)
	h.person("hr2", mentoring.RoleHR)
}

func TestAMonthOfNudges(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	family(h)
	h.pair("p1", "sato", "kato", "2026-07-01 08:00")
	h.through("2026-07-31 23:59")
	want := []string{
		"head-digest/aomori-2026/2026-07/2026-07-27/head",
		"nudge/p1/2026-07/closing/kato",
		"nudge/p1/2026-07/closing/sato",
		"nudge/p1/2026-07/first/kato",
		"nudge/p1/2026-07/tenth/kato",
		"nudge/p1/2026-07/twentieth/kato",
		"nudge/p1/2026-07/twentieth/sato",
	}
	same(t, "intents", h.keys(), want)

	tenth := h.delivery("nudge/p1/2026-07/tenth/kato")
	same(t, "tenth", []any{tenth.Kind, tenth.Subject, tenth.Arg, tenth.To, tenth.Keep, show(tenth.At), show(tenth.Expires)},
		[]any{store.KindNudge, "pair/p1", "2026-07/tenth", "kato", true, "2026-07-10 09:00", "2026-07-17 09:00"})
	digest := h.delivery("head-digest/aomori-2026/2026-07/2026-07-27/head")
	same(t, "digest", []any{digest.Kind, digest.Arg, show(digest.At), show(digest.Expires)},
		[]any{store.KindHeadDigest, "2026-07", "2026-07-27 09:00", "2026-08-03 09:00"})
}

func TestNoNudgeAfterTheyMet(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	family(h)
	h.pair("p1", "sato", "kato", "2026-07-01 08:00", func(p *mentoring.Pair) { p.ToldAt = at(t, "2026-06-30 09:00") })
	h.through("2026-07-01 23:59")
	h.meeting(mentoring.Meeting{ID: "m1", Pair: "p1", State: mentoring.MeetingMet, Start: at(t, "2026-07-02 10:00")})
	h.through("2026-07-31 23:59")
	same(t, "intents", h.keys("nudge/p1/2026-07", "head-digest"), []string{"nudge/p1/2026-07/first/kato"})
}

// TestASecondTalkOfWhoIsBehind: told in May, nothing in May and June. They met
// in July; on the tenth the mentor is asked about a second talk, and on no
// other step.
func TestASecondTalkOfWhoIsBehind(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	family(h)
	h.pair("p1", "sato", "kato", "2026-07-01 08:00")
	h.through("2026-07-01 23:59")
	h.meeting(mentoring.Meeting{ID: "m1", Pair: "p1", State: mentoring.MeetingMet, Start: at(t, "2026-07-02 10:00")})
	h.through("2026-07-31 23:59")
	same(t, "intents", h.keys("nudge/p1/2026-07", "head-digest"), []string{"nudge/p1/2026-07/first/kato", "nudge/p1/2026-07/tenth/kato"})
}

func TestQuietWhile(t *testing.T) {
	t.Parallel()
	july := mentoring.Period{Year: 2026, Month: 7}
	for _, c := range []struct {
		name  string
		quiet func(tx store.Tx) error
	}{
		{"the month is put off", func(tx store.Tx) error {
			return store.Deferrals.Put(tx, store.Deferral{Pair: "p1", Period: july, By: "head"})
		}},
		{"HR has paused the pair", func(tx store.Tx) error {
			return store.Pauses.Put(tx, store.Pause{Pair: "p1", By: "hr1", Since: at(t, "2026-06-20 09:00")})
		}},
		{"the mentor is away", func(tx store.Tx) error {
			kato, err := store.People.Must(tx, "kato")
			if err != nil {
				return err
			}
			kato.Leave = []mentoring.Leave{{From: july.First(), To: july.Last()}}
			return store.People.Put(tx, kato)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			family(h)
			h.pair("p1", "sato", "kato", "2026-07-01 08:00")
			h.write(c.quiet)
			h.write(func(tx store.Tx) error {
				return store.Schedule(tx, store.DueMonth, programme, at(t, "2026-08-03 09:00"))
			})
			h.through("2026-08-03 12:00")
			same(t, "intents", h.keys("nudge/p1/2026-07", "head-digest", "month-over/aomori-2026/2026-07"), []string{})
		})
	}
}

// TestTheMonthsAreOver: both hear it once, the head the next business day, and
// HR through their list.
func TestTheMonthsAreOver(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	family(h)
	h.pair("p1", "sato", "kato", "2026-09-30 17:00")
	h.tick("2026-10-01 08:59")
	same(t, "too early", h.keys("closing", "shortfall"), []string{})
	h.through("2026-11-30 12:00")
	same(t, "intents", h.keys("closing", "shortfall"), []string{"closing/p1/kato", "closing/p1/sato", "shortfall/aomori-2026/head"})
	same(t, "shortfall", show(h.delivery("shortfall/aomori-2026/head").At), "2026-10-02 09:00")
}

func TestOutageIsOneNudge(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	family(h)
	h.pair("p1", "sato", "kato", "2026-07-10 09:00")
	h.tick("2026-08-20 10:00") // 41 days later, on the twentieth
	h.tick("2026-08-20 10:01")
	same(t, "intents", h.keys(), []string{
		"nudge/p1/2026-08/twentieth/kato", "nudge/p1/2026-08/twentieth/sato",
	})
}

func TestHeadWithAPartDoesNotHearAsHead(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.person("sato", mentoring.RoleMentee)
	h.person("boss", mentoring.RoleHead)
	h.person("vice", mentoring.RoleHead, func(p *mentoring.Person) { p.Section, p.HeadsSections = "other", []string{"sec"} })
	h.person("gone", mentoring.RoleHead, func(p *mentoring.Person) { p.Active = false })
	h.pair("p1", "sato", "boss", "2026-07-24 09:00")
	h.tick("2026-07-24 09:00")
	same(t, "digests", h.keys("head-digest"), []string{"head-digest/aomori-2026/2026-07/2026-07-27/vice"})
}

func TestOneDigestForManyPairs(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	family(h)
	h.person("abe", mentoring.RoleMentee)
	h.pair("p1", "sato", "kato", "2026-07-24 09:00")
	h.pair("p2", "abe", "kato", "2026-07-24 09:00")
	h.tick("2026-07-24 09:00")
	same(t, "digests", h.keys("head-digest"), []string{"head-digest/aomori-2026/2026-07/2026-07-27/head"})
}

func TestHeadHearsTheDayAfterALateNudge(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	family(h)
	h.pair("p1", "sato", "kato", "2026-07-24 09:00")
	for _, when := range []string{"2026-07-29 10:00", "2026-07-30 10:00", "2026-07-31 10:00"} {
		h.schedule(store.DuePair, "p1", when) // as a flow does
		h.tick(when)
	}
	same(t, "intents", h.keys(), []string{
		"head-digest/aomori-2026/2026-07/2026-07-30/head", "nudge/p1/2026-07/closing/kato", "nudge/p1/2026-07/closing/sato",
	})
}

func TestPairLeavesTheAgenda(t *testing.T) {
	t.Parallel()
	ended := func(d mentoring.Date) func(*mentoring.Pair) { return func(p *mentoring.Pair) { p.Ended = d } }
	for _, c := range []struct {
		name  string
		ended mentoring.Date
		next  string
	}{
		{"ended", mentoring.On(2026, 7, 10), ""},
		{"ends tomorrow", mentoring.On(2026, 7, 11), "2026-07-11 00:00"},
		{"goes on", mentoring.Date{}, "2026-07-17 09:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.pair("p1", "sato", "kato", "2026-07-10 09:00", ended(c.ended))
			h.tick("2026-07-10 10:00")
			same(t, "next look", h.next(store.DuePair, "p1"), c.next)
		})
	}
	t.Run("unknown pair", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.schedule(store.DuePair, "nobody", "2026-07-10 09:00")
		h.tick("2026-07-10 10:00")
		same(t, "next look", h.next(store.DuePair, "nobody"), "")
	})
}

func TestTwoTickersSayNothingTwice(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(o *scheduler.Options) { o.Batch = 7 })
	const pairs = 100
	for i := range pairs {
		id := string(rune('a'+i/26)) + string(rune('a'+i%26))
		h.pair(id, "mentee-"+id, "mentor-"+id, "2026-07-17 09:00")
	}
	other := h.scheduler(func(o *scheduler.Options) { o.Batch = 5 })
	var wg sync.WaitGroup
	reports := make([]scheduler.Report, 2)
	for i, s := range []*scheduler.Scheduler{h.sched, other} {
		wg.Go(func() {
			var err error
			if reports[i], err = s.Tick(context.Background(), at(t, "2026-07-17 09:00")); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	same(t, "looked", reports[0].Looked+reports[1].Looked, pairs)
	same(t, "enqueued", reports[0].Enqueued+reports[1].Enqueued, 2*pairs)
	same(t, "intents", len(h.keys()), 2*pairs)
}

func TestNothingDueWritesNothing(t *testing.T) {
	t.Parallel()
	var writes int
	h := newHouseOn(t, func(e store.Engine) store.Engine {
		return &watched{Engine: e, before: func(string, string) error { writes++; return nil }, updates: func() { writes++ }}
	})
	h.pair("p1", "sato", "kato", "2026-07-10 09:00")
	writes = 0
	same(t, "report", h.tick("2026-07-10 08:59"), scheduler.Report{})
	same(t, "writes", writes, 0)
}

func TestChangedProgrammeIsTakenUp(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	family(h)
	h.pair("p1", "sato", "kato", "2026-07-06 09:00")
	h.tick("2026-07-06 09:00")
	h.write(func(tx store.Tx) error {
		p, err := store.Programmes.Must(tx, programme)
		if err != nil {
			return err
		}
		p.RingAt = mentoring.TimeOfDay{Hour: 13}
		return store.Programmes.Put(tx, p)
	})
	h.through("2026-07-10 23:00")
	same(t, "ring", show(h.delivery("nudge/p1/2026-07/tenth/kato").At), "2026-07-10 13:00")
}

// TestPairRestsWhenAllIsSaid looks at a pair until the end of its last month is
// no longer worth a word, and never again.
func TestPairRestsWhenAllIsSaid(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	family(h)
	h.pair("p1", "sato", "kato", "2026-10-31 10:00")
	h.tick("2026-10-31 10:00")
	same(t, "closing", h.keys("closing/"), []string{"closing/p1/kato", "closing/p1/sato"})
	same(t, "once more", h.next(store.DuePair, "p1"), "2026-11-07 10:00")
	h.tick("2026-11-07 10:00")
	same(t, "all is said", h.next(store.DuePair, "p1"), "")
}
