package slacktown

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"tsukiichi/adapters/townhall"
)

// App is where the town delivers to: addresses over HTTP, or the sockets.
type App struct {
	Events, Interactions, Commands string
	Client                         *http.Client // nil is the default one
	Socket                         bool
}

// Install tells the town where to deliver.
func (t *Town) Install(a App) {
	if a.Client == nil {
		a.Client = http.DefaultClient
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.app = a
}

// Delivery is one thing that the town tells the app.
type Delivery struct {
	Kind    string // events_api, interactive or slash_commands
	User    string
	Payload object
	// Retry is how often it was tried before.
	Retry  int
	Reason string
	form   url.Values // of a command
}

// Set gives the delivery's payload another value; a command's form too.
func (d *Delivery) Set(name, value string) {
	d.Payload[name] = value
	if d.form != nil {
		d.form.Set(name, value)
	}
}

// patience is how long the platform waits for an answer.
const patience = 3 * time.Second

// Sign is the signature of a body at a time.
func (t *Town) Sign(at time.Time, body []byte) (timestamp, signature string) {
	return SignWith(t.SigningSecret, at, body)
}

// SignWith signs with any secret.
func SignWith(secret string, at time.Time, body []byte) (timestamp, signature string) {
	timestamp = strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = fmt.Fprintf(mac, "v0:%s:%s", timestamp, body)
	return timestamp, "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// Body is the delivery as it stands in a request, with its media type.
func (d *Delivery) Body() (body []byte, kind string) {
	raw, err := json.Marshal(d.Payload)
	if err != nil {
		panic("slacktown: payload: " + err.Error())
	}
	switch d.Kind {
	case "events_api":
		return raw, "application/json"
	case "slash_commands":
		return []byte(d.form.Encode()), "application/x-www-form-urlencoded"
	default:
		return []byte(url.Values{"payload": {string(raw)}}.Encode()), "application/x-www-form-urlencoded"
	}
}

func (a App) address(d *Delivery) string {
	switch d.Kind {
	case "events_api":
		return a.Events
	case "slash_commands":
		return a.Commands
	default:
		return a.Interactions
	}
}

// Request is the delivery as a signed request, as of now.
func (t *Town) Request(d *Delivery) *http.Request {
	t.mu.Lock()
	app := t.app
	t.mu.Unlock()
	body, kind := d.Body()
	r, err := http.NewRequest(http.MethodPost, app.address(d), bytes.NewReader(body))
	if err != nil {
		panic("slacktown: request: " + err.Error())
	}
	ts, sig := t.Sign(t.Now(), body)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	r.Header.Set("X-Slack-Request-Timestamp", ts)
	r.Header.Set("X-Slack-Signature", sig)
	if d.Retry > 0 {
		r.Header.Set("X-Slack-Retry-Num", strconv.Itoa(d.Retry))
		r.Header.Set("X-Slack-Retry-Reason", d.Reason)
	}
	return r
}

// Deliver hands a delivery over once and returns what was answered.
func (t *Town) Deliver(d *Delivery) (townhall.Answered, error) {
	t.mu.Lock()
	socket := t.app.Socket
	t.mu.Unlock()
	if socket {
		return t.hub.deliver(t, d)
	}
	return t.Send(t.Request(d))
}

// Send hands a request over as it is.
func (t *Town) Send(r *http.Request) (townhall.Answered, error) {
	t.mu.Lock()
	client := t.app.Client
	t.mu.Unlock()
	return t.within(func() (townhall.Answered, error) { return townhall.Ask(client, r) })
}

// within waits three seconds of the town's time for an answer.
func (t *Town) within(do func() (townhall.Answered, error)) (townhall.Answered, error) {
	return townhall.Within(t.Now, t.After, patience, do)
}
