package slack

import (
	"context"

	sdk "github.com/slack-go/slack"

	"tsukiichi/bot/chat"
)

// publish shows a page as the person's App Home. The hash of the home that
// they saw keeps an older page from taking the place of a newer one; where it
// does not fit any more, the page is asked for once more, so that the newest
// stands there in the end.
func (a *Adapter) publish(ctx context.Context, e chat.Event, p chat.Page, part int, hash string) {
	err := a.publishOnce(ctx, e.From, p, part, hash)
	if err == nil {
		return
	}
	if codeOf(err) != "hash_conflict" {
		a.trouble("views.publish", err)
		return
	}
	e.ID, e.What = stable("again", e.ID), chat.Opened{}
	o := <-a.hand(ctx, e)
	if o.err != nil || o.answer.Page == nil {
		return
	}
	if err := a.publishOnce(ctx, e.From, *o.answer.Page, part, ""); err != nil {
		a.trouble("views.publish", err)
	}
}

func (a *Adapter) publishOnce(ctx context.Context, who chat.Account, p chat.Page, part int, hash string) error {
	r := a.renderer(who)
	req := sdk.PublishViewContextRequest{UserID: who.ID, View: r.home(p, part)}
	if hash != "" {
		req.Hash = &hash
	}
	_, err := a.api.PublishViewContext(ctx, req)
	return err
}
