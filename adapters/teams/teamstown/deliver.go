package teamstown

import (
	"bytes"
	"encoding/json"
	"net/http"
	"time"

	"tsukiichi/adapters/townhall"
)

// App is where the town delivers to.
type App struct {
	Messages string       // …/api/messages
	Client   *http.Client // nil is the default one
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

// Delivery is one activity that the town sends the app.
type Delivery struct {
	User     string
	Activity object
	Retry    int // how often it was sent before
}

// kind is the activity's type.
func (d *Delivery) kind() string { return townhall.TextAt(d.Activity, "type") }

// Name is the activity's type, and of an invoke its name.
func (d *Delivery) Name() string {
	if d.kind() == "invoke" {
		return townhall.TextAt(d.Activity, "name")
	}
	return d.kind()
}

// Body is the activity as it stands in a request.
func (d *Delivery) Body() []byte {
	raw, err := json.Marshal(d.Activity)
	if err != nil {
		panic("teamstown: activity: " + err.Error())
	}
	return raw
}

// Copy is the same delivery, to be changed.
func (d *Delivery) Copy() *Delivery {
	out := &Delivery{User: d.User}
	if err := json.Unmarshal(d.Body(), &out.Activity); err != nil {
		panic("teamstown: activity: " + err.Error())
	}
	return out
}

// Request is the delivery as the platform sends it now, with a good token.
func (t *Town) Request(d *Delivery) *http.Request { return t.Bring(d.Body(), "Bearer "+t.token()) }

// Bring is a request with any body and authorization.
func (t *Town) Bring(body []byte, authorization string) *http.Request {
	t.mu.Lock()
	app := t.app
	t.mu.Unlock()
	r, err := http.NewRequest(http.MethodPost, app.Messages, bytes.NewReader(body))
	if err != nil {
		panic("teamstown: request: " + err.Error())
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("User-Agent", "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)")
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	return r
}

// The platform's patience: for an answer to an invoke, and for a turn before it
// is sent again, so many times.
const (
	invokePatience = 5 * time.Second
	turnPatience   = 15 * time.Second
	mostRepeats    = 3
)

// Deliver hands a delivery over once and returns what was answered.
func (t *Town) Deliver(d *Delivery) (townhall.Answered, error) {
	patience := turnPatience
	if d.kind() == "invoke" {
		patience = invokePatience
	}
	return t.Send(t.Request(d), patience)
}

// Send hands a request over as it is.
func (t *Town) Send(r *http.Request, patience time.Duration) (townhall.Answered, error) {
	t.mu.Lock()
	client := t.app.Client
	t.mu.Unlock()
	return townhall.Within(t.Now, t.After, patience, func() (townhall.Answered, error) { return townhall.Ask(client, r) })
}

// keep remembers the delivery and reports whether it is kept.
func (t *Town) keep(d *Delivery) bool {
	t.mu.Lock()
	t.last[d.User] = d
	t.mu.Unlock()
	return t.Keep(d)
}

// turn delivers what is no invoke, again after 15 seconds where it is not
// taken, with the same id.
func (t *Town) turn(d *Delivery) error {
	if t.keep(d) {
		return nil
	}
	return t.attempt(d)
}

func (t *Town) attempt(d *Delivery) error {
	_, err := t.Deliver(d)
	if err == nil || d.Retry == mostRepeats {
		return err
	}
	d.Retry++
	t.mu.Lock()
	defer t.mu.Unlock()
	t.pending.Later(t.Now().Add(turnPatience), func() { _ = t.attempt(d) })
	return err
}

// Pending is when an activity is sent once more; ok is false for never.
func (t *Town) Pending() (at time.Time, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.pending.Next()
}

// Tick sends what has become due again.
func (t *Town) Tick() {
	t.mu.Lock()
	due := t.pending.Due(t.Now())
	t.mu.Unlock()
	for _, again := range due {
		again()
	}
}
