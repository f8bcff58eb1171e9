package teams

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/infracloudio/msbotbuilder-go/core/activity"
	"github.com/infracloudio/msbotbuilder-go/schema"

	"tsukiichi/bot/chat"
)

// Teams waits five seconds for the answer to an invoke and sends another
// activity again after fifteen.
const (
	invokeLimit = 4 * time.Second
	turnLimit   = 12 * time.Second
	handleLimit = 30 * time.Second // for the core, whoever still waits
)

// errLate says that the core was not done in time. It goes on, and a repeat of
// the event gets its answer.
var errLate = errors.New("teams: not done in time")

// response is what a request is answered with; a nil body is none.
type response struct {
	status int
	body   any
}

func ok() response { return response{status: http.StatusOK} }

func okWith(body any) response { return response{status: http.StatusOK, body: body} }

// outcome is what the core made of an event.
type outcome struct {
	answer chat.Answer
	err    error
}

// hand gives an event to the core. It goes on when the request ends.
func (a *Adapter) hand(ctx context.Context, e chat.Event) <-chan outcome {
	done := make(chan outcome, 1)
	ctx, cancel := detached(ctx)
	a.work.start(func() {
		defer cancel()
		o := outcome{err: errPanic}
		defer func() { done <- o }()
		defer a.recovered()
		e.Profile.Email = a.email(ctx, e)
		o.answer, o.err = a.o.Handler.Handle(ctx, e)
		if o.err != nil {
			a.o.Log.Error().Str("event", e.ID).Msg("teams: the core could not take an event")
		}
	})
	return done
}

// inTime waits for the outcome as long as Teams waits for us.
func (a *Adapter) inTime(done <-chan outcome, limit time.Duration) (chat.Answer, error) {
	select {
	case o := <-done:
		return o.answer, o.err
	case <-a.o.After(limit):
		return chat.Answer{}, errLate
	}
}

// take answers an activity that is ours. What is not from a person in a chat
// of their own is taken and not looked at.
func (a *Adapter) take(ctx context.Context, in inbound, act schema.Activity) (response, error) {
	mine := in.personal() && in.who() != ""
	switch {
	case in.Type == typeInvoke && !known(in.Name):
		return response{status: http.StatusNotImplemented}, nil
	case !mine:
		return ok(), nil
	case in.Type == typeInvoke:
		return a.invoke(ctx, in)
	case in.Type == typeInstall:
		return ok(), a.installed(ctx, in)
	case in.Type == string(schema.Message), in.Type == string(schema.ConversationUpdate):
		return ok(), a.dispatch(ctx, in, act)
	default:
		return ok(), nil
	}
}

// dispatch hands an activity to the library's dispatch, and sends the reply
// that comes back, if any, once the activity is acknowledged.
func (a *Adapter) dispatch(ctx context.Context, in inbound, act schema.Activity) error {
	handler := activity.HandlerFuncs{
		OnMessageFunc: func(turn *activity.TurnContext) (schema.Activity, error) { return a.message(ctx, in, turn) },
		OnConversationUpdateFunc: func(*activity.TurnContext) (schema.Activity, error) {
			return schema.Activity{}, a.added(ctx, in)
		},
	}
	reply, err := activity.PrepareActivityContext(handler, &activity.TurnContext{Activity: act})
	if err != nil || reply.Type == "" {
		return err
	}
	a.background(ctx, func(context.Context) {
		out, err := activity.NewActivityResponse(replies{a})
		if err == nil {
			err = out.SendActivity(reply)
		}
		if err != nil { // it was told where it failed
			a.posted.forget(in.event(a.o.TenantID).ID)
		}
	})
	return nil
}

// installed answers that the app was installed for somebody, or taken away.
func (a *Adapter) installed(ctx context.Context, in inbound) error {
	e := in.event(a.o.TenantID)
	switch in.Action {
	case "add", "add-upgrade":
		e.What = chat.Joined{}
	case "remove", "remove-upgrade":
		e.What = chat.Left{}
	default:
		return nil
	}
	_, err := a.inTime(a.hand(ctx, e), turnLimit)
	return err
}

// added answers that somebody is now in the chat. The core welcomes each
// person once, whichever of the two activities comes first.
func (a *Adapter) added(ctx context.Context, in inbound) error {
	if !in.joined() {
		return nil
	}
	e := in.event(a.o.TenantID)
	e.What = chat.Joined{}
	_, err := a.inTime(a.hand(ctx, e), turnLimit)
	return err
}

// detached goes on when the request ends: what Teams gave up on is still done.
func detached(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), handleLimit)
}
