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
		rows, _, err := Outbox.List(tx, Span{Index: "ready", After: after}, 1)
		if err != nil || len(rows) == 0 {
			return lanes, err
		}
		lanes = append(lanes, rows[0].Lane)
		after = rows[0].Lane + "\x01"
	}
}

// LaneNext is the earliest time at which [Store.Claim] could grant something
// of the lane; ok is false where nothing waits. It asks without writing, and
// may be too early where somebody's first message holds up their second.
func LaneNext(tx Tx, lane string) (at time.Time, ok bool, err error) {
	rows, _, err := Outbox.List(tx, Span{Index: "ready", Prefix: Under(lane)}, 1)
	if err != nil || len(rows) == 0 {
		return time.Time{}, false, err
	}
	l, _, err := Lanes.Get(tx, lane)
	return later(rows[0].At, l.free()), err == nil, err
}

// Paced reports whether the lane has the pace.
func Paced(tx Tx, lane string, every time.Duration, burst int) (bool, error) {
	l, ok, err := Lanes.Get(tx, lane)
	return ok && l.Every == every && l.Burst == max(burst, 1), err
}
