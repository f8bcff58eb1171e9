package slack

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/websocket"

	"tsukiichi/bot/chat"
)

// Finding is one thing that was looked at: whether it is good, and if not what
// to do about it.
type Finding struct {
	What string
	Good bool
	Say  string
}

// Examine looks at everything between this machine and Slack: the way there,
// the clock, the token, its scopes, the signing secret or the web socket. It
// posts nothing.
func (a *Adapter) Examine(ctx context.Context, socket bool) []Finding {
	var out []Finding
	say := func(what string, good bool, format string, args ...any) {
		out = append(out, Finding{What: what, Good: good, Say: fmt.Sprintf(format, args...)})
	}
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	who, err := a.api.AuthTestContext(ctx)
	code := ""
	if err != nil {
		code = codeOf(err)
	}
	switch {
	case code == "timeout" || code == "no-answer" || strings.HasPrefix(code, "http-"):
		say("way to Slack", false, "%s, %s, gives no answer of Slack's (%s): check the network, https-proxy, ca-file and slack.api-url", a.o.APIURL, a.way(), code)
		return out
	default:
		say("way to Slack", true, "%s answers, %s", a.o.APIURL, a.way())
	}
	if err != nil {
		say("bot token", false, "Slack says %s: install the app into the workspace again and set slack.bot-token", code)
	} else {
		say("bot token", true, "workspace %s (%s), bot %s", who.Team, who.TeamID, who.UserID)
		a.examineHeaders(who.Header, say)
	}
	if socket {
		a.examineSocket(ctx, say)
		return out
	}
	if a.o.SigningSecret == "" {
		say("signing secret", false, "there is none: set slack.signing-secret (Basic Information, App Credentials)")
	} else {
		say("signing secret", true, "is set; whether it is the right one shows with the first request")
	}
	return out
}

// way says whether a proxy stands between, by its host alone: its address may
// hold a password.
func (a *Adapter) way() string {
	t, ok := a.o.Client.Transport.(*http.Transport)
	req, err := http.NewRequest(http.MethodPost, a.o.APIURL, nil)
	if !ok || t.Proxy == nil || err != nil {
		return "directly"
	}
	if proxy, err := t.Proxy(req); err == nil && proxy != nil {
		return "through the proxy " + proxy.Host
	}
	return "directly"
}

// maxDrift is a clock's error from which requests are in danger of being
// refused as too old.
const maxDrift = time.Minute

func (a *Adapter) examineHeaders(h http.Header, say func(string, bool, string, ...any)) {
	if at, err := http.ParseTime(h.Get("Date")); err == nil {
		drift := a.o.Now().Sub(at).Round(time.Second)
		if drift.Abs() > maxDrift {
			say("clock", false, "differs from Slack's by %s: set it by NTP, or requests will be refused as too old", drift)
		} else {
			say("clock", true, "differs from Slack's by %s", drift)
		}
	}
	given := h.Get("X-OAuth-Scopes")
	if given == "" {
		return // told by Slack's own API alone
	}
	has := map[string]bool{}
	for s := range strings.SplitSeq(given, ",") {
		has[strings.TrimSpace(s)] = true
	}
	var missing []string
	for _, s := range Scopes() {
		if !has[s] {
			missing = append(missing, s)
		}
	}
	if len(missing) > 0 {
		say("scopes", false, "missing: %s: add them (OAuth & Permissions) and install the app again", strings.Join(missing, ", "))
		return
	}
	say("scopes", true, "all %d are there", len(Scopes()))
}

func (a *Adapter) examineSocket(ctx context.Context, say func(string, bool, string, ...any)) {
	if a.o.AppToken == "" {
		say("app token", false, "there is none: set slack.app-token (Basic Information, App-Level Tokens, scope connections:write)")
		return
	}
	_, address, err := a.api.StartSocketModeContext(ctx)
	if err != nil {
		say("app token", false, "Slack says %s: make an app-level token with the scope connections:write, switch Socket Mode on, and set slack.app-token", codeOf(err))
		return
	}
	say("app token", true, "Socket Mode is on")
	ws, resp, err := a.dialer().DialContext(ctx, address, nil)
	if resp != nil && resp.Body != nil {
		_ = resp.Body.Close()
	}
	if err != nil {
		say("web socket", false, "cannot be opened: a proxy or firewall must let wss:// to Slack through")
		return
	}
	defer func() { _ = ws.Close() }()
	stop := context.AfterFunc(ctx, func() { _ = ws.Close() })
	defer stop()
	var hello envelope
	if err := ws.ReadJSON(&hello); err != nil || hello.Type != "hello" {
		say("web socket", false, "opens, but Slack does not say hello: a proxy between may cut web sockets off")
		return
	}
	_ = ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Time{})
	say("web socket", true, "Slack said hello")
}

// Members asks which workspace the bot's token belongs to and returns who
// somebody is there, by user id.
func (a *Adapter) Members(ctx context.Context) (func(user string) (chat.Account, bool), error) {
	who, err := a.api.AuthTestContext(ctx)
	if err != nil {
		a.trouble("auth.test", err)
		return nil, fmt.Errorf("slack: auth.test: %s", codeOf(err))
	}
	return func(user string) (chat.Account, bool) { return accountOf(who.EnterpriseID, who.TeamID, user) }, nil
}
