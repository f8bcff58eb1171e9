package slack_test

import (
	"sync"
	"testing"
	"time"

	"tsukiichi/adapters/slack/slacktown"
	"tsukiichi/bot/bottest"
)

const scripts = "../../bot/testdata/scripts"

// ledger adds up what the limits checkers of several towns saw.
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
	var sum slacktown.Counts
	refused := 0
	for _, s := range l.stages {
		sum = sum.Add(s.town.Counts())
		for _, r := range s.town.Refusals() {
			refused++
			t.Errorf("%s: %s", r.Where, r.Problem)
		}
	}
	t.Logf("%d conversations: %d messages, %d modals and %d homes checked, %d of them against the schemas, %d refused",
		len(l.stages), sum.Messages, sum.Modals, sum.Homes, sum.Schemas, refused)
	if sum.Messages == 0 || sum.Modals == 0 || sum.Homes == 0 {
		t.Error("the checker saw nothing of one kind")
	}
	if sum.Schemas == 0 {
		t.Logf("set %s to the folder of the schemas to hold the blocks against them too", slacktown.SchemasEnv)
	}
}

// TestScriptsOverHTTP plays all conversations of the core through the town,
// delivered as signed requests. Everything that is sent passes the limits
// checker.
func TestScriptsOverHTTP(t *testing.T) {
	t.Parallel()
	var l ledger
	t.Cleanup(func() { l.close(t) })
	bottest.Scripts(t, bottest.Chatted(t, scripts), func(tb testing.TB, at time.Time, roster []byte) bottest.Stage {
		return l.add(openStage(tb, at, roster, false))
	})
}

// dozen are the conversations that are played over Socket Mode too: every kind
// of delivery, of answer and of restart is in one of them.
func dozen() []string {
	return []string{
		"account-by-email", "one-tap-met", "first-month", "nominate-refused", "nudge-after-outage",
		"plan-dialog-overnight", "plan-quick-times", "reflection-on-both-sides", "reflect-restart", "refused-then-corrected",
		"repeat", "stranger", "welcome-once",
	}
}

// TestScriptsOverSocket plays a dozen of them over Socket Mode.
func TestScriptsOverSocket(t *testing.T) {
	t.Parallel()
	playDozen(t, func(tb testing.TB, at time.Time, roster []byte) *stage { return openStage(tb, at, roster, true) })
}

// TestScriptsInGrid plays them in a workspace of an Enterprise Grid.
func TestScriptsInGrid(t *testing.T) {
	t.Parallel()
	playDozen(t, func(tb testing.TB, at time.Time, roster []byte) *stage {
		return openIn(tb, at, roster, bottest.Options{}, false, "E0GRID")
	})
}

func playDozen(t *testing.T, open func(tb testing.TB, at time.Time, roster []byte) *stage) {
	t.Helper()
	var l ledger
	t.Cleanup(func() { l.close(t) })
	bottest.Scripts(t, bottest.Some(t, scripts, dozen()...), func(tb testing.TB, at time.Time, roster []byte) bottest.Stage {
		return l.add(open(tb, at, roster))
	})
}
