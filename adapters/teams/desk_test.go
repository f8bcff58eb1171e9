package teams

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/rs/zerolog"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
)

// What the tests of this package's inside use: an issuer and a connector in a
// few lines, carried in process. The whole platform is teamstown.

const (
	testApp    = "11111111-2222-3333-4444-555555555555"
	ourTenant  = "99999999-8888-7777-6666-555555555555"
	testPerson = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
	testSecret = "s3cr3t-of-the-app"
	testWords  = "誰にも見せないことば"

	serviceURL = "https://smba.example.com/jp/"
	chatID     = "a:1X/;y@z=="
)

var noon = time.Date(2026, 7, 1, 3, 0, 0, 0, time.UTC)

// testKeys are made once: a key takes a while.
var testKeys = sync.OnceValue(func() []*rsa.PrivateKey {
	keys := make([]*rsa.PrivateKey, 3)
	for i := range keys {
		k, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		keys[i] = k
	}
	return keys
})

// office is everything that an adapter talks to. What it answers can be
// changed; what it was asked is kept.
type office struct {
	t     testing.TB
	clock *clock.Manual
	log   *strings.Builder
	logMu *sync.Mutex

	mu        sync.Mutex
	published []string // ids of the keys that the issuer publishes
	endorsed  map[string][]string
	asked     []string                      // paths, in order
	bodies    []string                      // of what the connector was asked
	answers   map[string][]http.HandlerFunc // by method and path, used one by one
	ids       int                           // of activities
	handle    func(chat.Event) (chat.Answer, error)
	events    []chat.Event
	pause     map[string]<-chan struct{} // before an answer, by path
	called    *sync.Cond
}

func newOffice(t testing.TB) *office {
	o := &office{
		t: t, clock: clock.NewManual(noon), log: &strings.Builder{}, logMu: &sync.Mutex{},
		published: []string{"k0"}, endorsed: map[string][]string{}, answers: map[string][]http.HandlerFunc{},
		pause: map[string]<-chan struct{}{},
	}
	o.called = sync.NewCond(&o.mu)
	return o
}

