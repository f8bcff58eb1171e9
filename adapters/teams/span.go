package teams

import (
	"fmt"
	"regexp"
	"strings"

	"tsukiichi/bot/chat"
)

// Text stands in RichTextBlocks, whose runs know no markup
// (learn.microsoft.com/adaptive-cards/authoring-cards/text-features): what a
// person wrote comes out as it was typed, with its line breaks. A TextBlock
// would read it as Markdown, and there is no escaping that works: the desktop
// takes a backslash away, phones show it (AdaptiveCards issue 5590, msteams-docs
// issue 5793). FactSets are read as Markdown too. So a TextBlock is used only
// where Teams wants one, for headings and mentions, and only for text in which
// nothing has a meaning (see calm).

// loud is what may have a meaning in a TextBlock: emphasis, links, code, HTML,
// tables, and lines that begin like a list, a rule or a heading.
var loud = regexp.MustCompile(`[*_\[\]\\` + "`" + `<>&~#|{}\r\n\t]|^\s*(\d+[.)]|[-+•=])|://`)

// calm reports whether a TextBlock shows s as it is.
func calm(s string) bool { return !loud.MatchString(s) }

// run is a stretch of text as it is, or none where it is empty.
func run(s string, l look) []element {
	if s == "" {
		return nil
	}
	return []element{merge(element{"type": "TextRun", "text": still(s)}, l)}
}

// still keeps the one thing that clients do replace in runs: {{DATE(…)}} and
// {{TIME(…)}}. A word joiner between the braces is not seen.
func still(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	return strings.NewReplacer("{{DATE(", "{\u2060{DATE(", "{{TIME(", "{\u2060{TIME(").Replace(s)
}

// look is how text looks, beside its kind: size, weight, colour.
type look = element

// The looks of text.
func subtle() look { return look{"isSubtle": true} }
func strong() look { return look{"weight": "bolder"} }

// paragraph is a paragraph of spans; nil where nothing is left to say.
func (d *drawing) paragraph(spans []chat.Span, l look) element {
	if text, ok := d.withMentions(spans); ok {
		return merge(element{"type": "TextBlock", "text": text, "wrap": true}, l)
	}
	var runs []element
	for _, s := range spans {
		switch s.Kind {
		case chat.SpanPrivate:
			if !d.chat {
				runs = append(runs, run(s.Private.Reveal(), l)...)
			}
		case chat.SpanBold:
			runs = append(runs, run(s.Text, merge(strong(), l))...)
		case chat.SpanLink:
			open := element{"type": "Action.OpenUrl", "url": address(s.URL)}
			runs = append(runs, run(s.Text, merge(look{"underline": true, "selectAction": open}, l))...)
		default:
			runs = append(runs, run(s.Text, l)...)
		}
	}
	return rich(runs...)
}

// said is a paragraph of plain text.
func said(s string, l look) element { return rich(run(s, l)...) }

// rich is runs as a paragraph, without line breaks at its edges, which phones
// lose and the desktop shows (AdaptiveCards issue 4914); nil where nothing is
// left.
func rich(runs ...element) element {
	for len(runs) > 0 {
		text := strings.TrimLeft(runs[0]["text"].(string), " \n")
		if runs[0]["text"] = text; text != "" {
			break
		}
		runs = runs[1:]
	}
	for len(runs) > 0 {
		last := runs[len(runs)-1]
		text := strings.TrimRight(last["text"].(string), " \n")
		if last["text"] = text; text != "" {
			break
		}
		runs = runs[:len(runs)-1]
	}
	if len(runs) == 0 {
		return nil
	}
	return element{"type": "RichTextBlock", "inlines": runs}
}

// merge is e with what l adds to it.
func merge(e element, l look) element {
	for k, v := range l {
		if _, there := e[k]; !there {
			e[k] = v
		}
	}
	return e
}

// withMentions is a paragraph that mentions somebody of the reader's tenant,
// as Teams writes it in the chat. ok is false where nobody is mentioned, or
// where anything in the paragraph would not come out as it is: then names stay
// names.
func (d *drawing) withMentions(spans []chat.Span) (text string, ok bool) {
	var marked, plain strings.Builder
	var found []element
	for _, s := range spans {
		switch s.Kind {
		case chat.SpanMention, chat.SpanPlain:
			plain.WriteString(s.Text)
		default:
			return "", false
		}
		if s.Kind == chat.SpanMention && d.chat && d.tenant != "" && s.Account.Platform == Platform && s.Account.Tenant == d.tenant {
			at := "<at>" + s.Text + "</at>"
			marked.WriteString(at)
			found = append(found, element{"type": "mention", "text": at, "mentioned": element{"id": s.Account.ID, "name": s.Text}})
			continue
		}
		marked.WriteString(s.Text)
	}
	if len(found) == 0 || !calm(plain.String()) {
		return "", false
	}
	d.mentions = append(d.mentions, found...)
	return strings.TrimSpace(marked.String()), true
}

// address is a link's address, with everything escaped that does not belong
// into one.
func address(s string) string {
	var sb strings.Builder
	for i := range len(s) {
		c := s[i]
		switch {
		case c == '%' && (i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2])),
			c <= ' ' || c >= 0x7f, strings.IndexByte("\"<>\\^`{|}", c) >= 0:
			fmt.Fprintf(&sb, "%%%02X", c)
		default:
			sb.WriteByte(c)
		}
	}
	return sb.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
