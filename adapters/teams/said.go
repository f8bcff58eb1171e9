package teams

import (
	"context"

	"github.com/infracloudio/msbotbuilder-go/core/activity"
	"github.com/infracloudio/msbotbuilder-go/schema"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

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
