package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/rs/zerolog"
)

// examineTeams looks at what Teams needs: the adapter's own findings, the way
// in, and whether the app's package can be made.
func (s settings) examineTeams(ctx context.Context, f *findings) {
	parts, err := s.newTeams(zerolog.Nop())
	if err != nil {
		if !f.bad { // else the settings have said it
			f.say("teams", false, err.Error())
		}
		return
	}
	for _, found := range parts.adapter.Examine(ctx) {
		f.say("teams: "+found.What, found.Good, found.Say)
	}
	if s.PublicURL != "" {
		s.examinePublicURL(ctx, f)
	}
}

// messagesPath is where Teams posts.
const messagesPath = "/api/messages"

// examinePublicURL knocks where Teams would, without a token: who answers 401
// or 403 is the bot. Not every machine reaches its own address from inside.
func (s settings) examinePublicURL(ctx context.Context, f *findings) {
	const what = "public-url"
	client, err := s.client()
	if err != nil {
		f.say(what, false, err.Error())
		return
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	at := strings.TrimRight(s.PublicURL, "/") + messagesPath
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, at, strings.NewReader("{}"))
	if err != nil {
		f.say(what, false, "not an address that can be asked")
		return
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := client.Do(req)
	if untrusted := (*tls.CertificateVerificationError)(nil); errors.As(err, &untrusted) {
		f.say(what, false, at+" shows a certificate that this machine does not trust: Microsoft trusts public authorities alone")
		return
	}
	if err != nil {
		f.unknown(what, at+" cannot be reached from this machine; that may be meant so: ask it from outside, 401 or 403 is right")
		return
	}
	_ = resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden:
		f.say(what, true, at+" answers, and refuses what has no token")
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		f.say(what, false, fmt.Sprintf("%s says %d: the reverse proxy is there and serve behind it is not; start it, or look at the tunnel", at, resp.StatusCode))
	default:
		f.say(what, false, fmt.Sprintf("%s says %d, and the bot would say 401 or 403: the reverse proxy must pass %s on to listen", at, resp.StatusCode, messagesPath))
	}
}
