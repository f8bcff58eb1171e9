package delivery

import "time"

// The bounds of the wait between two tries.
const (
	leastWait = time.Second
	mostWait  = 10 * time.Minute
)

// backoff is how long to wait after n failures: twice as long each time, and
// by r in [0,1) somewhere between that and half of it, never less than a
// second.
func backoff(n int, r float64) time.Duration {
	wait := mostWait
	if n < 20 { // beyond it the shift says nothing new
		wait = min(leastWait<<n, mostWait)
	}
	return max(leastWait, wait/2+time.Duration(r*float64(wait/2)))
}
