package slack

import (
	sdk "github.com/slack-go/slack"

	"tsukiichi/bot/chat"
)

// Paragraphs are rich text: what stands in its text elements is shown as it
// is, so nothing that a person wrote can become markup, a link or a mention.

func bold() *sdk.RichTextSectionTextStyle { return &sdk.RichTextSectionTextStyle{Bold: true} }

// spans are the elements of a paragraph.
func (r *renderer) spans(in []chat.Span) []sdk.RichTextSectionElement {
	var out []sdk.RichTextSectionElement
	for _, s := range in {
		switch s.Kind {
		case chat.SpanPrivate:
			out = r.word(out, s.Private.Reveal(), nil)
		case chat.SpanBold:
			out = r.word(out, s.Text, bold())
		case chat.SpanLink:
			r.size += units(s.Text) + units(s.URL)
			out = append(out, sdk.NewRichTextSectionLinkElement(s.URL, s.Text, nil))
		case chat.SpanMention:
			if s.Account.Platform == Platform && s.Account.Lane() == r.lane {
				r.size += units(s.Account.ID)
				out = append(out, sdk.NewRichTextSectionUserElement(s.Account.ID, nil))
				continue
			}
			out = r.word(out, s.Text, nil)
		default:
			out = r.word(out, s.Text, nil)
		}
	}
	return out
}

// word appends a text element; an empty one is refused by Slack.
func (r *renderer) word(out []sdk.RichTextSectionElement, s string, style *sdk.RichTextSectionTextStyle) []sdk.RichTextSectionElement {
	if s == "" {
		return out
	}
	r.size += units(s)
	return append(out, sdk.NewRichTextSectionTextElement(s, style))
}

// line is one line of rich text; lines of a block stand below each other.
func line(elements []sdk.RichTextSectionElement) sdk.RichTextElement {
	if len(elements) == 0 {
		elements = append(elements, sdk.NewRichTextSectionTextElement(" ", nil))
	}
	return sdk.NewRichTextSection(elements...)
}

func rich(lines ...sdk.RichTextElement) sdk.Block { return sdk.NewRichTextBlock("", lines...) }

// speaks reports whether the spans hold more than words: a link or a mention.
func speaks(in []chat.Span) bool {
	for _, s := range in {
		if s.Kind == chat.SpanLink || s.Kind == chat.SpanMention {
			return true
		}
	}
	return false
}

// saidBy is what the spans say, in words alone.
func saidBy(in []chat.Span) string {
	out := ""
	for _, s := range in {
		if s.Kind == chat.SpanPrivate {
			out += s.Private.Reveal()
		} else {
			out += s.Text
		}
	}
	return out
}
