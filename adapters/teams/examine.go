package teams

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Finding is one thing that was looked at: whether it is good, and if not what
// to do about it.
type Finding struct {
	What string
	Good bool
	Say  string
}

type sayer func(what string, good bool, format string, args ...any)

// Examine looks at everything between this machine and Teams: the issuer's
// keys, the clock, the token for the connector, the connector's host, the
// public address. It posts nothing.
func (a *Adapter) Examine(ctx context.Context) []Finding {
	var out []Finding
	say := func(what string, good bool, format string, args ...any) {
		out = append(out, Finding{What: what, Good: good, Say: fmt.Sprintf(format, args...)})
	}
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	a.examineKeys(ctx, say)
	a.examineClock(ctx, say)
	a.examineToken(ctx, say)
	a.examineService(say)
	a.examinePublic(ctx, say)
	return out
}

func (a *Adapter) examineKeys(ctx context.Context, say sayer) {
	keys, err := newKeyring(a.o).load(ctx)
	if err != nil {
		say("issuer's keys", false, "%s cannot be read, %s: without it every message from Teams is refused; "+
			"let it through the firewall, and check https-proxy and ca-file", a.o.OpenIDURL, a.way(a.o.OpenIDURL))
		return
	}
	say("issuer's keys", true, "%d, %s", len(keys), a.way(a.o.OpenIDURL))
}

// maxDrift is a clock's error from which tokens are in danger of being refused.
const maxDrift = time.Minute

func (a *Adapter) examineClock(ctx context.Context, say sayer) {
	resp, err := a.head(ctx, a.o.OpenIDURL)
	if err != nil {
		return // said above
	}
	at, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return // a proxy leaves it out
	}
	drift := a.o.Now().Sub(at).Round(time.Second)
	if drift.Abs() > maxDrift {
		say("clock", false, "differs from Microsoft's by %s: set it by NTP, or messages from Teams will be refused", drift)
		return
	}
	say("clock", true, "differs from Microsoft's by %s", drift)
}

func (a *Adapter) examineToken(ctx context.Context, say sayer) {
	t := newTokens(a.o)
	_, err := t.get(ctx)
	switch {
	case err == nil:
		say("token", true, "the login accepts app %s in organisation %s", a.o.AppID, a.o.TenantID)
	case errors.Is(err, errRefused):
		say("token", false, "the login says %s: check the app id, the tenant and the secret (a new secret is made in the "+
			"app's registration, Certificates & secrets; it ends after at most two years)", codeOf(err))
	default:
		say("token", false, "%s gives no answer (%s), %s: check the network, https-proxy and ca-file",
			a.o.LoginURL, codeOf(err), a.way(a.o.LoginURL))
	}
}

func (a *Adapter) examineService(say sayer) {
	if _, ok := a.hosts.base(a.o.ServiceURL); !ok {
		say("connector", false, "%s is not on one of the service hosts: nobody can be written to first; add its host", a.o.ServiceURL)
		return
	}
	say("connector", true, "people who have not written yet are reached through %s", a.o.ServiceURL)
}

// examinePublic looks whether the address that browsers are given leads here.
// Where it does not, a firewall may still let Teams and browsers in from
// outside: nobody can see that from inside.
func (a *Adapter) examinePublic(ctx context.Context, say sayer) {
	u, err := url.Parse(a.o.PublicURL)
	switch {
	case a.o.PublicURL == "":
		say("public address", true, "none is set: a sentence stands in place of links to files")
		return
	case err != nil || !isSafeURL(a.o.PublicURL) || u.RawQuery != "" || u.Fragment != "":
		say("public address", false, "must be https://… and nothing behind the path")
		return
	}
	resp, err := a.head(ctx, a.o.PublicURL+"/healthz")
	switch {
	case err != nil:
		say("public address", false, "%s gives no answer from here (%s): start serve, or try %s/healthz from outside", a.o.PublicURL, codeOf(err), a.o.PublicURL)
	case resp.StatusCode != http.StatusOK:
		say("public address", false, "%s/healthz answers %d: the proxy in front must hand /api/messages and /teams/files/ on to serve", a.o.PublicURL, resp.StatusCode)
	default:
		say("public address", true, "%s answers; set the bot's messaging endpoint to %s/api/messages", a.o.PublicURL, a.o.PublicURL)
	}
}

// head asks for an address and throws the body away.
func (a *Adapter) head(ctx context.Context, address string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, errHost
	}
	resp, err := a.conn.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	_, err = io.Copy(io.Discard, io.LimitReader(resp.Body, maxResponse))
	return resp, err
}

// way says whether a proxy stands between, by its host alone: its address may
// hold a password.
func (a *Adapter) way(address string) string {
	t, ok := a.o.Client.Transport.(*http.Transport)
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if !ok || t.Proxy == nil || err != nil {
		return "directly"
	}
	if proxy, err := t.Proxy(req); err == nil && proxy != nil {
		return "through the proxy " + strings.ToLower(proxy.Host)
	}
	return "directly"
}
