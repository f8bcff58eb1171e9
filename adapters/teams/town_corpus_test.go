package teams_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"io"
	"maps"
	"net/http"
	"strings"
	"time"

	"tsukiichi/adapters/teams/teamstown"
)

type claims = map[string]any

// with is a map with changes; a nil value takes the key away.
func with(m claims, changes claims) claims {
	out := maps.Clone(m)
	for k, v := range changes {
		if out[k] = v; v == nil {
			delete(out, k)
		}
	}
	return out
}

// sign signs claims with the issuer's key and a changed header.
func (s *stage) sign(header, body claims) string {
	return teamstown.Sign(with(s.town.Header(), header), with(s.town.Claims(), body), teamstown.Key(s.town.Signer()), nil)
}

// genuine are tokens in every shape that the platform's rules allow.
func (s *stage) genuine() map[string]string {
	now := s.Now().Unix()
	byKey := func(n int) string {
		return teamstown.Sign(with(s.town.Header(), claims{"kid": teamstown.KeyID(n)}), s.town.Claims(), teamstown.Key(n), nil)
	}
	return map[string]string{
		"RS256": s.sign(nil, nil), "RS384": s.sign(claims{"alg": "RS384"}, nil), "RS512": s.sign(claims{"alg": "RS512"}, nil),
		"aud in a list": s.sign(nil, claims{"aud": []any{s.town.AppID}}), "aud among others": s.sign(nil, claims{"aud": []any{"x", s.town.AppID}}),
		"299 s over": s.sign(nil, claims{"exp": now - 299, "nbf": now - 3899}), "299 s early": s.sign(nil, claims{"nbf": now + 299}),
		"no nbf": s.sign(nil, claims{"nbf": nil}), "no typ": s.sign(claims{"typ": nil, "x5t": nil}, nil),
		"more claims": s.sign(nil, claims{"iat": now, "jti": "x", "appid": "y"}), "exp as a fraction": s.sign(nil, claims{"exp": float64(now) + 3600.5}),
		"a key that names no channels": byKey(anyKey),
	}
}

