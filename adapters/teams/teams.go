// Package teams speaks the neutral chat vocabulary to Microsoft Teams: it
// takes what people do in their personal chat with the bot as events, and
// renders messages, forms and pages as Adaptive Cards.
//
// # Basics
//
// [New] makes an [Adapter]. Inbound it is the handlers of [Adapter.Handlers]:
// the Bot Framework posts activities there, each with a token that is verified
// before anything of the body is read. Outbound, [Adapter.Send] posts one
// message to one person through the connector service, and makes the
// conversation first where there is none. What goes on after an
// acknowledgement is waited for by [Adapter.Wait].
//
// The activity types, the parsing and the dispatch are those of
// msbotbuilder-go, whose token validator and client are replaced by ours.
//
// # Caveats
//
//   - Only personal chats of the configured organisation count. What comes
//     from elsewhere is refused, or taken and not looked at.
//   - Windows of pace, conversations made and pages posted are remembered by
//     the process alone. Losing them costs a call or a platform's "slow down".
//   - Links to files are sealed with a key made of the app's password: with a
//     new password older links stop working.
//   - Text stands in elements that know no markup. A TextBlock would read it as
//     Markdown, which no escaping prevents on phones and desktops alike; span.go
//     names the sources.
//   - What buttons and dialogs carry is read back from cards that may be
//     months old: its shape only grows.
package teams

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/bot/chat"
)

// Platform is this adapter's name in a [chat.Account].
const Platform = "teams"

// Options is what an adapter needs. Handler, AppID, AppPassword, TenantID and
// Now are required: authentication cannot be switched off.
type Options struct {
	Handler     chat.Handler
	AppID       string // of the bot's registration, a GUID
	AppPassword string
	TenantID    string // of the organisation, a GUID
	// LoginURL is where the token for the connector comes from. Default:
	// https://login.microsoftonline.com.
	LoginURL string
	// OpenIDURL is where the issuer says which keys it signs with. Default:
	// https://login.botframework.com/v1/.well-known/openidconfiguration.
	OpenIDURL string
	Issuer    string // of inbound tokens; default https://api.botframework.com
	Scope     string // of the outbound token; default https://api.botframework.com/.default
	// ServiceURL is the connector for a first contact, before anything was
	// heard. Default: https://smba.trafficmanager.net/teams/.
	ServiceURL string
	// ServiceHosts are the hosts (host or host:port) that may be written to,
	// by https; a loopback host with its port also by http. Default:
	// smba.trafficmanager.net.
	ServiceHosts []string
	// PublicURL is where [Adapter.Handlers] can be reached from a browser, for
	// links to files; "" gives a sentence instead of a link.
	PublicURL string
	// ThreadLimits are how many messages one conversation takes in a time.
	// Default: [DefaultThreadLimits].
	ThreadLimits []ThreadLimit
	// Client carries everything outbound. Default: one with a time-out of half
	// a minute.
	Client *http.Client
	Now    func() time.Time
	// After is the channel on which a time comes after d. Default: real timers.
	After func(d time.Duration) <-chan time.Time
	Log   zerolog.Logger
	// Lang is an account's language, such as "ja"; "" leaves it to what the
	// client says. May be nil.
	Lang func(chat.Account) string
	// Words are the adapter's own words in a language. Default: [DefaultWords].
	Words func(lang string) Words
}

// ErrOptions is wrapped by the error of [New] for options that are missing or
// make no sense.
var ErrOptions = errors.New("teams: options")

// Adapter is the way to one Teams app in one organisation. It is safe for
// concurrent use.
type Adapter struct {
	o         Options
	hosts     serviceHosts
	keys      *keyring
	verifier  *verifier
	tokens    *tokens
	conn      *connector
	threads   *threads
	contacts  *contacts
	doubts    *doubts
	heard     *heard
	posted    *seen
	addresses *addresses
	told      *told
	work      *tasks
	seals     sealer
}

