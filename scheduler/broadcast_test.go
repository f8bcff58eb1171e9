package scheduler_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// broadcasting is a house with n people who have accounts, and a broadcast to
// all of them that begins at 10:00.
func broadcasting(t *testing.T, n int) *house {
	t.Helper()
	h := newHouse(t)
	h.person("hr", mentoring.RoleHR)
	h.write(func(tx store.Tx) error {
		for i := range n {
			id := fmt.Sprintf("p%05d", i)
			p := mentoring.Person{ID: id, Name: id, Section: "sec", Active: true}
			c := store.Contact{Account: chat.Account{Platform: "test", Tenant: "town", ID: id}, Person: id}
			if err := store.People.Put(tx, p); err != nil {
				return err
			}
			if err := store.Contacts.Put(tx, c); err != nil {
				return err
			}
		}
		b := store.Broadcast{ID: "b", Programme: programme, State: store.BroadcastScheduled, SentBy: "hr", At: at(t, "2026-05-11 10:00"),
			Audience: store.Audience{Who: []store.Group{store.GroupAll}}, Public: store.Notice{Title: "t", Body: "b"}}
		if err := store.Broadcasts.Put(tx, b); err != nil {
			return err
		}
		return store.StartRun(tx, store.BroadcastRun{ID: "r-send", Broadcast: "b", Kind: store.RunSend, At: b.At})
	})
	return h
}

func (h *house) broadcast() (b store.Broadcast) {
	h.t.Helper()
	h.read(func(tx store.Tx) (err error) {
		b, err = store.Broadcasts.Must(tx, "b")
		return err
	})
	return b
}

// start has a run of the kind looked at now, after the broadcast was changed.
func (h *house) start(kind store.RunKind, when string, change func(*store.Broadcast)) {
	h.t.Helper()
	h.write(func(tx store.Tx) error {
		b, err := store.Broadcasts.Must(tx, "b")
		if err != nil {
			return err
		}
		if change != nil {
			change(&b)
		}
		if err := store.Broadcasts.Put(tx, b); err != nil {
			return err
		}
		return store.StartRun(tx, store.BroadcastRun{ID: "r-" + string(kind), Broadcast: "b", Kind: kind, At: at(h.t, when)})
	})
	h.tick(when)
}

// become gives the delivery to the person another state.
func (h *house) become(person string, s store.State, reason string) {
	h.t.Helper()
	h.write(func(tx store.Tx) error {
		d, err := store.Outbox.Must(tx, store.BroadcastKey("b", person))
		if err != nil {
			return err
		}
		d.State, d.Reason = s, reason
		return store.Outbox.Put(tx, d)
	})
}

func (h *house) states() map[store.State]int {
	out := map[store.State]int{}
	for _, d := range h.outbox() {
		if strings.HasPrefix(d.Key, store.BroadcastPrefix("b")) {
			out[d.State]++
		}
	}
	return out
}

// TestBroadcastFreezes puts everybody into the outbox who is there when it
// begins, each once, behind all else; who joins later is not in it.
func TestBroadcastFreezes(t *testing.T) {
	t.Parallel()
	const n = 2*store.BroadcastChunk + 1
	h := broadcasting(t, n)
	h.tick("2026-05-11 09:59")
	same(t, "too early", len(h.keys("broadcast/")), 0)
	h.tick("2026-05-11 10:00")
	h.person("zzz", mentoring.RoleMentee)
	h.write(func(tx store.Tx) error { // a second way through is nothing
		return store.StartRun(tx, store.BroadcastRun{ID: "again", Broadcast: "b", Kind: store.RunSend, At: at(t, "2026-05-11 10:01")})
	})
	h.tick("2026-05-11 10:01")
	keys := h.keys("broadcast/")
	same(t, "enqueued", len(keys), n+1) // and HR
	if slices.Contains(keys, store.BroadcastKey("b", "zzz")) {
		t.Error("who joined later is in it")
	}
	same(t, "bulk", h.delivery(store.BroadcastKey("b", "p00000")).Bulk, true)
	same(t, "frozen", h.broadcast().People, n+1)
	same(t, "run", h.next(store.DueBroadcast, "r-send"), "")
}

