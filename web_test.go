package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// pipes is a listener without a network, on which time is the test's.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), done: make(chan struct{})} }

// Accept waits for the next one.
func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

// Close ends it.
func (p *pipes) Close() error {
	close(p.done)
	return nil
}

// Addr is nowhere.
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

func (p *pipes) dial() net.Conn {
	here, there := net.Pipe()
	p.conns <- there
	return here
}

// TestSlowClients has clients that say half of what they came to say and then
// nothing more, or that never read: each is let go after the time it has.
func TestSlowClients(t *testing.T) {
	for name, tt := range map[string]struct {
		say  string
		want time.Duration
	}{
		"half a header":     {"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", 5 * time.Second},
		"nothing":           {"", 5 * time.Second},
		"half a body":       {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf", 30 * time.Second},
		"nothing more":      {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", 2 * time.Minute},
		"an endless header": {"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + strings.Repeat("a", 80<<10), 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPipes()
				ctx, stop := context.WithCancel(t.Context())
				done := make(chan error, 1)
				echo := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					_, _ = io.Copy(io.Discard, r.Body)
					_, _ = w.Write([]byte("ok"))
				})
				go func() { done <- listen(p, echo)(ctx) }()
				c, began := p.dial(), time.Now()
				go func() { _, _ = c.Write([]byte(tt.say)) }()
				_, _ = io.Copy(io.Discard, bufio.NewReader(c))
				if got := time.Since(began); got > tt.want+time.Second || got < tt.want {
					t.Errorf("let go after %s, want %s", got, tt.want)
				}
				_ = c.Close()
				stop()
				if err := <-done; err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// surfer is somebody's browser without scripts.
type surfer struct {
	t    *testing.T
	url  string
	http *http.Client
}

func newSurfer(t *testing.T, l *loft) *surfer {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &surfer{t: t, url: l.url, http: &http.Client{Jar: jar, Timeout: patience, Transport: &http.Transport{DisableKeepAlives: true}}}
}

func (s *surfer) read(resp *http.Response, err error) (int, string) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp.StatusCode, string(raw)
}

func (s *surfer) get(path string) (int, string) {
	s.t.Helper()
	return s.read(s.http.Get(s.url + path))
}

func (s *surfer) post(path string, v url.Values) (int, string) {
	s.t.Helper()
	return s.read(s.http.PostForm(s.url+path, v))
}

// comesIn enters by a code.
func (s *surfer) comesIn(who, code string) {
	s.t.Helper()
	if status, text := s.post("/code", url.Values{"who": {who}, "code": {code}}); status != http.StatusOK || !strings.Contains(text, "signout") {
		s.t.Fatalf("%s is not let in: %d %s", who, status, text)
	}
}

// press presses a button that a page shows, by its label.
func (s *surfer) press(page, label string) (int, string) {
	s.t.Helper()
	_, text := s.get(page)
	m := regexp.MustCompile(`name="token" value="([^"]+)"[^>]*>` + regexp.QuoteMeta(label) + `</button>`).FindStringSubmatch(text)
	if m == nil {
		s.t.Fatalf("%s has no button %q:\n%s", page, label, text)
	}
	return s.post("/act", url.Values{"token": {m[1]}})
}

// TestStaffWithoutChat is the whole way of somebody to whom the bot cannot
// write: HR prints a code, they come in, find what waited for them, and do
// everything there. Who leaves the roster is out at once.
func TestStaffWithoutChat(t *testing.T) {
	t.Parallel()
	dir := webData(t)
	l, bird := openWeb(t, dir)
	hr, mentee := newSurfer(t, l), newSurfer(t, l)
	hr.post("/signin", url.Values{"who": {hrNumber}})
	hr.comesIn(hrNumber, codeFor(t, bird, hrNumber))
	status, text := hr.post("/slips", url.Values{"person": {quietNumber}})
	code := regexp.MustCompile(`<code>([^<]+)</code>`).FindStringSubmatch(text)
	if status != http.StatusOK || code == nil {
		t.Fatalf("no slip: %d %s", status, text)
	}
	mentee.comesIn(quietNumber, code[1])
	eventually(t, "the welcome and the notice", func() bool {
		_, text := mentee.get("/chat")
		return strings.Contains(text, "模木 葵さん、こんにちは") && strings.Contains(text, "印刷されたコードで入りました")
	})
	if _, text := mentee.get("/home"); !strings.Contains(text, "模木 葵さんのホーム") {
		t.Errorf("no home: %s", text)
	}
	if status, text := mentee.press("/home", "相談したい"); status != http.StatusOK || !strings.Contains(text, "ハラスメント相談窓口") {
		t.Errorf("a button of the home: %d %s", status, text)
	}
	if status, _ := mentee.get("/slips"); status != http.StatusForbidden {
		t.Errorf("HR's page: %d", status)
	}
	if log := l.log.String(); strings.Contains(log, code[1]) || strings.Contains(log, "模木") {
		t.Errorf("the log says too much:\n%s", log)
	}

	var body bytes.Buffer
	form := newForm(t, &body, "職員番号,氏名,部,課,職位,在籍\n"+quietNumber+",模木 葵,市民部,市民課,主事,退職\n")
	if _, text := hr.read(hr.http.Post(hr.url+"/roster", form, &body)); !strings.Contains(text, "模木 葵") {
		t.Fatalf("no preview: %s", text)
	} else if _, text := hr.post("/roster-import", url.Values{"mark": {between(text, `name="mark" value="`, `"`)}}); !strings.Contains(text, "取り込みました") {
		t.Fatalf("not imported: %s", text)
	}
	if status, text := mentee.get("/"); !strings.Contains(text, "コードを送る") {
		t.Errorf("who has left stays in: %d", status)
	}
}

// TestAnsweredWhereAsked presses a button on the web though the bot could write
// to a chat: the answer comes to the web.
func TestAnsweredWhereAsked(t *testing.T) {
	t.Parallel()
	l, bird := openWeb(t, webData(t))
	hr := newSurfer(t, l)
	hr.post("/signin", url.Values{"who": {hrNumber}})
	hr.comesIn(hrNumber, codeFor(t, bird, hrNumber))
	hr.press("/home", "ヘルプ")
	eventually(t, "the answer on the web", func() bool {
		_, text := hr.get("/chat")
		return strings.Contains(text, "<h2>ヘルプ</h2>")
	})
	l.say(hrNumber, "ヘルプ")
	if d := next(t, bird, hrNumber); d.To.Account.Platform != "pigeon" {
		t.Errorf("a question in the chat is answered at %s", d.To.Account)
	}
}

func between(text, before, after string) string {
	_, rest, _ := strings.Cut(text, before)
	out, _, _ := strings.Cut(rest, after)
	return out
}

// newForm writes a form with a roster into the body and returns its type.
func newForm(t *testing.T, body *bytes.Buffer, roster string) string {
	t.Helper()
	body.WriteString("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"roster.csv\"\r\n\r\n" + roster + "\r\n--b--\r\n")
	return "multipart/form-data; boundary=b"
}

// TestVisits keeps sessions as scs wants them, and none comes back that was
// ended.
func TestVisits(t *testing.T) {
	t.Parallel()
	inData(t, t.TempDir(), func(h *house) error {
		ctx := t.Context()
		s := &storeVisits{store: h.Store, clock: clock.System{}}
		end := time.Now().Add(time.Hour)
		_, before, errFind := s.Find("a")
		errCommit := s.Commit("a", []byte("one"), end)
		data, found, errAgain := s.FindCtx(ctx, "a")
		if before || !found || string(data) != "one" {
			t.Errorf("found %q %v, before %v", data, found, before)
		}
		errOld := s.Commit("old", []byte("x"), time.Now().Add(-time.Second))
		if _, found, _ := s.Find("old"); found {
			t.Error("one that is over is found")
		}
		errDelete := s.Delete("a")
		errLate := s.Commit("a", []byte("late"), end)
		if _, found, _ := s.Find("a"); found {
			t.Error("a late commit brings an ended session back")
		}
		errPrune := h.Store.Update(ctx, func(tx store.Tx) error {
			n, err := store.PruneDoors(tx, time.Now().Add(2*time.Hour), 10)
			if n != 2 {
				t.Errorf("%d are forgotten, want 2", n)
			}
			return err
		})
		return errors.Join(errFind, errCommit, errAgain, errOld, errDelete, errLate, errPrune)
	})
}

// TestDraftsAreTheirOwners keeps a draft where the core finds it, sealed for
// whoever wrote it.
func TestDraftsAreTheirOwners(t *testing.T) {
	t.Parallel()
	inData(t, t.TempDir(), func(h *house) error {
		ctx, account := t.Context(), store.WebAccount("7")
		d := &storeDrafts{store: h.Store, clock: clock.System{}}
		words := chat.Values{"line": {private.New("", "よく話せた")}}
		errStranger := d.Keep(ctx, account, "reflect", "m1", words)
		held, errHeld := d.Held(ctx, account, "reflect", "m1")
		if held {
			t.Error("a stranger has a draft")
		}
		errLink := h.Store.Update(ctx, func(tx store.Tx) error {
			return errors.Join(store.People.Put(tx, mentoring.Person{ID: "7", Active: true}),
				store.Contacts.Put(tx, store.Contact{Account: account, Person: "7", Visited: true}))
		})
		errKeep := d.Keep(ctx, account, "reflect", "m1", words)
		held, errAgain := d.Held(ctx, account, "reflect", "m1")
		if !held {
			t.Error("the draft is not held")
		}
		errView := h.Store.View(ctx, func(tx store.Tx) error {
			draft, err := store.Drafts.Must(tx, store.Join("7", "reflect", "m1"))
			if owner := draft.Values["line"][0].Owner(); owner != "7" {
				t.Errorf("it belongs to %q", owner)
			}
			return err
		})
		errEmpty := d.Keep(ctx, account, "reflect", "m1", chat.Values{})
		if held, _ := d.Held(ctx, account, "reflect", "m1"); held {
			t.Error("an empty draft is held")
		}
		return errors.Join(errStranger, errHeld, errLink, errKeep, errAgain, errView, errEmpty)
	})
}

// TestFilesAreNotKept posts a message with a file: the store has its name
// alone, and the file is made again for whoever may have it.
func TestFilesAreNotKept(t *testing.T) {
	t.Parallel()
	inData(t, t.TempDir(), func(h *house) error {
		ctx, account := t.Context(), store.WebAccount("7")
		inbox := &storeInbox{store: h.Store, bot: h.Bot}
		m, err := chat.NewMessage("予定", []chat.Block{chat.Line("x"), chat.File{Name: "a.ics", Type: "text/calendar", Data: []byte("BEGIN")}})
		if err != nil {
			return err
		}
		ref, err := inbox.Post(ctx, account, "k", m, "", time.Now())
		if err != nil {
			return err
		}
		if f, ok := m.Body[1].(chat.File); !ok || len(f.Data) == 0 {
			t.Error("the message itself lost its file")
		}
		lines, err := inbox.Lines(ctx, account, 10)
		if err != nil || len(lines) != 1 {
			t.Fatal(lines, err)
		}
		if f, ok := lines[0].Message.Body[1].(chat.File); !ok || f.Name != "a.ics" || len(f.Data) > 0 {
			t.Errorf("kept %+v", lines[0].Message.Body[1])
		}
		_, ok, err := inbox.File(ctx, account, string(ref), 1)
		if ok {
			t.Error("a file comes out of nothing")
		}
		return err
	})
}
