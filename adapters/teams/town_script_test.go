package teams_test

import (
	"sync"
	"testing"
	"time"

	"tsukiichi/adapters/teams/teamstown"
	"tsukiichi/bot/bottest"
)

const (
	scripts = "../../bot/testdata/scripts"
	plain   = "../../bot/testdata/plain"
)

// ledger adds up what several towns checked.
type ledger struct {
	mu     sync.Mutex
	stages []*stage
}

func (l *ledger) add(s *stage) bottest.Stage {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stages = append(l.stages, s)
	return s
}

// close fails the test for everything that the platform would have refused,
// and says how much was checked.
func (l *ledger) close(t *testing.T) {
	var sum teamstown.Counts
	refused := 0
	for _, s := range l.stages {
		sum = sum.Add(s.town.Counts())
		for _, r := range s.town.Refusals() {
			refused++
			t.Errorf("%s: %s", r.Where, r.Problem)
		}
		if n := s.town.Unlike(); n > 0 {
			t.Errorf("%d cards look otherwise to the one who pressed them than to everybody", n)
		}
	}
	t.Logf("%d conversations: %d messages and %d dialogs; %d cards checked, %d of them against the schema, %d refused",
		len(l.stages), sum.Messages, sum.Dialogs, sum.Cards, sum.Schemas, refused)
	if sum.Messages == 0 || sum.Cards == 0 {
		t.Error("nothing was checked")
	}
	if sum.Schemas == 0 {
		t.Log("set TSUKIICHI_SCHEMAS to the folder of the schemas to hold the cards against theirs too")
	}
}

// TestScripts plays all conversations of the core through the town, with
// verified tokens. Everything that is sent is checked.
func TestScripts(t *testing.T) {
	t.Parallel()
	var l ledger
	t.Cleanup(func() { l.close(t) })
	bottest.Scripts(t, bottest.Chatted(t, scripts), func(tb testing.TB, at time.Time, roster []byte) bottest.Stage {
		return l.add(openStage(tb, at, roster))
	})
}

// TestPlainScripts plays the conversations of people whose clients have no
// dialogs.
func TestPlainScripts(t *testing.T) {
	t.Parallel()
	var l ledger
	t.Cleanup(func() { l.close(t) })
	bottest.Scripts(t, plain, func(tb testing.TB, at time.Time, roster []byte) bottest.Stage {
		return l.add(openStage(tb, at, roster))
	})
}

// dozen are conversations in which people only press and write: every kind of
// card and of answer to a press is in one of them.
func dozen() []string {
	return []string{
		"one-tap-met", "check-in-disagree", "check-in-undo", "help", "japanese-first-english", "cancel-both", "plan-ask-once-a-day", "plan-card-settled",
		"plan-heard-too-late", "plan-old-times", "plan-quick-times", "plan-slot-passed", "repeat", "welcome-once", "words-not-understood",
	}
}

// TestOldClients plays a dozen of them with people whose clients know neither
// dialogs nor Action.Execute; only the heads, who fill a form in, have newer
// ones.
func TestOldClients(t *testing.T) {
	t.Parallel()
	var l ledger
	t.Cleanup(func() { l.close(t) })
	bottest.Scripts(t, bottest.Some(t, scripts, dozen()...), func(tb testing.TB, at time.Time, roster []byte) bottest.Stage {
		s := openStage(tb, at, roster)
		for _, who := range []string{"10202", "10204", "20102", mentor, mentee, "20201", "20202", "20203"} {
			s.Plain(who)
		}
		return l.add(s)
	})
}
