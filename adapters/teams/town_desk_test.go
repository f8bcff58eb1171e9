package teams_test

import (
	"context"
	"crypto/sha256"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tsukiichi/adapters/teams/teamstown"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/roster"
)

// april is when most of the tests' houses open.
func april(hour, minute int) time.Time {
	return time.Date(2026, 4, 1, hour, minute, 0, 0, time.FixedZone("JST", 9*3600))
}

// The people of a pair, and who named the mentor.
const (
	head, mentor, mentee = "20101", "20103", "20104"
)

// paired opens a house with one pair: 模木 and her mentor 雛形.
func paired(t testing.TB) *stage {
	t.Helper()
	return pair(t, openStage(t, april(9, 0), roster.Sample()))
}

// pair plays the nomination.
func pair(t testing.TB, s bottest.Stage) *stage {
	t.Helper()
	for _, err := range []error{
		s.Press(head, "模木 葵さんのメンターを選ぶ"),
		s.Submit(head, map[string][]string{"mentor": {"雛形 誠"}}),
		s.Submit(head, map[string][]string{"spoken": {"yes"}}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	out, _ := s.(*stage)
	return out
}

// state is a sum over everything that an effect would change: the data file,
// and the calls of the connector and for its token.
func (s *stage) state(t testing.TB) (file [32]byte, calls int) {
	t.Helper()
	s.adapter.Wait()
	raw, err := os.ReadFile(filepath.Join(s.Dir, "town.db"))
	if err != nil {
		t.Fatal(err)
	}
	return sha256.Sum256(raw), s.town.Calls("") - s.town.Calls("keys") - s.town.Calls("metadata")
}

// real is one genuine delivery of each kind, each with an effect but those that
// open something.
func (s *stage) real(t testing.TB) map[string]*teamstown.Delivery {
	t.Helper()
	younger, elder, newcomer := member(mentee), member(mentor), member("20201")
	out := map[string]*teamstown.Delivery{}
	take := func(err error, names ...string) {
		t.Helper()
		held := s.town.Held()
		if err != nil || len(held) != len(names) {
			t.Fatalf("%v: %v, %d deliveries", names, err, len(held))
		}
		for i, n := range names {
			out[n] = held[i]
		}
		s.town.Hold()
	}
	if err := s.Press(mentor, "日時を選んで送る"); err != nil {
		t.Fatal(err)
	}
	s.town.Hold()
	take(s.town.Say(younger, "メニュー"), "message")
	take(s.town.Press(younger, "日程をお願いする"), "adaptiveCard/action")
	take(s.town.Press(member(head), "見田 芽衣さんのメンターを選ぶ"), "task/fetch")
	take(s.town.Submit(elder, map[string][]string{"date": {"2026-04-07"}, "time": {"10:00"}}), "task/submit")
	take(s.town.Add(newcomer), "installationUpdate", "conversationUpdate")
	s.town.Edit(elder, func(p *teamstown.Person) { p.Old = true })
	take(s.town.Press(elder, "この3つを送る", teamstown.InMessages), "message with value")
	s.town.Edit(elder, func(p *teamstown.Person) { p.Old = false })
	s.town.Held()
	return out
}

// opensOnly reports whether the delivery reads and writes nothing.
func opensOnly(kind string) bool { return kind == "task/fetch" }

// knock sends a request and returns its status.
func (s *stage) knock(t testing.TB, r *http.Request) int {
	t.Helper()
	status, _, err := ask(http.DefaultClient, r.WithContext(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	return status
}

func ask(client *http.Client, r *http.Request) (status int, body []byte, err error) {
	resp, err := client.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err = io.ReadAll(resp.Body)
	return resp.StatusCode, body, err
}

// again is the same request once more.
func again(r *http.Request) *http.Request {
	out := r.Clone(context.Background())
	out.Body, _ = r.GetBody()
	return out
}
