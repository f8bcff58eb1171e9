package main

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// answerLimit is how long the public address may take to answer.
const answerLimit = 10 * time.Second

// examineWeb looks at what signing in needs: an address that browsers reach by
// https and that leads here, somebody who carries the codes, and the single
// sign-on.
func (s settings) examineWeb(ctx context.Context, f *findings) {
	s.examinePublicURL(ctx, f)
	if !s.Slack.given() && !s.Teams.given() {
		f.say("web: codes", true, "no chat carries them: people come in by codes that HR prints, the first one of HR by “tsukiichi admin code”")
	}
	host, _, err := net.SplitHostPort(s.Listen)
	ip := net.ParseIP(host)
	if open := err == nil && (host == "" || ip != nil && !ip.IsLoopback()); open && len(s.Web.TrustedProxies) == 0 {
		f.say("web: proxy", true, "web.trusted-proxies is empty: behind a proxy all people count as one address")
	}
	sso, err := s.sso()
	if sso == nil || err != nil {
		return // what is wrong with the settings was said
	}
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	if err := sso.Discover(ctx); err != nil {
		f.say("web: single sign-on", false, "web.oidc-issuer does not answer as an OpenID issuer of this name: is its address right, and is the way to it open (https-proxy, ca-file)?")
		return
	}
	f.say("web: single sign-on", true, "answers; “"+strings.TrimSuffix(s.PublicURL, "/")+"/sso-done” must be among its redirect addresses")
}

func (s settings) examinePublicURL(ctx context.Context, f *findings) {
	u, err := url.Parse(s.PublicURL)
	if err != nil || u.Host == "" {
		return // the settings have said it
	}
	if u.Scheme != "https" {
		f.say("web: cookies", true, "public-url is http: good for a trial on this machine; nobody else can sign in safely")
	} else {
		f.say("web: cookies", true, "bound to https and to "+u.Host)
	}
	client, err := s.client()
	if err != nil {
		return
	}
	switch err := answers(ctx, client, u.JoinPath("healthz").String()); {
	case errors.Is(err, errNotOurs):
		f.say("web: public-url", false, "answers, but not as serve does: does the proxy pass everything on to --listen?")
	case err != nil:
		f.say("web: public-url", false, "cannot be reached from here: is serve running, is the name known, is the certificate good?")
	default:
		f.say("web: public-url", true, "leads to a running serve")
	}
}

var errNotOurs = errors.New("answers as somebody else")

// answers asks for the health of serve.
func answers(ctx context.Context, client *http.Client, address string) error {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return err
	}
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 1<<10))
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK || strings.TrimSpace(string(text)) != "ok" {
		return errNotOurs
	}
	return nil
}
