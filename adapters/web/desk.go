package web

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/alexedwards/scs/v2"

	"tsukiichi/bot/chat"
)

// Guest is somebody who has signed in.
type Guest struct {
	Person  string // as the core names them
	Name    string
	Account chat.Account
	HR      bool      // may do at the desk what HR does
	Since   time.Time // the beginning of the session
}

// Gate lets people in. An error means that nobody can say now.
type Gate interface {
	// Ask has a code sent to the chat of whoever has the number or the e-mail.
	// It never tells whether that is anybody.
	Ask(ctx context.Context, who string) error
	// Enter takes a code; false for one that is wrong, spent or too old, and
	// for nobody.
	Enter(ctx context.Context, who, code string) (Guest, bool, error)
	// Vouched lets in whom the single sign-on names; false for nobody.
	Vouched(ctx context.Context, who string) (Guest, bool, error)
}

// Guests knows who may stay.
type Guests interface {
	// Stays reports whether a session of the person that began then goes on.
	Stays(ctx context.Context, person string, since time.Time) (Guest, bool, error)
	// LeaveAll ends all of the person's sessions.
	LeaveAll(ctx context.Context, person string) error
}

// DeskOptions is what the signed-in web needs besides the pages' own options.
// All but SSO, Proxies and SSOName are required.
type DeskOptions struct {
	Options
	Gate   Gate
	Guests Guests
	Roster RosterDesk
	Slips  SlipDesk
	Forms  FormDesk
	// Sessions keeps what the browsers' cookies stand for, by the hash of the
	// cookie's token.
	Sessions scs.CtxStore
	// PublicURL is where people open the pages: https, or http on the own
	// machine for a trial. Cookies are made for it.
	PublicURL string
	// Idle ends a session in which nothing was done, Longest any.
	Idle, Longest time.Duration
	// SlipFor is how long a printed code is good.
	SlipFor time.Duration
	// MaxUpload is the most bytes that a roster may have, MaxForm a form.
	MaxUpload, MaxForm int64
	// Proxies may say for whom they ask (X-Forwarded-For).
	Proxies []netip.Prefix
	SSO     *SSO
}

// Desk is the web for people who sign in: their home and messages, and HR's
// own pages. Build it with [NewDesk].
type Desk struct {
	o        DeskOptions
	pages    *Pages
	sessions *scs.SessionManager
	uploads  uploads
	asking   *limiter
	entering *limiter
	requests *limiter
	serve    http.Handler
}

// NewDesk returns the desk, or an error wrapping [ErrOptions].
func NewDesk(o DeskOptions) (*Desk, error) {
	public, err := url.Parse(o.PublicURL)
	switch {
	case o.Gate == nil || o.Guests == nil || o.Roster == nil || o.Slips == nil || o.Forms == nil || o.Sessions == nil:
		return nil, fmt.Errorf("%w: Gate, Guests, Roster, Slips, Forms and Sessions are required", ErrOptions)
	case err != nil || public.Host == "" || public.Scheme != "https" && (public.Scheme != "http" || !loopback(public.Host)):
		return nil, fmt.Errorf("%w: PublicURL must be https, or http on the own machine", ErrOptions)
	case o.Idle <= 0 || o.Longest < o.Idle || o.SlipFor <= 0 || o.MaxUpload <= 0 || o.MaxForm <= 0:
		return nil, fmt.Errorf("%w: Idle, Longest, SlipFor, MaxUpload and MaxForm must be more than nothing", ErrOptions)
	}
	d := &Desk{
		asking: newLimiter(askingBurst, askingEvery), entering: newLimiter(enteringBurst, enteringEvery),
		requests: newLimiter(requestBurst, requestEvery),
	}
	o.Options.defaults()
	o.Stranger, o.bar, o.Signed = d.stranger, d.bar, true
	d.o = o
	if d.pages, err = New(o.Options); err != nil {
		return nil, err
	}
	d.sessions = newSessions(o, public.Scheme == "https")
	shield := shield{frames: "'none'", frame: "DENY", hsts: public.Scheme == "https", origin: public.Scheme + "://" + public.Host}
	d.serve = shield.around(o.Words("ja"), d.sessions.LoadAndSave(d.limited(d.routes())))
	return d, nil
}

// ServeHTTP implements [http.Handler].
func (d *Desk) ServeHTTP(w http.ResponseWriter, r *http.Request) { d.serve.ServeHTTP(w, r) }

func (d *Desk) routes() http.Handler {
	mux := http.NewServeMux()
	for pattern, show := range map[string]func(*visit){
		"GET /signin": d.showSignIn, "POST /signin": d.ask, "GET /code": d.showCode, "POST /code": d.enter,
		"POST /signout": d.signOut, "POST /signout-all": d.signOutAll,
		"GET /sso": d.beginSSO, "GET /sso-done": d.endSSO,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			show(&visit{w: w, r: r, words: d.o.Words(langOf(r))})
		})
	}
	for pattern, show := range map[string]func(*visit, Guest){
		"GET /roster": d.showRoster, "POST /roster": d.preview, "POST /roster-import": d.importRoster,
		"GET /slips": d.showSlips, "POST /slips-find": d.findSlips, "POST /slips": d.printSlips, "POST /slips-back": d.takeBackSlips,
		"GET /forms": d.showForms, "POST /forms-1": d.setForm("1"), "POST /forms-2": d.setForm("2"),
	} {
		mux.HandleFunc(pattern, d.clerk(show))
	}
	mux.Handle("/", d.pages.Person(func(r *http.Request) (chat.Account, bool) {
		g, ok := d.guest(r)
		return g.Account, ok
	}))
	return mux
}

// clerk is a page that HR alone may open.
func (d *Desk) clerk(show func(*visit, Guest)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		g, ok := d.guest(r)
		if !ok {
			d.stranger(w, r)
			return
		}
		v := &visit{w: w, r: r, account: g.Account, words: d.o.Words(d.o.Lang(g.Account))}
		if !g.HR {
			d.pages.refuse(v, http.StatusForbidden, v.words.NotYours)
			return
		}
		show(v, g)
	}
}

// stranger answers who is not signed in: a page leads to the way in, what a
// page's script asks for does not.
func (d *Desk) stranger(w http.ResponseWriter, r *http.Request) {
	v := &visit{w: w, r: r, words: d.o.Words(langOf(r))}
	if r.Method == http.MethodGet && r.Header.Get("HX-Request") == "" && r.URL.Path != "/events" {
		http.Redirect(w, r, "signin", http.StatusSeeOther)
		return
	}
	d.pages.refuse(v, http.StatusUnauthorized, v.words.SignedOut)
}

// limited refuses who asks too often: a person, or an address that nobody has
// signed in from.
func (d *Desk) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key := d.sessions.GetString(r.Context(), keyPerson)
		if key == "" {
			key = "@" + clientOf(r, d.o.Proxies)
		}
		if !d.requests.allow(key, d.o.Now()) {
			d.tooMany(&visit{w: w, r: r, words: d.o.Words(langOf(r))})
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (d *Desk) tooMany(v *visit) {
	v.w.Header().Set("Retry-After", "60")
	d.pages.refuse(v, http.StatusTooManyRequests, v.words.TooMany)
}

// menuView is the menu of somebody who has signed in.
type menuView struct {
	HR    bool
	Here  string // the page that is shown
	Name  string
	Words Words
}

func (d *Desk) bar(v *visit) *menuView {
	g, ok := d.guest(v.r)
	if !ok {
		return nil
	}
	return &menuView{HR: g.HR, Name: g.Name, Words: v.words}
}
