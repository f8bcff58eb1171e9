package store

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"tsukiichi/bot/chat"
)

// Intent is one intended message to one person. It holds no words: they are
// composed when it is sent, in the right language and only if still true.
type Intent struct {
	// Key is unique: a second intent with it is nothing, as long as the first
	// one's row stays: see Keep. It names the recipient too.
	Key string `json:"key"`
	ID  string `json:"id"` // time-ordered; the order of what is ready at once
	// Kind says how to compose it, Subject what it is about ("meeting/<id>");
	// recipient, kind and subject find the message again once it is sent.
	Kind    string `json:"kind"`
	Subject string `json:"subject,omitempty"`
	Arg     string `json:"arg,omitempty"` // an id or a code, never words
	// To is a person's id, or "@" and an account for somebody who is no one
	// on the roster.
	To        string    `json:"to"`
	NotBefore time.Time `json:"not_before,omitzero"`
	Expires   time.Time `json:"expires,omitzero"` // after it nobody wants it
	// Urgent answers something the person just did: it goes at any hour.
	Urgent bool `json:"urgent,omitempty"`
	// Edit changes the message that recipient, kind and subject find, if
	// there is one, and sends a new one only where the kind wants that.
	Edit bool `json:"edit,omitempty"`
	// Keep holds the key for ever, not only for [DoneKeep].
	Keep bool `json:"keep,omitempty"`
	// Bulk is one of very many: whatever else is ready in its lane goes first,
	// so that nobody's answer waits behind a message to everybody.
	Bulk bool `json:"bulk,omitempty"`
}

// State is how far a delivery has come.
type State string

// The states. Waiting and leased ones stand in the queue, blocked ones wait
// for the person to come back, the others are done.
const (
	Waiting State = "waiting"
	Leased  State = "leased"
	Blocked State = "blocked"
	Sent    State = "sent"
	Dropped State = "dropped" // no longer wanted
	Expired State = "expired"
	Dead    State = "dead" // given up
)

// Delivery is an intent on its way.
type Delivery struct {
	Intent
	Lane     string       `json:"lane,omitempty"` // "" while no account is known
	State    State        `json:"state"`
	At       time.Time    `json:"at"` // when it is ready, or its lease ends, or it was done
	Created  time.Time    `json:"created"`
	Grants   int          `json:"grants,omitempty"`   // leases given
	Attempts int          `json:"attempts,omitempty"` // tries that failed
	Failing  time.Time    `json:"failing,omitzero"`   // since when sending it fails
	Token    string       `json:"token,omitempty"`    // of the lease
	Reason   string       `json:"reason,omitempty"`   // a code: why dropped, dead, blocked or tried again
	Account  chat.Account `json:"account,omitzero"`   // where it went
}

// Outbox is the deliveries by key. "ready" is the queue by lane and time,
// "bulk" the one that yields to it, "to" what is not done by recipient, "unreached" what nobody can be reached
// for by its end, "done" what is done by time, "failed" what did not reach
// somebody.
var Outbox = Table[Delivery]{
	Name: "outbox",
	Key:  func(d Delivery) string { return d.Key },
	Indexes: []Index[Delivery]{
		{Name: "ready", Keys: func(d Delivery) []string {
			if d.Bulk {
				return nil
			}
			return queued(d)
		}},
		{Name: "bulk", Keys: func(d Delivery) []string {
			if !d.Bulk {
				return nil
			}
			return queued(d)
		}},
		{Name: "to", Keys: func(d Delivery) []string {
			if d.Done() {
				return nil
			}
			return keys(Join(d.To, d.ID))
		}},
		{Name: "unreached", Keys: func(d Delivery) []string {
			if d.Done() || d.Expires.IsZero() || (d.Lane != "" && d.State != Blocked) {
				return nil
			}
			return keys(Stamp(d.Expires))
		}},
		{Name: "done", Keys: func(d Delivery) []string {
			if !d.Done() || d.Keep {
				return nil
			}
			return keys(Stamp(d.At))
		}},
		{Name: "failed", Keys: func(d Delivery) []string {
			if d.State != Dead && d.State != Blocked && (d.State != Expired || d.Reason != ReasonUnreached) {
				return nil
			}
			return keys(Stamp(d.At))
		}},
	},
}

