package teams_test

import (
	"fmt"
	"testing"
	"time"

	"tsukiichi/adapters/teams/teamstown"
	"tsukiichi/adapters/townhall"
	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// broadcast is how many people hear of something at once.
const broadcast = 2041

// busy is an organisation that keeps its limits and takes 300 ms for each call.
func busy() teamstown.Options {
	return teamstown.Options{Limits: true, Latency: 300 * time.Millisecond}
}

// TestBroadcastKeepsPace sends 2,041 messages at 25 a second: within 5 % of the
// shortest time there is, without a single refusal, to people whom the bot
// knows and to people whom it has never heard of.
func TestBroadcastKeepsPace(t *testing.T) {
	t.Parallel()
	for _, met := range []bool{true, false} {
		t.Run(fmt.Sprintf("met before: %v", met), func(t *testing.T) {
			t.Parallel()
			run(t, busy(), func(r *running) {
				people := r.people(broadcast)
				if met {
					r.meet(people)
				}
				r.Notify("news", people[:broadcast/2])
				r.Notify("news", people[broadcast/2:])
				r.Until(time.Hour)
				posts := r.town.Posts()
				took := posts[len(posts)-1].At.Sub(posts[0].At)
				best := (broadcast - 1) * tick
				t.Logf("%d messages in %s of simulated time, %.1f %% over %s; at most %d calls in one second; %d rate limits",
					len(posts), took, 100*(took.Seconds()/best.Seconds()-1), best, r.town.Busiest(), r.town.Counts().Limited())
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
		})
	}
}

// meet gives the bot the routes that it keeps of everybody it has heard.
func (r *running) meet(people []string) {
	r.T.Helper()
	r.Write(func(tx store.Tx) error {
		for _, id := range people {
			c, err := store.Contacts.Must(tx, chat.Account{Platform: "teams", Tenant: r.town.Tenant, ID: member(id)}.String())
			if err != nil {
				return err
			}
			service, conversation := r.town.Thread(member(id))
			c.Route = chat.Route(fmt.Sprintf(`{"s":%q,"c":%q}`, service, conversation))
			if err := store.Contacts.Put(tx, c); err != nil {
				return err
			}
		}
		return nil
	})
}

// TestManyMessagesToOnePerson sends seventy messages to each of five people at
// once, which is more than any window of a conversation takes: nobody's gets
// more than it does, nobody waits for another's, and all arrive.
func TestManyMessagesToOnePerson(t *testing.T) {
	t.Parallel()
	const each = 70
	run(t, teamstown.Options{Limits: true, Latency: 20 * time.Millisecond}, func(r *running) {
		people := r.people(5)
		for i := range each {
			r.Notify(fmt.Sprintf("news %d", i), people)
		}
		took := r.Until(10 * time.Minute)
		t.Logf("%d messages to 5 people in %s of simulated time, %d rate limits", len(r.town.Posts()), took, r.town.Counts().Limited())
		if n := r.town.Counts().Limited(); n > 0 {
			t.Errorf("%d rate limits", n)
		}
		if most := 45 * time.Second; took > most {
			t.Errorf("took %s, want at most %s", took, most)
		}
		for who, n := range r.arrived() {
			if n != each {
				t.Errorf("%s has %d messages, want %d", who, n, each)
			}
		}
	})
}

// TestBroadcastInBadWeather sends the same while the platform limits, fails
// before the effect and fails after it.
func TestBroadcastInBadWeather(t *testing.T) {
	t.Parallel()
	status := func(code int) func() townhall.Fault {
		return func() townhall.Fault { return townhall.Status(code) }
	}
	for _, c := range []struct {
		name   string
		kinds  map[int]func() townhall.Fault
		double bool
	}{
		{"limits and failures before the effect", map[int]func() townhall.Fault{
			41: status(500), 67: status(502), 89: status(503), 97: status(504),
			101: func() townhall.Fault { return teamstown.Refuse(412, "PreconditionFailed") },
			211: func() townhall.Fault { return teamstown.Limited(7 * time.Second) },
			307: teamstown.LimitedSilently, 401: townhall.Hang,
			503: func() townhall.Fault { return teamstown.Refuse(401, "Unauthorized") },
		}, false},
		{"failures after the effect", map[int]func() townhall.Fault{
			43:  func() townhall.Fault { return townhall.Status(502).Late() },
			71:  func() townhall.Fault { return townhall.Garbage().Late() },
			101: func() townhall.Fault { return teamstown.Refuse(412, "PreconditionFailed").Late() },
			331: func() townhall.Fault { return townhall.Hang().Late() },
		}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			run(t, busy(), func(r *running) {
				late := map[string]int{}
				r.town.Weather(townhall.Weather("post", c.kinds, late))
				people := r.people(broadcast)
				r.Notify("news", people)
				took := r.Until(3 * time.Hour)
				twice, failed := 0, 0
				for _, n := range late {
					failed += n
				}
				got := r.arrived()
				for who, n := range got {
					twice += n - 1
					if n > 1+late[who] {
						t.Errorf("%s has %d messages after %d failures after the effect", who, n, late[who])
					}
				}
				t.Logf("%d people heard in %s, %d calls, %d failures after the effect, %d duplicates",
					len(got), took, r.town.Calls("post"), failed, twice)
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
