package teams

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/rs/zerolog"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
	"golang.org/x/sync/singleflight"
)

// tokenEarly is how long before its end a token is replaced.
const tokenEarly = 5 * time.Minute

// tokens holds the token for the connector. It is safe for concurrent use; one
// fetch is under way at a time.
type tokens struct {
	conf   clientcredentials.Config
	client *http.Client
	now    func() time.Time
	log    zerolog.Logger
	fetch  singleflight.Group

	mu     sync.Mutex
	value  string
	until  time.Time
	failed time.Time // of the last fetch, where it failed
	why    error
}

func newTokens(o Options) *tokens {
	return &tokens{
		conf: clientcredentials.Config{
			ClientID: o.AppID, ClientSecret: o.AppPassword, Scopes: []string{o.Scope},
			TokenURL:  o.LoginURL + "/" + url.PathEscape(o.TenantID) + "/oauth2/v2.0/token",
			AuthStyle: oauth2.AuthStyleInParams,
		},
		client: plainClient(o.Client), now: o.Now, log: o.Log,
	}
}

// plainClient is the client without following redirections, which would take
// what goes with a call to somewhere else.
func plainClient(c *http.Client) *http.Client {
	out := *c
	out.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &out
}

// get is a token. The error wraps errRefused where the login says no.
func (t *tokens) get(ctx context.Context) (string, error) {
	if value, err := t.held(); value != "" || err != nil {
		return value, err
	}
	select {
	case r := <-t.fetch.DoChan("token", t.refetch):
		if r.Err != nil {
			return "", r.Err
		}
		return r.Val.(string), nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// held is the token that we have, or the error of a moment ago.
func (t *tokens) held() (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	switch {
	case t.value != "" && now.Before(t.until):
		return t.value, nil
	case t.why != nil && now.Sub(t.failed) < fetchRest:
		return "", t.why
	default:
		return "", nil
	}
}

// drop forgets a token that was not accepted, unless there is a newer one.
func (t *tokens) drop(value string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.value == value {
		t.value = ""
	}
}

// refetch fetches a token, in nobody's name: who waits may go.
func (t *tokens) refetch() (_ any, err error) {
	err = errPanic
	defer survived(t.log)
	if value, err := t.held(); value != "" || err != nil { // fetched a moment ago
		return value, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), fetchLimit)
	defer cancel()
	token, err := t.conf.Token(context.WithValue(ctx, oauth2.HTTPClient, t.client))
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	if err != nil {
		t.failed, t.why = now, loginError(err)
		return nil, t.why
	}
	life := lifeOf(token)
	t.value, t.until, t.why = token.AccessToken, now.Add(life-min(tokenEarly, life/2)), nil
	return t.value, nil
}

// lifeOf is how long a new token is good, by the response and not by the
// library's clock.
func lifeOf(token *oauth2.Token) time.Duration {
	var seconds float64
	switch n := token.Extra("expires_in").(type) {
	case float64:
		seconds = n
	case string:
		seconds, _ = strconv.ParseFloat(n, 64)
	}
	if seconds <= 0 {
		seconds = time.Minute.Seconds() // it does not say: not for long
	}
	return time.Duration(min(seconds, keysGood.Seconds()) * float64(time.Second))
}

// loginError keeps the code of an error and leaves its words.
func loginError(err error) error {
	var login *oauth2.RetrieveError
	code := codeOf(err)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("teams: token: %w", context.DeadlineExceeded)
	case !errors.As(err, &login) || login.Response == nil:
		return &callError{code: "token-" + code}
	case login.Response.StatusCode == http.StatusBadRequest, login.Response.StatusCode == http.StatusUnauthorized,
		login.Response.StatusCode == http.StatusForbidden, login.Response.StatusCode == http.StatusNotFound:
		return fmt.Errorf("teams: token: %w", &loginRefusal{code: code})
	default:
		return &callError{code: "token-" + code}
	}
}

// loginRefusal says that the login does not accept the app id, its secret or
// the tenant.
type loginRefusal struct{ code string }

func (l *loginRefusal) Error() string        { return "teams: login: " + l.code }
func (l *loginRefusal) Is(target error) bool { return target == errRefused }
