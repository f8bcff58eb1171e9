package web

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// issuer is a single sign-on with a key of its own. What it says can be
// spoiled.
type issuer struct {
	srv   *httptest.Server
	key   *rsa.PrivateKey
	spoil func(claims map[string]any)
	asked url.Values // of the last authorization
	told  url.Values // of the last exchange
	other *rsa.PrivateKey
}

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	i := &issuer{}
	var err error
	if i.key, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	answer := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(v)
	}
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{
			"issuer": i.srv.URL, "authorization_endpoint": i.srv.URL + "/authorize", "token_endpoint": i.srv.URL + "/token",
			"jwks_uri": i.srv.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"},
		})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"keys": []any{map[string]string{
			"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "k",
			"n": base64.RawURLEncoding.EncodeToString(i.key.N.Bytes()),
			"e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(i.key.E)).Bytes()),
		}}})
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		i.told = r.PostForm
		sum := sha256.Sum256([]byte(i.told.Get("code_verifier")))
		if i.told.Get("code") != "good" || base64.RawURLEncoding.EncodeToString(sum[:]) != i.asked.Get("code_challenge") {
			http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
			return
		}
		answer(w, map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": i.token(t)})
	})
	i.srv = httptest.NewServer(mux)
	t.Cleanup(i.srv.Close)
	return i
}

// token signs the claims (RFC 7515).
func (i *issuer) token(t *testing.T) string {
	claims := map[string]any{
		"iss": i.srv.URL, "aud": "desk", "sub": "s", "exp": time.Now().Add(time.Hour).Unix(), "iat": time.Now().Unix(),
		"nonce": i.asked.Get("nonce"), "email": "hr@example.lg.jp", "email_verified": true,
	}
	if i.spoil != nil {
		i.spoil(claims)
	}
	part := func(v any) string {
		raw, err := json.Marshal(v)
		if err != nil {
			t.Error(err)
		}
		return base64.RawURLEncoding.EncodeToString(raw)
	}
	body := part(map[string]string{"alg": "RS256", "kid": "k"}) + "." + part(claims)
	sum := sha256.Sum256([]byte(body))
	key := i.key
	if i.other != nil {
		key = i.other
	}
	sig, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Error(err)
	}
	return body + "." + base64.RawURLEncoding.EncodeToString(sig)
}

// ssoOffice is a desk with a single sign-on.
func ssoOffice(t *testing.T) (*office, *issuer) {
	t.Helper()
	i := newIssuer(t)
	o := newOffice(t, func(d *DeskOptions) {
		d.SSO = &SSO{Issuer: i.srv.URL, ClientID: "desk", ClientSecret: "secret", Claim: "email"}
	})
	return o, i
}

// begins goes to the issuer and returns what it was asked.
func (o *office) begins(i *issuer) url.Values {
	o.t.Helper()
	p := o.get("/sso")
	at, err := url.Parse(p.Header.Get("Location"))
	if err != nil || p.StatusCode != http.StatusSeeOther || !strings.HasPrefix(at.String(), i.srv.URL+"/authorize?") {
		o.t.Fatalf("to the issuer: %s %s", p.Status, p.Header.Get("Location"))
	}
	i.asked = at.Query()
	return i.asked
}

func (o *office) returns(state, code string) page {
	o.t.Helper()
	return o.get("/sso-done?" + url.Values{"state": {state}, "code": {code}}.Encode())
}

func TestSSO(t *testing.T) {
	t.Parallel()
	o, i := ssoOffice(t)
	if p := o.get("/signin"); !strings.Contains(p.text, japaneseDesk().SSO) {
		t.Error("the way in has no button for it")
	}
	asked := o.begins(i)
	for name, want := range map[string]string{
		"response_type": "code", "client_id": "desk", "code_challenge_method": "S256", "redirect_uri": o.srv.URL + "/sso-done", "scope": "openid profile email",
	} {
		if got := asked.Get(name); got != want {
			t.Errorf("asked with %s %q, want %q", name, got, want)
		}
	}
	before := o.cookie()
	p := o.returns(asked.Get("state"), "good")
	if p.StatusCode != http.StatusSeeOther || p.Header.Get("Location") != "/" || o.cookie() == before {
		t.Fatalf("back again: %s to %q", p.Status, p.Header.Get("Location"))
	}
	if p := o.get("/slips"); p.StatusCode != http.StatusOK {
		t.Errorf("inside: %s", p.Status)
	}
	if p := o.returns(asked.Get("state"), "good"); p.StatusCode != http.StatusBadRequest {
		t.Errorf("the same answer once more: %s", p.Status)
	}
}

