package slack_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/adapters/slack/slacktown"
	"tsukiichi/adapters/townhall"
	"tsukiichi/bot/bottest"
)

// trouble is ten minutes of one kind of outage.
func trouble() map[string]struct {
	begin func(*slacktown.Town)
	code  string // what the log says
} {
	type kind = struct {
		begin func(*slacktown.Town)
		code  string
	}
	fail := func(f townhall.Fault) func(*slacktown.Town) { return func(t *slacktown.Town) { t.Fail(f) } }
	return map[string]kind{
		"500":             {fail(townhall.Status(http.StatusInternalServerError)), "http-500"},
		"503":             {fail(townhall.Status(http.StatusServiceUnavailable)), "http-503"},
		"garbage":         {fail(townhall.Garbage()), "call failed"},
		"no answer":       {fail(townhall.Hang()), "timeout"},
		"fatal_error":     {fail(slacktown.Refuse("fatal_error")), "fatal_error"},
		"token revoked":   {func(t *slacktown.Town) { t.Revoke(true) }, "token_revoked"},
		"account is gone": {fail(slacktown.Refuse("account_inactive")), "account_inactive"},
		"scope is gone":   {fail(slacktown.Refuse("missing_scope")), "missing_scope"},
		"limits for ever": {fail(slacktown.LimitedSilently()), ""},
	}
}

// TestOutage has Slack answer nothing useful for ten minutes, in the middle of
// sending. People go on pressing and writing meanwhile: everything they do is
// taken, nothing waits for ever, and when Slack is back the outbox goes on by
// itself and everybody has every message once.
func TestOutage(t *testing.T) {
	t.Parallel()
	for name, kind := range trouble() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, slacktown.Options{Latency: 300 * time.Millisecond}, func(r *running) {
				people := r.people(40)
				r.Notify("before", people)
				bottest.Pass(5 * time.Second) // some are sent, some are under way
				kind.begin(r.town)
				if r.Waiting() == 0 {
					t.Fatal("everything was sent before the outage")
				}
				r.busyPeople(people[:5])
				r.Notify("during", people)
				bottest.Pass(10 * time.Minute)
				if r.Waiting() < len(people) {
					t.Fatalf("only %d messages wait in an outage", r.Waiting())
				}
				calls := r.town.Calls("chat.postMessage")
				r.town.Heal()
				r.town.Revoke(false)
				took := r.Until(30 * time.Minute)
				t.Logf("%d calls of chat.postMessage until Slack was back; all sent %s later", calls, took)
				r.every(people)
				if !strings.Contains(r.Log.String(), kind.code) {
					t.Errorf("the log does not say %q:\n%s", kind.code, r.Tail())
				}
			})
		})
	}
}

// busyPeople do what people do while Slack's API is away: what reaches us is
// taken within Slack's three seconds.
func (r *running) busyPeople(ids []string) {
	r.T.Helper()
	for _, id := range ids {
		who := member(id)
		before := r.Now()
		err := errors.Join(
			r.town.Say(who, adaptertest.Secret), r.town.OpenHome(who), r.town.Command(who, "/1on1 "+adaptertest.Secret),
			r.town.PressOld(who, map[string]any{"type": "button", "action_id": "p0|help.show", "value": adaptertest.Secret}),
			r.town.PressOld(who, map[string]any{"type": "button", "action_id": "d0|reflect.open", "value": adaptertest.Secret}),
		)
		if err != nil {
			r.T.Errorf("%s: %v", id, err)
		}
		if took := r.Now().Sub(before); took > 15*time.Second {
			r.T.Errorf("%s waited %s for five answers", id, took)
		}
	}
}

// every fails the test unless each person has each notice once.
func (r *running) every(people []string) {
	r.T.Helper()
	notices := map[string]int{}
	for _, p := range r.town.Posts() {
		if strings.HasPrefix(p.Text, bottest.Notice) {
			notices[p.User]++
		}
	}
	for _, id := range people {
		if got := notices[member(id)]; got != 2 {
			r.T.Errorf("%s has %d of 2 messages", id, got)
		}
	}
}