// tokens are tokens that are not good.
func (s *stage) tokens() map[string]string {
	now, key := s.Now().Unix(), teamstown.Key(s.town.Signer())
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		panic(err)
	}
	public := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	attacker := teamstown.Key(attackerKey)
	stolen := func(header claims) string {
		return teamstown.Sign(with(s.town.Header(), header), s.town.Claims(), attacker, nil)
	}
	hs := func(alg string, secret []byte) string {
		return teamstown.Sign(with(s.town.Header(), claims{"alg": alg}), s.town.Claims(), nil, secret)
	}
	none := func(alg any) string {
		return teamstown.Part(with(s.town.Header(), claims{"alg": alg})) + "." + teamstown.Part(s.town.Claims()) + "."
	}
	claim := func(body claims) string { return s.sign(nil, body) }
	jwk := claims{"kty": "RSA", "n": base64.RawURLEncoding.EncodeToString(attacker.N.Bytes()), "e": "AQAB"}
	out := map[string]string{
		"alg none": none("none"), "alg None": none("None"), "alg NONE": none("NONE"), "alg missing": none(nil), "alg empty": none(""),
		"alg a list": none([]any{"RS256"}), "alg a number": none(256), "alg lower case": s.sign(claims{"alg": "rs256"}, nil),
		"HS256 with the public key": hs("HS256", public), "HS256 with its DER": hs("HS256", der), "HS256 with the modulus": hs("HS256", key.N.Bytes()),
		"HS384 with the public key": hs("HS384", public), "HS512 with the public key": hs("HS512", public),
		"HS256 with the password": hs("HS256", []byte(s.town.Password)), "HS256 with nothing": hs("HS256", nil),
		"PS256": s.sign(claims{"alg": "PS256"}, nil), "PS512": s.sign(claims{"alg": "PS512"}, nil), "another alg than signed": swap(s.sign(nil, nil), 0, teamstown.Part(with(s.town.Header(), claims{"alg": "RS512"}))),
		"another key": stolen(nil), "another key under its own id": stolen(claims{"kid": "mine"}), "key id missing": s.sign(claims{"kid": nil}, nil),
		"key id empty": s.sign(claims{"kid": ""}, nil), "key id a number": s.sign(claims{"kid": 1}, nil), "key id of a path": stolen(claims{"kid": "../../keys"}),
		"key id with a query": stolen(claims{"kid": "x' OR '1'='1"}), "key id null": s.sign(claims{"kid": json.RawMessage("null")}, nil),
		"jku": stolen(claims{"kid": "mine", "jku": "https://attacker.example/keys"}), "x5u": stolen(claims{"kid": "mine", "x5u": "https://attacker.example/chain"}),
		"jwk": stolen(claims{"jwk": jwk}), "jwk under its own id": stolen(claims{"kid": "mine", "jwk": with(jwk, claims{"kid": "mine"})}),
		"x5c":  stolen(claims{"x5c": []any{base64.StdEncoding.EncodeToString(der)}}),
		"crit": s.sign(claims{"crit": []any{"exp"}}, nil), "crit unknown": s.sign(claims{"crit": []any{"mine"}, "mine": true}, nil),
		"key for another channel": teamstown.Sign(with(s.town.Header(), claims{"kid": teamstown.KeyID(otherKey)}), s.town.Claims(), teamstown.Key(otherKey), nil),
		"key not published":       teamstown.Sign(with(s.town.Header(), claims{"kid": teamstown.KeyID(nobodyKey)}), s.town.Claims(), teamstown.Key(nobodyKey), nil),

		"iss missing": claim(claims{"iss": nil}), "iss empty": claim(claims{"iss": ""}), "iss of the directory": claim(claims{"iss": "https://sts.windows.net/" + s.town.Tenant + "/"}),
		"iss with a stroke": claim(claims{"iss": teamstown.Issuer + "/"}), "iss in upper case": claim(claims{"iss": strings.ToUpper(teamstown.Issuer)}),
		"iss by http": claim(claims{"iss": "http://api.botframework.com"}), "iss a list": claim(claims{"iss": []any{teamstown.Issuer}}), "iss of the emulator": claim(claims{"iss": "https://login.microsoftonline.com/" + s.town.Tenant + "/v2.0"}),
		"aud missing": claim(claims{"aud": nil}), "aud empty": claim(claims{"aud": ""}), "aud of another bot": claim(claims{"aud": "00000000-0000-4000-8000-000000000000"}),
		"aud an empty list": claim(claims{"aud": []any{}}), "aud a list of others": claim(claims{"aud": []any{"a", "b"}}), "aud longer": claim(claims{"aud": s.town.AppID + "0"}),
		"aud the connector": claim(claims{"aud": teamstown.Issuer}), "aud a number": claim(claims{"aud": 7}), "aud in a list in a list": claim(claims{"aud": []any{[]any{s.town.AppID}}}),
		"exp missing": claim(claims{"exp": nil}), "exp 301 s ago": claim(claims{"exp": now - 301}), "exp zero": claim(claims{"exp": 0}), "exp negative": claim(claims{"exp": -1}),
		"exp a text": claim(claims{"exp": "tomorrow"}), "exp a day ago": claim(claims{"exp": now - 86400}), "exp null": claim(claims{"exp": json.RawMessage("null")}),
		"nbf in 301 s": claim(claims{"nbf": now + 301}), "nbf tomorrow": claim(claims{"nbf": now + 86400}), "nbf a text": claim(claims{"nbf": "now"}),
		"serviceurl missing": claim(claims{"serviceurl": nil}), "serviceurl empty": claim(claims{"serviceurl": ""}), "serviceurl elsewhere": claim(claims{"serviceurl": "https://attacker.example/"}),
		"serviceurl a list": claim(claims{"serviceurl": []any{s.town.Claims()["serviceurl"]}}), "serviceUrl in another case": claim(claims{"serviceurl": nil, "ServiceUri": s.town.Claims()["serviceurl"]}),
		"serviceurl of another region": claim(claims{"serviceurl": s.town.ServiceURL()}), "of the bot's own": "town.AAAA", "claims empty": teamstown.Sign(s.town.Header(), claims{}, key, nil),
	}
	return out
}