// cookie is the session's token as the browser has it.
func (o *office) cookie() string {
	u, err := url.Parse(o.srv.URL)
	if err != nil || len(o.http.Jar.Cookies(u)) == 0 {
		return ""
	}
	return o.http.Jar.Cookies(u)[0].Value
}

// TestSSORefuses answers that are not to be believed.
func TestSSORefuses(t *testing.T) {
	t.Parallel()
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		spoil func(*issuer)
		state string // "" for the right one
		code  string
	}{
		"another state":     {func(*issuer) {}, "another", "good"},
		"another code":      {func(*issuer) {}, "", "bad"},
		"another verifier":  {func(i *issuer) { i.asked.Set("code_challenge", "x") }, "", "good"},
		"another nonce":     {func(i *issuer) { i.spoil = func(c map[string]any) { c["nonce"] = "x" } }, "", "good"},
		"no nonce":          {func(i *issuer) { i.spoil = func(c map[string]any) { delete(c, "nonce") } }, "", "good"},
		"another issuer":    {func(i *issuer) { i.spoil = func(c map[string]any) { c["iss"] = "https://evil.example" } }, "", "good"},
		"another audience":  {func(i *issuer) { i.spoil = func(c map[string]any) { c["aud"] = "other" } }, "", "good"},
		"too old":           {func(i *issuer) { i.spoil = func(c map[string]any) { c["exp"] = 1 } }, "", "good"},
		"another key":       {func(i *issuer) { i.other = stranger }, "", "good"},
		"not verified":      {func(i *issuer) { i.spoil = func(c map[string]any) { c["email_verified"] = false } }, "", "good"},
		"verified in words": {func(i *issuer) { i.spoil = func(c map[string]any) { c["email_verified"] = "true" } }, "", "good"},
		"no e-mail":         {func(i *issuer) { i.spoil = func(c map[string]any) { delete(c, "email") } }, "", "good"},
		"several e-mails":   {func(i *issuer) { i.spoil = func(c map[string]any) { c["email"] = []string{"hr@example.lg.jp"} } }, "", "good"},
		"nobody's e-mail":   {func(i *issuer) { i.spoil = func(c map[string]any) { c["email"] = "x@example.lg.jp" } }, "", "good"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, i := ssoOffice(t)
			state := o.begins(i).Get("state")
			if tt.state != "" {
				state = tt.state
			}
			tt.spoil(i)
			p := o.returns(state, tt.code)
			if p.StatusCode != http.StatusBadRequest && p.StatusCode != http.StatusForbidden {
				t.Errorf("got %s", p.Status)
			}
			if p := o.get("/"); p.StatusCode != http.StatusSeeOther {
				t.Errorf("let in: %s", p.Status)
			}
		})
	}
	t.Run("another browser", func(t *testing.T) {
		t.Parallel()
		o, i := ssoOffice(t)
		state := o.begins(i).Get("state")
		o.http = o.browser()
		if p := o.returns(state, "good"); p.StatusCode != http.StatusBadRequest {
			t.Errorf("got %s", p.Status)
		}
	})
	t.Run("an issuer that is away", func(t *testing.T) {
		t.Parallel()
		o, i := ssoOffice(t)
		i.srv.Close()
		if p := o.get("/sso"); p.StatusCode != http.StatusServiceUnavailable || !strings.Contains(p.text, japaneseDesk().SSODown) {
			t.Errorf("got %s", p.Status)
		}
	})
	t.Run("none", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		if p := o.get("/sso"); p.StatusCode != http.StatusNotFound {
			t.Errorf("got %s", p.Status)
		}
		if p := o.returns("", "good"); p.StatusCode != http.StatusBadRequest {
			t.Errorf("got %s", p.Status)
		}
	})
}

// TestSSOByNumber takes another claim by its word.
func TestSSOByNumber(t *testing.T) {
	t.Parallel()
	i := newIssuer(t)
	o := newOffice(t, func(d *DeskOptions) {
		d.SSO = &SSO{Issuer: i.srv.URL, ClientID: "desk", ClientSecret: "secret", Claim: "employee_no", Name: "市役所ポータル"}
	})
	if p := o.get("/signin"); !strings.Contains(p.text, "市役所ポータル") {
		t.Error("its name is not on the button")
	}
	i.spoil = func(c map[string]any) { c["employee_no"] = " hr " }
	if p := o.returns(o.begins(i).Get("state"), "good"); p.StatusCode != http.StatusSeeOther {
		t.Errorf("got %s", p.Status)
	}
}
