package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/goleak"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/bot/roster"
	"tsukiichi/scheduler/delivery"
	"tsukiichi/store"
)

// patience is how long a test waits for something that takes milliseconds.
const patience = time.Minute

// pigeon is an adapter for tests: what it sends is recorded, and whoever posts
// words to /pigeon has said them.
type pigeon struct {
	sent    chan chat.Dispatch
	handler chat.Handler
	hold    func(context.Context, chat.Dispatch) // before it sends; may be nil
}

func newPigeon() *pigeon { return &pigeon{sent: make(chan chat.Dispatch, 100)} }

// Send records a message.
func (p *pigeon) Send(ctx context.Context, d chat.Dispatch) (chat.Sent, error) {
	if p.hold != nil {
		p.hold(ctx, d)
	}
	p.sent <- d
	return chat.Sent{Ref: chat.Ref("ref-" + d.ID)}, nil
}

// ServeHTTP takes {"from": …, "said": …} for an event.
func (p *pigeon) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body struct{ From, Said string }
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		http.Error(w, "not an event", http.StatusBadRequest)
		return
	}
	_, err := p.handler.Handle(r.Context(), chat.Event{
		ID: body.Said + "/" + body.From, At: clock.System{}.Now(), Route: "perch",
		From: chat.Account{Platform: "pigeon", Tenant: "loft", ID: body.From},
		What: chat.Said{Text: private.New("", body.Said)},
	})
	if err != nil {
		http.Error(w, "not handled", http.StatusInternalServerError)
	}
}

func (p *pigeon) adapter() adapter {
	return adapter{
		platform: "pigeon", sender: p, pace: delivery.Pace{Every: time.Millisecond, Burst: 10},
		open: func(h *house) (map[string]http.Handler, error) {
			p.handler = h.Bot
			return map[string]http.Handler{"POST /pigeon": p}, nil
		},
		run: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
	}
}

// loft is a running serve.
type loft struct {
	t    *testing.T
	url  string
	stop context.CancelFunc
	done chan error
	log  *logbook
}

// logbook keeps what is written, for concurrent use.
type logbook struct {
	mu   sync.Mutex
	said bytes.Buffer
}

// Write keeps a line.
func (b *logbook) Write(line []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.said.Write(line)
}

// String is everything so far.
func (b *logbook) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.said.String()
}

func testSettings(dir string) settings {
	return settings{dataFlag: dataFlag{Data: dir}, Locale: "ja", Timezone: "Asia/Tokyo"}
}

func open(t *testing.T, s settings, p *pigeon) *loft {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	out := &loft{t: t, url: "http://" + l.Addr().String(), stop: stop, done: make(chan error, 1), log: &logbook{}}
	log := zerolog.New(out.log)
	go func() { out.done <- serve(ctx, s, []adapter{p.adapter()}, l, log) }()
	t.Cleanup(stop)
	return out
}

// get reads a page; "" while nobody listens.
func (l *loft) get(path string) string {
	c := http.Client{Timeout: patience, Transport: &http.Transport{DisableKeepAlives: true}}
	page, err := c.Get(l.url + path)
	if err != nil {
		return ""
	}
	defer func() { _ = page.Body.Close() }()
	body, err := io.ReadAll(page.Body)
	if err != nil {
		l.t.Error(err)
	}
	return strings.TrimSpace(page.Status + " " + string(body))
}

func (l *loft) say(from, words string) {
	l.t.Helper()
	body, _ := json.Marshal(map[string]string{"from": from, "said": words})
	c := http.Client{Timeout: patience, Transport: &http.Transport{DisableKeepAlives: true}}
	page, err := c.Post(l.url+"/pigeon", "application/json", bytes.NewReader(body))
	if err != nil {
		l.t.Fatal(err)
	}
	defer func() { _ = page.Body.Close() }()
	if page.StatusCode != http.StatusOK {
		l.t.Fatalf("the event: %s", page.Status)
	}
}

// end stops it and says how it ended.
func (l *loft) end() error {
	l.t.Helper()
	l.stop()
	return l.wait()
}

func (l *loft) wait() error {
	l.t.Helper()
	select {
	case err := <-l.done:
		return err
	case <-time.After(patience):
		l.t.Fatal("serve does not stop")
		return nil
	}
}

// eventually looks until it holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	deadline := time.After(patience)
	for !holds() {
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatal("in vain: " + what)
		}
	}
}

// prepared is a directory with the sample roster, and with a look at a mentee
// that was due long ago.
func prepared(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	inData(t, dir, func(h *house) error {
		prog, err := mentoring.LoadPreset("aomori", mentoring.DateOf(clock.System{}.Now()).FiscalYear())
		if err != nil {
			return err
		}
		_, started := h.Bot.StartProgramme(t.Context(), prog)
		_, imported := h.Bot.ImportRoster(t.Context(), "operator", roster.Sample(), nil)
		return errors.Join(started, imported, h.Store.Update(t.Context(), func(tx store.Tx) error {
			return store.Schedule(tx, store.DueNominee, "20104", longAgo)
		}))
	})
	return dir
}