// swap is a token with another part.
func swap(token string, n int, part string) string {
	parts := strings.Split(token, ".")
	parts[n] = part
	return strings.Join(parts, ".")
}

// headers are lines of authorization that are none.
func (s *stage) headers() map[string]string {
	good := s.sign(nil, nil)
	parts := strings.Split(good, ".")
	sig, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		panic(err)
	}
	flipped := bytes.Clone(sig)
	flipped[len(flipped)/2] ^= 1
	encode := base64.RawURLEncoding.EncodeToString
	out := map[string]string{
		"missing": "", "scheme alone": "Bearer", "scheme and space": "Bearer ", "no scheme": good, "lower scheme": "bearer " + good, "upper scheme": "BEARER " + good,
		"basic": "Basic " + good, "token": "Token " + good, "two spaces": "Bearer  " + good, "tab": "Bearer\t" + good, "quoted": `Bearer "` + good + `"`,
		"twice": "Bearer " + good + " " + good, "comma": "Bearer " + good + ",Bearer " + good, "negotiate": "Negotiate Bearer " + good,
		"one part": "Bearer " + parts[0], "two parts": "Bearer " + parts[0] + "." + parts[1], "no signature": "Bearer " + parts[0] + "." + parts[1] + ".",
		"four parts": "Bearer " + good + ".AAAA", "five parts": "Bearer " + good + ".AAAA.AAAA", "dots": "Bearer ..", "five dots": "Bearer ....",
		"one bit": "Bearer " + swap(good, 2, encode(flipped)), "short signature": "Bearer " + swap(good, 2, encode(sig[:len(sig)-1])),
		"long signature": "Bearer " + swap(good, 2, encode(append(bytes.Clone(sig), 0))), "zeros": "Bearer " + swap(good, 2, encode(make([]byte, len(sig)))),
		"padded": "Bearer " + good + "==", "standard base64": "Bearer " + swap(good, 2, base64.StdEncoding.EncodeToString(append(bytes.Clone(sig[1:]), 0xff, 0xfe))),
		"claims of another": "Bearer " + swap(good, 1, teamstown.Part(with(s.town.Claims(), claims{"aud": "x"}))), "claims no JSON": "Bearer " + swap(good, 1, encode([]byte("x"))),
		"header no JSON": "Bearer " + swap(good, 0, encode([]byte("{"))), "header a list": "Bearer " + swap(good, 0, encode([]byte("[]"))), "20 KB": "Bearer " + strings.Repeat("A", 20<<10) + "." + parts[1] + "." + parts[2],
		"not UTF-8": "Bearer \xff\xfe." + parts[1] + "." + parts[2], "null": "null", "the password": "Bearer " + s.town.Password,
	}
	for name, token := range s.tokens() {
		out[name] = "Bearer " + token
	}
	return out
}

// forgeries are requests that the platform did not send.
func (s *stage) forgeries(d *teamstown.Delivery) map[string]*http.Request {
	out := map[string]*http.Request{}
	for name, line := range s.headers() {
		out[name] = s.town.Bring(d.Body(), line)
	}
	good := "Bearer " + s.sign(nil, nil)
	for _, m := range []string{"GET", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"} {
		r := s.town.Bring(d.Body(), good)
		r.Method = m
		r.Header.Set("X-HTTP-Method-Override", "POST")
		out["method "+m] = r
	}
	two := s.town.Bring(d.Body(), "")
	two.Header["Authorization"] = []string{"Bearer x", good}
	out["two lines, the first bad"] = two
	after := s.town.Bring(d.Body(), "")
	after.Header["Authorization"] = []string{good, "Bearer x"}
	out["two lines, the second bad"] = after
	local := s.town.Bring(d.Body(), "")
	local.Header.Set("X-Forwarded-For", "127.0.0.1")
	local.Header.Set("X-Ms-Client-Principal", "admin")
	local.Header.Set("Cookie", "Authorization="+good)
	out["from this machine"] = local
	asked := s.town.Bring(d.Body(), "")
	asked.URL.RawQuery = "access_token=" + strings.TrimPrefix(good, "Bearer ")
	out["in the query"] = asked
	proxy := s.town.Bring(d.Body(), "")
	proxy.Header.Set("Proxy-Authorization", good)
	proxy.Header.Set("X-Authorization", good)
	out["under another name"] = proxy
	return out
}

