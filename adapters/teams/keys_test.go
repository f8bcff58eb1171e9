package teams

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// knows reports whether the ring has the key.
func knows(t *testing.T, a *Adapter, kid string) bool {
	t.Helper()
	_, err := a.keys.key(t.Context(), kid)
	if err != nil && err != errForged {
		t.Fatal(err)
	}
	return err == nil
}

func TestKeysAreFetchedOnceADay(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	for range 100 {
		same(t, "knows k0", knows(t, a, "k0"), true)
		o.clock.Set(o.clock.Now().Add(time.Minute))
	}
	same(t, "metadata", o.count(pathMeta), 1)
	same(t, "keys", o.count(pathKeys), 1)
	o.publish("k1")
	o.clock.Set(noon.Add(keysGood))
	same(t, "knows the new one", knows(t, a, "k1"), true)
	same(t, "knows the old one", knows(t, a, "k0"), false)
}

func TestKeysAreRenewedBehindAnAnswer(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	knows(t, a, "k0")
	o.clock.Set(noon.Add(keysAging))
	same(t, "knows k0", knows(t, a, "k0"), true)
	<-a.keys.fetch.DoChan("keys", func() (any, error) { return nil, nil }) // after the one under way
	same(t, "keys", o.count(pathKeys), 2)
	same(t, "once", knows(t, a, "k0"), true)
	same(t, "keys still", o.count(pathKeys), 2)
}

func TestRotationCostsNoValidRequest(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	ask := func(kid string) int { return o.ask(a, o.sign(kid, nil), asJSON(t, o.activityOf(nil))).Code }
	same(t, "before", ask("k0"), http.StatusOK)
	o.publish("k1")
	same(t, "at once after it", ask("k1"), http.StatusOK)
	same(t, "with a token of before", ask("k0"), http.StatusOK)
	o.publish("k2")
	same(t, "again at once", ask("k2"), http.StatusOK)
	o.clock.Set(noon.Add(keysLinger))
	o.publish("k1")
	same(t, "another", ask("k1"), http.StatusOK)
	same(t, "a key that is long gone", ask("k0"), http.StatusUnauthorized)
	a.Wait()
}

func TestForgersDoNotKeepANewKeyOut(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	knows(t, a, "k0")
	for i := range 50 {
		same(t, "made up", knows(t, a, fmt.Sprintf("made-up-%d", i)), false)
	}
	same(t, "fetches at once", o.count(pathKeys), 1+looksAtOnce)
	o.publish("k0", "k1")
	same(t, "too soon after them", knows(t, a, "k1"), false)
	o.clock.Set(noon.Add(looksApart))
	same(t, "five minutes later", knows(t, a, "k1"), true)
	same(t, "the old one", knows(t, a, "k0"), true)
	for i := range 60 { // for an hour, once a minute
		o.clock.Set(noon.Add(looksApart + time.Duration(i)*time.Minute))
		knows(t, a, fmt.Sprintf("still-%d", i))
	}
	if n := o.count(pathKeys); n > 1+looksAtOnce+13 {
		t.Errorf("%d fetches in an hour", n)
	}
}

func TestTokensThatAreWrongAnywayMakeUsLookForNoKey(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	knows(t, a, "k0")
	for _, change := range []object{{"exp": nil}, {"aud": "another"}, {"iss": "evil"}, {"exp": noon.Unix() - 3600}} {
		o.ask(a, o.sign("k1", change), asJSON(t, o.activityOf(nil)))
	}
	same(t, "fetches", o.count(pathKeys), 1)
}

func TestOneFetchAtATime(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	hold := make(chan struct{})
	o.pause[pathKeys] = hold
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			if _, err := a.keys.key(t.Context(), "k0"); err != nil {
				t.Error(err)
			}
		})
	}
	o.await(pathKeys, 1)
	close(hold)
	wg.Wait()
	same(t, "metadata", o.count(pathMeta), 1)
	same(t, "keys", o.count(pathKeys), 1)
}

func TestIssuerThatCannotBeReached(t *testing.T) {
	t.Parallel()
	for name, bad := range map[string]http.HandlerFunc{
		"error":       answer(http.StatusInternalServerError, testWords),
		"garbage":     answer(http.StatusOK, "<html>"+testWords),
		"no keys":     answer(http.StatusOK, `{"keys":[]}`),
		"hangs up":    answer(hangUp, ""),
		"redirection": answer(http.StatusOK, `{"jwks_uri":"http://evil.example.com/keys"}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			a := o.adapter()
			path := pathKeys
			if name == "redirection" {
				path = pathMeta
			}
			o.will(path, bad)
			ask := func() int { return o.deliver(a, nil).Code }
			same(t, "while it is down", ask(), http.StatusServiceUnavailable)
			asked := o.count(path)
			same(t, "at once again", ask(), http.StatusServiceUnavailable)
			same(t, "not asked again at once", o.count(path), asked)
			o.clock.Set(noon.Add(fetchRest))
			same(t, "a moment later", ask(), http.StatusOK)
			a.Wait()
			same(t, "events", len(o.happened()), 1)
			if strings.Contains(o.logged(), testWords) {
				t.Error("the log quotes a response")
			}
		})
	}
}

func TestOldKeysOutliveTheIssuersTrouble(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	knows(t, a, "k0")
	down := answer(http.StatusBadGateway, "")
	o.will(pathKeys, down, down, down)
	if _, err := a.keys.key(t.Context(), "k1"); err != errKeys {
		t.Errorf("an unknown key: got %v", err)
	}
	same(t, "a known one", knows(t, a, "k0"), true)
}

func TestParseKeys(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	good := string(o.keySet())
	for name, c := range map[string]struct {
		raw string
		ok  bool
	}{
		"as it is":         {good, true},
		"with others":      {strings.Replace(good, `{"keys":[`, `{"keys":[{"kty":"EC","kid":"e","crv":"P-256","x":"","y":""},{"kty":"oct","kid":"s","k":"AAAA"},{},`, 1), true},
		"for encryption":   {strings.Replace(good, `"use":"sig"`, `"use":"enc"`, 1), false},
		"without an id":    {strings.Replace(good, `"kid":"k0"`, `"kid":""`, 1), false},
		"a short key":      {`{"keys":[{"kty":"RSA","kid":"k","n":"wQ","e":"AQAB"}]}`, false},
		"an exponent of 1": {strings.Replace(good, `"e":"AQAB"`, `"e":"AQ"`, 1), false},
		"no list":          {`{"keys":5}`, false},
		"nothing":          {``, false},
	} {
		keys, err := parseKeys([]byte(c.raw), noon)
		if (err == nil) != c.ok || c.ok && len(keys) != 1 {
			t.Errorf("%s: got %d keys, %v", name, len(keys), err)
		}
	}
}

func TestKeysThatMoved(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	o.will(pathMeta, answer(http.StatusOK, `{"jwks_uri":"https://login.example.com/old"}`))
	if _, err := a.keys.key(t.Context(), "k0"); err != errKeys {
		t.Errorf("got %v", err)
	}
	o.clock.Set(noon.Add(fetchRest))
	same(t, "where the metadata says now", knows(t, a, "k0"), true)
}
