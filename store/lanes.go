package store

import "time"

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