// misdirected are activities with a token of the issuer that are not for us:
// of another organisation, of another channel, or to be answered elsewhere.
func (s *stage) misdirected(d *teamstown.Delivery) map[string]*http.Request {
	out := map[string]*http.Request{}
	const other = "99999999-7d3b-4c55-9e0a-2f4f6b8d1c01"
	for name, do := range map[string]func(a claims){
		"another tenant in the conversation": func(a claims) { a["conversation"].(claims)["tenantId"] = other },
		"another tenant beside it":           func(a claims) { a["channelData"] = claims{"tenant": claims{"id": other}} },
		"another tenant in both": func(a claims) {
			a["conversation"].(claims)["tenantId"] = other
			a["channelData"] = claims{"tenant": claims{"id": other}}
		},
		"no tenant": func(a claims) {
			delete(a["conversation"].(claims), "tenantId")
			delete(a, "channelData")
		},
		"another channel":  func(a claims) { a["channelId"] = "directline" },
		"a web chat":       func(a claims) { a["channelId"] = "webchat" },
		"the emulator":     func(a claims) { a["channelId"] = "emulator" },
		"no channel":       func(a claims) { delete(a, "channelId") },
		"no address":       func(a claims) { delete(a, "serviceUrl") },
		"an empty address": func(a claims) { a["serviceUrl"] = "" },
		"another address":  func(a claims) { a["serviceUrl"] = "https://attacker.example/" },
	} {
		c := d.Copy()
		do(c.Activity)
		out[name] = s.town.Bring(c.Body(), "Bearer "+s.sign(nil, nil))
	}
	for _, address := range []string{
		"https://attacker.example/", "http://smba.trafficmanager.net/teams/", "https://smba.trafficmanager.net@attacker.example/", "https://smba.trafficmanager.net.attacker.example/",
		"file:///etc/passwd", "https://169.254.169.254/", "http://localhost:1/", "//" + s.town.Host() + "/", "https://" + s.town.Host() + ".attacker.example/", "x",
	} {
		c := d.Copy()
		c.Activity["serviceUrl"] = address
		out["signed for "+address] = s.town.Bring(c.Body(), "Bearer "+s.sign(nil, claims{"serviceurl": address}))
	}
	return out
}

