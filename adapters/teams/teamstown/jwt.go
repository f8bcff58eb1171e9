package teamstown

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	_ "crypto/sha512" // for RS384 and RS512
	"encoding/base64"
	"encoding/json"
	"maps"
	"time"
)

// Issuer is who signs the platform's activities.
const Issuer = "https://api.botframework.com"

// tokenLife is how long a token of either kind is good.
const tokenLife = time.Hour

// Part is a header or claims as they stand in a token.
func Part(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("teamstown: token: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// Sign makes a token of any header and claims. The header's alg says how: RS,
// PS or HS with 256, 384 or 512; anything else signs nothing. For HS the
// secret is secret.
func Sign(header, claims map[string]any, key *rsa.PrivateKey, secret []byte) string {
	text := Part(header) + "." + Part(claims)
	alg, _ := header["alg"].(string)
	var sum crypto.Hash
	if len(alg) == 5 {
		sum = map[string]crypto.Hash{"256": crypto.SHA256, "384": crypto.SHA384, "512": crypto.SHA512}[alg[2:]]
	}
	if sum == 0 {
		return text + "."
	}
	h := sum.New()
	h.Write([]byte(text))
	var out []byte
	var err error
	switch alg[:2] {
	case "RS":
		out, err = rsa.SignPKCS1v15(rand.Reader, key, sum, h.Sum(nil))
	case "PS":
		out, err = rsa.SignPSS(rand.Reader, key, sum, h.Sum(nil), nil)
	case "HS":
		mac := hmac.New(sum.New, secret)
		mac.Write([]byte(text))
		out = mac.Sum(nil)
	default:
		return text + "."
	}
	if err != nil {
		panic("teamstown: sign: " + err.Error())
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(out)
}

// Header is a genuine token's header.
func (t *Town) Header() map[string]any {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.keys.header()
}

func (i *issuer) header() object {
	kid := KeyID(i.signer)
	return object{"alg": "RS256", "kid": kid, "typ": "JWT", "x5t": kid}
}

// Claims are a genuine token's claims as of now, for activities that name the
// connector's address.
func (t *Town) Claims() map[string]any {
	now := t.Now().Unix()
	return map[string]any{
		"serviceurl": t.region(), "nbf": now, "exp": now + int64(tokenLife/time.Second), "iss": Issuer, "aud": t.AppID,
	}
}

// Mint signs claims as the platform does; over them stand the changes.
func (t *Town) Mint(changes map[string]any) string {
	claims := t.Claims()
	maps.Copy(claims, changes)
	t.mu.Lock()
	defer t.mu.Unlock()
	return Sign(t.keys.header(), claims, Key(t.keys.signer), nil)
}

// token is a genuine token: the platform uses one for some time.
func (t *Town) token() string {
	claims := t.Claims()
	t.mu.Lock()
	defer t.mu.Unlock()
	use := KeyID(t.keys.signer) + " " + t.Now().Truncate(tokenLife/4).String()
	if t.keys.minted[use] == "" {
		t.keys.minted[use] = Sign(t.keys.header(), claims, Key(t.keys.signer), nil)
	}
	return t.keys.minted[use]
}
