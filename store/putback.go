package store

import "time"

// HoldFor is how long a message that cannot be sent holds up the person's
// others: a moment's trouble does not turn their order round, a lasting one
// does not starve them (ours: the waits between tries add up to five minutes
// at the ninth).
const HoldFor = 5 * time.Minute

// TryAgain puts a delivery whose sending failed at now back until at. The
// person's other messages wait behind it, unless it would be failing for
// longer than [HoldFor] by then.
func TryAgain(tx Tx, d Delivery, now, at time.Time, reason string) error {
	return putBack(tx, d, at, func(cur *Delivery) (passing bool) {
		cur.Attempts++
		cur.Reason = reason
		if cur.Failing.IsZero() {
			cur.Failing = now.UTC().Truncate(time.Microsecond)
		}
		return at.Sub(cur.Failing) > HoldFor
	})
}

// SetAside puts a delivery that could not even be composed back until at, and
// counts an attempt. The person's other messages do not wait for it.
func SetAside(tx Tx, d Delivery, at time.Time, reason string) error {
	return putBack(tx, d, at, func(cur *Delivery) (passing bool) {
		cur.Attempts++
		cur.Reason = reason
		return true
	})
}

// Release puts a delivery back until at without counting an attempt: the lane
// was paused, or we are told to stop. The person's other messages wait behind
// it.
func Release(tx Tx, d Delivery, at time.Time, reason string) error {
	return putBack(tx, d, at, func(cur *Delivery) (passing bool) {
		cur.Reason = reason
		return false
	})
}

// PutOff moves the delivery to at, because the time is not right for it, or
// because this version does not know its kind; reason is a code, or "". The
// person's other messages do not wait for it.
func PutOff(tx Tx, d Delivery, at time.Time, reason string) error {
	return putBack(tx, d, at, func(cur *Delivery) (passing bool) {
		cur.Reason = reason
		return true
	})
}

// putBack returns a held delivery to the queue; the change says whether the
// person's others may pass it.
func putBack(tx Tx, d Delivery, at time.Time, change func(*Delivery) (passing bool)) error {
	cur, err := held(tx, d)
	if err != nil {
		return err
	}
	cur.State, cur.At, cur.Token = Waiting, at.UTC().Truncate(time.Microsecond), ""
	if change(&cur) {
		if err := land(tx, cur); err != nil {
			return err
		}
	}
	return Outbox.Put(tx, cur)
}
