package slack_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tsukiichi/adapters/slack/slacktown"
	"tsukiichi/bot/roster"
)

// april is when most of the tests' houses open.
func april(hour, minute int) time.Time {
	return time.Date(2026, 4, 1, hour, minute, 0, 0, time.FixedZone("JST", 9*3600))
}

// paired opens a house with one pair: 模木 and her mentor 雛形.
func paired(t testing.TB, socket bool) *stage {
	t.Helper()
	return pair(t, openStage(t, april(9, 0), roster.Sample(), socket))
}

// pair plays the nomination.
func pair(t testing.TB, s *stage) *stage {
	t.Helper()
	head := "20101"
	for _, err := range []error{
		s.Press(head, "模木 葵さんのメンターを選ぶ"),
		s.Submit(head, map[string][]string{"mentor": {"雛形 誠"}}),
		s.Submit(head, map[string][]string{"spoken": {"yes"}}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// state is a sum over everything that an effect would change: the data file
// and the calls of the API.
func (s *stage) state(t testing.TB) (file [32]byte, calls int) {
	t.Helper()
	s.adapter.Wait()
	raw, err := os.ReadFile(filepath.Join(s.Dir, "town.db"))
	if err != nil {
		t.Fatal(err)
	}
	return sha256.Sum256(raw), s.town.Calls("")
}

// real is one genuine delivery of each kind, each with an effect.
func (s *stage) real(t testing.TB) map[string]*slacktown.Delivery {
	t.Helper()
	mentee, mentor := member("20104"), member("20103")
	out := map[string]*slacktown.Delivery{}
	take := func(name string, err error) {
		t.Helper()
		held := s.town.Held()
		if err != nil || len(held) != 1 {
			t.Fatalf("%s: %v, %d deliveries", name, err, len(held))
		}
		out[name] = held[0]
		s.town.Hold()
	}
	if err := s.Press("20103", "日時を選んで送る"); err != nil {
		t.Fatal(err)
	}
	s.town.Hold()
	take("message", s.town.Say(mentee, "メニュー"))
	take("home", s.town.OpenHome(mentee))
	take("press", s.town.Press(mentee, "日程をお願いする"))
	take("submission", s.town.Submit(mentor, map[string][]string{"date": {"2026-04-07"}, "time": {"10:00"}}))
	take("command", s.town.Command(mentee, "/1on1 help"))
	s.town.Held()
	return out
}

// knock sends a request and returns its status.
func (s *stage) knock(t testing.TB, r *http.Request) int {
	t.Helper()
	resp, err := http.DefaultClient.Do(r.WithContext(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	_, _ = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode
}

// TestForged sends a corpus of forged, stale, malformed and misdirected
// requests, made from one genuine delivery of each kind: none is accepted and
// none has an effect. Then the genuine ones come and are accepted.
func TestForged(t *testing.T) {
	t.Parallel()
	s := paired(t, false)
	base := s.real(t)
	file, calls := s.state(t)
	forged, garbage := 0, 0
	for kind, d := range base {
		for name, r := range forgeries(s, d) {
			forged++
			if got := s.knock(t, r); got/100 != 4 || name == "oversized" && got != http.StatusRequestEntityTooLarge {
				t.Errorf("%s, %s: status %d, want 4xx", kind, name, got)
			}
		}
	}
	for name, r := range malformed(s, base) {
		garbage++
		if got := s.knock(t, r); got/100 == 5 {
			t.Errorf("signed but %s: status %d", name, got)
		}
	}
	if f, c := s.state(t); f != file || c != calls {
		t.Errorf("a forged request had an effect: file changed %v, %d calls of the API", f != file, c-calls)
	}
	accepted := 0
	for kind, d := range base {
		before, _ := s.state(t)
		if got := s.knock(t, s.town.Request(d)); got != http.StatusOK {
			t.Errorf("genuine %s: status %d", kind, got)
			continue
		}
		accepted++
		if after, _ := s.state(t); after == before && kind != "home" {
			t.Errorf("genuine %s: no effect", kind)
		}
	}
	stale := s.replays(t, base)
	t.Logf("%d forged or stale requests: 0 accepted, 0 effects; %d signed but malformed: 0 effects; %d of %d genuine accepted",
		forged+stale, garbage, accepted, len(base))
	if forged+stale < 200 {
		t.Errorf("the corpus has %d requests, want 200", forged+stale)
	}
}

// replays delivers requests that were genuine once, after their window.
func (s *stage) replays(t *testing.T, base map[string]*slacktown.Delivery) (n int) {
	t.Helper()
	var captured []*http.Request
	for _, d := range base {
		captured = append(captured, s.town.Request(d))
	}
	for _, later := range []time.Duration{301 * time.Second, time.Hour, 24 * time.Hour} {
		s.Clock.Set(april(9, 0).Add(later))
		before, calls := s.state(t)
		for _, r := range captured {
			n++
			if got := s.knock(t, again(r)); got != http.StatusUnauthorized {
				t.Errorf("a replay after %s: status %d", later, got)
			}
		}
		if after, c := s.state(t); after != before || c != calls {
			t.Errorf("a replay after %s had an effect", later)
		}
	}
	return n
}

// again is the same request once more.
func again(r *http.Request) *http.Request {
	out := r.Clone(context.Background())
	out.Body, _ = r.GetBody()
	return out
}

// with is the genuine request with another body and headers.
func with(r *http.Request, body []byte, header map[string]string) *http.Request {
	out := r.Clone(context.Background())
	out.Body, out.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	out.GetBody = nil
	for k, v := range header {
		out.Header.Del(k)
		if v != "" {
			out.Header.Set(k, v)
		}
	}
	return out
}

const (
	signature = "X-Slack-Signature"
	timestamp = "X-Slack-Request-Timestamp"
)

// forgeries are requests that Slack did not send, or not now.
func forgeries(s *stage, d *slacktown.Delivery) map[string]*http.Request {
	body, _ := d.Body()
	good := s.town.Request(d)
	sig, now := good.Header.Get(signature), s.Now()
	out := map[string]*http.Request{}
	for name, bad := range badSignatures(s, body, sig, now) {
		out["signature "+name] = with(good, body, map[string]string{signature: bad})
	}
	for name, bad := range badStamps(now) {
		_, signed := signText(s.town.SigningSecret, bad, body)
		out["stamp "+name] = with(good, body, map[string]string{timestamp: bad, signature: signed})
		out["stamp only "+name] = with(good, body, map[string]string{timestamp: bad})
	}
	for name, other := range map[string][]byte{
		"truncated": body[:len(body)-1], "half": body[:len(body)/2], "empty": {}, "longer": append(bytes.Clone(body), ' '),
		"changed": bytes.Replace(body, []byte("T0TOWN"), []byte("T0TOWM"), 1), "twice": append(bytes.Clone(body), body...),
		"zeros": make([]byte, len(body)), "other case": bytes.ToUpper(body),
	} {
		out["body "+name] = with(good, other, nil)
	}
	for _, m := range []string{"GET", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE"} {
		r := with(good, body, map[string]string{"X-HTTP-Method-Override": "POST"})
		r.Method = m
		out["method "+m] = r
	}
	tricks := with(good, body, map[string]string{signature: ""})
	tricks.Header["X-Slack-Signature"] = []string{"v0=" + strings.Repeat("0", 64), sig}
	out["two signatures, the first bad"] = tricks
	hub := with(good, body, map[string]string{signature: "", "X-Hub-Signature-256": sig, "X-Slack-Signature-V0": sig})
	out["signature under another name"] = hub
	retry := with(good, body, map[string]string{signature: "", "X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"})
	out["unsigned retry"] = retry
	local := with(good, body, map[string]string{signature: "", "X-Forwarded-For": "127.0.0.1", "Authorization": "Bearer " + s.town.BotToken})
	out["unsigned, with the bot's token"] = local
	huge := append(bytes.Clone(body), bytes.Repeat([]byte(" "), 2<<20)...)
	ts, signed := s.town.Sign(now, huge)
	out["oversized"] = with(good, huge, map[string]string{timestamp: ts, signature: signed})
	return out
}
