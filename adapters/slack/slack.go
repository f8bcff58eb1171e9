// Package slack speaks the neutral chat vocabulary to Slack: it takes what
// people do there as events, and renders messages, forms and pages as Block
// Kit.
//
// # Basics
//
// [New] makes an [Adapter]. Inbound it is either three handlers
// ([Adapter.Handlers], signed requests) or a web socket that this process
// opens ([Adapter.RunSocket], no inbound port): both use the same decoders.
// Outbound, [Adapter.Send] posts one message to one person, straight to the
// user id. What goes on after an acknowledgement (a dialog being opened, a
// home being published) is waited for by [Adapter.Wait].
//
// Payloads are decoded into small structs of our own, because an element type
// that the SDK has never heard of makes it refuse the whole payload.
//
// # Caveats
//
//   - A press that opens something is acknowledged before its content is
//     there: it only reads. Everything else is acknowledged after the commit.
//   - Action ids, block ids and private metadata are read back from messages
//     and dialogs that may be months old: their shapes only grow.
//   - The workspace's profile of a person is remembered for half a day; Slack
//     tells of changes in between.
//   - A page that is longer than one view is turned by asking the core for it
//     again. A page that answers a submission cannot be asked for again: what
//     does not fit is left out, and a sentence says so.
package slack

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/rs/zerolog"
	sdk "github.com/slack-go/slack"

	"tsukiichi/bot/chat"
)

// Platform is this adapter's name in a [chat.Account].
const Platform = "slack"

// Options is what an adapter needs. Handler, BotToken and Now are required;
// Handlers needs SigningSecret, RunSocket needs AppToken.
type Options struct {
	Handler       chat.Handler
	BotToken      string // xoxb-…
	AppToken      string // xapp-…
	SigningSecret string
	// APIURL is where the Web API is. Default: https://slack.com/api/.
	APIURL string
	// Client carries everything outbound, the web socket's proxy and trust
	// included. Default: one with a time-out of half a minute.
	Client *http.Client
	Now    func() time.Time
	// After is the channel on which a time comes after d. Default: real timers.
	After func(d time.Duration) <-chan time.Time
	// Rand gives numbers in [0,1) that keep reconnections apart, for
	// concurrent use. Default: the machine's.
	Rand func() float64
	Log  zerolog.Logger
	// Lang is an account's language, such as "ja"; "" leaves it to the
	// account's profile. May be nil.
	Lang func(chat.Account) string
	// Words are the adapter's own words in a language. Default: [DefaultWords].
	Words func(lang string) Words
}

// ErrOptions is wrapped by the error of [New] for options that are missing.
var ErrOptions = errors.New("slack: options")

// Adapter is the way to one Slack app. It is safe for concurrent use.
type Adapter struct {
	o        Options
	api      *sdk.Client
	profiles *profiles
	partial  *partials
	told     *told
	times    *firstTimes
	work     *tasks
}

// New returns an adapter, or an error wrapping [ErrOptions].
func New(o Options) (*Adapter, error) {
	if o.Handler == nil || o.Now == nil || o.BotToken == "" {
		return nil, fmt.Errorf("%w: Handler, BotToken and Now are required", ErrOptions)
	}
	o.defaults()
	return &Adapter{
		o: o,
		api: sdk.New(o.BotToken, sdk.OptionAPIURL(o.APIURL), sdk.OptionHTTPClient(o.Client),
			sdk.OptionAppLevelToken(o.AppToken)),
		profiles: newProfiles(), partial: newPartials(), told: newTold(), times: newFirstTimes(), work: newTasks(),
	}, nil
}

// callLimit is how long one call of the Web API may take.
const callLimit = 30 * time.Second

func (o *Options) defaults() {
	if o.APIURL == "" {
		o.APIURL = sdk.APIURL
	}
	if !strings.HasSuffix(o.APIURL, "/") {
		o.APIURL += "/"
	}
	if o.Client == nil {
		o.Client = &http.Client{Timeout: callLimit}
	}
	if o.After == nil {
		o.After = time.After
	}
	if o.Rand == nil {
		o.Rand = rand.Float64
	}
	if o.Words == nil {
		o.Words = DefaultWords
	}
}