// RoundTrip serves in process.
func (o *office) RoundTrip(r *http.Request) (*http.Response, error) {
	body := ""
	if r.Body != nil {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		body = string(raw)
	}
	path := r.Method + " " + r.URL.EscapedPath()
	o.mu.Lock()
	o.asked = append(o.asked, path)
	o.bodies = append(o.bodies, body)
	o.called.Broadcast()
	var next http.HandlerFunc
	if todo := o.answers[path]; len(todo) > 0 {
		next, o.answers[path] = todo[0], todo[1:]
	}
	pause := o.pause[path]
	o.mu.Unlock()
	if pause != nil {
		select {
		case <-pause:
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	if next == nil {
		next = o.usual
	}
	w := httptest.NewRecorder()
	r.Body = io.NopCloser(strings.NewReader(body))
	next(w, r)
	if w.Code == hangUp {
		return nil, errors.New("connection reset")
	}
	return w.Result(), nil
}

// hangUp as a status cuts the connection.
const hangUp = 599

func (o *office) usual(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", o.clock.Now().Format(http.TimeFormat))
	switch {
	case strings.HasSuffix(r.URL.Path, "/openidconfiguration"):
		_, _ = io.WriteString(w, `{"issuer":"https://api.botframework.com","jwks_uri":"https://login.example.com/keys"}`)
	case r.URL.Path == "/keys":
		_, _ = w.Write(o.keySet())
	case strings.HasSuffix(r.URL.Path, "/oauth2/v2.0/token"):
		o.mu.Lock()
		o.ids++
		n := o.ids
		o.mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"token_type":"Bearer","expires_in":3600,"access_token":"token-%d"}`, n)
	case r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/v3/conversations"):
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, `{"id":"a:made"}`)
	case r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/activities"):
		o.mu.Lock()
		o.ids++
		n := o.ids
		o.mu.Unlock()
		w.WriteHeader(http.StatusCreated)
		_, _ = fmt.Fprintf(w, `{"id":"act-%d"}`, n)
	case r.Method == http.MethodPut:
		_, _ = io.WriteString(w, `{"id":"same"}`)
	case r.URL.Path == messagesPath:
		w.WriteHeader(http.StatusUnauthorized)
	default:
		http.NotFound(w, r)
	}
}

// keySet is what the issuer publishes.
func (o *office) keySet() []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	type object = map[string]any
	var keys []object
	for _, kid := range o.published {
		k := testKey(kid)
		keys = append(keys, object{
			"kty": "RSA", "use": "sig", "kid": kid, "x5t": kid, "x5c": []string{"not a certificate"},
			"n":            base64.RawURLEncoding.EncodeToString(k.N.Bytes()),
			"e":            base64.RawURLEncoding.EncodeToString(big.NewInt(int64(k.E)).Bytes()),
			"endorsements": o.endorsed[kid],
		})
	}
	raw, err := json.Marshal(object{"keys": keys})
	if err != nil {
		panic(err)
	}
	return raw
}

// testKey is the key with the id k0, k1 or k2.
func testKey(kid string) *rsa.PrivateKey { return testKeys()[int(kid[1]-'0')] }

// will answers the next call of the path so.
func (o *office) will(path string, answers ...http.HandlerFunc) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.answers[path] = append(o.answers[path], answers...)
}

func (o *office) publish(kids ...string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.published = kids
}

// count is how often a path was asked for.
func (o *office) count(path string) (n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, p := range o.asked {
		if p == path {
			n++
		}
	}
	return n
}

// await waits until the path was asked for n times.
func (o *office) await(path string, n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for {
		seen := 0
		for _, p := range o.asked {
			if p == path {
				seen++
			}
		}
		if seen >= n {
			return
		}
		o.called.Wait()
	}
}

// body is the last that was sent to the path.
func (o *office) body(path string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := len(o.asked) - 1; i >= 0; i-- {
		if o.asked[i] == path {
			return o.bodies[i]
		}
	}
	return ""
}

// answer is a response of status and body.
func answer(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// Paths of the office.
const (
	pathMeta   = "GET /v1/.well-known/openidconfiguration"
	pathKeys   = "GET /keys"
	pathToken  = "POST /" + ourTenant + "/oauth2/v2.0/token"
	pathCreate = "POST /jp/v3/conversations"
	pathPost   = "POST /jp/v3/conversations/a:1X%2F%3By@z==/activities"
	pathMade   = "POST /jp/v3/conversations/a:made/activities"
	pathKnock  = "POST " + messagesPath
	pathPut    = "PUT /jp/v3/conversations/a:1X%2F%3By@z==/activities/act%2F7"
)

// Handle is the core.
func (o *office) Handle(_ context.Context, e chat.Event) (chat.Answer, error) {
	o.mu.Lock()
	o.events = append(o.events, e)
	do := o.handle
	o.mu.Unlock()
	if do == nil {
		return chat.Answer{}, nil
	}
	return do(e)
}

func (o *office) happened() []chat.Event {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]chat.Event(nil), o.events...)
}

func (o *office) Write(p []byte) (int, error) {
	o.logMu.Lock()
	defer o.logMu.Unlock()
	return o.log.Write(p)
}

func (o *office) logged() string {
	o.logMu.Lock()
	defer o.logMu.Unlock()
	return o.log.String()
}

func (o *office) options() Options {
	return Options{
		Handler: o, AppID: testApp, AppPassword: testSecret, TenantID: ourTenant,
		LoginURL: "https://login.example.com", OpenIDURL: "https://login.example.com/v1/.well-known/openidconfiguration",
		ServiceURL: serviceURL, ServiceHosts: []string{"smba.example.com"}, PublicURL: "https://bot.example.com",
		Client: &http.Client{Transport: o}, Now: o.clock.Now, Log: zerolog.New(o),
		After: func(time.Duration) <-chan time.Time { return nil },
	}
}

func (o *office) adapter(change ...func(*Options)) *Adapter {
	o.t.Helper()
	opts := o.options()
	for _, c := range change {
		c(&opts)
	}
	a, err := New(opts)
	if err != nil {
		o.t.Fatal(err)
	}
	return a
}

// claimsNow are a genuine token's.
func (o *office) claimsNow() jwt.MapClaims {
	now := o.clock.Now().Unix()
	return jwt.MapClaims{
		"iss": "https://api.botframework.com", "aud": testApp, "nbf": now, "exp": now + 3600, "serviceurl": serviceURL,
	}
}

// sign signs claims with the key; change changes them, nil takes one away.
func (o *office) sign(kid string, change map[string]any) string {
	o.t.Helper()
	claims := o.claimsNow()
	maps.Copy(claims, change)
	for name, v := range change {
		if v == nil {
			delete(claims, name)
		}
	}
	return signWith(o.t, jwt.SigningMethodRS256, kid, claims, testKey(kid))
}

func signWith(t testing.TB, method jwt.SigningMethod, kid string, claims jwt.Claims, key any) string {
	t.Helper()
	token := jwt.NewWithClaims(method, claims)
	token.Header["kid"] = kid
	s, err := token.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// object is a piece of JSON.
type object = map[string]any

// activityOf is an activity of the person's personal chat, changed; nil takes
// a key away.
func (o *office) activityOf(change object) object {
	a := object{
		"type": "message", "id": "act/1", "timestamp": o.clock.Now().Format(time.RFC3339Nano), "channelId": "msteams",
		"serviceUrl": serviceURL, "locale": "ja-JP", "localTimezone": "Asia/Tokyo", "text": "こんにちは",
		"from":         object{"id": "29:user", "name": "見本 花", "aadObjectId": testPerson},
		"recipient":    object{"id": "28:" + testApp, "name": "月イチ"},
		"conversation": object{"id": chatID, "conversationType": "personal", "tenantId": ourTenant},
		"channelData":  object{"tenant": object{"id": ourTenant}},
	}
	for k, v := range change {
		if v == nil {
			delete(a, k)
			continue
		}
		a[k] = v
	}
	return a
}

// ask brings a body with a token to the adapter.
func (o *office) ask(a *Adapter, token string, body []byte) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/api/messages", bytes.NewReader(body))
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	a.Handlers()["/api/messages"].ServeHTTP(w, r)
	return w
}

// deliver brings an activity with a good token.
func (o *office) deliver(a *Adapter, change object) *httptest.ResponseRecorder {
	o.t.Helper()
	return o.ask(a, o.sign("k0", nil), asJSON(o.t, o.activityOf(change)))
}

func asJSON(t testing.TB, v any) []byte {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func same[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
