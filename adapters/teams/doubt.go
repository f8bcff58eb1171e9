package teams

import "sync"

// doubts tells a refusal that concerns one person from one that concerns the
// whole app, where its code does not: an app that an administrator has switched
// off, or that the organisation does not know, is refused for everybody, and
// nobody comes back from that by writing. So who is refused is only waited for,
// until the same kind of call goes well for somebody else and theirs is refused
// again. It is safe for concurrent use.
type doubts struct {
	mu    sync.Mutex
	well  map[operation]int // calls that went well
	since map[doubt]int     // as many had when it was first refused
}

// doubt is one kind of call for one person: their account, or conversation.
type doubt struct {
	op   operation
	whom string
}

func newDoubts() *doubts { return &doubts{well: map[operation]int{}, since: map[doubt]int{}} }

// wentWell counts a call that was not refused.
func (d *doubts) wentWell(op operation, whom string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.well[op]++
	delete(d.since, doubt{op, whom})
}

// theirs reports whether a refused call concerns this person alone.
func (d *doubts) theirs(op operation, whom string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	at, ok := d.since[doubt{op, whom}]
	if !ok {
		if len(d.since) >= memoryLimit {
			d.since = map[doubt]int{}
		}
		d.since[doubt{op, whom}] = d.well[op]
	}
	return ok && d.well[op] > at
}
