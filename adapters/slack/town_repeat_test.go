package slack_test

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tsukiichi/adapters/slack/slacktown"
	"tsukiichi/adapters/townhall"
)

// copies is how often each delivery arrives.
const copies = 4

// acts keeps what several people do at the same time undelivered: lines, a
// home, presses that write and presses that open, a submission, a command.
func acts(t *testing.T, s *stage) []*slacktown.Delivery {
	t.Helper()
	if err := s.Press("20103", "日時を選んで送る"); err != nil {
		t.Fatal(err)
	}
	mentee, mentor := member("20104"), member("20103")
	s.town.Hold()
	err := errors.Join(
		s.town.Say(mentee, "メニュー"), s.town.Say(mentor, "ヘルプ"), s.town.Say(member("x1"), "こんにちは"),
		s.town.OpenHome(mentee), s.town.OpenHome(mentor), s.town.OpenMessages(member("20101")),
		s.town.Press(mentee, "日程をお願いする"), s.town.Press(member("20101"), "見田 芽衣さんのメンターを選ぶ"),
		s.town.Submit(mentor, map[string][]string{"date": {"2026-04-07"}, "time": {"10:00"}}),
		s.town.Command(mentee, "/1on1 メニュー"), s.town.Command(mentor, "/1on1"),
	)
	if err != nil {
		t.Fatal(err)
	}
	return s.town.Held()
}

// opened is when a dialog was made, which its ids carry.
var opened = regexp.MustCompile(`~[0-9a-z]{8,}|\\"t\\":\d+`)

// TestRepeats delivers everything four times, mixed up and at the same time:
// each has one effect, and every copy gets the same answer. Later copies come
// at once, after a minute and some minutes later, across a restart too.
func TestRepeats(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"at once", "as Slack repeats", "after a restart"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			once, all := paired(t, false), paired(t, false)
			for _, d := range acts(t, once) {
				if _, err := once.town.Deliver(d); err != nil {
					t.Fatal(err)
				}
			}
			if err := once.after(nil); err != nil {
				t.Fatal(err)
			}
			ds := acts(t, all)
			deliver(t, all, ds, how)
			if err := all.after(nil); err != nil {
				t.Fatal(err)
			}
			got, want := all.chats(), once.chats()
			for who, texts := range want {
				if strings.Join(got[who], "\n--\n") != strings.Join(texts, "\n--\n") {
					t.Errorf("%s (-want +got):\n%s", who, cmp.Diff(texts, got[who]))
				}
			}
			t.Logf("%d deliveries, each %d times, %s", len(ds), copies, how)
		})
	}
}

// deliver delivers each delivery four times and holds the answers together.
func deliver(t *testing.T, s *stage, ds []*slacktown.Delivery, how string) {
	t.Helper()
	var mu sync.Mutex
	answers := make([]map[string]int, len(ds))
	first := make([]*http.Request, len(ds))
	for i, d := range ds {
		first[i] = s.town.Request(d)
	}
	hand := func(i, n int) {
		d := *ds[i]
		var a townhall.Answered
		var err error
		if d.Retry, d.Reason = n, "http_timeout"; d.Kind == "events_api" {
			a, err = s.town.Deliver(&d) // signed anew, as Slack does
		} else {
			a, err = s.town.Send(again(first[i])) // Slack repeats none: played again by somebody
		}
		if err != nil {
			t.Errorf("copy %d: %v", n, err)
		}
		mu.Lock()
		defer mu.Unlock()
		if answers[i] == nil {
			answers[i] = map[string]int{}
		}
		answers[i][opened.ReplaceAllString(string(a.Body), "")]++
	}
	order := rand.New(rand.NewPCG(7, 7)).Perm(len(ds) * copies)
	if how == "at once" {
		var wg sync.WaitGroup
		for _, k := range order {
			wg.Go(func() { hand(k%len(ds), k/len(ds)) })
		}
		wg.Wait()
	} else {
		for n, wait := range []time.Duration{0, 0, time.Minute, 3 * time.Minute} {
			if n == 2 && how == "after a restart" {
				if err := s.Restart(); err != nil {
					t.Fatal(err)
				}
			}
			s.Clock.Set(s.Now().Add(wait))
			for _, k := range order {
				if k/len(ds) == n {
					hand(k%len(ds), n)
				}
			}
		}
	}
	for i, kinds := range answers {
		if len(kinds) != 1 {
			t.Errorf("%s of %s got %d different answers: %v", ds[i].Kind, ds[i].User, len(kinds), kinds)
		}
	}
}

// chats is what everybody's conversation says, without what they typed and in
// no order: what is said at one moment has none.
func (s *stage) chats() map[string][]string {
	out := map[string][]string{}
	for _, who := range []string{"20101", "20103", "20104", "x1"} {
		seen := s.town.Screen(member(who))
		var texts []string
		for _, m := range seen.Messages {
			if !m.Own {
				texts = append(texts, m.Text)
			}
		}
		out[who] = sorted(texts)
	}
	return out
}

// TestRefusedThenCorrected sends a form off that is refused, corrects it and
// sends it again, through the dialog that stayed open with what was typed.
func TestRefusedThenCorrected(t *testing.T) {
	t.Parallel()
	s := paired(t, false)
	mentor := member("20103")
	if err := s.Press("20103", "日時を選んで送る"); err != nil {
		t.Fatal(err)
	}
	if err := s.after(s.town.Submit(mentor, map[string][]string{"time": {"10:00"}})); err != nil {
		t.Fatal(err)
	}
	seen := s.town.Screen(mentor)
	if !strings.Contains(seen.Errors["date"], "日付も入れてください") || !strings.Contains(seen.Modal, "= 10:00") {
		t.Fatalf("refused: errors %v, dialog %s", seen.Errors, seen.Modal)
	}
	if err := s.after(s.town.Submit(mentor, map[string][]string{"date": {"2026-04-07"}})); err != nil {
		t.Fatal(err)
	}
	seen = s.town.Screen(mentor)
	last := seen.Messages[len(seen.Messages)-1].Text
	if seen.Modal != "" || !strings.Contains(last, "4月7日（火） 10:00") {
		t.Errorf("corrected: dialog %q, last message %q", seen.Modal, last)
	}
}

// TestEventIsRepeatedUntilTaken has the house fall over while an event comes:
// Slack repeats it, and it is answered once.
func TestEventIsRepeatedUntilTaken(t *testing.T) {
	t.Parallel()
	s := paired(t, false)
	mentee := member("20104")
	s.front.Turn(map[string]http.Handler{"/slack/events": http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadGateway)
	})})
	if err := s.town.Say(mentee, "メニュー"); err == nil {
		t.Fatal("a house that is away took an event")
	}
	s.front.Turn(s.adapter.Handlers())
	before := len(s.town.Screen(mentee).Messages)
	if err := s.Advance(s.Now().Add(2 * time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got := len(s.town.Screen(mentee).Messages) - before; got != 1 {
		t.Errorf("%d answers, want 1", got)
	}
}
