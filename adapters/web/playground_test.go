package web

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/bot/chat"
)

func (s *stage) ask(method, path, body, host string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host = host
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, r)
	return rec
}

func TestPlaygroundShowsPeopleAndTime(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	rec := s.ask(http.MethodGet, "/", "", "localhost:8080")
	body := rec.Body.String()
	inert(t, body)
	for _, want := range []string{"7月15日（水） 9:00", `max="364"`, `data-first="2026-04-01"`, `title="山田 さくら（メンティ）"`, `<optgroup label="福祉課">`, ">12月<", ">3月<"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Count(body, "<iframe") != columns || strings.Contains(body, ">4月</span><span>4月") {
		t.Error("wrong columns or months")
	}
	if rec := s.ask(http.MethodGet, "/p/1/", "", "127.0.0.1:1"); !strings.Contains(rec.Body.String(), "佐藤 健一") {
		t.Errorf("got %d", rec.Code)
	}
	if rec := s.ask(http.MethodGet, "/p/9/", "", "127.0.0.1:1"); rec.Code != http.StatusNotFound {
		t.Errorf("got %d", rec.Code)
	}
}

func TestLoopbackOnly(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	for host, want := range map[string]int{
		"localhost": 200, "LOCALHOST:80": 200, "127.0.0.1:8080": 200, "127.8.8.8": 200, "[::1]:80": 200, "[::1]": 200,
		"example.com": 421, "localhost.example.com": 421, "192.168.1.2:80": 421, "": 421, "127.0.0.1.nip.example": 421,
	} {
		if rec := s.ask(http.MethodGet, "/", "", host); rec.Code != want {
			t.Errorf("%q: got %d, want %d", host, rec.Code, want)
		}
	}
}

func TestClockMovesForwardOnly(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		code int
		want string
	}{
		"a day":        {"step=1", 200, "07-16 09:00"},
		"a week":       {"step=7", 200, "07-22 09:00"},
		"a slider day": {"day=122", 200, "08-01 09:00"},
		"back":         {"day=3", 200, "07-15 09:00"},
		"next event":   {"to=next", 200, "07-16 11:00"},
		"too far":      {"day=900", 200, "03-31 18:00"},
		"nonsense":     {"day=x", 400, "07-15 09:00"},
		"nothing":      {"", 400, "07-15 09:00"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			if rec := s.ask(http.MethodPost, "/clock", c.body, "localhost"); rec.Code != c.code {
				t.Errorf("got %d %s", rec.Code, rec.Body)
			}
			s.wait.Wait()
			if got := s.clock.Now().Format("01-02 15:04"); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// slow is a player that waits until it is stopped, or fails.
type slow struct {
	hand
	err error
}

func (s slow) To(ctx context.Context, _ time.Time) error {
	if s.err != nil {
		return s.err
	}
	<-ctx.Done()
	return ctx.Err()
}

func (slow) Next(context.Context) (time.Time, error) { return time.Time{}, nil }

func TestJourneyStopsAndFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		var reported []error
		start := func(p Player) *Playground {
			g, err := NewPlayground(PlaygroundOptions{
				Options: Options{Handler: w.core, Inbox: w.inbox, Live: NewLive(), Now: w.clock.Now, NewID: counter(), Zone: tokyo(t),
					Report: func(err error) { reported = append(reported, err) }},
				People: []Seat{{Account: mentee(), Name: "山田"}}, Player: p,
			})
			if err != nil {
				t.Fatal(err)
			}
			return g
		}
		g := start(slow{hand: hand{w.clock}})
		s := &stage{Playground: g}
		if rec := s.ask(http.MethodPost, "/clock", "to=next", "localhost"); rec.Code != http.StatusConflict {
			t.Errorf("nothing more: got %d", rec.Code)
		}
		s.ask(http.MethodPost, "/clock", "step=1", "localhost")
		if v := g.clock(); !v.Playing {
			t.Error("the journey has not begun")
		}
		s.ask(http.MethodPost, "/clock", "step=7", "localhost") // while another is under way
		s.ask(http.MethodPost, "/stop", "", "localhost")
		synctest.Wait()
		if v := g.clock(); v.Playing || v.Failed {
			t.Errorf("after a stop: %+v", v)
		}
		g.depart(w.clock.Now().Add(time.Hour))
		g.Close() // ends the journey, and there is no other
		g.depart(w.clock.Now().Add(time.Hour))
		if g.clock().Playing {
			t.Error("a journey after the end")
		}

		g = start(slow{hand: hand{w.clock}, err: errors.New("store is away")})
		g.depart(w.clock.Now().Add(time.Hour))
		synctest.Wait()
		if v := g.clock(); v.Playing || !v.Failed || len(reported) != 1 {
			t.Errorf("after a failure: %+v %v", v, reported)
		}
		g.Close()
	})
}

func TestStreamsTellWhatChanged(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	news := listen(t, s.url+"/events")
	own := listen(t, s.url+"/p/1/events")
	if err := s.tell(t.Context(), adaptertest.Colleague(), "m", fixture(t, "plain")); err != nil {
		t.Fatal(err)
	}
	var state struct{ Seats []int }
	if err := json.Unmarshal([]byte(<-news), &state); err != nil || len(state.Seats) != 1 || state.Seats[0] != 1 {
		t.Errorf("got %+v %v", state, err)
	}
	<-own
	s.Close() // streams end, so that a server can stop
	for range news {
	}
}

// listen returns the data of the stream's events, closed with the stream. It
// returns once the stream is open.
func listen(t *testing.T, url string) <-chan string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	lines := bufio.NewScanner(answer.Body)
	lines.Scan() // the hello
	out := make(chan string, 100)
	go func() {
		defer close(out)
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				out <- data
			}
		}
	}()
	return out
}

func TestSenderIsRepeatable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := &Sender{Inbox: w.inbox, Live: w.live, Now: w.clock.Now}
	d := chat.Dispatch{ID: "d1", To: chat.Address{Account: mentee()}, Message: fixture(t, "actions")}
	first, err := s.Send(t.Context(), d)
	again, err2 := s.Send(t.Context(), d)
	if err != nil || err2 != nil || first != again {
		t.Fatalf("got %v %v %v %v", first, again, err, err2)
	}
	edit := chat.Dispatch{ID: "d2", To: d.To, Replace: first.Ref, Message: fixture(t, "plain")}
	if done, err := s.Send(t.Context(), edit); err != nil || done != first {
		t.Errorf("got %v %v", done, err)
	}
	lines, _ := w.inbox.Lines(t.Context(), mentee(), 10)
	if len(lines) != 1 || len(lines[0].Message.Actions) != 0 {
		t.Errorf("got %+v", lines)
	}
	edit.ID, edit.Replace = "d3", "gone"
	if _, err := s.Send(t.Context(), edit); !errors.Is(err, chat.ErrGone) {
		t.Errorf("got %v", err)
	}
}
