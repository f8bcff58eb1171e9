package teams_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"tsukiichi/adapters/teams/teamstown"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/roster"
)

// TestFirstContactOfAHouse: the roster names somebody of whom the bot has heard
// nothing. Their conversation is made once, by the id in the directory, and is
// found again after a restart.
func TestFirstContactOfAHouse(t *testing.T) {
	t.Parallel()
	s := openStage(t, april(9, 0), roster.Sample())
	if seen := s.Screen(head); len(seen.Chat) != 1 || !strings.Contains(seen.Chat[0], "メンターを選んでください") {
		t.Fatalf("the head was told %q", seen.Chat)
	}
	made := s.town.Calls("create")
	if err := s.Restart(); err != nil {
		t.Fatal(err)
	}
	pair(t, s) // the head again, and two people for the first time
	if got := s.town.Calls("create") - made; got != 2 {
		t.Errorf("%d conversations were made for two new people", got)
	}
	for _, who := range []string{mentor, mentee} {
		if got := len(s.Screen(who).Chat); got != 1 {
			t.Errorf("%s has %d messages", who, got)
		}
	}
}

// TestClearedHistory: a conversation that is no longer there is made again, and
// the message arrives once. What was to be changed in the old one is gone.
func TestClearedHistory(t *testing.T) {
	t.Parallel()
	s := paired(t)
	s.town.Forget(member(mentee))
	made := s.town.Calls("create")
	if err := s.Press(mentor, "この3つを送る"); err != nil {
		t.Fatal(err)
	}
	if seen := s.Screen(mentee).Chat; len(seen) != 1 || !strings.Contains(seen[0], "面談の候補日時") {
		t.Errorf("the mentee reads %q", seen)
	}
	if err := s.Press(mentee, "4月2日（木） 10:30"); err != nil {
		t.Fatal(err)
	}
	if seen := s.Screen(mentee).Chat; len(seen) != 2 || !strings.Contains(seen[1], "日時が決まりました") {
		t.Errorf("the mentee reads %q", seen)
	}
	if got := s.town.Calls("create") - made; got != 1 {
		t.Errorf("the conversation was made %d times", got)
	}
}

// unreached is HR's line about messages that did not arrive.
func unreached(t *testing.T, s *stage) string {
	t.Helper()
	const hr = "10102"
	if err := errors.Join(s.Home(hr), s.Press(hr, "職員とペア")); err != nil {
		t.Fatal(err)
	}
	_, line, ok := strings.Cut(s.Screen(hr).Dialog, "届かなかったお知らせ（この30日）: ")
	if !ok {
		t.Fatalf("HR's page of the people says nothing of it: %s", s.Screen(hr).Dialog)
	}
	line, _, _ = strings.Cut(line, "\n")
	return line
}

// TestBlockedAndBack: each way in which somebody can have left is known by its
// 403 alone. What is for them waits, HR sees that it did not arrive, and it
// comes once when they are back.
func TestBlockedAndBack(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"BotNotInConversationRoster", "BotDisabledByAdmin", "ConversationBlockedByUser", "MessageWritesBlocked"} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			s := paired(t)
			if got := unreached(t, s); got != "0件" {
				t.Fatalf("before: %s", got)
			}
			s.town.Edit(member(mentee), func(p *teamstown.Person) { p.Block = code })
			if err := s.Press(mentor, "この3つを送る"); err != nil {
				t.Fatal(err)
			}
			if err := s.Advance(s.Now().Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			posts := s.town.Calls("post")
			if got := unreached(t, s); got != "1件" {
				t.Errorf("blocked: %s", got)
			}
			if err := s.Advance(s.Now().Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			if n := s.town.Calls("post") - posts; n != 1 { // HR's home
				t.Errorf("%d calls to somebody who has blocked the bot", n-1)
			}
			s.town.Edit(member(mentee), func(p *teamstown.Person) { p.Block = "" })
			if err := s.Say(mentee, "メニュー"); err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(strings.Join(s.Screen(mentee).Chat, "\n"), "面談の候補日時"); n != 1 {
				t.Errorf("back: the times arrived %d times", n)
			}
			if got := unreached(t, s); got != "0件" {
				t.Errorf("back: %s", got)
			}
		})
	}
}

// TestNotInstalled: somebody without the app cannot be written to at all; what
// is for them comes when they add it, with one welcome.
func TestNotInstalled(t *testing.T) {
	t.Parallel()
	s := openStage(t, april(9, 0), roster.Sample())
	s.town.Edit(member(mentee), func(p *teamstown.Person) { p.Installed = false })
	pair(t, s)
	if seen := s.Screen(mentee).Chat; len(seen) > 0 {
		t.Fatalf("the mentee reads %q", seen)
	}
	if got := unreached(t, s); got != "1件" {
		t.Errorf("not installed: %s", got)
	}
	if err := s.Join(mentee); err != nil {
		t.Fatal(err)
	}
	all := strings.Join(s.Screen(mentee).Chat, "\n")
	for _, words := range []string{"「月イチ」です", "をあなたのメンターに決めました"} {
		if n := strings.Count(all, words); n != 1 {
			t.Errorf("%q stands there %d times: %s", words, n, all)
		}
	}
	if err := s.settled(s.town.Upgrade(member(mentee))); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(s.Screen(mentee).Chat, "\n"); got != all {
		t.Errorf("a newer version says something: %s", got)
	}
}

// TestAppRefusedToEverybody: an administrator has switched the app off, or the
// organisation is another. Nobody is left alone for that: all wait, the operator
// is told, and everybody is reached once it is mended, without having written.
func TestAppRefusedToEverybody(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"BotDisabledByAdmin", "BotNotInTenant", ""} {
		t.Run("code "+code, func(t *testing.T) {
			t.Parallel()
			run(t, teamstown.Options{Limits: true}, func(r *running) {
				people := r.people(24)
				r.town.Fail(teamstown.Refuse(http.StatusForbidden, code).On("create"))
				r.town.Fail(teamstown.Refuse(http.StatusForbidden, code).On("post"))
				r.Notify("first", people)
				bottest.Pass(time.Hour)
				r.Notify("second", people)
				bottest.Pass(time.Hour)
				if n := r.Waiting(); n != 2*len(people) {
					t.Fatalf("%d of %d messages wait", n, 2*len(people))
				}
				for _, words := range []string{"tsukiichi doctor", "admin center"} {
					if !strings.Contains(r.Log.String(), words) {
						t.Errorf("the operator is not told of %q:\n%s", words, r.Tail())
					}
				}
				r.town.Heal()
				t.Logf("all sent %s later", r.Until(30*time.Minute))
				r.every(people)
			})
		})
	}
}

// TestKindsOfNobody: what Teams tells of beside lines, presses and installations
// is taken and has no effect.
func TestKindsOfNobody(t *testing.T) {
	t.Parallel()
	s := paired(t)
	file, calls := s.state(t)
	for _, kind := range []string{"messageReaction", "typing", "endOfConversation", "event", "messageUpdate", "messageDelete", "contactRelationUpdate"} {
		if err := s.town.Happens(member(mentee), kind, map[string]any{"reactionsAdded": []any{map[string]any{"type": "like"}}}); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if f, c := s.state(t); f != file || c != calls {
		t.Errorf("an effect: file changed %v, %d calls of the connector", f != file, c-calls)
	}
}
