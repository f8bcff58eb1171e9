package teams

import (
	"context"
	"errors"
	"net/url"
	"time"

	"github.com/infracloudio/msbotbuilder-go/connector/client"
	"github.com/infracloudio/msbotbuilder-go/schema"

	"tsukiichi/bot/chat"
)

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
			a.doubts.wentWell(op, conversation)
			return nil
		}
		err = a.sendError(op, conversation, err)
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
