package teamstown

import (
	"slices"
	"time"
)

// window is how many calls fit into a span of time.
type window struct {
	span time.Duration
	most int
}

// The connector's limits: of one conversation, and of the app in the
// organisation.
func threadWindows() []window {
	return []window{{time.Second, 7}, {2 * time.Second, 8}, {30 * time.Second, 60}, {time.Hour, 1800}}
}

func tenantWindows() []window { return []window{{time.Second, 50}} }

// pace is when there were calls, by conversation; "" is all of them.
type pace map[string][]time.Time

func newPace() pace { return pace{} }

// longest is the longest span that is looked back on.
const longest = time.Hour

// over notes a call, or says how many seconds it came too early. The caller
// holds the lock.
func (t *Town) over(c *call) (seconds int, over bool) {
	if !t.Limits {
		return 0, false
	}
	now := t.Now()
	thread := c.conv
	if c.Method == "create" {
		thread = "create " + c.User
	}
	wait := max(t.pace.early(thread, threadWindows(), now), t.pace.early("", tenantWindows(), now))
	if wait > 0 {
		return int((wait + time.Second - 1) / time.Second), true
	}
	t.pace[thread] = append(t.pace[thread], now)
	t.pace[""] = append(t.pace[""], now)
	return 0, false
}

// early is how long until one more fits, 0 for now.
func (p pace) early(key string, windows []window, now time.Time) (wait time.Duration) {
	p[key] = slices.DeleteFunc(p[key], func(at time.Time) bool { return now.Sub(at) >= longest })
	all := p[key]
	for _, w := range windows {
		if len(all) < w.most {
			continue
		}
		first := all[len(all)-w.most] // with it the window is full
		wait = max(wait, w.span-now.Sub(first))
	}
	return wait
}

// Busiest is how many calls the app made in the busiest second of the last
// hour, where the limits are kept.
func (t *Town) Busiest() (most int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	all, from := t.pace[""], 0
	for i, at := range all {
		for at.Sub(all[from]) >= time.Second {
			from++
		}
		most = max(most, i-from+1)
	}
	return most
}
