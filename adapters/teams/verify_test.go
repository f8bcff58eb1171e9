package teams

import (
	"crypto/x509"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

func TestTokenAccepted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		claims   object
		endorsed []string
		method   jwt.SigningMethod
	}{
		"as the platform makes it":   {},
		"audiences in a list":        {claims: object{"aud": []string{"another", testApp}}},
		"endorsed for the channel":   {endorsed: []string{"webchat", "msteams"}},
		"RS384":                      {method: jwt.SigningMethodRS384},
		"RS512":                      {method: jwt.SigningMethodRS512},
		"ended within the skew":      {claims: object{"exp": noon.Unix() - 299}},
		"begins within the skew":     {claims: object{"nbf": noon.Unix() + 299}},
		"does not say when it began": {claims: object{"nbf": nil}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			o.endorsed["k0"] = c.endorsed
			a := o.adapter()
			token := o.sign("k0", c.claims)
			if c.method != nil {
				token = signWith(t, c.method, "k0", o.claimsNow(), testKey("k0"))
			}
			same(t, "status", o.ask(a, token, asJSON(t, o.activityOf(nil))).Code, http.StatusOK)
			a.Wait()
			same(t, "events", len(o.happened()), 1)
		})
	}
}

func TestTokenRefused(t *testing.T) {
	t.Parallel()
	public := func() []byte { return x509.MarshalPKCS1PublicKey(&testKey("k0").PublicKey) }
	header := func(change map[string]any) func(*office) string {
		return func(o *office) string {
			token := jwt.NewWithClaims(jwt.SigningMethodRS256, o.claimsNow())
			token.Header["kid"] = "k0"
			for k, v := range change {
				token.Header[k] = v
			}
			s, err := token.SignedString(testKey("k1")) // not published
			if err != nil {
				panic(err)
			}
			return s
		}
	}
	claims := func(change map[string]any) func(*office) string {
		return func(o *office) string { return o.sign("k0", change) }
	}
	for name, c := range map[string]struct {
		token    func(*office) string
		activity object
		endorsed []string
		want     int
	}{
		"none at all": {token: func(*office) string { return "" }},
		"no token":    {token: func(*office) string { return "garbage" }},
		"unsigned":    {token: func(o *office) string { return unsigned(o.t, o.claimsNow()) }},
		"HS256 with the public key": {token: func(o *office) string {
			return signWith(o.t, jwt.SigningMethodHS256, "k0", o.claimsNow(), public())
		}},
		"PS256": {token: func(o *office) string {
			return signWith(o.t, jwt.SigningMethodPS256, "k0", o.claimsNow(), testKey("k0"))
		}},
		"another key":        {token: header(nil)},
		"a key of its own":   {token: header(map[string]any{"jwk": map[string]any{"kty": "RSA"}, "jku": "https://evil.example.com/keys", "x5u": "https://evil.example.com/x5u"})},
		"unknown key id":     {token: header(map[string]any{"kid": "k9"})},
		"no key id":          {token: header(map[string]any{"kid": ""})},
		"a number as key id": {token: header(map[string]any{"kid": 0})},
		"a demand we cannot meet": {token: func(o *office) string {
			token := jwt.NewWithClaims(jwt.SigningMethodRS256, o.claimsNow())
			token.Header["kid"], token.Header["crit"] = "k0", []string{"b64"}
			s, err := token.SignedString(testKey("k0"))
			if err != nil {
				panic(err)
			}
			return s
		}},
		"changed after signing": {token: func(o *office) string {
			parts := strings.Split(o.sign("k0", nil), ".")
			parts[1] = base64.RawURLEncoding.EncodeToString([]byte(`{"iss":"https://api.botframework.com","aud":"` + testApp +
				`","exp":4000000000,"serviceurl":"` + serviceURL + `"}`))
			return strings.Join(parts, ".")
		}},
		"no end":                   {token: claims(object{"exp": nil})},
		"over":                     {token: claims(object{"exp": noon.Unix() - 301})},
		"an end in words":          {token: claims(object{"exp": "tomorrow"})},
		"not begun":                {token: claims(object{"nbf": noon.Unix() + 301})},
		"another issuer":           {token: claims(object{"iss": "https://evil.example.com"})},
		"no issuer":                {token: claims(object{"iss": nil})},
		"issuers in a list":        {token: claims(object{"iss": []string{"https://api.botframework.com"}})},
		"another bot":              {token: claims(object{"aud": "another"})},
		"other bots":               {token: claims(object{"aud": []string{"another", "one more"}})},
		"nobody":                   {token: claims(object{"aud": nil})},
		"an audience number":       {token: claims(object{"aud": 5})},
		"no address":               {token: claims(object{"serviceurl": nil})},
		"an empty address":         {token: claims(object{"serviceurl": ""}), activity: object{"serviceUrl": ""}},
		"another address":          {token: claims(object{"serviceurl": "https://smba.example.com/eu/"})},
		"the body has none":        {token: claims(nil), activity: object{"serviceUrl": nil}},
		"a key for other channels": {token: claims(nil), endorsed: []string{"webchat", "directline"}},
		"another channel":          {token: claims(nil), activity: object{"channelId": "directline"}, want: http.StatusForbidden},
		"no channel":               {token: claims(nil), activity: object{"channelId": nil}, want: http.StatusForbidden},
		"another organisation": {token: claims(nil), want: http.StatusForbidden,
			activity: object{"channelData": object{"tenant": object{"id": testPerson}}}},
		"another organisation's chat": {token: claims(nil), want: http.StatusForbidden,
			activity: object{"conversation": object{"id": chatID, "conversationType": "personal", "tenantId": testPerson}}},
		"no organisation": {token: claims(nil), want: http.StatusForbidden,
			activity: object{"channelData": nil, "conversation": object{"id": chatID, "conversationType": "personal"}}},
		"a signed address elsewhere": {token: claims(object{"serviceurl": "https://evil.example.com/"}), want: http.StatusForbidden,
			activity: object{"serviceUrl": "https://evil.example.com/"}},
		"a signed address without TLS": {token: claims(object{"serviceurl": "http://smba.example.com/"}), want: http.StatusForbidden,
			activity: object{"serviceUrl": "http://smba.example.com/"}},
		"a signed address on another port": {token: claims(object{"serviceurl": "https://smba.example.com:8443/"}), want: http.StatusForbidden,
			activity: object{"serviceUrl": "https://smba.example.com:8443/"}},
		"a signed address with a user": {token: claims(object{"serviceurl": "https://smba.example.com@evil.example.com/"}), want: http.StatusForbidden,
			activity: object{"serviceUrl": "https://smba.example.com@evil.example.com/"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			o.endorsed["k0"] = c.endorsed
			a := o.adapter()
			if c.want == 0 {
				c.want = http.StatusUnauthorized
			}
			w := o.ask(a, c.token(o), asJSON(t, o.activityOf(c.activity)))
			same(t, "status", w.Code, c.want)
			same(t, "body", w.Body.String(), "")
			a.Wait()
			same(t, "events", len(o.happened()), 0)
			if strings.Contains(o.logged(), "eyJ") {
				t.Error("the log holds a token")
			}
		})
	}
}

