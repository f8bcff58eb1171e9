package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"tsukiichi/bot/chat"
)

// flight is what a recipient waits for: nothing else is sent to them before
// the delivery under Key is done or put off.
type flight struct {
	To  string `json:"to"`
	Key string `json:"key"`
}

var flights = Table[flight]{Name: "flights", Key: func(f flight) string { return f.To }}

// Claim grants up to limit deliveries of the lane for the length of the lease:
// what is ready at now, in order, one for each recipient at a time, as many as
// the lane's pace allows. What has expired is closed on the way. When fewer
// than limit were granted, next is when it is worth asking again, or zero
// where nothing waits.
//
// A claimed delivery must be finished with one of [SentTo], [TryAgain],
// [SetAside], [PutOff], [Drop], [Bury], [Block] or [Release]; otherwise it is
// granted anew when the lease ends.
func (s *Store) Claim(ctx context.Context, lane string, now time.Time, lease time.Duration, limit int) (granted []Delivery, next time.Time, err error) {
	err = s.Update(ctx, func(tx Tx) error {
		granted, next, err = claim(tx, lane, now.UTC().Truncate(time.Microsecond), lease, limit)
		return err
	})
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("store: claim %s: %w", lane, err)
	}
	return granted, next, nil
}

func claim(tx Tx, lane string, now time.Time, lease time.Duration, limit int) (granted []Delivery, next time.Time, err error) {
	l, _, err := Lanes.Get(tx, lane)
	if err != nil {
		return nil, next, err
	}
	l.Name = lane
	ready, more, err := readyRows(tx, lane, now, max(l.allows(now, limit), 1))
	if err != nil {
		return nil, next, err
	}
	taken, closed := map[string]bool{}, false
	for _, d := range ready {
		if !d.Expires.IsZero() && !d.Expires.After(now) {
			if err := expire(tx, d, now); err != nil {
				return nil, next, err
			}
			closed = true
			continue
		}
		if taken[d.To] || len(granted) == limit {
			continue
		}
		if at := l.free(); at.After(now) {
			next = at
			break
		}
		l.spend(now)
		taken[d.To] = true
		d.State, d.At, d.Grants = Leased, now.Add(lease), d.Grants+1
		d.Token = d.ID + "/" + strconv.Itoa(d.Grants)
		granted = append(granted, d)
		if err := Outbox.Put(tx, d); err != nil {
			return nil, next, err
		}
		if err := flights.Put(tx, flight{To: d.To, Key: d.Key}); err != nil {
			return nil, next, err
		}
	}
	if len(granted) > 0 {
		err = Lanes.Put(tx, l)
	}
	switch {
	case err != nil || !next.IsZero():
	case (more || closed) && len(granted) < limit:
		next = now // what expired took up the room, or held up a later one
	default:
		next, err = nextReady(tx, lane, now)
	}
	return granted, next, err
}

// readyRows lists what is ready and not behind another delivery to the same
// person, enough to find limit recipients; more says that it stopped there.
func readyRows(tx Tx, lane string, now time.Time, limit int) (out []Delivery, more bool, err error) {
	people := map[string]bool{}
	for _, queue := range queues() {
		some, more, err := readyIn(tx, queue, lane, now, limit, people)
		if out = append(out, some...); err != nil || more {
			return out, more, err
		}
	}
	return out, false, nil
}

// readyIn is readyRows for one queue; people counts the recipients found.
func readyIn(tx Tx, queue, lane string, now time.Time, limit int, people map[string]bool) (out []Delivery, more bool, err error) {
	span := Span{Index: queue, Prefix: Under(lane), Until: Join(lane, Stamp(now.Add(time.Microsecond)))}
	for {
		rows, next, err := Outbox.List(tx, span, min(2*limit+8, scanPage))
		if err != nil {
			return nil, false, err
		}
		for _, d := range rows {
			first, err := firstInLine(tx, d)
			if err != nil {
				return nil, false, err
			}
			if !first && (d.Expires.IsZero() || d.Expires.After(now)) {
				continue
			}
			out = append(out, d)
			people[d.To] = true
			if len(people) > limit {
				return out, true, nil
			}
		}
		if next == "" {
			return out, false, nil
		}
		span.After = next
	}
}

