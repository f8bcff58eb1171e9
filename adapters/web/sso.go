package web

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// SSO is the city's single sign-on, by OpenID Connect: the authorization code
// flow with PKCE, state and nonce (RFC 6749, RFC 7636, OpenID Connect Core 1.0).
type SSO struct {
	Issuer, ClientID, ClientSecret string
	// Name stands on the button; "" is a word for any.
	Name string
	// Claim is the one that names a person by employee number or e-mail. The
	// claim "email" counts only where the issuer says that it is verified.
	Claim string
	// Client carries what is asked of the issuer; nil is the usual one.
	Client *http.Client

	mu       sync.Mutex
	provider *oidc.Provider
}

var (
	errNoClaim    = errors.New("web: single sign-on names nobody")
	errUnverified = errors.New("web: single sign-on has not verified the e-mail")
	errNonce      = errors.New("web: single sign-on answers another request")
)

// Discover asks the issuer for its addresses and keys, once.
func (s *SSO) Discover(ctx context.Context) error {
	_, err := s.discovered(ctx)
	return err
}

func (s *SSO) discovered(ctx context.Context) (*oidc.Provider, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.provider != nil {
		return s.provider, nil
	}
	// The provider fetches keys with this context for as long as it lives.
	p, err := oidc.NewProvider(s.context(context.WithoutCancel(ctx)), s.Issuer)
	if err != nil {
		return nil, fmt.Errorf("web: discover single sign-on: %w", err)
	}
	s.provider = p
	return p, nil
}

func (s *SSO) context(ctx context.Context) context.Context {
	if s.Client == nil {
		return ctx
	}
	return oidc.ClientContext(ctx, s.Client)
}

func (s *SSO) config(p *oidc.Provider, public string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: s.ClientID, ClientSecret: s.ClientSecret, Endpoint: p.Endpoint(),
		RedirectURL: strings.TrimSuffix(public, "/") + "/sso-done",
		Scopes:      []string{oidc.ScopeOpenID, "profile", "email"},
	}
}

// who exchanges the code for a token and returns whom it names.
func (s *SSO) who(ctx context.Context, public, code, verifier, nonce string) (string, error) {
	p, err := s.discovered(ctx)
	if err != nil {
		return "", err
	}
	ctx = s.context(ctx)
	granted, err := s.config(p, public).Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if err != nil {
		return "", errors.New("web: exchange with single sign-on failed") // the error may quote its answer
	}
	raw, _ := granted.Extra("id_token").(string)
	token, err := p.Verifier(&oidc.Config{ClientID: s.ClientID}).Verify(ctx, raw)
	if err != nil {
		return "", errors.New("web: token of single sign-on is not good")
	}
	if subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(nonce)) != 1 {
		return "", errNonce
	}
	claims := map[string]any{}
	if err := token.Claims(&claims); err != nil {
		return "", errNoClaim
	}
	return s.named(claims)
}

// named is whom the claims name.
func (s *SSO) named(claims map[string]any) (string, error) {
	who, _ := claims[s.Claim].(string)
	if who = strings.TrimSpace(who); who == "" || len(who) > maxWho {
		return "", errNoClaim
	}
	if s.Claim == "email" {
		if verified, _ := claims["email_verified"].(bool); !verified {
			return "", errUnverified
		}
	}
	return who, nil
}

// beginSSO leads to the issuer.
func (d *Desk) beginSSO(v *visit) {
	if d.o.SSO == nil {
		d.pages.refuse(v, http.StatusNotFound, v.words.NotFound)
		return
	}
	if !d.asking.allow(clientOf(v.r, d.o.Proxies), d.o.Now()) {
		d.tooMany(v)
		return
	}
	ctx := v.r.Context()
	p, err := d.o.SSO.discovered(ctx)
	if err != nil {
		d.o.Report(err)
		d.signInPage(v, http.StatusServiceUnavailable, "signin", signInView{Wrong: v.words.SSODown})
		return
	}
	state, nonce, verifier := rand.Text(), rand.Text(), oauth2.GenerateVerifier()
	d.sessions.Put(ctx, keyState, state)
	d.sessions.Put(ctx, keyNonce, nonce)
	d.sessions.Put(ctx, keyVerifier, verifier)
	address := d.o.SSO.config(p, d.o.PublicURL).AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier))
	http.Redirect(v.w, v.r, address, http.StatusSeeOther)
}

// endSSO takes the issuer's answer.
func (d *Desk) endSSO(v *visit) {
	ctx := v.r.Context()
	state, nonce, verifier := d.sessions.PopString(ctx, keyState), d.sessions.PopString(ctx, keyNonce), d.sessions.PopString(ctx, keyVerifier)
	query := v.r.URL.Query()
	if d.o.SSO == nil || state == "" || subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(state)) != 1 {
		d.signInPage(v, http.StatusBadRequest, "signin", signInView{Wrong: v.words.SSOFailed})
		return
	}
	who, err := d.o.SSO.who(ctx, d.o.PublicURL, query.Get("code"), verifier, nonce)
	if err != nil {
		d.o.Report(err)
		d.signInPage(v, http.StatusForbidden, "signin", signInView{Wrong: v.words.SSOFailed})
		return
	}
	g, ok, err := d.o.Gate.Vouched(ctx, who)
	switch {
	case err != nil:
		d.pages.refuseError(v, fmt.Errorf("web: vouched: %w", err))
	case !ok:
		d.signInPage(v, http.StatusForbidden, "signin", signInView{Wrong: v.words.SSONobody})
	default:
		d.welcome(v, g)
	}
}
