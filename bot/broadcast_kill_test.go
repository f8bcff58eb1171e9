package bot_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/bot"
	"tsukiichi/bot/calendar"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/bot/mentoring"
	"tsukiichi/scheduler"
	"tsukiichi/scheduler/delivery"
	"tsukiichi/store"
	"tsukiichi/store/bolt"
)

var (
	crowdSize = flag.Int("people", 20_000, "how many people the broadcast that is killed goes to")
	crowdSeed = flag.Uint64("seed", 1, "of the points at which it is killed")
)

// TestBroadcastKilled kills the process again and again in the middle of a
// broadcast: between any two writes, before and after a commit. Everybody gets
// it; twice at most who was being written to when a process died.
func TestBroadcastKilled(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, *crowdSize)
	id := c.compose()
	kills := 0
	for !c.live() {
		kills++
	}
	if kills < min(*crowdSize/1000, 15) {
		t.Errorf("killed %d times only", kills)
	}
	extra := c.judge(id)
	t.Logf("%d people, killed %d times, %d sends whose outcome nobody learnt, %d of them twice", *crowdSize, kills, c.unknown(), extra)
}

// BenchmarkBroadcast is a broadcast to 20,000 from the press to the last
// message, without a platform's pace.
func BenchmarkBroadcast(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		c := newCrowd(b, 20_000)
		c.compose()
		p := c.open(0)
		b.StartTimer()
		if err := c.work(p); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := p.store.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(20_000*float64(b.N)/b.Elapsed().Seconds(), "people/s")
}

// crowd is a city with very many people, on one file whose process dies.
type crowd struct {
	t     testing.TB
	path  string
	clock *clock.Manual
	dice  *rand.Rand
	size  int
	lives int

	mu      sync.Mutex
	ids     int
	sends   map[string]int // by recipient
	known   map[string]int // of them, when the last process died
	allowed map[string]int // sends whose outcome no process learnt

	gone chan struct{} // closed when the processes that died may end
	died sync.WaitGroup
}

func newCrowd(t testing.TB, size int) *crowd {
	t.Helper()
	c := &crowd{
		t: t, path: filepath.Join(t.TempDir(), "town.db"), size: size,
		clock: clock.NewManual(time.Date(2026, 5, 11, 10, 0, 0, 0, time.FixedZone("JST", 9*3600))),
		dice:  rand.New(rand.NewPCG(*crowdSeed, 0)),
		sends: map[string]int{}, known: map[string]int{}, allowed: map[string]int{}, gone: make(chan struct{}),
	}
	t.Cleanup(func() { close(c.gone); c.died.Wait() })
	return c
}

func (c *crowd) newID() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ids++
	return fmt.Sprintf("%03d%09d", c.lives, c.ids)
}

// sender counts what the process of a life sends.
type sender struct {
	*crowd
	life int
}

func (s sender) Send(_ context.Context, d chat.Dispatch) (chat.Sent, error) {
	s.mu.Lock()
	if s.life != s.lives { // another goroutine of it died meanwhile
		s.mu.Unlock()
		<-s.gone
		return chat.Sent{}, errDead
	}
	defer s.mu.Unlock()
	if d.To.Account.ID != "hr" {
		s.sends[d.To.Account.ID]++
	}
	return chat.Sent{Ref: chat.Ref(d.ID)}, nil
}

// process is one life of the house.
type process struct {
	engine  *mortal
	store   *store.Store
	bot     *bot.Bot
	sched   *scheduler.Scheduler
	courier *delivery.Courier
}

