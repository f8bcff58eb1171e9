package store

import (
	"fmt"
	"time"
)

// BroadcastRun is one way through the people of a broadcast, a chunk at a time:
// how far it came is stored with what the chunk wrote, so a crash goes on from
// there and nobody is passed over or met twice.
type BroadcastRun struct {
	ID        string    `json:"id"` // the subject of its entry in the agenda
	Broadcast string    `json:"broadcast"`
	Kind      RunKind   `json:"kind"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	Part      int       `json:"part,omitempty"`  // of the audience, which comes next
	After     string    `json:"after,omitempty"` // position in the outbox, for the others
	Number    int       `json:"number,omitempty"`
}

// RunKind says what a run does with each person.
type RunKind string

// The kinds of runs.
const (
	RunSend    RunKind = "send"    // puts the message into the outbox
	RunCancel  RunKind = "cancel"  // takes those back that have not gone
	RunResend  RunKind = "resend"  // tries those again that did not arrive
	RunCorrect RunKind = "correct" // changes the cards that have arrived
	RunRemind  RunKind = "remind"  // reminds those who have it and did not say that they read it
)

// BroadcastRuns is the runs that are not finished, by id.
var BroadcastRuns = Table[BroadcastRun]{
	Name: "broadcast_runs",
	Key:  func(r BroadcastRun) string { return r.ID },
	Indexes: []Index[BroadcastRun]{
		{Name: "broadcast", Keys: func(r BroadcastRun) []string { return keys(Join(r.Broadcast, r.ID)) }},
	},
}

// StartRun keeps the run and puts it on the agenda.
func StartRun(tx Tx, r BroadcastRun) error {
	if _, err := BroadcastRuns.Insert(tx, r); err != nil {
		return err
	}
	return Schedule(tx, DueBroadcast, r.ID, r.At)
}

// EndRun forgets a run that is finished or not wanted.
func EndRun(tx Tx, id string) error {
	if err := BroadcastRuns.Delete(tx, id); err != nil {
		return err
	}
	return Unschedule(tx, DueBroadcast, id)
}

// BroadcastFor is how long a broadcast is worth sending to somebody who cannot
// be reached (ours): an account that is linked within the month still gets it.
const BroadcastFor = 30 * 24 * time.Hour

// BroadcastPrefix begins the keys of a broadcast's deliveries.
func BroadcastPrefix(broadcast string) string { return "broadcast/" + broadcast + "/" }

// BroadcastKey is the key of the one delivery of a broadcast to a person.
func BroadcastKey(broadcast, person string) string { return BroadcastPrefix(broadcast) + person }

// BroadcastIntent is the broadcast's message to a person.
func BroadcastIntent(b Broadcast, person string, now time.Time) Intent {
	return Intent{
		Key: BroadcastKey(b.ID, person), Kind: KindBroadcast, Subject: BroadcastSubject(b.ID), To: person,
		Expires: now.Add(BroadcastFor), Bulk: true,
	}
}

// BroadcastSubject is what the messages of a broadcast are about.
func BroadcastSubject(broadcast string) string { return "broadcast/" + broadcast }

// DropWaiting takes a delivery back that has not gone, because of reason (a
// code), and reports whether it did. One that is on its way is left alone.
func DropWaiting(tx Tx, d Delivery, reason string, now time.Time) (bool, error) {
	if d.State != Waiting && d.State != Blocked {
		return false, nil
	}
	d.State, d.Reason, d.At = Dropped, reason, now.UTC().Truncate(time.Microsecond)
	if err := land(tx, d); err != nil {
		return false, err
	}
	return true, Outbox.Put(tx, d)
}

// Revive has a delivery tried anew that did not reach anybody, and reports
// whether it did. The row is the same, so that nobody gets it twice.
func Revive(tx Tx, d Delivery, expires, now time.Time) (bool, error) {
	if !d.Failed() {
		return false, nil
	}
	now = now.UTC().Truncate(time.Microsecond)
	d.State, d.Reason, d.At, d.Created, d.Expires = Waiting, "", now, now, expires
	d.Attempts, d.Failing, d.Lane = 0, time.Time{}, ""
	c, ok, err := AccountOf(tx, d.To)
	if err != nil {
		return false, err
	}
	if ok {
		d.Lane = c.Account.Lane()
	}
	tx.wakes()
	return true, Outbox.Put(tx, d)
}

// Failed reports whether the delivery has not reached its recipient and is not
// going to by itself. Why is in State and Reason.
func (d Delivery) Failed() bool {
	switch d.State {
	case Dead, Blocked, Expired:
		return true
	case Dropped:
		return d.Reason != ReasonCancelled
	case Waiting:
		return d.Lane == "" // no account is known
	default:
		return false
	}
}

// ReasonCancelled is why a delivery of a broadcast was taken back.
const ReasonCancelled = "cancelled"

// ordered is a number as a key: its order as text is that of numbers.
func ordered(n int) string { return fmt.Sprintf("%09d", n) }
