package slack_test

import (
	"testing"
	"time"

	"tsukiichi/adapters/slack/slacktown"
	"tsukiichi/adapters/townhall"
)

// broadcast is how many people hear of something at once.
const broadcast = 2000

// busy is a workspace that takes four messages a second, each in 300 ms.
func busy() slacktown.Options {
	return slacktown.Options{PerSecond: 4, Latency: 300 * time.Millisecond}
}

// TestBroadcastKeepsPace sends 2,000 messages into a workspace that takes four
// a second: within 5 % of the shortest time there is, without a single refusal.
func TestBroadcastKeepsPace(t *testing.T) {
	t.Parallel()
	run(t, busy(), func(r *running) {
		people := r.people(broadcast)
		r.Notify("news", people[:broadcast/2])
		r.Notify("news", people[broadcast/2:])
		r.Until(time.Hour)
		posts := r.town.Posts()
		took := posts[len(posts)-1].At.Sub(posts[0].At)
		best := (broadcast - 1) * quarter
		t.Logf("%d messages in %s of simulated time, %.1f %% over %s; %d rate limits", len(posts), took,
			100*(took.Seconds()/best.Seconds()-1), best, r.town.Counts().Limited())
		if took > best+best/20 {
			t.Errorf("took %s, want at most 5 %% over %s", took, best)
		}
		if n := r.town.Counts().Limited(); n > 0 {
			t.Errorf("%d rate limits", n)
		}
		for who, n := range r.arrived() {
			if n != 1 {
				t.Errorf("%s has %d messages", who, n)
			}
		}
		if got := len(r.arrived()); got != broadcast {
			t.Errorf("%d people heard, want %d", got, broadcast)
		}
	})
}

// TestBroadcastInBadWeather sends the same while the platform limits, fails
// before the effect and fails after it.
func TestBroadcastInBadWeather(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		kinds  map[int]func() townhall.Fault
		double bool
	}{
		{"limits and failures before the effect", map[int]func() townhall.Fault{
			41:  func() townhall.Fault { return townhall.Status(500) },
			67:  townhall.Garbage,
			89:  func() townhall.Fault { return slacktown.Refuse("internal_error") },
			211: func() townhall.Fault { return slacktown.Limited(7 * time.Second) },
			307: slacktown.LimitedSilently,
			401: townhall.Hang,
			509: func() townhall.Fault { return slacktown.Refuse("message_limit_exceeded") },
		}, false},
		{"failures after the effect", map[int]func() townhall.Fault{
			43:  func() townhall.Fault { return townhall.Status(502).Late() },
			71:  func() townhall.Fault { return townhall.Garbage().Late() },
			331: func() townhall.Fault { return townhall.Hang().Late() },
		}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			run(t, busy(), func(r *running) {
				late := map[string]int{}
				r.town.Weather(townhall.Weather("chat.postMessage", c.kinds, late))
				r.Notify("news", r.people(broadcast))
				took := r.Until(3 * time.Hour)
				twice, failed := 0, 0
				for _, n := range late {
					failed += n
				}
				got := r.arrived()
				for who, n := range got {
					if n > 1 {
						twice += n - 1
					}
					if n > 1+late[who] {
						t.Errorf("%s has %d messages after %d failures after the effect", who, n, late[who])
					}
				}
				t.Logf("%d people heard in %s, %d calls, %d failures after the effect, %d duplicates",
					len(got), took, r.town.Calls("chat.postMessage"), failed, twice)
				if len(got) != broadcast {
					t.Errorf("%d people heard, want %d", len(got), broadcast)
				}
				if c.double != (failed > 0) || !c.double && twice > 0 {
					t.Errorf("%d failures after the effect, %d duplicates", failed, twice)
				}
			})
		})
	}
}