// open begins a life that ends after so many writes; 0 is never.
func (c *crowd) open(writes int) *process {
	c.t.Helper()
	c.mu.Lock()
	c.lives++
	life := c.lives
	c.mu.Unlock()
	inner, err := bolt.Open(c.path, bolt.Options{NoSync: true, InitialMmap: 1 << 28})
	if err != nil {
		c.t.Fatal(err)
	}
	p := &process{engine: &mortal{Engine: inner, left: writes, after: c.dice.IntN(2) == 0, dead: make(chan struct{}), gone: c.gone}}
	must := func(err error) {
		if err != nil {
			c.t.Fatal(err)
		}
	}
	p.store, err = store.Open(context.Background(), p.engine, nil)
	must(err)
	cal := func(m mentoring.Programme) mentoring.Calendar { return calendar.New(m.Closures) }
	p.bot, err = bot.New(bot.Options{Store: p.store, Clock: c.clock, NewID: c.newID, Log: zerolog.Nop(), Calendar: cal})
	must(err)
	p.sched, err = scheduler.New(scheduler.Options{Store: p.store, NewID: c.newID, Log: zerolog.Nop(),
		Rules: func(m mentoring.Programme) (mentoring.Rules, error) { return mentoring.NewRules(m, cal(m)) }})
	must(err)
	p.courier, err = delivery.New(delivery.Options{
		Store: p.store, Composer: p.bot, Clock: c.clock, Log: zerolog.Nop(), Batch: 100, Rand: func() float64 { return 0.5 },
		Senders: map[string]delivery.Sender{"test": sender{c, life}}, Paces: map[string]delivery.Pace{"test": {Every: time.Microsecond, Burst: 1000}},
	})
	must(err)
	return p
}

// compose fills the city and has HR write to everybody.
func (c *crowd) compose() (id string) {
	c.t.Helper()
	p := c.open(0)
	defer func() { _ = p.store.Close() }()
	preset, err := mentoring.LoadPreset("aomori", 2026)
	if err != nil {
		c.t.Fatal(err)
	}
	if _, err := p.bot.StartProgramme(c.t.Context(), preset); err != nil {
		c.t.Fatal(err)
	}
	c.settleIn(p, "hr", mentoring.RoleHR)
	for from := 0; from < c.size; from += 1000 {
		c.settleIn(p, fmt.Sprint(from))
	}
	c.act(p, "e1", chat.Submitted{Form: "broadcast.write", Version: 1, Values: chat.Set("title", "全員へ", "body", "**みなさん**へ。")})
	c.view(p, func(tx store.Tx) error {
		all, err := store.Broadcasts.All(tx, store.Span{})
		if err == nil && len(all) == 1 {
			id = all[0].ID
		}
		return err
	})
	c.act(p, "e2", chat.Submitted{Form: "broadcast.whom", Version: 1, Arg: id, Values: chat.Set("who", "all")})
	c.act(p, "e3", chat.Submitted{Form: "broadcast.send", Version: 1, Arg: id})
	return id
}