// malformed are bodies with a genuine token around something that is none of
// ours to answer.
func (s *stage) malformed(d *teamstown.Delivery) map[string]*http.Request {
	bearer := "Bearer " + s.sign(nil, nil)
	out := map[string]*http.Request{}
	body := d.Body()
	for name, b := range map[string][]byte{
		"empty": {}, "null": []byte("null"), "a number": []byte("7"), "a list": []byte("[]"), "a text": []byte(`"x"`), "an object": []byte("{}"),
		"truncated": body[:len(body)-1], "half": body[:len(body)/2], "twice": append(bytes.Clone(body), body...), "zeros": make([]byte, 64),
		"not UTF-8": bytes.Replace(body, []byte("msteams"), []byte("ms\xff\xfe"), 1), "deep": []byte(strings.Repeat("[", 100_000)),
		"deep inside":    bytes.Replace(body, []byte(`"type":"`+d.Activity["type"].(string)+`"`), []byte(`"x":`+strings.Repeat(`{"a":`, 20_000)+"1"+strings.Repeat("}", 20_000)+`,"type":"x"`), 1),
		"upper case":     bytes.ToUpper(body),
		"a form":         []byte("payload=" + string(body)),
		"behind a mark":  append([]byte("\xef\xbb\xbf"), body...),
		"in a list":      []byte("[" + string(body) + "]"),
		"another coding": []byte(strings.ReplaceAll(string(body), "\"", "'")),
	} {
		out[name] = s.town.Bring(b, bearer)
	}
	out["30 MB"] = s.town.Bring(append(bytes.Clone(body), bytes.Repeat([]byte(" "), 30<<20)...), bearer)
	chunked := s.town.Bring(nil, bearer)
	chunked.Body, chunked.ContentLength, chunked.GetBody = io.NopCloser(bytes.NewReader(append(bytes.Clone(body), bytes.Repeat([]byte(" "), 2<<20)...))), -1, nil
	out["long, without saying so"] = chunked.WithContext(context.Background())
	for name, do := range map[string]func(a claims){
		"time without a zone":   func(a claims) { a["timestamp"] = "2026-04-01T00:00:00.0000000" },
		"no time":               func(a claims) { delete(a, "timestamp") },
		"time in words":         func(a claims) { a["timestamp"] = "today" },
		"time to come":          func(a claims) { a["timestamp"] = s.Now().Add(time.Hour).UTC().Format(time.RFC3339) },
		"time of the year 1":    func(a claims) { a["timestamp"] = "0001-01-01T00:00:00Z" },
		"time a number":         func(a claims) { a["timestamp"] = 1775001600 },
		"no type":               func(a claims) { delete(a, "type") },
		"type a number":         func(a claims) { a["type"] = 1 },
		"type unknown":          func(a claims) { a["type"] = "whoKnows" },
		"type of a typing sign": func(a claims) { a["type"] = "typing" },
		"an unknown invoke":     func(a claims) { a["type"], a["name"] = "invoke", "composeExtension/query" },
		"an invoke of nothing":  func(a claims) { a["type"], a["name"] = "invoke", "task/submit"; delete(a, "value") },
		"value a text":          func(a claims) { a["type"], a["name"], a["value"] = "invoke", "task/submit", "x" },
		"value a list":          func(a claims) { a["type"], a["name"], a["value"] = "invoke", "task/fetch", []any{claims{}} },
		"value a number":        func(a claims) { a["type"], a["name"], a["value"] = "invoke", "adaptiveCard/action", 7 },
		"value null":            func(a claims) { a["type"], a["name"], a["value"] = "invoke", "task/submit", json.RawMessage("null") },
		"data a list":           func(a claims) { a["type"], a["name"], a["value"] = "invoke", "task/submit", claims{"data": []any{}} },
		"data of somebody else": func(a claims) {
			a["type"], a["name"], a["value"] = "invoke", "task/fetch", claims{"data": claims{"theirs": 1}}
		},
		"data hostile": func(a claims) {
			a["type"], a["name"], a["value"] = "invoke", "task/submit", claims{"data": claims{"s": claims{"f": strings.Repeat("x", 9999), "v": -1}}}
		},
		"two things at once": func(a claims) {
			a["type"], a["name"], a["value"] = "invoke", "task/submit", claims{"data": claims{"s": claims{"f": "offer", "v": 1}, "p": claims{"a": "x"}}}
		},
		"from nobody":        func(a claims) { delete(a, "from"); delete(a, "membersAdded") },
		"from without an id": func(a claims) { delete(a["from"].(claims), "aadObjectId"); delete(a, "membersAdded") },
		"from a text":        func(a claims) { a["from"] = "x" },
		"from a hostile id":  func(a claims) { a["from"].(claims)["aadObjectId"] = "../../x"; delete(a, "membersAdded") },
		"in a channel":       func(a claims) { a["conversation"].(claims)["conversationType"] = "channel" },
		"in a group":         func(a claims) { a["conversation"].(claims)["conversationType"] = "groupChat" },
		"conversation gone":  func(a claims) { delete(a["conversation"].(claims), "id") },
		"no activity id":     func(a claims) { delete(a, "id") },
		"id a list":          func(a claims) { a["id"] = []any{"x"} },
		"members a text":     func(a claims) { a["type"], a["membersAdded"] = "conversationUpdate", "x" },
		"channelData a list": func(a claims) { a["channelData"] = []any{1}; delete(a["conversation"].(claims), "tenantId") },
	} {
		c := d.Copy()
		do(c.Activity)
		out[name] = s.town.Bring(c.Body(), bearer)
	}
	return out
}
