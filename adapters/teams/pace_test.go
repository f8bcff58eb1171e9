package teams

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"tsukiichi/bot/chat"
)

// TestThreadLimits sends as fast as the windows let, and looks at every window
// of what was let through.
func TestThreadLimits(t *testing.T) {
	t.Parallel()
	for _, took := range []time.Duration{0, 300 * time.Millisecond} {
		t.Run(took.String(), func(t *testing.T) {
			t.Parallel()
			th := newThreads(DefaultThreadLimits())
			now := noon
			var begun, ended []time.Time
			for len(begun) < 2_000 {
				if wait := th.begin(chatID, now); wait > 0 {
					now = now.Add(wait)
					continue
				}
				begun = append(begun, now)
				now = now.Add(took)
				th.end(chatID, now)
				ended = append(ended, now)
			}
			for _, l := range DefaultThreadLimits() {
				for i := range begun {
					// The earliest that the N-th after it can arrive is its
					// beginning, the latest that this one did is its end.
					if j := i + l.N; j < len(begun) && begun[j].Sub(ended[i]) < l.Per {
						t.Fatalf("%d within %s, from the %d-th", l.N+1, l.Per, i)
					}
				}
			}
			if d := begun[6].Sub(noon); d > 7*took {
				t.Errorf("seven at once took %s", d)
			}
		})
	}
}

func TestThreadLimitWaits(t *testing.T) {
	t.Parallel()
	th := newThreads([]ThreadLimit{{2, time.Second}, {3, time.Minute}})
	send := func(at time.Duration, want time.Duration) {
		t.Helper()
		got := th.begin("a", noon.Add(at))
		same(t, fmt.Sprint("wait at ", at), got, want)
		if got == 0 {
			th.end("a", noon.Add(at))
		}
	}
	send(0, 0)
	send(0, 0)
	send(400*time.Millisecond, 600*time.Millisecond)
	send(time.Second, 0)
	send(time.Second, 59*time.Second)
	send(time.Minute, 0)
	t.Run("another conversation is its own", func(t *testing.T) {
		same(t, "wait", th.begin("b", noon), 0)
	})
	t.Run("calls under way count", func(t *testing.T) {
		th := newThreads([]ThreadLimit{{1, time.Second}})
		same(t, "first", th.begin("a", noon), 0)
		same(t, "beside it", th.begin("a", noon.Add(time.Hour)), time.Second)
		th.end("a", noon.Add(time.Hour))
		same(t, "after it", th.begin("a", noon.Add(time.Hour+time.Second)), 0)
	})
	t.Run("a clock that goes back", func(t *testing.T) {
		th := newThreads([]ThreadLimit{{1, time.Second}})
		th.begin("a", noon)
		th.end("a", noon)
		if wait := th.begin("a", noon.Add(-time.Minute)); wait <= 0 {
			t.Error("no wait")
		}
	})
}

func TestIdleThreadsAreForgotten(t *testing.T) {
	t.Parallel()
	th := newThreads([]ThreadLimit{{1, time.Second}})
	for i := range 10 * sweepFrom {
		now := noon.Add(time.Duration(i) * time.Second)
		id := fmt.Sprint(i)
		th.begin(id, now)
		th.end(id, now)
	}
	if n := len(th.by); n > sweepFrom+1 {
		t.Errorf("%d conversations are remembered", n)
	}
}

func TestBusyThreadIsLaterAndAloneInIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	busy, other := knownWay, knownWay
	other.Conversation = "a:other"
	for i := range 7 {
		if _, err := a.Send(t.Context(), o.dispatch(fmt.Sprint(i), busy.route(), "")); err != nil {
			t.Fatal(err)
		}
	}
	var later chat.Later
	for _, replace := range []chat.Ref{"", place{Service: serviceURL, Conversation: chatID, Activity: "x"}.ref()} {
		_, err := a.Send(t.Context(), o.dispatch("one more", busy.route(), replace))
		if !errors.As(err, &later) || later.After != time.Second {
			t.Errorf("got %v", err)
		}
	}
	if _, err := a.Send(t.Context(), o.dispatch("another", other.route(), "")); err != nil {
		t.Errorf("another person: %v", err)
	}
	o.clock.Set(noon.Add(later.After))
	if _, err := a.Send(t.Context(), o.dispatch("one more", busy.route(), "")); err != nil {
		t.Errorf("after the wait: %v", err)
	}
	same(t, "posts", o.count(pathPost), 8)
}