// settleIn puts people on the roster with an account each: one with roles, or
// a thousand from the number on.
func (c *crowd) settleIn(p *process, first string, roles ...mentoring.Role) {
	c.t.Helper()
	ids := []string{first}
	if len(roles) == 0 {
		var from int
		_, _ = fmt.Sscan(first, &from)
		ids = nil
		for i := from; i < min(from+1000, c.size); i++ {
			ids = append(ids, fmt.Sprintf("p%06d", i))
		}
	}
	err := p.store.Update(c.t.Context(), func(tx store.Tx) error {
		for _, id := range ids {
			who := mentoring.Person{ID: id, Name: id, Department: "部", Section: "課", Roles: roles, Active: true}
			at := store.Contact{Account: chat.Account{Platform: "test", Tenant: "town", ID: id}, Person: id, ProvenBy: store.ByRoster, SeenAt: c.clock.Now()}
			if err := errors.Join(store.People.Put(tx, who), store.Contacts.Put(tx, at)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *crowd) act(p *process, event string, what chat.What) {
	c.t.Helper()
	from := chat.Account{Platform: "test", Tenant: "town", ID: "hr"}
	answer, err := p.bot.Handle(c.t.Context(), chat.Event{ID: event, From: from, At: c.clock.Now(), What: what})
	if err != nil || len(answer.Errors) > 0 {
		c.t.Fatalf("%s: %v %v", event, err, answer.Errors)
	}
}

func (c *crowd) view(p *process, fn func(store.Tx) error) {
	c.t.Helper()
	if err := p.store.View(c.t.Context(), fn); err != nil {
		c.t.Fatal(err)
	}
}

// live is one life; done says that it ended because there was nothing more to
// do. The first lives are short: they die while people are put into the outbox.
func (c *crowd) live() (done bool) {
	c.t.Helper()
	writes := 3 + c.dice.IntN(6)
	if c.lives > 12 {
		writes = 20 + c.dice.IntN(100)
	}
	p := c.open(writes)
	finished := make(chan error, 1)
	c.died.Go(func() { finished <- c.work(p) })
	select {
	case err := <-finished:
		if err != nil {
			c.t.Fatal(err)
		}
		done = true
	case <-p.engine.dead:
	}
	if err := p.engine.Engine.Close(); err != nil {
		c.t.Fatal(err)
	}
	if !done {
		c.bury()
	}
	return done
}

// work rings and delivers until everybody was written to.
func (c *crowd) work(p *process) error {
	ctx := context.Background()
	for range 1000 {
		if _, err := p.sched.Tick(ctx, c.clock.Now()); err != nil {
			return err
		}
		if _, _, err := p.courier.Round(ctx, c.clock.Now()); err != nil {
			return err
		}
		over := false
		err := p.store.View(ctx, func(tx store.Tx) error {
			all, err := store.Broadcasts.All(tx, store.Span{})
			over = len(all) == 1 && all[0].Told.Of > 0 && all[0].Told.Over()
			return err
		})
		if err != nil || over {
			return err
		}
		c.clock.Set(c.clock.Now().Add(time.Minute))
	}
	return errors.New("it never ends")
}

// bury notes what the process that died was doing: what it had sent and not
// written down yet. Its leases run out.
func (c *crowd) bury() {
	c.t.Helper()
	p := c.open(0)
	defer func() { _ = p.store.Close() }()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.view(p, func(tx store.Tx) error {
		for d, err := range store.Outbox.Each(tx, store.Span{Prefix: "broadcast/"}) {
			if err != nil {
				return err
			}
			if d.State == store.Leased && c.sends[d.To] > c.known[d.To] {
				c.allowed[d.To]++
			}
			c.known[d.To] = c.sends[d.To]
		}
		return nil
	})
	c.clock.Set(c.clock.Now().Add(2 * delivery.DefaultLease))
}

func (c *crowd) unknown() (n int) {
	for _, k := range c.allowed {
		n += k
	}
	return n
}

// judge wants everybody written to, and nobody once too often.
func (c *crowd) judge(id string) (twice int) {
	c.t.Helper()
	lost, doubled := 0, 0
	for i := range c.size {
		who := fmt.Sprintf("p%06d", i)
		switch n := c.sends[who]; {
		case n == 0:
			lost++
		case n > 1+c.allowed[who]:
			doubled++
		case n > 1:
			twice += n - 1
		}
	}
	if lost > 0 || doubled > 0 || len(c.sends) != c.size {
		c.t.Errorf("lost %d, doubled %d, of %d people %d were written to", lost, doubled, c.size, len(c.sends))
	}
	p := c.open(0)
	defer func() { _ = p.store.Close() }()
	c.view(p, func(tx store.Tx) error {
		b, err := store.Broadcasts.Must(tx, id)
		if err != nil {
			return err
		}
		if want := (store.Tally{Of: c.size + 1, Sent: c.size + 1}); b.Told != want { // HR is one of everybody
			c.t.Errorf("HR was told %+v, want %+v", b.Told, want)
		}
		runs, err := store.BroadcastRuns.All(tx, store.Span{})
		if len(runs) > 0 {
			c.t.Errorf("%d runs are left", len(runs))
		}
		return err
	})
	return twice
}

// mortal is an engine whose process dies after so many writes: before the last
// of them is committed, or behind it. Nobody who asks it then is ever answered,
// until the test is over.
type mortal struct {
	store.Engine
	after bool
	dead  chan struct{}
	gone  chan struct{}

	mu   sync.Mutex
	left int
}

var errDead = errors.New("the process is dead")

func (m *mortal) View(ctx context.Context, fn func(store.Reader) error) error {
	select {
	case <-m.dead:
		<-m.gone
		return errDead
	default:
		return m.Engine.View(ctx, fn)
	}
}

func (m *mortal) Update(ctx context.Context, fn func(store.Writer) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	select {
	case <-m.dead:
		m.mu.Unlock()
		<-m.gone
		m.mu.Lock()
		return errDead
	default:
	}
	m.left--
	if m.left != 0 {
		return m.Engine.Update(ctx, fn)
	}
	err := m.Engine.Update(ctx, func(w store.Writer) error {
		if err := fn(w); err != nil || m.after {
			return err
		}
		return errDead
	})
	close(m.dead)
	m.mu.Unlock()
	<-m.gone
	m.mu.Lock()
	return errors.Join(errDead, err)
}
