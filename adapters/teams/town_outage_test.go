package teams_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/adapters/teams/teamstown"
	"tsukiichi/adapters/townhall"
	"tsukiichi/bot/bottest"
)

// trouble is ten minutes of one kind of outage.
type trouble struct {
	name  string
	begin func(*teamstown.Town)
	code  string // what the log says
}

func troubles() []trouble {
	fail := func(f townhall.Fault) func(*teamstown.Town) { return func(t *teamstown.Town) { t.Fail(f) } }
	// The token that we have is worthless, and there is no other.
	login := func(f townhall.Fault) func(*teamstown.Town) {
		return func(t *teamstown.Town) { t.Void(); t.Fail(f.On("token")) }
	}
	return []trouble{
		{"500", fail(townhall.Status(http.StatusInternalServerError)), "http-500"},
		{"502", fail(townhall.Status(http.StatusBadGateway)), "http-502"},
		{"503", fail(townhall.Status(http.StatusServiceUnavailable)), "http-503"},
		{"504", fail(townhall.Status(http.StatusGatewayTimeout)), "http-504"},
		{"412", fail(teamstown.Refuse(http.StatusPreconditionFailed, "PreconditionFailed")), "PreconditionFailed"},
		{"garbage", fail(townhall.Garbage()), "call failed"},
		{"no answer", fail(townhall.Hang()), "timeout"},
		{"limits for ever", fail(teamstown.LimitedSilently()), ""},
		{"401", fail(teamstown.Refuse(http.StatusUnauthorized, "Unauthorized")), "tsukiichi doctor"},
		{"the app is refused", fail(teamstown.Refuse(http.StatusForbidden, "AppNotAllowed").On("post")), "tsukiichi doctor"},
		{"no token: 500", login(townhall.Status(http.StatusInternalServerError)), "http-500"},
		{"no token: no answer", login(townhall.Hang()), "call failed"},
		{"no token: garbage", login(townhall.Garbage()), "call failed"},
		{"no token: the secret is over", login(townhall.Fault{
			Code: http.StatusUnauthorized, Body: `{"error":"invalid_client","error_description":"AADSTS7000222"}`,
		}), "invalid_client"},
	}
}

// TestOutage has Teams answer nothing useful for ten minutes, in the middle of
// sending. People go on pressing and writing meanwhile: everything they do is
// taken, nothing waits for ever, and when Teams is back the outbox goes on by
// itself and everybody has every message once.
func TestOutage(t *testing.T) {
	t.Parallel()
	for _, kind := range troubles() {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			run(t, teamstown.Options{Limits: true, Latency: 300 * time.Millisecond}, func(r *running) {
				people := r.people(24)
				if err := r.town.Say(member(people[23]), "メニュー"); err != nil { // the issuer's keys are known
					t.Fatal(err)
				}
				r.Notify("before", people)
				bottest.Pass(800 * time.Millisecond) // some are sent, some are under way
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
				calls := r.town.Calls("")
				r.town.Heal()
				took := r.Until(30 * time.Minute)
				t.Logf("%d calls until Teams was back; all sent %s later", calls, took)
				r.every(people)
				if !strings.Contains(r.Log.String(), kind.code) {
					t.Errorf("the log does not say %q:\n%s", kind.code, r.Tail())
				}
			})
		})
	}
}

// pressed is a button as the adapter draws it.
func pressed(kind, action, arg string) map[string]any {
	data := map[string]any{"p": map[string]any{"a": action, "g": arg}}
	if kind == "task/fetch" {
		data["msteams"] = map[string]any{"type": kind}
		kind = "Action.Submit"
	}
	return map[string]any{"type": kind, "title": "x", "verb": "press", "data": data}
}

// busyPeople do what people do while the connector is away: what reaches us is
// taken in time.
func (r *running) busyPeople(ids []string) {
	r.T.Helper()
	for _, id := range ids {
		who := member(id)
		before := r.Now()
		err := errors.Join(
			r.town.Say(who, adaptertest.Secret), r.town.Add(who),
			r.town.PressOld(who, pressed("Action.Execute", "help.show", adaptertest.Secret)),
			r.town.PressOld(who, pressed("Action.Submit", "help.show", adaptertest.Secret)),
			r.town.PressOld(who, pressed("task/fetch", "reflect.open", adaptertest.Secret)),
		)
		if err != nil {
			r.T.Errorf("%s: %v", id, err)
		}
		if took := r.Now().Sub(before); took > 10*time.Second {
			r.T.Errorf("%s waited %s for six answers", id, took)
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

// TestTokenIsRenewed voids the token in the middle of a broadcast: it is
// fetched once more, and no message is lost, late or doubled.
func TestTokenIsRenewed(t *testing.T) {
	t.Parallel()
	run(t, teamstown.Options{Limits: true, Latency: 300 * time.Millisecond}, func(r *running) {
		people := r.people(200)
		r.Notify("news", people)
		bottest.Pass(2 * time.Second)
		fetched := r.town.Calls("token")
		r.town.Void()
		took := r.Until(time.Minute)
		if n := r.town.Calls("token") - fetched; n != 1 {
			t.Errorf("the token was fetched %d times more, want once", n)
		}
		if strings.Contains(r.Log.String(), "tsukiichi doctor") {
			t.Errorf("the operator is asked for help:\n%s", r.Tail())
		}
		for who, n := range r.arrived() {
			if n != 1 {
				t.Errorf("%s has %d messages", who, n)
			}
		}
		if got := len(r.arrived()); got != len(people) || took > 12*time.Second {
			t.Errorf("%d people heard, the last after %s", got, took)
		}
	})
}
