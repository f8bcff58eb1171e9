package delivery_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/scheduler/delivery"
	"tsukiichi/store"
	"tsukiichi/store/bolt"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// running runs fn in a bubble of its own time, beside a courier that runs.
// What fn returns is called when it has been told to stop.
func running(t *testing.T, fn func(p *post) (stopped func()), opts ...func(*delivery.Options)) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "t.db")
	synctest.Test(t, func(t *testing.T) {
		engine, err := bolt.Open(path, bolt.Options{NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(t.Context(), engine, nil)
		if err != nil {
			t.Fatal(err)
		}
		p := newPostWith(t, s, append(opts, func(o *delivery.Options) { o.Clock = clock.System{} })...)
		p.clock = clock.NewManual(clock.System{}.Now()) // a bubble begins in 2000
		p.platform.clock = clock.System{}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- p.courier.Run(ctx) }()
		synctest.Wait()
		stopped := fn(p)
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if stopped != nil {
			stopped()
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

// wait lets time pass in a bubble.
func wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func TestRunIsWokenByACommit(t *testing.T) {
	t.Parallel()
	running(t, func(p *post) func() {
		p.people("slack", "sato")
		p.enqueue("sato", "a", "b", "c")
		synctest.Wait() // no time passes
		same(p.t, "arrived", p.platform.arrived(), []string{"a", "b", "c"})
		return nil
	})
}

func TestRunComesBack(t *testing.T) {
	t.Parallel()
	running(t, func(p *post) func() {
		p.people("slack", "sato", "kato")
		p.platform.will("a", errors.New("down"), errors.New("down"))
		p.enqueue("sato", "a")
		p.intend(store.Intent{Key: "tomorrow", To: "kato", NotBefore: p.clock.Now().Add(24 * time.Hour)})
		wait(2 * time.Second)
		same(p.t, "after two seconds", p.platform.arrived(), []string{"a"})
		wait(24*time.Hour - 2*time.Second)
		same(p.t, "the next day", p.platform.arrived(), []string{"a", "tomorrow"})
		return nil
	})
}

func TestRunKeepsThePace(t *testing.T) {
	t.Parallel()
	running(t, func(p *post) func() {
		p.broadcast(40)
		wait(10 * time.Second)
		when := p.platform.when
		same(p.t, "arrived", len(when), 40)
		for i := 1; i < len(when); i++ {
			if when[i].Sub(when[i-1]) < 250*time.Millisecond {
				p.t.Fatalf("%d came %s after the one before", i, when[i].Sub(when[i-1]))
			}
		}
		return nil
	}, func(o *delivery.Options) {
		o.Paces = map[string]delivery.Pace{"slack": {Every: 250 * time.Millisecond, Burst: 1}}
	})
}

func TestRunSlowSendersHoldUpNobodyElse(t *testing.T) {
	t.Parallel()
	running(t, func(p *post) func() {
		release := make(chan struct{})
		slow := func(chat.Dispatch) (chat.Sent, error) { <-release; return chat.Sent{}, nil }
		p.people("slack", "a", "b", "c", "d")
		p.people("teams", "t")
		p.platform.do("a", slow)
		p.platform.do("d", slow)
		p.enqueue("a", "a", "a2")
		p.enqueue("b", "b")
		p.enqueue("t", "t")
		synctest.Wait()
		same(p.t, "in the lane and beside it", len(p.platform.arrived()), 2)
		p.enqueue("d", "d")
		p.enqueue("c", "c")
		synctest.Wait()
		same(p.t, "no room", p.platform.count("c"), 0) // two are under way
		close(release)
		synctest.Wait()
		same(p.t, "afterwards", []int{p.platform.count("a2"), p.platform.count("c")}, []int{1, 1})
		return nil
	}, func(o *delivery.Options) { o.Batch = 2 })
}

func TestRunFinishesWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		took time.Duration
		want string
	}{
		{"in time", 3 * time.Second, "sent"},
		{"too late", 20 * time.Second, "waiting stopped"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			running(t, func(p *post) func() {
				p.people("slack", "a", "b")
				p.enqueue("a", "a")
				synctest.Wait()
				return func() { same(p.t, "fate", p.fate("a"), c.want) }
			}, func(o *delivery.Options) { o.Senders = map[string]delivery.Sender{"slack": sleeper(c.took)} })
		})
	}
}

// sleeper is a sender that takes its time.
type sleeper time.Duration

func (s sleeper) Send(ctx context.Context, _ chat.Dispatch) (chat.Sent, error) {
	select {
	case <-ctx.Done():
		return chat.Sent{}, ctx.Err()
	case <-time.After(time.Duration(s)):
		return chat.Sent{Ref: "ref"}, nil
	}
}

func TestRunGivesASenderNoLongerThanTheLease(t *testing.T) {
	t.Parallel()
	running(t, func(p *post) func() {
		p.people("slack", "a")
		p.enqueue("a", "a")
		wait(delivery.DefaultLease*3/4 + 500*time.Millisecond)
		same(p.t, "fate", p.fate("a"), "waiting timeout")
		return nil
	}, func(o *delivery.Options) { o.Senders = map[string]delivery.Sender{"slack": sleeper(time.Hour)} })
}

func TestRunFindsWhatAnotherReplicaWrote(t *testing.T) {
	t.Parallel()
	running(t, func(p *post) func() {
		p.people("slack", "a")
		p.write(func(tx store.Tx) error { // as if no commit of ours had woken us
			return store.Outbox.Put(tx, store.Delivery{
				Intent: store.Intent{Key: "a", ID: "1", Kind: "test", To: "a"},
				Lane:   "slack/T1", State: store.Waiting, At: p.clock.Now(), Created: p.clock.Now(),
			})
		})
		synctest.Wait()
		same(p.t, "at once", p.platform.arrived(), []string{})
		wait(time.Minute)
		same(p.t, "a minute later", p.platform.arrived(), []string{"a"})
		return nil
	})
}

func TestRoundSaysThatTheStoreIsDown(t *testing.T) {
	t.Parallel()
	p, engine := newFailing(t)
	p.people("slack", "a")
	p.enqueue("a", "a")
	engine.set(func(string, string, []byte) error { return errors.New("disk full") })
	if _, _, err := p.courier.Round(context.Background(), noon); err == nil {
		t.Error("a round hides that the store is down")
	}
	engine.set(nil)
	p.round()
	same(t, "arrived", p.platform.arrived(), []string{"a"})
}
