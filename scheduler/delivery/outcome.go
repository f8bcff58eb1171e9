package delivery

import (
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// outcome is what became of a delivery, ready to be written down. Writing may
// happen more than once and under a newer lease of the same delivery.
type outcome struct {
	code  string // for the log
	sent  bool
	fails bool // somebody should know
	owed  bool // it came about before, and could not be written then
	write func(tx store.Tx, d store.Delivery) error
}

func sentTo(m store.Composed, done chat.Sent, now time.Time) outcome {
	return outcome{code: "sent", sent: true, write: func(tx store.Tx, d store.Delivery) error {
		if err := store.SentTo(tx, d, m.To.Account, done.Ref, now); err != nil {
			return err
		}
		if err := keepRoute(tx, m.To, done.Route); err != nil || m.Sent == nil {
			return err
		}
		return m.Sent(tx, now)
	}}
}

// keepRoute keeps the way that a sender had to make, unless the person has
// been in touch on another since.
func keepRoute(tx store.Tx, to chat.Address, made chat.Route) error {
	if made == "" {
		return nil
	}
	c, ok, err := store.Contacts.Get(tx, to.Account.String())
	if err != nil || !ok || c.Route != to.Route {
		return err
	}
	c.Route = made
	return store.Contacts.Put(tx, c)
}

func drop(reason string, now time.Time) outcome {
	return outcome{code: "dropped", write: func(tx store.Tx, d store.Delivery) error {
		return store.Drop(tx, d, reason, now)
	}}
}

// putOff moves the delivery to the time that the composer named, and at least
// far enough that a composer with a slow clock is not asked without end.
func putOff(at, now time.Time) outcome {
	if !at.After(now) {
		at = now.Add(time.Minute)
	}
	return outcome{code: "later", write: func(tx store.Tx, d store.Delivery) error {
		return store.PutOff(tx, d, at, "")
	}}
}

// unknown leaves a kind that a newer version wrote alone for a while; what
// this version knows passes it.
func unknown(now time.Time) outcome {
	return outcome{code: "unknown", write: func(tx store.Tx, d store.Delivery) error {
		return store.PutOff(tx, d, now.Add(unknownFor), "unknown")
	}}
}

func release(at time.Time, reason string) outcome {
	return outcome{code: reason, write: func(tx store.Tx, d store.Delivery) error {
		return store.Release(tx, d, at, reason)
	}}
}

func tryAgain(now, at time.Time, reason string) outcome {
	return outcome{code: reason, fails: true, write: func(tx store.Tx, d store.Delivery) error {
		return store.TryAgain(tx, d, now, at, reason)
	}}
}

func setAside(_, at time.Time, reason string) outcome {
	return outcome{code: reason, fails: true, write: func(tx store.Tx, d store.Delivery) error {
		return store.SetAside(tx, d, at, reason)
	}}
}

func bury(reason string, now time.Time) outcome {
	return outcome{code: reason, fails: true, write: func(tx store.Tx, d store.Delivery) error {
		return store.Bury(tx, d, reason, now)
	}}
}

func block(a chat.Account, now time.Time) outcome {
	return outcome{code: "blocked", write: func(tx store.Tx, d store.Delivery) error {
		d.Account = a
		return store.Block(tx, d, now)
	}}
}

// pause stops the lane and puts the delivery back, no attempt spent.
func pause(lane string, until time.Time) outcome {
	return outcome{code: "rate-limited", write: func(tx store.Tx, d store.Delivery) error {
		if err := store.Release(tx, d, until, "rate-limited"); err != nil {
			return err
		}
		return store.PauseLane(tx, lane, until)
	}}
}

// reasonRefGone marks a delivery whose message was no longer there to change.
const reasonRefGone = "ref-gone"

// forgetRef forgets the message that is no longer there. The delivery is due
// again at once: the composer, which no longer finds a message to change, says
// whether a new one is wanted.
func forgetRef(ref chat.Ref, now time.Time) outcome {
	return outcome{code: reasonRefGone, write: func(tx store.Tx, d store.Delivery) error {
		if err := store.Release(tx, d, now, reasonRefGone); err != nil {
			return err
		}
		key := store.Join(d.To, d.Kind, d.Subject)
		was, ok, err := store.Refs.Get(tx, key)
		if err != nil || !ok || was.Ref != ref {
			return err
		}
		return store.Refs.Delete(tx, key)
	}}
}

// forgetRoute also forgets the route, unless a newer one is known by now.
func forgetRoute(o outcome, to chat.Address) outcome {
	then := o.write
	o.write = func(tx store.Tx, d store.Delivery) error {
		if err := then(tx, d); err != nil {
			return err
		}
		c, ok, err := store.Contacts.Get(tx, to.Account.String())
		if err != nil || !ok || c.Route != to.Route || c.Route == "" {
			return err
		}
		c.Route = ""
		return store.Contacts.Put(tx, c)
	}
	return o
}
