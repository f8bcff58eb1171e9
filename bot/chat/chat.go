// Package chat is the neutral vocabulary between the conversation core and
// the platforms: what arrived ([Event]), what is answered at once ([Answer]),
// what is sent later ([Message]), the dialogs ([Form]) and homes ([Page]).
//
// It says what something means, never how it looks, and names no platform.
// Constructors hold the lowest common limits of every adapter and return an
// error, so what builds renders everywhere.
//
// # Basics
//
// An adapter decodes a request into an Event and hands it to a [Handler]. The
// Answer holds only what the platform wants in its acknowledgement: a form, a
// page, field errors, the pressed card's new look. All else arrives later as
// a [Dispatch] through the adapter's sender.
//
// # Caveats
//
//   - A Message never carries private text: [NewMessage] refuses it. Private
//     text is shown in forms and pages, which stay out of the chat's history.
//   - Texts are plain: escaping belongs to the renderer.
//   - Action ids and form versions only ever grow; a button sent in April is
//     pressed in July.
package chat

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"tsukiichi/bot/private"
)

// Handler answers events. It returns after the event's effects are committed;
// an error means that nothing was, and that the platform may send it again.
type Handler interface {
	Handle(ctx context.Context, e Event) (Answer, error)
}

// Account says who somebody is on a platform: the platform's name, the
// workspace or organisation, and the id there. All three are needed.
type Account struct {
	Platform string `json:"platform"`
	Tenant   string `json:"tenant"`
	ID       string `json:"id"`
}

// String is the account as a key: platform/tenant/id.
func (a Account) String() string { return a.Platform + "/" + a.Tenant + "/" + a.ID }

// Lane is the queue that the account's messages wait in: one for each platform
// and tenant, so that a paused one never starves another.
func (a Account) Lane() string { return a.Platform + "/" + a.Tenant }

// IsZero reports whether no account is named.
func (a Account) IsZero() bool { return a == Account{} }

// ParseAccount reads what [Account.String] wrote.
func ParseAccount(s string) (Account, error) {
	p := strings.SplitN(s, "/", 3)
	if len(p) != 3 || p[0] == "" || p[1] == "" || p[2] == "" {
		return Account{}, errors.New("chat: malformed account")
	}
	return Account{Platform: p[0], Tenant: p[1], ID: p[2]}, nil
}

// Route is how to reach an account. It is issued by the adapter, stored by the
// core and opaque to it.
type Route string

// Address is an account with the route to it.
type Address struct {
	Account Account `json:"account"`
	Route   Route   `json:"route,omitempty"`
}

// Ref names a message that was sent, so that it can be changed later. It is
// issued by the adapter and opaque to the core.
type Ref string

// Dispatch is one message on its way to one person.
type Dispatch struct {
	// ID is the same for every attempt at the same delivery. An adapter that
	// can recognise a repeat uses it; the others ignore it.
	ID string
	To Address
	// Replace is the message to change in place, or "" for a new one.
	Replace Ref
	Message Message
}

// Sent is what a sender tells of a message that arrived.
type Sent struct {
	Ref Ref
	// Route is a new way to the account that had to be made first; "" where
	// the one given is still right.
	Route Route
}

// Errors a sender may return. Everything else is worth another try.
var (
	ErrBlocked  = errors.New("chat: recipient has blocked the bot")       // stop until they come back
	ErrGone     = errors.New("chat: route or message is no longer there") // ask for a new route, send anew
	ErrRejected = errors.New("chat: platform refused the message")        // never retry
)

// RateLimited is the error of a sender whose platform asks for a pause. After
// is how long; zero means that the platform did not say.
type RateLimited struct{ After time.Duration }

func (r RateLimited) Error() string { return fmt.Sprintf("chat: rate limited for %s", r.After) }

// TooLong and its siblings are the ways a constructor refuses.
var (
	ErrTooLong = errors.New("too long")
	ErrTooMany = errors.New("too many")
	ErrMissing = errors.New("missing")
	ErrRepeats = errors.New("appears twice")
	ErrPrivate = errors.New("private text in a message")
	ErrUnfit   = errors.New("does not fit")
)

// Event is something that a person did. Exactly one is handed over per
// platform delivery; a repeat carries the same ID and At.
type Event struct {
	ID      string // unique within the account's tenant
	From    Account
	At      time.Time // the platform's time of the event, microseconds
	Route   Route
	Profile Profile
	What    What
}

// Profile is what the platform tells about the account. Every part may be
// empty; none gives a role.
type Profile struct {
	Name   string
	Email  string // as verified by the workspace
	Locale string // BCP 47, such as "ja"
	Zone   string // IANA, such as "Asia/Tokyo"
}

// What is one of [Said], [Pressed], [Submitted], [Opened], [Joined], [Left].
type What interface{ what() }

// Said is a line typed into the chat.
type Said struct {
	Text private.Text
	// Pages says that the answer can hold a Page, which is shown in the chat
	// without the private words in it.
	Pages bool
}

// Pressed is an action of a message, a page or an answer's face.
type Pressed struct {
	Action string
	Arg    string
	// Dialogs says that the answer can hold a Form or a Page. It is false
	// where a client has no dialogs.
	Dialogs bool
}

// Submitted is a form sent off, with what the person filled in.
type Submitted struct {
	Form    string
	Version int
	Arg     string
	Values  Values
}

// Opened asks for the person's home.
type Opened struct{}

// Joined is the first contact: the bot was added, or the person came back.
type Joined struct{}

// Left says that the bot was removed or blocked.
type Left struct{}

func (Said) what()      {}
func (Pressed) what()   {}
func (Submitted) what() {}
func (Opened) what()    {}
func (Joined) what()    {}
func (Left) what()      {}

// Answer is what goes back in the acknowledgement of an event. At most one of
// Form, Errors and Page is set, but that Errors come with the Form they belong
// to, filled with what was typed, for whoever must draw the dialog anew; a Face
// may stand beside any of them.
type Answer struct {
	Form   *Form        `json:"form,omitempty"`   // open this dialog, or turn the open one into it
	Errors []FieldError `json:"errors,omitempty"` // keep the dialog open and show these
	Page   *Page        `json:"page,omitempty"`   // show this
	Face   *Message     `json:"face,omitempty"`   // the pressed card's new look
}

// FieldError is a sentence to show beside a field, in the person's language.
type FieldError struct {
	Field string `json:"field"`
	Text  string `json:"text"`
}

// Private lists the private texts an answer shows (see [private.Holder]).
func (a *Answer) Private() []private.Field {
	var fs []private.Field
	if a.Form != nil {
		fs = append(fs, a.Form.Private()...)
	}
	if a.Page != nil {
		fs = append(fs, a.Page.Private()...)
	}
	return fs
}
