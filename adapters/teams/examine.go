package teams

import (
	"context"
	"crypto/tls"
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
	resp, err := a.ask(ctx, http.MethodGet, a.o.OpenIDURL)
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

// examinePublic knocks where Teams would, without a token: who answers 401 is
// the bot. Not every machine reaches its own address from inside, and a
// firewall may still let Teams in: nobody can see that from here.
func (a *Adapter) examinePublic(ctx context.Context, say sayer) {
	const what = "public address"
	u, err := url.Parse(a.o.PublicURL)
	switch {
	case a.o.PublicURL == "":
		say(what, true, "none is set: a sentence stands in place of links to files")
		return
	case err != nil || !isSafeURL(a.o.PublicURL) || u.RawQuery != "" || u.Fragment != "":
		say(what, false, "must be https://… and nothing behind the path")
		return
	}
	at := a.o.PublicURL + messagesPath
	resp, err := a.ask(ctx, http.MethodPost, at)
	untrusted := (*tls.CertificateVerificationError)(nil)
	switch {
	case errors.As(err, &untrusted):
		say(what, false, "%s shows a certificate that this machine does not trust; Microsoft trusts public authorities alone", at)
	case err != nil:
		say(what, true, "%s cannot be reached from this machine (%s), which may be meant so: a POST from outside must be answered with 401", at, codeOf(err))
	case resp.StatusCode == http.StatusUnauthorized:
		say(what, true, "%s answers and refuses what has no token: it is the bot's messaging endpoint", at)
	case resp.StatusCode >= http.StatusInternalServerError:
		say(what, false, "%s answers %d: the proxy in front is there and serve behind it is not: start it, or look at the tunnel", at, resp.StatusCode)
	default:
		say(what, false, "%s answers %d and not 401: the proxy in front must hand %s and %s on to serve", at, resp.StatusCode, messagesPath, filesPath)
	}
}

// ask asks for an address and throws the body away.
func (a *Adapter) ask(ctx context.Context, method, address string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, address, nil)
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
