package teams_test

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tsukiichi/adapters/teams/teamstown"
)

// copies is how often each activity arrives.
const copies = 4

// acts keeps what several people do at the same time undelivered: lines, an
// installation, presses of cards old and new, a submission.
func acts(t *testing.T, s *stage) []*teamstown.Delivery {
	t.Helper()
	if err := s.Press(mentor, "日時を選んで送る"); err != nil {
		t.Fatal(err)
	}
	younger, elder, boss := member(mentee), member(mentor), member(head)
	s.town.Hold()
	err := errors.Join(
		s.town.Say(younger, "メニュー"), s.town.Say(elder, "ヘルプ"), s.town.Say(member("x1"), "こんにちは"),
		s.town.Add(member("20201")), s.town.Press(younger, "日程をお願いする"), s.town.Press(boss, "見田 芽衣さんのメンターを選ぶ"),
		s.town.Submit(elder, map[string][]string{"date": {"2026-04-07"}, "time": {"10:00"}}),
	)
	s.town.Edit(younger, func(p *teamstown.Person) { p.Old = true })
	err = errors.Join(err, s.town.Press(younger, "ヘルプ"))
	s.town.Edit(younger, func(p *teamstown.Person) { p.Old = false })
	if err != nil {
		t.Fatal(err)
	}
	return s.town.Held()
}

// TestRepeats delivers everything four times, mixed up and at the same time:
// each has one effect, and every copy gets the same answer. Later copies come
// after 15 seconds and after minutes, across a restart too.
func TestRepeats(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"at once", "as Teams repeats", "after a restart"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			once, all := paired(t), paired(t)
			for _, d := range acts(t, once) {
				if _, err := once.town.Deliver(d); err != nil {
					t.Fatal(err)
				}
			}
			if err := once.settled(nil); err != nil {
				t.Fatal(err)
			}
			ds := acts(t, all)
			deliver(t, all, ds, how)
			if err := all.settled(nil); err != nil {
				t.Fatal(err)
			}
			got, want := all.chats(), once.chats()
			for who, texts := range want {
				if diff := cmp.Diff(texts, got[who]); diff != "" {
					t.Errorf("%s (-want +got):\n%s", who, diff)
				}
			}
			t.Logf("%d activities, each %d times, %s", len(ds), copies, how)
		})
	}
}

// deliver delivers each activity four times and holds the answers together.
func deliver(t *testing.T, s *stage, ds []*teamstown.Delivery, how string) {
	t.Helper()
	var mu sync.Mutex
	answers := make([]map[string]int, len(ds))
	hand := func(i int) {
		a, err := s.town.Deliver(ds[i])
		if err != nil {
			t.Errorf("%s: %v", ds[i].Name(), err)
		}
		mu.Lock()
		defer mu.Unlock()
		if answers[i] == nil {
			answers[i] = map[string]int{}
		}
		answers[i][string(a.Body)]++
	}
	order := rand.New(rand.NewPCG(7, 7)).Perm(len(ds) * copies)
	if how == "at once" {
		var wg sync.WaitGroup
		for _, k := range order {
			wg.Go(func() { hand(k % len(ds)) })
		}
		wg.Wait()
	} else {
		for n, wait := range []time.Duration{0, 15 * time.Second, time.Minute, 3 * time.Minute} {
			if n == 2 && how == "after a restart" {
				if err := s.Restart(); err != nil {
					t.Fatal(err)
				}
			}
			s.Clock.Set(s.Now().Add(wait))
			for _, k := range order {
				if k/len(ds) == n {
					hand(k % len(ds))
				}
			}
		}
	}
	for i, kinds := range answers {
		if len(kinds) != 1 {
			t.Errorf("%s of %s got %d different answers: %v", ds[i].Name(), ds[i].User, len(kinds), kinds)
		}
	}
}

// chats is what everybody's conversation says, without what they typed and in
// no order: what is said at one moment has none.
func (s *stage) chats() map[string][]string {
	out := map[string][]string{}
	for _, who := range []string{head, mentor, mentee, "20201", "x1"} {
		var texts []string
		for _, m := range s.town.Screen(member(who)).Messages {
			if !m.Own {
				texts = append(texts, m.Text)
			}
		}
		slices.Sort(texts)
		out[who] = texts
	}
	return out
}

// TestTurnIsRepeatedUntilTaken has the house fall over while a line comes:
// Teams sends it again after 15 seconds, and it is answered once.
func TestTurnIsRepeatedUntilTaken(t *testing.T) {
	t.Parallel()
	s := paired(t)
	s.front.Turn(map[string]http.Handler{"/api/messages": http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadGateway)
	})})
	if err := s.town.Say(member(mentee), "メニュー"); err == nil {
		t.Fatal("a house that is away took a line")
	}
	s.front.Turn(s.adapter.Handlers())
	before := len(s.Screen(mentee).Chat)
	if err := s.Advance(s.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got := len(s.Screen(mentee).Chat) - before; got != 1 {
		t.Errorf("%d answers, want 1", got)
	}
}

// TestRefusedThenCorrected sends a form off that is refused, corrects it in the
// dialog that is drawn anew with what was typed, and sends it again.
func TestRefusedThenCorrected(t *testing.T) {
	t.Parallel()
	s := paired(t)
	elder := member(mentor)
	if err := s.Press(mentor, "日時を選んで送る"); err != nil {
		t.Fatal(err)
	}
	if err := s.settled(s.town.Submit(elder, map[string][]string{"time": {"10:00"}})); err != nil {
		t.Fatal(err)
	}
	seen := s.town.Screen(elder)
	if !strings.Contains(seen.Errors["date"], "日付も入れてください") || !strings.Contains(seen.Dialog, "= 10:00") {
		t.Fatalf("refused: errors %v, dialog %s", seen.Errors, seen.Dialog)
	}
	if err := s.settled(s.town.Submit(elder, map[string][]string{"date": {"2026-04-07"}})); err != nil {
		t.Fatal(err)
	}
	after := s.Screen(mentor)
	if last := after.Chat[len(after.Chat)-1]; after.Dialog != "" || !strings.Contains(last, "4月7日（火） 10:00") {
		t.Errorf("corrected: dialog %q, last message %q", after.Dialog, last)
	}
}

// TestKeysRotate has sixteen callers go on while the issuer changes its keys
// again and again and takes the old ones away: no genuine request is refused.
func TestKeysRotate(t *testing.T) {
	t.Parallel()
	s := paired(t)
	const callers, calls, rounds = 16, 6, 4
	line := s.real(t)["message"]
	for round := range rounds {
		var wg sync.WaitGroup
		for c := range callers {
			wg.Go(func() {
				for n := range calls {
					if c == 0 && n == calls/3 {
						s.town.Rotate()
					}
					if c == 0 && n == 2*calls/3 {
						s.town.Vanish()
					}
					d := line.Copy()
					d.Activity["id"] = strings.Join([]string{"r", string(rune('a' + round)), string(rune('a' + c)), string(rune('a' + n))}, "")
					if _, err := s.town.Deliver(d); err != nil {
						t.Errorf("refused: %v", err)
					}
				}
			})
		}
		wg.Wait()
		s.Clock.Set(s.Now().Add(time.Minute))
	}
	if err := s.settled(nil); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d requests of %d callers while the key changed %d times: all taken; keys fetched %d times",
		rounds*callers*calls, callers, rounds, s.town.Calls("keys"))
}
