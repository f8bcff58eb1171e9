package teams

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/infracloudio/msbotbuilder-go/core/activity"
	"github.com/infracloudio/msbotbuilder-go/schema"

	"tsukiichi/bot/chat"
)

// cardType is the media type of an Adaptive Card.
const cardType = "application/vnd.microsoft.card.adaptive"

// Send brings one message to one person, or changes one that was sent. Where
// there is no route, or it has become stale, the conversation is made and
// Sent.Route is the way to it. Its errors wrap those of package chat; every
// other one is worth another try, a refused token too. It never tries again by
// itself what may have arrived.
func (a *Adapter) Send(ctx context.Context, d chat.Dispatch) (chat.Sent, error) {
	who := d.To.Account
	if !isGUID(who.ID) || who.Tenant != a.o.TenantID {
		return chat.Sent{}, fmt.Errorf("teams: send: no account of the organisation: %w", chat.ErrGone)
	}
	r := a.renderer(who, "", a.messageFile)
	act := cardActivity(r.message(d.Message), r.summary(d.Message))
	if d.Replace != "" {
		return a.replace(ctx, d.Replace, act)
	}
	route := a.contacts.current(who.String(), d.To.Route)
	ref, route, err := a.deliver(ctx, who, d.To.Route, route, act)
	if err != nil {
		return chat.Sent{}, err
	}
	sent := chat.Sent{Ref: ref}
	if route != d.To.Route {
		sent.Route = route
	}
	return sent, nil
}

func cardActivity(c card, summary string) schema.Activity {
	return schema.Activity{
		Type: schema.Message, Summary: summary,
		Attachments: []schema.Attachment{{ContentType: cardType, Content: c}},
	}
}

// deliver posts an activity by the route, or makes a new one where there is
// none or where the conversation is no longer there: then nothing was posted,
// and it is posted into the new one.
func (a *Adapter) deliver(ctx context.Context, who chat.Account, given, route chat.Route, act schema.Activity) (chat.Ref, chat.Route, error) {
	fresh := false
	for {
		w, ok := parseRoute(route)
		if !ok || !a.reachable(w) {
			if fresh {
				return "", "", a.sendError(opCreate, who.String(), errHost)
			}
			made, err := a.meet(ctx, who, given, route)
			if err != nil {
				return "", "", a.sendError(opCreate, who.String(), err)
			}
			route, fresh = made, true
			continue
		}
		ref, err := a.postTo(ctx, w, act)
		if err == nil {
			a.doubts.wentWell(opPost, who.String())
			return ref, route, nil
		}
		var call *callError
		if fresh || !errors.As(err, &call) || call.status != http.StatusNotFound {
			return "", "", a.sendError(opPost, who.String(), err)
		}
		made, err := a.meet(ctx, who, given, route)
		if err != nil {
			return "", "", a.sendError(opCreate, who.String(), err)
		}
		route, fresh = made, true
	}
}

// reachable reports whether a route that was kept leads to a host that may
// still be written to.
func (a *Adapter) reachable(w way) bool {
	_, ok := a.hosts.base(w.Service)
	return ok
}

// postTo posts an activity into a conversation.
func (a *Adapter) postTo(ctx context.Context, w way, act schema.Activity) (ref chat.Ref, err error) {
	act = activity.ApplyConversationReference(act, w.reference(), false)
	err = a.paced(w.Conversation, func() error {
		id, err := a.conn.post(ctx, act)
		if err == nil && id != "" {
			ref = place{Service: w.Service, Conversation: w.Conversation, Activity: id}.ref()
		}
		return err
	})
	return ref, err
}

// replace gives a message that was sent another look.
func (a *Adapter) replace(ctx context.Context, ref chat.Ref, act schema.Activity) (chat.Sent, error) {
	p, ok := parseRef(ref)
	if !ok {
		return chat.Sent{}, fmt.Errorf("teams: %s: no message: %w", opChange, chat.ErrGone)
	}
	act = activity.ApplyConversationReference(act, way{Service: p.Service, Conversation: p.Conversation}.reference(), false)
	act.ID = p.Activity
	err := a.paced(p.Conversation, func() error { return a.conn.change(ctx, act) })
	if errors.Is(err, errHost) { // nobody is there any more
		return chat.Sent{}, fmt.Errorf("teams: %s: %w", opChange, chat.ErrGone)
	}
	if err != nil {
		return chat.Sent{}, a.sendError(opChange, p.Conversation, err)
	}
	a.doubts.wentWell(opChange, p.Conversation)
	return chat.Sent{Ref: ref}, nil
}
