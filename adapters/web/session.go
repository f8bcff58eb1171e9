package web

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
)

// What a session holds. It holds no name and no words.
const (
	keyPerson   = "person"
	keySince    = "since" // microseconds
	keySeen     = "seen"  // when something was last done
	keyState    = "sso-state"
	keyNonce    = "sso-nonce"
	keyVerifier = "sso-verifier"
)

// seenEvery is how exactly it is kept when something was last done: a session
// is written to the disk so often and not more.
const seenEvery = time.Minute

// newSessions makes the sessions and their cookie. The prefix __Host- binds it
// to this host and to https (RFC 6265bis); it ends with the browser. Lax, not
// strict: the single sign-on leads back here from elsewhere.
func newSessions(o DeskOptions, secure bool) *scs.SessionManager {
	m := scs.New()
	m.Store, m.HashTokenInStore, m.Lifetime = o.Sessions, true, o.Longest
	m.Cookie.Name = "tsukiichi"
	if secure {
		m.Cookie.Name = "__Host-tsukiichi"
	}
	m.Cookie.Path, m.Cookie.HttpOnly, m.Cookie.Secure = "/", true, secure
	m.Cookie.SameSite, m.Cookie.Persist = http.SameSiteLaxMode, false
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		o.Report(fmt.Errorf("web: session: %w", err))
		http.Error(w, o.Words(langOf(r)).Busy, http.StatusServiceUnavailable)
	}
	return m
}

// guest is who makes the request, if their session goes on.
func (d *Desk) guest(r *http.Request) (Guest, bool) {
	ctx := r.Context()
	person := d.sessions.GetString(ctx, keyPerson)
	if person == "" {
		return Guest{}, false
	}
	now, seen := d.o.Now(), time.UnixMicro(d.sessions.GetInt64(ctx, keySeen))
	ok := now.Sub(seen) < d.o.Idle
	var g Guest
	var err error
	if ok {
		g, ok, err = d.o.Guests.Stays(ctx, person, time.UnixMicro(d.sessions.GetInt64(ctx, keySince)))
	}
	if err != nil {
		d.o.Report(fmt.Errorf("web: guest: %w", err))
		return Guest{}, false
	}
	if !ok {
		d.forget(r)
		return Guest{}, false
	}
	if acts(r) && now.Sub(seen) >= seenEvery {
		d.sessions.Put(ctx, keySeen, now.UnixMicro())
	}
	return g, true
}

// acts reports whether the person does something: an open page asks for its
// parts by itself, and would never let a session end.
func acts(r *http.Request) bool {
	if r.Method == http.MethodPost {
		return !strings.HasSuffix(r.URL.Path, "/renew")
	}
	return r.Header.Get("HX-Request") == "" && r.URL.Path != "/events"
}

// forget ends the session of the request.
func (d *Desk) forget(r *http.Request) {
	if err := d.sessions.Destroy(r.Context()); err != nil {
		d.o.Report(fmt.Errorf("web: end session: %w", err))
	}
}

// welcome begins the session of somebody who has come in, under a new token.
func (d *Desk) welcome(v *visit, g Guest) {
	ctx := v.r.Context()
	if err := d.sessions.Clear(ctx); err != nil {
		d.pages.refuseError(v, fmt.Errorf("web: begin session: %w", err))
		return
	}
	if err := d.sessions.RenewToken(ctx); err != nil {
		d.pages.refuseError(v, fmt.Errorf("web: begin session: %w", err))
		return
	}
	d.sessions.Put(ctx, keyPerson, g.Person)
	d.sessions.Put(ctx, keySince, g.Since.UnixMicro())
	d.sessions.Put(ctx, keySeen, d.o.Now().UnixMicro())
	http.Redirect(v.w, v.r, "./", http.StatusSeeOther)
}

func (d *Desk) signOut(v *visit) {
	d.forget(v.r)
	http.Redirect(v.w, v.r, "signin", http.StatusSeeOther)
}

// signOutAll ends every session of the person, in other browsers too.
func (d *Desk) signOutAll(v *visit) {
	if g, ok := d.guest(v.r); ok {
		if err := d.o.Guests.LeaveAll(v.r.Context(), g.Person); err != nil {
			d.pages.refuseError(v, fmt.Errorf("web: end sessions: %w", err))
			return
		}
		d.o.Live.Dismiss(g.Account)
	}
	d.signOut(v)
}
