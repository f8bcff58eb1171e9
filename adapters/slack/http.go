package slack

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"
	"unicode/utf8"
)

// Handlers are what Slack calls in HTTP mode, by path. What Slack did not sign
// is answered with 401, what is too long with 413, what cannot be read with
// 400. 503 says that the core could not take an event: Slack sends it again.
func (a *Adapter) Handlers() map[string]http.Handler {
	return map[string]http.Handler{
		"/slack/events":       a.endpoint(a.takeEvent),
		"/slack/interactions": a.endpoint(a.takeInteractionForm),
		"/slack/commands":     a.endpoint(a.takeCommandForm),
	}
}

// sentAt is the time that Slack signed a request with: the same whenever the
// request is played again.
func sentAt(r *http.Request) time.Time {
	t, _ := stampTime(r.Header.Get(headerTimestamp))
	return t
}

// take answers one delivery: what goes into its acknowledgement, nil for
// nothing. An error that wraps errBad says that it cannot be read; any other
// that it is not acknowledged. sent is when Slack signed it, zero where it did
// not.
type take func(ctx context.Context, raw []byte, sent time.Time) (any, error)

func (a *Adapter) endpoint(do take) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		body, err := signed(r, a.o.SigningSecret, a.o.Now())
		if err != nil {
			a.refuse(w, err)
			return
		}
		answer, err := a.guarded(r.Context(), do, body, sentAt(r))
		if err != nil {
			a.refuse(w, err)
			return
		}
		if answer == nil {
			return // 200 and no body
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		if err := e.Encode(answer); err != nil {
			a.o.Log.Warn().Msg("slack: answer could not be written")
		}
	})
}

// errPanic says that something of ours broke; what it said is not kept.
var errPanic = errors.New("slack: panic")

// guarded turns a panic into an error: the next delivery finds the process.
func (a *Adapter) guarded(ctx context.Context, do take, raw []byte, sent time.Time) (answer any, err error) {
	err = errPanic
	defer a.recovered()
	return do(ctx, raw, sent)
}

func (a *Adapter) refuse(w http.ResponseWriter, err error) {
	status := http.StatusServiceUnavailable
	switch {
	case errors.Is(err, errForged), errors.Is(err, errStale):
		status = http.StatusUnauthorized
	case errors.Is(err, errLong):
		status = http.StatusRequestEntityTooLarge
	case errors.Is(err, errBad):
		status = http.StatusBadRequest
	}
	if a.told.again("refused "+err.Error(), a.o.Now()) {
		a.o.Log.Warn().Int("status", status).Str("reason", reasonOf(err)).Msg("slack: request refused")
	}
	w.WriteHeader(status)
}

// reasonOf is a word for the log; an error of the core may quote anything.
func reasonOf(err error) string {
	for _, known := range []error{errForged, errStale, errLong, errBad, errLate, errPanic} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return "the core could not take it"
}

// posted reads a form.
func posted(raw []byte) (url.Values, error) {
	form, err := url.ParseQuery(string(raw))
	if err != nil {
		return nil, errBad // the error quotes the body
	}
	for _, values := range form {
		for _, v := range values {
			if !utf8.ValidString(v) {
				return nil, errBad
			}
		}
	}
	return form, nil
}

func (a *Adapter) takeInteractionForm(ctx context.Context, raw []byte, sent time.Time) (any, error) {
	form, err := posted(raw)
	if err != nil || len(form["payload"]) != 1 {
		return nil, errBad
	}
	return a.takeInteraction(ctx, []byte(form.Get("payload")), sent)
}

func (a *Adapter) takeCommandForm(ctx context.Context, raw []byte, sent time.Time) (any, error) {
	form, err := posted(raw)
	if err != nil {
		return nil, errBad
	}
	if form.Get("ssl_check") != "" {
		return nil, nil // Slack looks whether the certificate is good
	}
	return a.runCommand(ctx, command{
		Team: form.Get("team_id"), Enterprise: form.Get("enterprise_id"), User: form.Get("user_id"),
		Text: form.Get("text"), Trigger: form.Get("trigger_id"), ResponseURL: form.Get("response_url"),
	}, sent)
}