// TestBroadcastMeansWhoIsThere writes to the mentors of the day on which the
// sending begins, which an outage has moved.
func TestBroadcastMeansWhoIsThere(t *testing.T) {
	t.Parallel()
	h := broadcasting(t, 0)
	family(h)
	h.person("mori", mentoring.RoleMentor)
	h.pair("p1", "sato", "kato", "2026-12-01 09:00", func(p *mentoring.Pair) { p.Ended = mentoring.On(2026, time.May, 13) })
	h.pair("p2", "sato", "mori", "2026-12-01 09:00", func(p *mentoring.Pair) { p.ToldAt = at(t, "2026-05-13 09:00") })
	h.write(func(tx store.Tx) error {
		b, err := store.Broadcasts.Must(tx, "b")
		if err != nil {
			return err
		}
		b.Audience.Who = []store.Group{store.GroupMentors}
		return store.Broadcasts.Put(tx, b)
	})
	h.tick("2026-05-14 09:00")
	same(t, "meant", h.keys("broadcast/"), []string{"broadcast/b/mori"})
}

func TestBroadcastCalledOff(t *testing.T) {
	t.Parallel()
	h := broadcasting(t, 10)
	h.tick("2026-05-11 10:00")
	h.become("p00000", store.Sent, "")
	h.become("p00001", store.Leased, "")
	h.become("p00002", store.Blocked, "blocked")
	h.start(store.RunCancel, "2026-05-11 10:01", func(b *store.Broadcast) { b.State = store.BroadcastCancelled })
	// One has it, one is on its way, nobody else gets it: HR is one of them.
	same(t, "states", fmt.Sprint(h.states()), "map[dropped:9 leased:1 sent:1]")
	h.become("p00001", store.Sent, "")
	h.through("2026-05-11 10:30")
	same(t, "told", h.broadcast().Told, store.Tally{Of: 11, Sent: 2, Cancelled: 9})
	same(t, "report", h.keys("broadcast-done"), []string{"broadcast-done/b/0/hr"})
}

// TestBroadcastCalledOffEarly stops before all were put into the outbox.
func TestBroadcastCalledOffEarly(t *testing.T) {
	t.Parallel()
	h := broadcasting(t, 10)
	h.write(func(tx store.Tx) error {
		b, err := store.Broadcasts.Must(tx, "b")
		if err != nil {
			return err
		}
		if err := store.Freeze(tx, &b, []string{"p00000", "p00001"}, b.At); err != nil {
			return err
		}
		return store.Schedule(tx, store.DueProgress, "b", b.At)
	})
	h.start(store.RunCancel, "2026-05-11 10:00", func(b *store.Broadcast) { b.State = store.BroadcastCancelled })
	same(t, "enqueued", len(h.keys("broadcast/")), 0)
	h.through("2026-05-11 10:30")
	same(t, "told", h.broadcast().Told, store.Tally{Of: 2, Cancelled: 2})
}

// TestBroadcastTriedAgain revives what did not arrive, the same row, and
// nothing else.
func TestBroadcastTriedAgain(t *testing.T) {
	t.Parallel()
	h := broadcasting(t, 6)
	h.tick("2026-05-11 10:00")
	for person, s := range map[string]store.State{
		"p00000": store.Sent, "p00001": store.Dead, "p00002": store.Blocked, "p00003": store.Expired, "p00004": store.Sent,
	} {
		h.become(person, s, "")
	}
	h.become("p00005", store.Dropped, "left")
	h.start(store.RunResend, "2026-05-12 10:00", func(b *store.Broadcast) { b.Round = 1 })
	same(t, "states", fmt.Sprint(h.states()), "map[sent:2 waiting:5]") // HR has no account
	same(t, "lane", h.delivery(store.BroadcastKey("b", "p00001")).Lane, "test/town")
}

