package slack

import (
	"context"

	sdk "github.com/slack-go/slack"

	"tsukiichi/bot/chat"
)

// opens reports whether the press is answered by a dialog or a page, so that
// it only reads and may be acknowledged before its content is there.
func (p *pressed) opens() bool { return p.kind != pressAct && p.kind != pressFile }

// press hands a press over and shows what the core answers. A dialog whose
// content takes long opens at once and says that it is loading.
func (a *Adapter) press(ctx context.Context, p *pressed) error {
	done := a.hand(ctx, p.event)
	if !p.opens() {
		answer, err := a.inTime(done)
		if err == nil {
			a.background(ctx, func(ctx context.Context) { a.show(ctx, p, answer, "") })
			return nil
		}
		a.background(ctx, func(ctx context.Context) {
			if err == errLate { // it may still come
				if o := <-done; o.err == nil {
					a.show(ctx, p, o.answer, "")
					return
				}
			}
			a.excuse(ctx, p, a.words(p.event.From).Failed)
		})
		return err
	}
	select {
	case o := <-done:
		a.background(ctx, func(ctx context.Context) { a.shown(ctx, p, o, "") })
	case <-a.o.After(loadingAfter):
		a.background(ctx, func(ctx context.Context) {
			view := a.openLoading(ctx, p)
			a.shown(ctx, p, <-done, view)
		})
	}
	return nil
}

// shown shows an outcome: the answer, or that there is none.
func (a *Adapter) shown(ctx context.Context, p *pressed, o outcome, view string) {
	if o.err == nil {
		a.show(ctx, p, o.answer, view)
		return
	}
	words := a.words(p.event.From)
	if view != "" && a.update(ctx, view, "", a.renderer(p.event.From).notice(words.Failed)) == nil {
		return
	}
	a.excuse(ctx, p, words.Failed)
}

// show brings an answer in front of the person. view is the dialog that is
// open and loading, or "".
func (a *Adapter) show(ctx context.Context, p *pressed, answer chat.Answer, view string) {
	if answer.Face != nil && p.card != "" { // after the dialog, which cannot wait
		defer a.face(ctx, p, *answer.Face)
	}
	r := a.renderer(p.event.From)
	switch {
	case p.kind == pressFile:
		a.sendPageFile(ctx, p, answer)
	case answer.Form != nil:
		modal, err := r.form(*answer.Form)
		if err != nil {
			a.o.Log.Error().Str("form", answer.Form.ID).Msg("slack: a form does not fit into a dialog")
			modal = r.notice(r.words.CannotShow)
		}
		a.open(ctx, p, modal, view)
	case answer.Page != nil && p.home && p.kind == pressTurn:
		a.publish(ctx, p.event, *answer.Page, p.src.Part, p.hash)
	case answer.Page != nil:
		src := p.src
		a.open(ctx, p, r.sheet(*answer.Page, &src, src.Part), view)
	case view != "" || p.view != "" && !p.home:
		a.open(ctx, p, r.notice(r.words.Accepted), view)
	}
}

// open shows a modal: in the dialog that is loading, in the one that was
// pressed, or in a new one.
func (a *Adapter) open(ctx context.Context, p *pressed, modal sdk.ModalViewRequest, view string) {
	var err error
	switch {
	case view != "":
		err = a.update(ctx, view, "", modal)
	case p.view != "" && !p.home:
		err = a.update(ctx, p.view, p.hash, modal)
	default:
		if _, err = a.api.OpenViewContext(ctx, p.trigger, modal); err != nil {
			a.trouble("views.open", err)
		}
	}
	// A newer content is there, or this press came twice and the dialog is open.
	if code := codeOf(err); err == nil || code == "hash_conflict" || code == "exchanged_trigger_id" {
		return
	}
	words := a.words(p.event.From)
	if code := codeOf(err); code == "expired_trigger_id" || code == "timeout" {
		a.excuse(ctx, p, words.Slow)
		return
	}
	a.excuse(ctx, p, words.CannotShow)
}

// openLoading opens a dialog that says that it is loading and returns its id,
// or "" where it stays closed: then the content opens by itself, if it can.
func (a *Adapter) openLoading(ctx context.Context, p *pressed) string {
	if p.view != "" && !p.home {
		return "" // it is updated in place
	}
	resp, err := a.api.OpenViewContext(ctx, p.trigger, a.renderer(p.event.From).loading())
	if err != nil {
		a.trouble("views.open", err)
		return ""
	}
	return resp.View.ID
}

func (a *Adapter) update(ctx context.Context, view, hash string, modal sdk.ModalViewRequest) error {
	_, err := a.api.UpdateViewContext(ctx, modal, "", hash, view)
	if err != nil {
		a.trouble("views.update", err)
	}
	return err
}

// face gives the pressed card its new look.
func (a *Adapter) face(ctx context.Context, p *pressed, m chat.Message) {
	channel, stamp, ok := parseRef(p.card)
	if !ok {
		return
	}
	r := a.renderer(p.event.From)
	_, _, _, err := a.api.UpdateMessageContext(ctx, channel, stamp, r.messageOptions(m)...)
	if err == nil {
		return
	}
	a.trouble("chat.update", err)
	if p.response == "" {
		return
	}
	// The address for answers can do it too, and has its own allowance.
	again := append(a.renderer(p.event.From).messageOptions(m), sdk.MsgOptionReplaceOriginal(p.response))
	if _, _, err := a.api.PostMessageContext(ctx, channel, again...); err != nil {
		a.trouble("response_url", err)
	}
}

// excuse tells the person, and nobody else, why nothing happened.
func (a *Adapter) excuse(ctx context.Context, p *pressed, sentence string) {
	if p.response != "" {
		_, _, err := a.api.PostMessageContext(ctx, "", sdk.MsgOptionText(escape(sentence), false),
			sdk.MsgOptionResponseURL(p.response, sdk.ResponseTypeEphemeral))
		if err == nil {
			return
		}
		a.trouble("response_url", err)
	}
	if _, _, err := a.api.PostMessageContext(ctx, p.event.From.ID, sdk.MsgOptionText(escape(sentence), false)); err != nil {
		a.trouble("chat.postMessage", err)
	}
}
