package teamstown

import (
	"encoding/base64"
	"math/big"
	"net/http"
)

func (t *Town) metadata(*call) reply {
	return reply{body: object{
		"issuer": Issuer, "authorization_endpoint": "https://invalid.botframework.com",
		"jwks_uri":                              t.root + "/v1/.well-known/keys",
		"id_token_signing_alg_values_supported": []any{"RS256"},
		"token_endpoint_auth_methods_supported": []any{"private_key_jwt"},
	}}
}

// jwks are the issuer's public keys. The caller holds the lock.
func (t *Town) jwks(*call) reply {
	var out []any
	for _, n := range t.keys.published {
		pub := Key(n).PublicKey
		k := object{
			"kty": "RSA", "use": "sig", "kid": KeyID(n), "x5t": KeyID(n),
			"n":            base64.RawURLEncoding.EncodeToString(pub.N.Bytes()),
			"e":            base64.RawURLEncoding.EncodeToString(big.NewInt(int64(pub.E)).Bytes()),
			"endorsements": []any{"msteams", "webchat", "directline"},
		}
		if channels, said := t.keys.endorsed[n]; said {
			delete(k, "endorsements")
			if channels != nil {
				k["endorsements"] = channels
			}
		}
		out = append(out, k)
	}
	return reply{body: object{"keys": out}}
}

// scope is what a bot asks for.
const scope = "https://api.botframework.com/.default"

// giveToken is the organisation's token endpoint. The caller holds the lock.
func (t *Town) giveToken(c *call) reply {
	no := func(status int, code, why string) reply {
		return reply{status: status, body: object{"error": code, "error_description": why, "error_codes": []any{}}}
	}
	id, secret := c.form.Get("client_id"), c.form.Get("client_secret")
	if user, pass, ok := c.basic(); ok {
		id, secret = user, pass
	}
	switch {
	case c.conv != t.Tenant:
		return no(http.StatusBadRequest, "invalid_request", "AADSTS90002: Tenant not found.")
	case c.form.Get("grant_type") != "client_credentials":
		return no(http.StatusBadRequest, "unsupported_grant_type", "AADSTS70003: The app requested an unsupported grant type.")
	case id != t.AppID:
		return no(http.StatusBadRequest, "unauthorized_client", "AADSTS700016: Application was not found in the directory.")
	case secret != t.Password:
		return no(http.StatusUnauthorized, "invalid_client", "AADSTS7000215: Invalid client secret provided.")
	case c.form.Get("scope") != scope:
		return no(http.StatusBadRequest, "invalid_scope", "AADSTS70011: The provided value for the input parameter 'scope' is not valid.")
	}
	token := "town." + digest("token", t.id())
	t.tokens[token] = t.Now().Add(tokenLife)
	return reply{body: object{"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": token}}
}

// Void makes all tokens that were given out worthless; new ones are good.
func (t *Town) Void() {
	t.mu.Lock()
	defer t.mu.Unlock()
	clear(t.tokens)
}

// known reports whether the bearer may use the connector. The caller holds the
// lock.
func (t *Town) known(bearer string) bool {
	until, ok := t.tokens[bearer]
	return ok && t.Now().Before(until)
}