// TestBroadcastCorrected edits what arrived or is on its way, the reminder that
// holds the same words too; what waits is composed anew anyway.
func TestBroadcastCorrected(t *testing.T) {
	t.Parallel()
	h := broadcasting(t, 3)
	h.tick("2026-05-11 10:00")
	h.become("p00000", store.Sent, "")
	h.become("p00001", store.Leased, "")
	h.write(func(tx store.Tx) error {
		return store.Refs.Put(tx, store.Sending{To: "p00000", Kind: store.KindBroadcastAgain, Subject: store.BroadcastSubject("b")})
	})
	h.start(store.RunCorrect, "2026-05-11 10:05", nil)
	same(t, "edits", h.keys("broadcast-edit/"), []string{"broadcast-edit/b/r-correct/p00000", "broadcast-edit/b/r-correct/p00001"})
	same(t, "reminder", h.keys("broadcast-edit-again"), []string{"broadcast-edit-again/b/r-correct/p00000"})
	d := h.delivery("broadcast-edit/b/r-correct/p00000")
	same(t, "edit", d.Edit && d.Bulk && d.Kind == store.KindBroadcast, true)
}

func TestBroadcastReminds(t *testing.T) {
	t.Parallel()
	h := broadcasting(t, 3)
	h.tick("2026-05-11 10:00")
	h.become("p00000", store.Sent, "")
	h.become("p00001", store.Sent, "")
	h.write(func(tx store.Tx) error {
		return store.Acknowledgements.Put(tx, store.Acknowledgement{Broadcast: "b", Person: "p00000"})
	})
	h.start(store.RunRemind, "2026-05-12 10:00", nil)
	same(t, "reminded", h.keys("broadcast-again"), []string{"broadcast-again/b/r-remind/p00001"})
}

// TestBroadcastProgress changes HR's card once for all that moved since the
// last ring, and reports once, when nothing moves by itself or has been tried
// for long.
func TestBroadcastProgress(t *testing.T) {
	t.Parallel()
	h := broadcasting(t, 3)
	h.tick("2026-05-11 10:00")
	h.tick("2026-05-11 10:01")
	same(t, "told", h.broadcast().Told, store.Tally{Of: 4, Failed: 1, Waiting: 3})
	h.become("p00000", store.Sent, "")
	h.become("p00001", store.Sent, "")
	h.tick("2026-05-11 10:02")
	h.tick("2026-05-11 10:03") // nothing moved
	same(t, "edits", len(h.keys("broadcast-desk")), 2)
	same(t, "again", h.next(store.DueProgress, "b"), "2026-05-11 10:13")
	h.write(func(tx store.Tx) error {
		d, err := store.Outbox.Must(tx, store.BroadcastKey("b", "p00002"))
		if err != nil {
			return err
		}
		d.Attempts = 3
		return store.Outbox.Put(tx, d)
	})
	h.through("2026-05-11 11:59")
	same(t, "no report", h.keys("broadcast-done"), []string{})
	h.through("2026-05-11 13:00")
	same(t, "report", h.keys("broadcast-done"), []string{"broadcast-done/b/0/hr"})
	same(t, "told", h.broadcast().Told, store.Tally{Of: 4, Sent: 2, Failed: 1, Trying: 1})
	h.become("p00002", store.Sent, "")
	h.through("2026-05-12 10:00")
	same(t, "over", h.next(store.DueProgress, "b"), "")
	same(t, "once", len(h.keys("broadcast-done")), 1)
}

// TestBroadcastForgotten says what HR was told when the rows are gone.
func TestBroadcastForgotten(t *testing.T) {
	t.Parallel()
	h := broadcasting(t, 3)
	h.tick("2026-05-11 10:00")
	for _, p := range []string{"p00000", "p00001", "p00002", "hr"} {
		h.become(p, store.Sent, "")
	}
	h.through("2026-05-11 10:30")
	told := h.broadcast().Told
	same(t, "told", told, store.Tally{Of: 4, Sent: 4})
	if err := h.sched.Prune(t.Context(), at(t, "2026-05-11 10:30").Add(store.DoneKeep+time.Hour)); err != nil {
		t.Fatal(err)
	}
	same(t, "rows", len(h.keys("broadcast/")), 0)
	b := h.broadcast()
	h.read(func(tx store.Tx) error {
		got, err := store.TallyOf(tx, b)
		same(t, "tally", got, told)
		return err
	})
}
