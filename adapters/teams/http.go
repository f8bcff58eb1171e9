package teams

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/infracloudio/msbotbuilder-go/connector/auth"
	"github.com/infracloudio/msbotbuilder-go/core"
	"github.com/infracloudio/msbotbuilder-go/schema"
)

// messagesPath is where Teams posts activities.
const messagesPath = "/api/messages"

// maxBody is how long an activity may be, in bytes. Teams cuts what people
// type long before.
const maxBody = 1 << 20

var (
	errLong  = errors.New("teams: request is too long")
	errPanic = errors.New("teams: panic") // something of ours broke; what it said is not kept
)

// Handlers are what Teams and a person's browser call, by path. An activity
// whose token is not good is answered with 401, one from another channel, host
// or organisation with 403, what is too long with 413, what cannot be read
// with 400. 503 says that the core could not take an event, or that the token
// cannot be checked now: it is worth sending again.
func (a *Adapter) Handlers() map[string]http.Handler {
	out := map[string]http.Handler{messagesPath: http.HandlerFunc(a.messages)}
	if a.o.PublicURL != "" {
		out[filesPath] = http.HandlerFunc(a.files)
	}
	return out
}

// messages takes activities.
func (a *Adapter) messages(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	answer, err := a.guarded(r)
	if err != nil {
		a.refuse(w, err)
		return
	}
	if answer.body == nil {
		w.WriteHeader(answer.status)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(answer.status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	if err := e.Encode(answer.body); err != nil && a.told.again("answer", a.o.Now()) {
		a.o.Log.Warn().Msg("teams: answer could not be written")
	}
}

// guarded turns a panic into an error: the next activity finds the process.
func (a *Adapter) guarded(r *http.Request) (answer response, err error) {
	err = errPanic
	defer a.recovered()
	return a.answer(r)
}

func (a *Adapter) answer(r *http.Request) (response, error) {
	in, act, err := a.admit(r)
	if err != nil {
		return response{}, err
	}
	return a.take(r.Context(), in, act)
}

// admit reads a request of Teams. Its token is checked before its body is
// read; the rest is left to the library, whose token validator is the proof.
func (a *Adapter) admit(r *http.Request) (in inbound, act schema.Activity, err error) {
	proof, err := a.verifier.prove(r.Context(), r.Header)
	if err != nil {
		return in, act, err
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	switch {
	case err != nil:
		return in, act, errBad
	case len(body) > maxBody:
		return in, act, errLong
	}
	if in, err = decodeActivity(body, a.o.Now()); err != nil {
		return in, act, err
	}
	if act, err = a.parse(r, proof, in); err != nil {
		return in, act, err
	}
	if _, ok := a.hosts.base(in.ServiceURL); !ok {
		return in, act, fmt.Errorf("%w: service host", errElsewhere)
	}
	if !in.ours(a.o.TenantID) {
		return in, act, fmt.Errorf("%w: organisation", errElsewhere)
	}
	a.heard.from(in.ServiceURL)
	return in, act, nil
}

// parse gives the activity to the library, which asks the proof.
func (a *Adapter) parse(r *http.Request, p *proof, in inbound) (schema.Activity, error) {
	bot := &core.BotFrameworkAdapter{
		AdapterSetting: core.AdapterSetting{
			AppID: a.o.AppID, AppPassword: a.o.AppPassword,
			CredentialProvider: auth.SimpleCredentialProvider{AppID: a.o.AppID, Password: a.o.AppPassword},
		},
		TokenValidator: p,
		Client:         replies{a},
	}
	again := r.WithContext(r.Context())
	again.Body = io.NopCloser(bytes.NewReader(in.normal()))
	act, err := bot.ParseRequest(r.Context(), again)
	switch {
	case err == nil:
		return act, nil
	case errors.Is(err, errElsewhere):
		return schema.Activity{}, errElsewhere
	case errors.Is(err, errForged):
		return schema.Activity{}, errForged
	default:
		return schema.Activity{}, errBad // the error may quote the body
	}
}

func (a *Adapter) refuse(w http.ResponseWriter, err error) {
	status := http.StatusServiceUnavailable
	switch {
	case errors.Is(err, errForged):
		status = http.StatusUnauthorized
	case errors.Is(err, errElsewhere):
		status = http.StatusForbidden
	case errors.Is(err, errLong):
		status = http.StatusRequestEntityTooLarge
	case errors.Is(err, errBad):
		status = http.StatusBadRequest
	}
	if reason := reasonOf(err); a.told.again("refused "+reason, a.o.Now()) {
		a.o.Log.Warn().Int("status", status).Str("reason", reason).Msg("teams: request refused")
	}
	w.WriteHeader(status)
}

// reasonOf is a word for the log; an error of the core may quote anything.
func reasonOf(err error) string {
	for _, known := range []error{errForged, errElsewhere, errLong, errBad, errKeys, errLate, errPanic} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return "the core could not take it"
}
