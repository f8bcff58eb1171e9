// Package web renders the neutral chat vocabulary as accessible HTML and
// takes what people do on those pages as events.
//
// # Basics
//
// [New] gives the pages of one person: a chat, a home, and dialogs for forms
// and things to read. [NewPlayground] puts several people side by side, with
// a slider that moves the time. [Sender] puts messages into the [Inbox] and
// tells open pages through [Live].
//
// Everything is rendered on the server and embedded in the binary; a page
// asks nothing of any other host. Each button and form carries a signed
// token with the id and the time of the event that it will become, so a
// double click and a repeated request are the same event.
//
// Pages and the playground sign nobody in: whoever mounts them says which
// account a request belongs to. [NewDesk] is the same pages for people who sign
// in, by a code or a single sign-on, with HR's own pages beside them. Nothing
// here binds a port.
//
// # Caveats
//
//   - Pages need a script to work; without one the chat can be read only.
//   - Live knows the viewers of this process alone. Pages also look again every
//     five minutes and whenever they become visible.
//   - Without [Options.Drafts] a draft lives in the browser's tab (its session
//     storage) until it is sent or the tab is closed.
//   - A file in a page travels inside the page; one in a message has its own
//     address, as long as the message is among the last [MaxLines].
//   - The desk counts requests, sign-ins and uploads in the memory of the
//     process; what keeps a code from being guessed is counted by its [Gate].
package web

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"time"

	"tsukiichi/bot/chat"
)

// Options is what the pages need. Handler, Inbox, Now and NewID are required.
type Options struct {
	Handler chat.Handler
	Inbox   Inbox
	// Live tells open pages of changes; share it with the [Sender].
	Live *Live
	Now  func() time.Time
	// NewID returns an event id that never repeats.
	NewID func() string
	// Key signs tokens; at least 32 bytes, the same in every replica. Without
	// one a random key is made, and tokens end with the process.
	Key []byte
	// Zone is the zone of the times shown. Default: UTC.
	Zone *time.Location
	// Lang is an account's language, such as "ja". Default: "ja" for all.
	Lang func(chat.Account) string
	// Words are the page's own words in a language. Default: [DefaultWords].
	Words func(lang string) Words
	// Name is a person's name, shown at the head of their page. May be nil.
	Name func(chat.Account) string
	// Report is told of failures; the error holds no person's words. May be nil.
	Report func(error)
	// Drafts keeps what was filled in and not sent. Without it that stays in
	// the browser's tab.
	Drafts Drafts
	// Files gives the files whose bytes the inbox does not keep. May be nil.
	Files Files
	// Stranger answers a request that belongs to no account; nil refuses it.
	Stranger http.HandlerFunc
	// Signed says that people come to these pages of their own: their home is
	// shown first.
	Signed bool

	bar func(*visit) *menuView // the menu of who has signed in
}

// Pages serves people's pages. Build it with [New].
type Pages struct {
	o    Options
	sign signer
	view *views
}

// ErrOptions is wrapped by the error of [New] and [NewPlayground] for options
// that are missing or do not fit.
var ErrOptions = errors.New("web: options")

// New returns the pages, or an error wrapping [ErrOptions].
func New(o Options) (*Pages, error) {
	if o.Handler == nil || o.Inbox == nil || o.Now == nil || o.NewID == nil {
		return nil, fmt.Errorf("%w: Handler, Inbox, Now and NewID are required", ErrOptions)
	}
	if o.Key == nil {
		o.Key = make([]byte, keySize)
		_, _ = rand.Read(o.Key) // never fails, says its documentation
	}
	if len(o.Key) < keySize {
		return nil, fmt.Errorf("%w: Key needs %d bytes", ErrOptions, keySize)
	}
	o.defaults()
	v, err := newViews()
	if err != nil {
		return nil, err
	}
	return &Pages{o: o, sign: signer{key: o.Key}, view: v}, nil
}

func (o *Options) defaults() {
	if o.Live == nil {
		o.Live = NewLive()
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Lang == nil {
		o.Lang = func(chat.Account) string { return "ja" }
	}
	if o.Words == nil {
		o.Words = DefaultWords
	}
	if o.Name == nil {
		o.Name = func(chat.Account) string { return "" }
	}
	if o.Report == nil {
		o.Report = func(error) {}
	}
}

// Who says which account a request belongs to; false means none, and the
// request is answered with 403.
type Who func(*http.Request) (chat.Account, bool)

// Person serves the page of whoever makes the request. All its addresses are
// relative, so it can be mounted below any path that ends in a slash, with
// [http.StripPrefix].
func (p *Pages) Person(who Who) http.Handler {
	mux := http.NewServeMux()
	route := func(pattern string, h func(*visit)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if v, ok := p.visit(w, r, who); ok {
				h(v)
			}
		})
	}
	route("GET /{$}", p.showPage)
	route("GET /chat", p.showChat)
	route("GET /home", p.showHome)
	route("GET /file", p.sendFile)
	route("GET /events", p.streamPerson)
	route("POST /act", p.act)
	route("POST /renew", p.renew)
	if p.o.Drafts != nil {
		route("POST /draft", p.keepDraft)
	}
	mux.Handle("GET /static/", http.StripPrefix("/static/", static()))
	if p.o.Signed { // the desk has a shield of its own around everything
		return mux
	}
	return framed().around(p.o.Words("ja"), mux)
}