// unsigned is a token of the algorithm none.
func unsigned(t testing.TB, claims jwt.Claims) string {
	t.Helper()
	return signWith(t, jwt.SigningMethodNone, "k0", claims, jwt.UnsafeAllowNoneSignatureType)
}

func TestSchemeIsBearerOnly(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	v := o.adapter().verifier
	token := o.sign("k0", nil)
	for name, lines := range map[string][]string{
		"nothing":          nil,
		"no scheme":        {token},
		"small letters":    {"bearer " + token},
		"two spaces":       {"Bearer  " + token},
		"another scheme":   {"Basic " + token},
		"two lines":        {"Bearer " + token, "Bearer " + token},
		"far too long":     {"Bearer " + token + strings.Repeat("A", maxToken)},
		"something behind": {"Bearer " + token + " "},
	} {
		if _, err := v.prove(t.Context(), http.Header{"Authorization": lines}); err != errForged {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := v.prove(t.Context(), http.Header{"Authorization": {"Bearer " + token}}); err != nil {
		t.Errorf("the token itself: %v", err)
	}
}

func TestBodyIsNotReadBeforeTheToken(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	body := &counted{}
	for _, token := range []string{"", "garbage", o.sign("k0", object{"exp": nil})} {
		r, err := http.NewRequest(http.MethodPost, "https://bot.example.com/api/messages", body)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+token)
		if _, _, err := a.admit(r); err != errForged {
			t.Errorf("got %v", err)
		}
	}
	same(t, "bytes read", body.n, 0)
}

// counted is a body without an end.
type counted struct{ n int }

func (c *counted) Read(p []byte) (int, error) {
	c.n += len(p)
	return len(p), nil
}

func TestClockIsTheOptions(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	token := o.sign("k0", nil)
	body := asJSON(t, o.activityOf(nil))
	same(t, "now", o.ask(a, token, body).Code, http.StatusOK)
	o.clock.Set(noon.Add(time.Hour + maxSkew + time.Second))
	same(t, "an hour later", o.ask(a, token, body).Code, http.StatusUnauthorized)
}
