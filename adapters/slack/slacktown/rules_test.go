package slacktown

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tsukiichi/adapters/townhall"
)

// ask calls a method with the bot's token and returns the answer.
func ask(t *testing.T, town *Town, method string, args ...string) object {
	t.Helper()
	form := url.Values{"token": {town.BotToken}}
	for i := 0; i+1 < len(args); i += 2 {
		form.Set(args[i], args[i+1])
	}
	resp, err := town.Client().PostForm(town.URL+method, form)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var out object
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return out
}

// says fails the test unless the answer's error is want; "" is none.
func says(t *testing.T, what string, answer object, want string) {
	t.Helper()
	if got := townhall.TextAt(answer, "error"); got != want || (want == "") != (answer["ok"] == true) {
		t.Errorf("%s: got %v, want error %q", what, answer, want)
	}
}

const modalView = `{"type":"modal","title":{"type":"plain_text","text":"t"},"blocks":[{"type":"divider"}]}`

// dialled is a town with a clock that the test moves, and U1 in it.
func dialled(t *testing.T) (*Town, *time.Time) {
	t.Helper()
	at := time.Date(2026, 7, 15, 0, 0, 0, 0, time.UTC)
	town := New(t, Options{Now: func() time.Time { return at }, InProcess: true})
	town.Move(User{ID: "U1"})
	return town, &at
}

func (t *Town) trigger(user string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.newTrigger(user)
}

func TestTriggersLiveThreeSecondsAndOnce(t *testing.T) {
	t.Parallel()
	town, at := dialled(t)
	tr := town.trigger("U1")
	says(t, "in time", ask(t, town, "views.open", "trigger_id", tr, "view", modalView), "")
	says(t, "again", ask(t, town, "views.open", "trigger_id", tr, "view", modalView), "exchanged_trigger_id")
	tr = town.trigger("U1")
	*at = at.Add(3001 * time.Millisecond)
	says(t, "late", ask(t, town, "views.open", "trigger_id", tr, "view", modalView), "expired_trigger_id")
	says(t, "unknown", ask(t, town, "views.open", "trigger_id", "x", "view", modalView), "invalid_trigger_id")
}

func TestViewsHaveHashesAndStack(t *testing.T) {
	t.Parallel()
	town, _ := dialled(t)
	open := ask(t, town, "views.open", "trigger_id", town.trigger("U1"), "view", modalView)
	id, hash := townhall.TextAt(townhall.ObjectAt(open, "view"), "id"), townhall.TextAt(townhall.ObjectAt(open, "view"), "hash")
	says(t, "first", ask(t, town, "views.update", "view_id", id, "hash", hash, "view", modalView), "")
	says(t, "old hash", ask(t, town, "views.update", "view_id", id, "hash", hash, "view", modalView), "hash_conflict")
	says(t, "no hash", ask(t, town, "views.update", "view_id", id, "view", modalView), "")
	for _, want := range []string{"", "", "push_limit_reached"} {
		says(t, "push", ask(t, town, "views.push", "trigger_id", town.trigger("U1"), "view", modalView), want)
	}
	town.Close("U1")
	says(t, "closed", ask(t, town, "views.update", "view_id", id, "view", modalView), "not_found")
}

func TestTokensAndUsers(t *testing.T) {
	t.Parallel()
	town, _ := dialled(t)
	says(t, "other token", ask(t, town, "auth.test", "token", "xoxb-other"), "invalid_auth")
	says(t, "app token", ask(t, town, "auth.test", "token", town.AppToken), "not_allowed_token_type")
	says(t, "bot token for a socket", ask(t, town, "apps.connections.open"), "not_allowed_token_type")
	town.Revoke(true)
	says(t, "revoked", ask(t, town, "auth.test"), "token_revoked")
	town.Revoke(false)
	says(t, "good", ask(t, town, "auth.test"), "")
	says(t, "stranger", ask(t, town, "chat.postMessage", "channel", "U2", "text", "x"), "channel_not_found")
	says(t, "empty", ask(t, town, "chat.postMessage", "channel", "U1"), "no_text")
	says(t, "long", ask(t, town, "chat.postMessage", "channel", "U1", "text", strings.Repeat("x", 4001)), "msg_too_long")
	says(t, "bad blocks", ask(t, town, "chat.postMessage", "channel", "U1", "text", "x", "blocks", `[{"type":"section"}]`), "invalid_blocks")
	want := 2 // the long text and the blocks
	if len(town.schemas) > 0 {
		want++ // the schema finds the blocks wrong, too
	}
	if got := len(town.Refusals()); got != want {
		t.Errorf("%d refusals recorded, want %d", got, want)
	}
}

func TestMessagesChange(t *testing.T) {
	t.Parallel()
	town, _ := dialled(t)
	sent := ask(t, town, "chat.postMessage", "channel", "U1", "text", "before")
	says(t, "post", sent, "")
	ch, ts := townhall.TextAt(sent, "channel"), townhall.TextAt(sent, "ts")
	says(t, "by user id", ask(t, town, "chat.update", "channel", "U1", "ts", ts, "text", "x"), "channel_not_found")
	says(t, "other ts", ask(t, town, "chat.update", "channel", ch, "ts", "1.1", "text", "x"), "message_not_found")
	says(t, "update", ask(t, town, "chat.update", "channel", ch, "ts", ts, "text", "after"), "")
	if got := town.Screen("U1").Messages; len(got) != 1 || got[0].Text != "after" {
		t.Errorf("got %v", got)
	}
}

func TestPaceAndFaults(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 7, 15, 0, 0, 0, 0, time.UTC)
	town := New(t, Options{Now: func() time.Time { return at }, InProcess: true, PerSecond: 2})
	for _, id := range []string{"U1", "U2", "U3"} {
		town.Move(User{ID: id})
	}
	post := func(to string) object { return ask(t, town, "chat.postMessage", "channel", to, "text", "x") }
	says(t, "first", post("U1"), "")
	says(t, "second", post("U2"), "")
	says(t, "third", post("U3"), "ratelimited")
	at = at.Add(time.Second)
	town.Fail(Refuse("fatal_error").Once(1))
	says(t, "before the effect", post("U3"), "fatal_error")
	if got := len(town.Screen("U3").Messages); got != 0 {
		t.Errorf("%d messages after a failure before the effect", got)
	}
	town.Fail(Refuse("fatal_error").Once(1).Late())
	says(t, "after the effect", post("U3"), "fatal_error")
	if got := len(town.Screen("U3").Messages); got != 1 {
		t.Errorf("%d messages after a failure after the effect", got)
	}
	town.Fail(LimitedSilently().On("auth.test"))
	resp, err := town.Client().PostForm(town.URL+"auth.test", url.Values{"token": {town.BotToken}})
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusTooManyRequests || resp.Header.Get("Retry-After") != "" {
		t.Errorf("got %d with Retry-After %q", resp.StatusCode, resp.Header.Get("Retry-After"))
	}
}