// queued is a delivery's place in its lane's queue.
func queued(d Delivery) []string {
	if d.State != Waiting && d.State != Leased {
		return nil
	}
	return keys(Join(d.Lane, Stamp(d.At), d.ID))
}

// queues names the indexes that are queues; what stands in an earlier one goes
// first.
func queues() []string { return []string{"ready", "bulk"} }

// ReasonUnreached is why an intent expired that no account was known for.
const ReasonUnreached = "unreached"

// Done reports whether nothing more will happen to the delivery.
func (d Delivery) Done() bool {
	return d.State == Sent || d.State == Dropped || d.State == Expired || d.State == Dead
}

// DoneKeep is how long the row of a delivery stays after it is done.
const DoneKeep = 60 * 24 * time.Hour

// Enqueue puts the intent into the outbox unless its key is there; fresh says
// whether it did. The lane is that of the recipient's account; a recipient
// without one waits until [Reroute] finds it. What changes a card changes the
// one, too, that the person was answered with on the web.
func Enqueue(tx Tx, in Intent, now time.Time) (fresh bool, err error) {
	if in.Key == "" || in.ID == "" || in.Kind == "" || in.To == "" {
		return false, errors.New("store: enqueue: key, id, kind and recipient are required")
	}
	if fresh, err = enqueue(tx, in, now); err != nil || !in.Edit || strings.HasPrefix(in.To, "@") {
		return fresh, err
	}
	web := "@" + WebAccount(in.To).String()
	_, there, err := Refs.Get(tx, Join(web, in.Kind, in.Subject))
	if err != nil || !there {
		return fresh, err
	}
	in.To, in.Key, in.ID = web, in.Key+"/web", in.ID+"/web"
	_, err = enqueue(tx, in, now)
	return fresh, err
}

func enqueue(tx Tx, in Intent, now time.Time) (fresh bool, err error) {
	d := Delivery{Intent: in, State: Waiting, At: now, Created: now}
	if in.NotBefore.After(now) {
		d.At = in.NotBefore
	}
	d.At = d.At.UTC().Truncate(time.Microsecond)
	c, ok, err := AccountOf(tx, in.To)
	if err != nil {
		return false, err
	}
	if ok {
		d.Lane = c.Account.Lane()
		if c.Blocked {
			d.State, d.Reason = Blocked, "blocked"
		}
	}
	fresh, err = Outbox.Insert(tx, d)
	if fresh {
		tx.wakes()
	}
	return fresh, err
}

// AccountOf is where the recipient of an intent is reached: the account named,
// or of a person's accounts the one last seen that is not blocked. One that
// they must come and look at (the web) counts only where no other is left.
func AccountOf(tx Tx, to string) (Contact, bool, error) {
	if account, named := strings.CutPrefix(to, "@"); named {
		return Contacts.Get(tx, account)
	}
	all, err := Contacts.All(tx, Span{Index: "person", Prefix: Under(to)})
	if err != nil || len(all) == 0 {
		return Contact{}, false, err
	}
	best := all[0]
	for _, c := range all[1:] {
		if best.Blocked != c.Blocked {
			if best.Blocked {
				best = c
			}
			continue
		}
		if best.Visited != c.Visited {
			if best.Visited {
				best = c
			}
			continue
		}
		if c.SeenAt.After(best.SeenAt) {
			best = c
		}
	}
	return best, true, nil
}

