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
	o     Options
	hosts serviceHosts
	told  *told
	work  *tasks
}

// New returns an adapter, or an error wrapping [ErrOptions].
func New(o Options) (*Adapter, error) {
	if o.Handler == nil || o.Now == nil {
		return nil, fmt.Errorf("%w: Handler and Now are required", ErrOptions)
	}
	if o.AppID == "" || o.AppPassword == "" || o.TenantID == "" {
		return nil, fmt.Errorf("%w: AppID, AppPassword and TenantID are required", ErrOptions)
	}
	o.defaults()
	hosts, err := parseServiceHosts(o.ServiceHosts)
	if err != nil {
		return nil, err
	}
	return &Adapter{o: o, hosts: hosts, told: newTold(), work: newTasks()}, nil
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
