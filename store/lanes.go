package store

import "time"

// Lane is the pace of one platform and tenant, shared by every replica.
type Lane struct {
	Name string `json:"name"`
	// Every is the time between two sends; Burst is how many may go at once
	// before it is felt.
	Every time.Duration `json:"every"`
	Burst int           `json:"burst"`
	// Next is when the pace would be met again had all been sent evenly.
	Next        time.Time `json:"next,omitzero"`
	PausedUntil time.Time `json:"paused_until,omitzero"`
}

// Lanes is the lanes by name.
var Lanes = Table[Lane]{Name: "lanes", Key: func(l Lane) string { return l.Name }}

// SetPace sets the pace of a lane; what it has spent and its pause stay.
func SetPace(tx Tx, name string, every time.Duration, burst int) error {
	l, _, err := Lanes.Get(tx, name)
	if err != nil {
		return err
	}
	l.Name, l.Every, l.Burst = name, every, max(burst, 1)
	return Lanes.Put(tx, l)
}

// PauseLane stops a lane until the time, because its platform asked for it.
func PauseLane(tx Tx, name string, until time.Time) error {
	l, _, err := Lanes.Get(tx, name)
	if err != nil {
		return err
	}
	l.Name = name
	l.PausedUntil = later(l.PausedUntil, until)
	return Lanes.Put(tx, l)
}

// free is when the lane may send next.
func (l Lane) free() time.Time {
	credit := l.Every * time.Duration(max(l.Burst, 1)-1)
	return later(l.PausedUntil, l.Next.Add(-credit))
}

// allows is how many the pace lets go at once, at most limit.
func (l Lane) allows(now time.Time, limit int) (n int) {
	for n < limit && !l.free().After(now) {
		l.spend(now)
		n++
	}
	return n
}

func (l *Lane) spend(now time.Time) { l.Next = later(now, l.Next).Add(l.Every) }

// ReadyLanes lists the lanes in which something waits or is under way, by
// name. It costs one step for each lane, however much waits in it.
func ReadyLanes(tx Tx) ([]string, error) {
	var lanes []string
	after := "\x01" // behind what has no lane yet
	for {
		lane, ok, err := nextLane(tx, after)
		if err != nil || !ok {
			return lanes, err
		}
		lanes = append(lanes, lane)
		after = lane + "\x01"
	}
}

// LaneNext is the earliest time at which [Store.Claim] could grant something
// of the lane; ok is false where nothing waits. It asks without writing, and
// may be too early where somebody's first message holds up their second.
func LaneNext(tx Tx, lane string) (at time.Time, ok bool, err error) {
	first, ok, err := firstQueued(tx, Under(lane), "")
	if err != nil || !ok {
		return time.Time{}, false, err
	}
	l, _, err := Lanes.Get(tx, lane)
	return later(first.At, l.free()), err == nil, err
}

// firstQueued is the earliest of a lane's queues behind the position after; ok
// is false where nothing stands there.
func firstQueued(tx Tx, lane, after string) (first Delivery, ok bool, err error) {
	for _, queue := range queues() {
		rows, _, err := Outbox.List(tx, Span{Index: queue, Prefix: lane, After: after}, 1)
		if err != nil {
			return first, false, err
		}
		if len(rows) > 0 && (!ok || rows[0].At.Before(first.At)) {
			first, ok = rows[0], true
		}
	}
	return first, ok, nil
}

// nextLane is the first lane behind the position by name, over all queues.
func nextLane(tx Tx, after string) (lane string, ok bool, err error) {
	for _, queue := range queues() {
		rows, _, err := Outbox.List(tx, Span{Index: queue, After: after}, 1)
		if err != nil {
			return "", false, err
		}
		if len(rows) > 0 && (!ok || rows[0].Lane < lane) {
			lane, ok = rows[0].Lane, true
		}
	}
	return lane, ok, nil
}

// Paced reports whether the lane has the pace.
func Paced(tx Tx, lane string, every time.Duration, burst int) (bool, error) {
	l, ok, err := Lanes.Get(tx, lane)
	return ok && l.Every == every && l.Burst == max(burst, 1), err
}