// nextReady is when something behind now becomes ready.
func nextReady(tx Tx, lane string, now time.Time) (time.Time, error) {
	next, _, err := firstQueued(tx, Under(lane), Join(lane, Stamp(now.Add(time.Microsecond))))
	return next.At, err
}

func firstInLine(tx Tx, d Delivery) (bool, error) {
	f, ok, err := flights.Get(tx, d.To)
	return !ok || f.Key == d.Key, err
}

func land(tx Tx, d Delivery) error {
	f, ok, err := flights.Get(tx, d.To)
	if err != nil || !ok || f.Key != d.Key {
		return err
	}
	return flights.Delete(tx, d.To)
}

func expire(tx Tx, d Delivery, now time.Time) error {
	d.State, d.At, d.Token = Expired, now, ""
	if err := land(tx, d); err != nil {
		return err
	}
	return Outbox.Put(tx, d)
}

// ExpireUnreached closes up to limit intents that expired while nobody could
// be reached: no account was known, or the person had blocked the bot. It
// returns how many it closed.
func ExpireUnreached(tx Tx, now time.Time, limit int) (int, error) {
	old, _, err := Outbox.List(tx, Span{Index: "unreached", Until: Stamp(now.Add(time.Microsecond))}, limit)
	if err != nil {
		return 0, err
	}
	for _, d := range old {
		d.Reason = ReasonUnreached
		if err := expire(tx, d, now); err != nil {
			return 0, err
		}
	}
	return len(old), nil
}

// held returns the delivery as stored, if the lease is still the caller's.
func held(tx Tx, d Delivery) (Delivery, error) {
	cur, ok, err := Outbox.Get(tx, d.Key)
	if err != nil {
		return cur, err
	}
	if !ok || cur.State != Leased || cur.Token != d.Token {
		return cur, ErrLeaseLost
	}
	return cur, nil
}

func finish(tx Tx, d Delivery, s State, reason string, now time.Time) error {
	cur, err := held(tx, d)
	if err != nil {
		return err
	}
	cur.State, cur.Reason, cur.At, cur.Token = s, reason, now.UTC().Truncate(time.Microsecond), ""
	cur.Account = d.Account
	if err := land(tx, cur); err != nil {
		return err
	}
	return Outbox.Put(tx, cur)
}

// SentTo records that the delivery reached the account, and how to find the
// message again. A lease that was lost is [ErrLeaseLost], and nothing changes.
func SentTo(tx Tx, d Delivery, a chat.Account, ref chat.Ref, now time.Time) error {
	d.Account = a
	if err := finish(tx, d, Sent, "", now); err != nil {
		return err
	}
	if d.Subject == "" || ref == "" {
		return nil
	}
	at := now.UTC().Truncate(time.Microsecond)
	return Refs.Put(tx, Sending{To: d.To, Kind: d.Kind, Subject: d.Subject, Account: a, Ref: ref, At: at})
}

// Drop records that nobody wants the delivery any more, because of reason (a
// code).
func Drop(tx Tx, d Delivery, reason string, now time.Time) error {
	return finish(tx, d, Dropped, reason, now)
}

// Bury gives the delivery up, because of reason (a code).
func Bury(tx Tx, d Delivery, reason string, now time.Time) error {
	return finish(tx, d, Dead, reason, now)
}

// Block stops the delivery, and what else waits for the person there, until
// they come back (see [Reroute]).
func Block(tx Tx, d Delivery, now time.Time) error {
	if err := finish(tx, d, Blocked, "blocked", now); err != nil {
		return err
	}
	c, ok, err := Contacts.Get(tx, d.Account.String())
	if err != nil || !ok {
		return err
	}
	c.Blocked = true
	if err := Contacts.Put(tx, c); err != nil {
		return err
	}
	return Reroute(tx, d.To, now)
}
