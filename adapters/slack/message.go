package slack

import (
	"strings"

	sdk "github.com/slack-go/slack"

	"tsukiichi/bot/chat"
)

// message is a message in Block Kit. A message that builds fits: twenty blocks
// of the vocabulary are at most 42 of Slack's, and where drawn charts and their
// figures together are too much text, the figures stay.
func (r *renderer) message(m chat.Message) []sdk.Block {
	again := *r
	out := r.messageBlocks(m)
	if r.size-again.size > maxSum && !r.undrawn {
		again.undrawn = true
		*r = again
		out = r.messageBlocks(m)
	}
	return out
}

func (r *renderer) messageBlocks(m chat.Message) []sdk.Block {
	var out []sdk.Block
	if m.Title != "" {
		out = append(out, r.header(m.Title))
	}
	for _, p := range r.pieces(m.Body, inMessage) {
		out = append(out, p.block)
	}
	if buttons := r.actions(m.Actions); buttons != nil {
		out = append(out, buttons)
	}
	return out
}

// fallback is what notifications and clients without blocks show.
func (r *renderer) fallback(m chat.Message) string {
	text := strings.TrimSpace(m.Text())
	if text == "" {
		text = r.words.UnnamedMessage
	}
	return cutEscaped(text, maxFallback)
}

// files are the files of a message, in order.
func files(bs chat.Blocks) []chat.File {
	var out []chat.File
	for _, b := range bs {
		if f, ok := b.(chat.File); ok {
			out = append(out, f)
		}
	}
	return out
}
