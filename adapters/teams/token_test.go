package teams

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestTokenIsKept(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	get := func() string {
		t.Helper()
		s, err := a.tokens.get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	first := get()
	o.clock.Set(noon.Add(time.Hour - tokenEarly - time.Second))
	same(t, "the same until five minutes before its end", get(), first)
	o.clock.Set(noon.Add(time.Hour - tokenEarly))
	if get() == first {
		t.Error("the token was not renewed")
	}
	same(t, "fetches", o.count(pathToken), 2)
	form, err := url.ParseQuery(o.body(pathToken))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"grant_type": "client_credentials", "client_id": testApp, "client_secret": testSecret,
		"scope": "https://api.botframework.com/.default",
	} {
		same(t, name, form.Get(name), want)
	}
}

func TestTokenOfEveryLife(t *testing.T) {
	t.Parallel()
	for life, want := range map[string]time.Duration{
		`3599`: 3599*time.Second - tokenEarly, `"3599"`: 3599*time.Second - tokenEarly, `60`: 30 * time.Second,
		`0`: 30 * time.Second, `-5`: 30 * time.Second, `31536000`: keysGood - tokenEarly,
	} {
		o := newOffice(t)
		o.will(pathToken, answer(http.StatusOK, `{"access_token":"x","token_type":"Bearer","expires_in":`+life+`}`, "Content-Type", "application/json"))
		a := o.adapter()
		if _, err := a.tokens.get(t.Context()); err != nil {
			t.Errorf("%s: %v", life, err)
		}
		same(t, life, a.tokens.until.Sub(noon), want)
	}
}

func TestOneTokenAtATime(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	hold := make(chan struct{})
	o.pause[pathToken] = hold
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			if _, err := a.tokens.get(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	o.await(pathToken, 1)
	close(hold)
	wg.Wait()
	same(t, "fetches", o.count(pathToken), 1)
}

func TestLoginThatSaysNo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer  http.HandlerFunc
		refused bool
		code    string
	}{
		"wrong secret": {answer(http.StatusUnauthorized,
			`{"error":"invalid_client","error_description":"AADSTS7000215: `+testWords+`"}`, "Content-Type", "application/json"), true, "invalid_client"},
		"no such tenant": {answer(http.StatusBadRequest, `{"error":"invalid_request"}`, "Content-Type", "application/json"), true, "invalid_request"},
		"down":           {answer(http.StatusServiceUnavailable, testWords), false, "token-http-503"},
		"hangs up":       {answer(hangUp, ""), false, "token-no-answer"},
		"a page":         {answer(http.StatusOK, "<html>"+testWords, "Content-Type", "text/html"), false, "token-no-answer"},
		"no token":       {answer(http.StatusOK, `{}`, "Content-Type", "application/json"), false, "token-no-answer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			a := o.adapter()
			o.will(pathToken, c.answer)
			_, err := a.tokens.get(t.Context())
			if err == nil || errors.Is(err, errRefused) != c.refused || strings.Contains(err.Error(), testWords) {
				t.Errorf("got %v", err)
			}
			same(t, "code", codeOf(err), c.code)
			_, again := a.tokens.get(t.Context())
			same(t, "not asked again at once", o.count(pathToken), 1)
			same(t, "the same error", again, err)
			o.clock.Set(noon.Add(fetchRest))
			if _, err := a.tokens.get(t.Context()); err != nil {
				t.Errorf("a moment later: %v", err)
			}
		})
	}
}

func TestWhoWaitsForATokenMayGo(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	hold := make(chan struct{})
	o.pause[pathToken] = hold
	gone := make(chan error)
	ctx, cancel := contextOf(t)
	go func() {
		_, err := a.tokens.get(ctx)
		gone <- err
	}()
	o.await(pathToken, 1)
	cancel()
	if err := <-gone; err == nil {
		t.Error("no error")
	}
	close(hold)
	if _, err := a.tokens.get(t.Context()); err != nil { // the fetch went on
		t.Error(err)
	}
	same(t, "fetches", o.count(pathToken), 1)
}