// Reroute brings everything that waits for the recipient into the lane of
// their account, or, where they have blocked the bot, to a stop. Call it
// after an account was linked, blocked or has come back.
func Reroute(tx Tx, to string, now time.Time) error {
	c, ok, err := AccountOf(tx, to)
	if err != nil || !ok {
		return err
	}
	waiting, err := Outbox.All(tx, Span{Index: "to", Prefix: Under(to)})
	if err != nil {
		return err
	}
	for _, d := range waiting {
		d.Lane = c.Account.Lane()
		switch {
		case c.Blocked && d.State != Leased:
			d.State, d.Reason = Blocked, "blocked"
		case !c.Blocked && d.State == Blocked:
			d.State, d.Reason, d.At = Waiting, "", later(now, d.NotBefore).UTC().Truncate(time.Microsecond)
		}
		if err := Outbox.Put(tx, d); err != nil {
			return err
		}
		tx.wakes()
	}
	return nil
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Forget lets the key be used again if its delivery came to nothing: it was no
// longer wanted, or came too late.
func Forget(tx Tx, key string) error {
	d, ok, err := Outbox.Get(tx, key)
	if err != nil || !ok || (d.State != Dropped && d.State != Expired) {
		return err
	}
	return Outbox.Delete(tx, key)
}

// Sending is how a message that was sent is found again.
type Sending struct {
	To      string       `json:"to"`
	Kind    string       `json:"kind"`
	Subject string       `json:"subject"`
	Account chat.Account `json:"account"`
	Ref     chat.Ref     `json:"ref"`
	At      time.Time    `json:"at"`
}

// Refs is the last message of each recipient, kind and subject.
var Refs = Table[Sending]{
	Name: "refs",
	Key:  func(s Sending) string { return Join(s.To, s.Kind, s.Subject) },
}

// HasCard reports whether the person was sent such a message, in their chat or
// as an answer on the web: an edit finds it.
func HasCard(tx Tx, person, kind, subject string) (bool, error) {
	for _, to := range []string{person, "@" + WebAccount(person).String()} {
		if _, sent, err := Refs.Get(tx, Join(to, kind, subject)); sent || err != nil {
			return sent, err
		}
	}
	return false, nil
}

// PruneOutbox forgets up to limit deliveries done longer ago than [DoneKeep],
// except those that keep their key, and returns how many it did.
func PruneOutbox(tx Tx, now time.Time, limit int) (int, error) {
	old, _, err := Outbox.List(tx, Span{Index: "done", Until: Stamp(now.Add(-DoneKeep))}, limit)
	if err != nil {
		return 0, err
	}
	for _, d := range old {
		if err := Outbox.Delete(tx, d.Key); err != nil {
			return 0, fmt.Errorf("store: prune outbox: %w", err)
		}
	}
	return len(old), nil
}

// Composed is what a delivery turned out to be when it was its turn: a message
// for an address, or later, or no longer wanted.
type Composed struct {
	To      chat.Address
	Message chat.Message
	Replace chat.Ref  // the message to change in place, or ""
	Later   time.Time // not now: ask again then
	Drop    string    // nobody wants it any more, because of this (a code)
	Unknown bool      // a kind that a newer version wrote
	// Sent writes what the sending entails, in the transaction that records
	// it. It may be nil.
	Sent func(tx Tx, now time.Time) error
}

// Recipient is how an intent names the contact: by person, or as a stranger.
func (c Contact) Recipient() string {
	if c.Person == "" {
		return "@" + c.Account.String()
	}
	return c.Person
}

// SendAgain has a delivery that failed tried once more, as if nothing had been.
// Whether it is still true is asked when it is its turn; that its time was over
// counts no more.
func SendAgain(tx Tx, d Delivery, c Contact, now time.Time) error {
	d.State, d.Reason, d.Token = Waiting, "", ""
	d.Attempts, d.Failing, d.Expires = 0, time.Time{}, time.Time{}
	d.At = later(now, d.NotBefore).UTC().Truncate(time.Microsecond)
	d.Lane = c.Account.Lane()
	tx.wakes()
	return Outbox.Put(tx, d)
}