var longAgo = time.Date(2020, time.April, 1, 0, 0, 0, 0, time.UTC)

// inData opens the data of a directory that nobody serves.
func inData(t *testing.T, dir string, do func(*house) error) {
	t.Helper()
	h, err := openHouse(t.Context(), houseOptions{
		Path: filepath.Join(dir, dataFile), Clock: clock.System{}, Log: zerolog.Nop(),
		Accounts: func(p mentoring.Person) []chat.Account {
			return []chat.Account{{Platform: "pigeon", Tenant: "loft", ID: p.ID}}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(do(h), h.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestServe starts everything with an adapter, has an event answered and the
// agenda looked at, and stops it: nothing is left behind but the data. It is
// not parallel, so that what it leaves running is its own.
func TestServe(t *testing.T) {
	before := goleak.IgnoreCurrent()
	dir, bird := prepared(t), newPigeon()
	l := open(t, testSettings(dir), bird)
	eventually(t, "health", func() bool { return l.get("/healthz") == "200 OK ok" })
	eventually(t, "readiness", func() bool { return l.get("/readyz") == "200 OK ready" })
	if got := l.get("/pigeon"); !strings.HasPrefix(got, "405") {
		t.Errorf("a page that only takes events: %s", got)
	}
	if got := l.get("/"); !strings.HasPrefix(got, "404") {
		t.Errorf("a page that nobody made: %s", got)
	}

	l.say("20104", "ヘルプ")
	reply := next(t, bird, "20104")
	if reply.To.Route != "perch" || reply.Message.Title == "" {
		t.Errorf("the reply goes to %q with title %q", reply.To.Route, reply.Message.Title)
	}
	l.say("stranger", "こんにちは")
	next(t, bird, "stranger")
	eventually(t, "a tick", func() bool { return strings.Contains(l.log.String(), `"message":"tick"`) })

	if err := l.end(); err != nil {
		t.Errorf("serve ended with %v", err)
	}
	if got := l.get("/healthz"); got != "" {
		t.Errorf("after the end somebody still listens: %s", got)
	}
	if log := l.log.String(); strings.Contains(log, "ヘルプ") || strings.Contains(log, "こんにちは") {
		t.Errorf("the log holds somebody's words:\n%s", log)
	}
	inData(t, dir, func(h *house) error {
		return h.Store.View(t.Context(), func(tx store.Tx) error {
			d, ok, err := store.Agenda.Get(tx, store.Join(store.DueNominee, "20104"))
			if ok && d.At.Equal(longAgo) {
				t.Error("the first tick did not look at what was due before the start")
			}
			return err
		})
	})
	goleak.VerifyNone(t, before)
}

// next is the next message that reaches the account.
func next(t *testing.T, p *pigeon, id string) chat.Dispatch {
	t.Helper()
	deadline := time.After(patience)
	for {
		select {
		case d := <-p.sent:
			if d.To.Account.ID == id {
				return d
			}
		case <-deadline:
			t.Fatalf("nothing reaches %s", id)
		}
	}
}

// TestServeDoesNotStart gives it what it cannot work with: it says so at once
// and leaves nothing behind.
func TestServeDoesNotStart(t *testing.T) {
	t.Parallel()
	t.Run("data in use", func(t *testing.T) {
		t.Parallel()
		dir := prepared(t)
		inData(t, dir, func(*house) error {
			l := open(t, testSettings(dir), newPigeon())
			if err := l.wait(); !errors.Is(err, store.ErrInUse) {
				t.Errorf("got %v, want ErrInUse", err)
			}
			if got := l.get("/healthz"); got != "" {
				t.Errorf("somebody listens: %s", got)
			}
			return nil
		})
	})
	t.Run("an adapter that cannot open", func(t *testing.T) {
		t.Parallel()
		s := testSettings(t.TempDir())
		want := errors.New("no perch")
		a := newPigeon().adapter()
		a.open = func(*house) (map[string]http.Handler, error) { return nil, want }
		serveOnce(t, s, a, want)
		inData(t, s.Data, func(*house) error { return nil })
	})
	t.Run("an adapter that fails later", func(t *testing.T) {
		t.Parallel()
		s := testSettings(t.TempDir())
		want := errors.New("fell off the perch")
		a := newPigeon().adapter()
		a.run = func(context.Context) error { return want }
		serveOnce(t, s, a, want)
		inData(t, s.Data, func(*house) error { return nil })
	})
	t.Run("closures that are no days", func(t *testing.T) {
		t.Parallel()
		s := testSettings(t.TempDir())
		s.Closures = []string{"summer"}
		l := open(t, s, newPigeon())
		if err := l.wait(); err == nil {
			t.Error("it started")
		}
	})
}

func serveOnce(t *testing.T, s settings, a adapter, want error) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- serve(t.Context(), s, []adapter{a}, l, zerolog.Nop()) }()
	select {
	case err := <-done:
		if !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	case <-time.After(patience):
		t.Fatal("serve does not stop")
	}
}
