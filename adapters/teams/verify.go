package teams

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/infracloudio/msbotbuilder-go/connector/auth"
	"github.com/infracloudio/msbotbuilder-go/schema"
)

// The one channel that we speak on. Others that a registration may have
// switched on (a web chat, Direct Line) let their clients say who they are.
const channel = "msteams"

// maxSkew is how far the issuer's clock may be from ours.
const maxSkew = 300 * time.Second

// maxToken is how long a token may be, in bytes.
const maxToken = 16 << 10

var (
	errForged    = errors.New("teams: request is not signed for this bot")
	errElsewhere = errors.New("teams: request is from another channel, host or organisation")
)

// claims are what a token says.
type claims struct {
	jwt.RegisteredClaims
	ServiceURL string `json:"serviceurl"`
}

// verifier checks tokens.
type verifier struct {
	keys      *keyring
	app       string
	parser    *jwt.Parser
	validator *jwt.Validator
}

func newVerifier(o Options, keys *keyring) *verifier {
	rules := []jwt.ParserOption{
		jwt.WithValidMethods([]string{"RS256", "RS384", "RS512"}),
		jwt.WithIssuer(o.Issuer), jwt.WithAudience(o.AppID), jwt.WithExpirationRequired(),
		jwt.WithLeeway(maxSkew), jwt.WithTimeFunc(o.Now), jwt.WithStrictDecoding(),
	}
	return &verifier{keys: keys, app: o.AppID, parser: jwt.NewParser(rules...), validator: jwt.NewValidator(rules...)}
}

// prove checks all of a request's token that needs nothing of its body:
// scheme, algorithm, key, signature, issuer, audience and times. The error is
// errForged, or errKeys where the issuer cannot be asked.
func (v *verifier) prove(ctx context.Context, h http.Header) (*proof, error) {
	lines := h.Values("Authorization")
	if len(lines) != 1 || len(lines[0]) > maxToken {
		return nil, errForged
	}
	token, ok := strings.CutPrefix(lines[0], "Bearer ")
	if !ok {
		return nil, errForged
	}
	p := &proof{header: lines[0], app: v.app}
	_, err := v.parser.ParseWithClaims(token, &p.claims, func(t *jwt.Token) (any, error) {
		return v.signer(ctx, t, p)
	})
	switch {
	case errors.Is(err, errKeys), errors.Is(err, errPanic):
		return nil, errKeys
	case err != nil, p.claims.ServiceURL == "":
		return nil, errForged // the error may quote the token
	}
	return p, nil
}

// signer is the key that a token says it is signed with. What the token itself
// names as a key (jku, jwk, x5u, x5c) is not looked at.
func (v *verifier) signer(ctx context.Context, t *jwt.Token, p *proof) (any, error) {
	kid, ok := t.Header["kid"].(string)
	if _, critical := t.Header["crit"]; !ok || kid == "" || critical {
		return nil, errForged
	}
	if err := v.validator.Validate(t.Claims); err != nil { // before it makes us look for a key
		return nil, errForged
	}
	key, err := v.keys.key(ctx, kid)
	if err != nil {
		return nil, err
	}
	p.endorsements = key.endorsements
	return key.rsa, nil
}

// proof is a token that was found to be good, waiting for the body that it came
// with. It is the token validator of one request.
type proof struct {
	header       string
	app          string
	claims       claims
	endorsements []string
}

var _ auth.TokenValidator = (*proof)(nil)

// AuthenticateRequest compares the token with its body: the address to answer
// to, and the channel that the key must be endorsed for. The error wraps
// errForged or errElsewhere.
func (p *proof) AuthenticateRequest(_ context.Context, in schema.Activity, header string, who auth.CredentialProvider, _ string) (auth.ClaimsIdentity, error) {
	switch {
	case header != p.header, !who.IsValidAppID(p.app):
		return nil, errForged
	case in.ServiceURL == "", in.ServiceURL != p.claims.ServiceURL:
		return nil, errForged
	case in.ChannelID != channel:
		return nil, fmt.Errorf("%w: channel", errElsewhere)
	case len(p.endorsements) > 0 && !slices.Contains(p.endorsements, in.ChannelID):
		return nil, errForged
	}
	return auth.NewClaimIdentity(map[string]any{
		auth.IssuerClaim: p.claims.Issuer, auth.AudienceClaim: p.app, auth.ServiceURLClaim: p.claims.ServiceURL,
	}, true), nil
}
