package teams

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/infracloudio/msbotbuilder-go/connector/client"
	"github.com/infracloudio/msbotbuilder-go/core/activity"
	"github.com/infracloudio/msbotbuilder-go/schema"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
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

// message answers a typed line, or a press from a client without dialogs or
// without answers to presses. What it returns is the page to post, if any.
func (a *Adapter) message(ctx context.Context, in inbound, turn *activity.TurnContext) (schema.Activity, error) {
	e, from := in.event(a.o.TenantID), source{}
	p, s, bad := (*pressed)(nil), (*submitted)(nil), error(nil)
	if in.Value != nil {
		p, s, bad = readData(in.Value)
	}
	switch {
	case s != nil: // a dialog's button, which a message does not have
		return schema.Activity{}, errBad
	case p != nil:
		e.What, from = p.what(false)
	case in.Value != nil && bad != nil && in.Text == "":
		return schema.Activity{}, nil // somebody else's card
	default:
		e.What = chat.Said{Text: private.New("", in.typed()), Pages: true}
	}
	done := a.hand(ctx, e)
	answer, err := a.inTime(done, turnLimit)
	if err != nil {
		if err == errLate && p != nil {
			a.background(ctx, func(ctx context.Context) { a.face(ctx, in, (<-done).answer.Face) })
		}
		return schema.Activity{}, err
	}
	if answer.Face != nil {
		a.background(ctx, func(ctx context.Context) { a.face(ctx, in, answer.Face) })
	}
	if answer.Page == nil || !a.posted.first(e.ID) {
		return schema.Activity{}, nil
	}
	c := a.renderer(e.From, e.Profile.Locale, a.pageFile(e.From, from)).pageCard(*answer.Page, from)
	reply, err := turn.SendActivity(activity.MsgOptionAttachments([]schema.Attachment{{ContentType: cardType, Content: c}}))
	reply.Summary, reply.ReplyToID = answer.Page.Title, ""
	return reply, err
}

// what is what a press means, and as whose answer a page comes: one that turns
// a page asks for it again.
func (p *pressed) what(dialogs bool) (chat.What, source) {
	if p.Action != "" {
		return chat.Pressed{Action: p.Action, Arg: p.Arg, Dialogs: dialogs}, source{Action: p.Action, Arg: p.Arg}
	}
	return p.From.what(dialogs), p.From
}

// what asks for the page.
func (s source) what(dialogs bool) chat.What {
	if s.Action == "" {
		return chat.Opened{}
	}
	return chat.Pressed{Action: s.Action, Arg: s.Arg, Dialogs: dialogs}
}

// face gives the pressed card its new look, which everybody who looks at it
// later sees too.
func (a *Adapter) face(ctx context.Context, in inbound, m *chat.Message) {
	card := in.card()
	if m == nil || card == "" {
		return
	}
	p, _ := parseRef(card)
	e := in.event(a.o.TenantID)
	r := a.renderer(e.From, e.Profile.Locale, a.messageFile)
	act := activity.ApplyConversationReference(cardActivity(r.message(*m), r.summary(*m)),
		way{Service: p.Service, Conversation: p.Conversation}.reference(), false)
	act.ID = p.Activity
	_ = a.insist(ctx, opChange, p.Conversation, func() error { return a.conn.change(ctx, act) })
}

// insistTries is how often something that does not stand in the outbox is
// tried, insistWait how long the first wait between two tries is.
const (
	insistTries = 4
	insistWait  = 1500 * time.Millisecond
)

// insist tries a call again while it fails for a moment. What went wrong is
// told where an operator can do something.
func (a *Adapter) insist(ctx context.Context, op operation, conversation string, do func() error) error {
	for try := range insistTries {
		err := a.patiently(ctx, conversation, do)
		if err == nil {
			return nil
		}
		err = a.sendError(op, err)
		wait := insistWait << try
		var pause chat.RateLimited
		if errors.As(err, &pause) {
			wait = max(wait, pause.After)
		}
		if errors.Is(err, chat.ErrGone) || errors.Is(err, chat.ErrBlocked) || errors.Is(err, chat.ErrRejected) || try == insistTries-1 {
			return err
		}
		select {
		case <-a.o.After(wait):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return errLate
}

// replies is the library's way out: it posts what a handler replied.
type replies struct{ a *Adapter }

var _ client.Client = replies{}

// Post posts the reply into its conversation. The address that the library
// made of the ids is not used: it does not escape them.
func (r replies) Post(_ url.URL, act schema.Activity) error {
	ctx, cancel := context.WithTimeout(context.Background(), backgroundLimit)
	defer cancel()
	return r.a.insist(ctx, opPost, act.Conversation.ID, func() error {
		_, err := r.a.conn.post(ctx, act)
		return err
	})
}

// Put changes a message.
func (r replies) Put(_ url.URL, act schema.Activity) error {
	ctx, cancel := context.WithTimeout(context.Background(), backgroundLimit)
	defer cancel()
	return r.a.insist(ctx, opChange, act.Conversation.ID, func() error { return r.a.conn.change(ctx, act) })
}

// Delete takes a message away, which the bot never does.
func (replies) Delete(url.URL, schema.Activity) error {
	return errors.New("teams: messages are not deleted")
}