// New returns an adapter, or an error wrapping [ErrOptions].
func New(o Options) (*Adapter, error) {
	if o.Handler == nil || o.Now == nil {
		return nil, fmt.Errorf("%w: Handler and Now are required", ErrOptions)
	}
	if err := o.tidy(); err != nil {
		return nil, err
	}
	hosts, err := parseServiceHosts(o.ServiceHosts)
	if err != nil {
		return nil, err
	}
	seals, err := newSealer(o)
	if err != nil {
		return nil, fmt.Errorf("%w: AppPassword", ErrOptions)
	}
	a := &Adapter{
		o: o, hosts: hosts, keys: newKeyring(o), tokens: newTokens(o), threads: newThreads(o.ThreadLimits),
		contacts: newContacts(), doubts: newDoubts(), heard: &heard{}, posted: newSeen(), addresses: newAddresses(), told: newTold(), work: newTasks(), seals: seals,
	}
	a.verifier, a.conn = newVerifier(o, a.keys), newConnector(o, hosts, a.tokens)
	return a, nil
}

// words are the adapter's words in the account's language, or where nobody
// knows it in the client's, which may be "".
func (a *Adapter) words(who chat.Account, client string) Words {
	if a.o.Lang != nil {
		if lang := a.o.Lang(who); lang != "" {
			return a.o.Words(lang)
		}
	}
	return a.o.Words(client)
}

// renderer makes cards for the account, with the addresses of files; client is
// the language of their client, or "".
func (a *Adapter) renderer(who chat.Account, client string, file func(chat.File) (string, bool)) *renderer {
	r := newRenderer(a.words(who, client), file)
	r.tenant = a.o.TenantID
	return r
}

// callLimit is how long one call of the connector or the issuer may take.
const callLimit = 30 * time.Second

// Where Microsoft's public cloud is.
const (
	defaultLogin   = "https://login.microsoftonline.com"
	defaultOpenID  = "https://login.botframework.com/v1/.well-known/openidconfiguration"
	defaultIssuer  = "https://api.botframework.com"
	defaultScope   = "https://api.botframework.com/.default"
	defaultService = "https://smba.trafficmanager.net/teams/"
	defaultHost    = "smba.trafficmanager.net"
)

// tidy checks what was given and sets what was not.
func (o *Options) tidy() error {
	o.AppID, o.TenantID = strings.ToLower(strings.TrimSpace(o.AppID)), strings.ToLower(strings.TrimSpace(o.TenantID))
	if !isGUID(o.AppID) || !isGUID(o.TenantID) || o.AppPassword == "" {
		return fmt.Errorf("%w: AppID and TenantID (two GUIDs) and AppPassword are required", ErrOptions)
	}
	for _, l := range o.ThreadLimits {
		if l.N < 1 || l.Per <= 0 {
			return fmt.Errorf("%w: a thread limit of nothing", ErrOptions)
		}
	}
	o.defaults()
	for _, u := range []string{o.LoginURL, o.OpenIDURL, o.ServiceURL} {
		if !isSafeURL(u) {
			return fmt.Errorf("%w: an address must be https://…", ErrOptions)
		}
	}
	return nil
}

func (o *Options) defaults() {
	for _, d := range []struct {
		to *string
		is string
	}{
		{&o.LoginURL, defaultLogin}, {&o.OpenIDURL, defaultOpenID}, {&o.Issuer, defaultIssuer},
		{&o.Scope, defaultScope}, {&o.ServiceURL, defaultService},
	} {
		if *d.to == "" {
			*d.to = d.is
		}
	}
	o.LoginURL = strings.TrimRight(o.LoginURL, "/")
	o.PublicURL = strings.TrimRight(o.PublicURL, "/")
	if len(o.ServiceHosts) == 0 {
		o.ServiceHosts = []string{defaultHost}
	}
	if len(o.ThreadLimits) == 0 {
		o.ThreadLimits = DefaultThreadLimits()
	}
	if o.Client == nil {
		o.Client = &http.Client{Timeout: callLimit}
	}
	if o.After == nil {
		o.After = time.After
	}
	if o.Words == nil {
		o.Words = DefaultWords
	}
}
