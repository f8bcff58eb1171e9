package slack

import (
	"context"
	"errors"
	"fmt"

	sdk "github.com/slack-go/slack"

	"tsukiichi/bot/chat"
)

// errGarbage says that an answer of the Web API was none.
var errGarbage = errors.New("slack: chat.postMessage: the answer names no message")

// Send brings one message to one person, or changes one that was sent. Its
// errors wrap those of package chat; every other one is worth another try,
// a refused token too. It never tries again by itself: a post whose answer was
// lost may have arrived.
func (a *Adapter) Send(ctx context.Context, d chat.Dispatch) (chat.Sent, error) {
	if !isID(d.To.Account.ID) {
		return chat.Sent{}, fmt.Errorf("slack: send: no account: %w", chat.ErrGone)
	}
	if d.Replace != "" {
		return a.change(ctx, d)
	}
	part, begun := a.partial.get(d.ID)
	if !begun {
		channel, stamp, err := a.api.PostMessageContext(ctx, d.To.Account.ID, a.renderer(d.To.Account).messageOptions(d.Message)...)
		if err != nil {
			return chat.Sent{}, a.sendError("chat.postMessage", err)
		}
		if channel == "" || stamp == "" {
			return chat.Sent{}, errGarbage // perhaps it arrived, perhaps not
		}
		part.ref = ref(channel, stamp)
	}
	return chat.Sent{Ref: part.ref}, a.sendFiles(ctx, d, part)
}

// change gives a message that was sent another look. Its files stay as they
// were sent.
func (a *Adapter) change(ctx context.Context, d chat.Dispatch) (chat.Sent, error) {
	channel, stamp, ok := parseRef(d.Replace)
	if !ok {
		return chat.Sent{}, fmt.Errorf("slack: chat.update: no message: %w", chat.ErrGone)
	}
	_, _, _, err := a.api.UpdateMessageContext(ctx, channel, stamp, a.renderer(d.To.Account).messageOptions(d.Message)...)
	if err != nil {
		return chat.Sent{}, a.sendError("chat.update", err)
	}
	return chat.Sent{Ref: d.Replace}, nil
}

// messageOptions are a message as Slack's methods take it. Nothing in its text
// is looked for names or links.
func (r *renderer) messageOptions(m chat.Message) []sdk.MsgOption {
	return []sdk.MsgOption{
		sdk.MsgOptionBlocks(r.message(m)...), sdk.MsgOptionText(r.fallback(m), false),
		sdk.MsgOptionParse(false), sdk.MsgOptionLinkNames(false),
		sdk.MsgOptionDisableLinkUnfurl(), sdk.MsgOptionDisableMediaUnfurl(),
	}
}

// sendFiles puts a message's files below it. Where one fails, the next attempt
// at the same delivery goes on with it; one that Slack will never take is left
// out, because the message has arrived.
func (a *Adapter) sendFiles(ctx context.Context, d chat.Dispatch, part sentPart) error {
	all := files(d.Message.Body)
	channel, _, _ := parseRef(part.ref)
	for part.files < len(all) {
		err := a.upload(ctx, channel, all[part.files])
		if err != nil && !errors.Is(err, chat.ErrRejected) && !errors.Is(err, errRefused) {
			a.partial.put(d.ID, part)
			return err
		}
		part.files++
	}
	a.partial.done(d.ID)
	return nil
}

// upload puts a file into a channel.
func (a *Adapter) upload(ctx context.Context, channel string, f chat.File) error {
	_, err := a.api.UploadFileContext(ctx, sdk.UploadFileParameters{
		Channel: channel, Filename: f.Name, Title: f.Name, FileSize: len(f.Data), Content: string(f.Data),
	})
	if err != nil {
		return a.sendError("files.upload", err)
	}
	return nil
}

// sendPageFile sends a file of a page into the chat with the person who asked
// for it.
func (a *Adapter) sendPageFile(ctx context.Context, p *pressed, answer chat.Answer) {
	words := a.words(p.event.From)
	if answer.Page == nil {
		a.excuse(ctx, p, words.CannotShow)
		return
	}
	f, ok := pageFile(*answer.Page, p.src.File)
	if !ok {
		a.excuse(ctx, p, words.CannotShow)
		return
	}
	channel, _, _, err := a.api.OpenConversationContext(ctx, &sdk.OpenConversationParameters{Users: []string{p.event.From.ID}})
	if err != nil {
		a.trouble("conversations.open", err)
		a.excuse(ctx, p, words.Failed)
		return
	}
	if err := a.upload(ctx, channel.ID, f); err != nil {
		a.excuse(ctx, p, words.Failed)
		return
	}
	if p.view != "" && !p.home {
		r := a.renderer(p.event.From)
		_ = a.update(ctx, p.view, p.hash, r.notice(words.FileSent))
	}
}
