package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// How often one address may ask for codes and try them. A whole office may
// stand behind one: it is the core that counts a person's codes and tries.
const (
	askingBurst   = 40
	askingEvery   = 15 * time.Second
	enteringBurst = 60
	enteringEvery = 10 * time.Second
	maxWho        = 254 // the longest e-mail address (RFC 5321)
	maxCode       = 64  // with whatever people put in between
)

// signInView is a page of the way in.
type signInView struct {
	Words   Words
	Version string
	Who     string // what was typed before
	Sent    bool   // a code may be on its way
	Wrong   string // a sentence about what was typed
	SSO     string // the name of the single sign-on, "" for none
}

func (d *Desk) signInPage(v *visit, status int, name string, page signInView) {
	page.Words, page.Version = v.words, d.pages.view.version
	if d.o.SSO != nil {
		page.SSO = d.o.SSO.Name
		if page.SSO == "" {
			page.SSO = v.words.SSO
		}
	}
	if err := d.pages.view.write(v.w, status, name, page); err != nil {
		d.pages.refuseError(v, fmt.Errorf("web: show %s: %w", name, err))
	}
}

func (d *Desk) showSignIn(v *visit) {
	if _, ok := d.guest(v.r); ok {
		http.Redirect(v.w, v.r, "./", http.StatusSeeOther)
		return
	}
	d.signInPage(v, http.StatusOK, "signin", signInView{})
}

func (d *Desk) showCode(v *visit) { d.signInPage(v, http.StatusOK, "code", signInView{}) }

// ask has a code sent. The page that follows is the same for everybody.
func (d *Desk) ask(v *visit) {
	form, ok := d.typed(v, d.asking, "who")
	if !ok {
		return
	}
	who := form.Get("who")
	if who == "" {
		d.signInPage(v, http.StatusOK, "signin", signInView{Wrong: v.words.WhoMissing})
		return
	}
	if err := d.o.Gate.Ask(v.r.Context(), who); err != nil {
		d.pages.refuseError(v, fmt.Errorf("web: ask for code: %w", err))
		return
	}
	d.signInPage(v, http.StatusOK, "code", signInView{Who: who, Sent: true})
}

// enter takes a code.
func (d *Desk) enter(v *visit) {
	form, ok := d.typed(v, d.entering, "who", "code")
	if !ok {
		return
	}
	who, code := form.Get("who"), form.Get("code")
	if who == "" || code == "" {
		d.signInPage(v, http.StatusOK, "code", signInView{Who: who, Wrong: v.words.CodeMissing})
		return
	}
	g, ok, err := d.o.Gate.Enter(v.r.Context(), who, code)
	switch {
	case err != nil:
		d.pages.refuseError(v, fmt.Errorf("web: enter: %w", err))
	case !ok:
		d.signInPage(v, http.StatusOK, "code", signInView{Who: who, Wrong: v.words.CodeWrong})
	default:
		d.welcome(v, g)
	}
}

// typed reads a small form, unless its address has sent too many.
func (d *Desk) typed(v *visit, l *limiter, names ...string) (url.Values, bool) {
	if !l.allow(clientOf(v.r, d.o.Proxies), d.o.Now()) {
		d.tooMany(v)
		return nil, false
	}
	form, err := posted(v.r)
	if err == nil {
		err = only(form, names...)
	}
	for _, n := range names {
		limit := maxCode
		if n == "who" {
			limit = maxWho
		}
		if len(form[n]) > 1 || len(form.Get(n)) > limit {
			err = errBad
		}
		if form != nil && err == nil {
			form.Set(n, strings.TrimSpace(clean(form.Get(n))))
		}
	}
	if err != nil {
		d.pages.refuseError(v, err)
		return nil, false
	}
	return form, true
}

// langOf is the language of somebody whom nobody knows yet: the browser's
// first, if that is English.
func langOf(r *http.Request) string {
	first, _, _ := strings.Cut(r.Header.Get("Accept-Language"), ",")
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(first)), "en") {
		return "en"
	}
	return "ja"
}
