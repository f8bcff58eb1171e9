package bot

import (
	"net/url"
	"strings"
	"unicode"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
)

// The words of a broadcast: plain text with **bold** and [links](https://…).
// An empty line ends a paragraph. The parser is strict: what looks like a mark
// and is none is said to the writer, never sent.

// maxParagraphs leaves room in a message for what stands around the words.
const maxParagraphs = chat.MaxBlocks - 5

// slip is what is wrong with a text: a sentence and the paragraph it is in,
// from 1 on.
type slip struct {
	why       catalog.Key
	paragraph int
}

// paragraphs parses a text. Where it has a slip there are no paragraphs.
func paragraphs(text string) (out []chat.Block, bad slip) {
	for _, p := range split(text) {
		spans, why := parseParagraph(p)
		if why == "" {
			out = append(out, chat.Paragraph(spans...))
			if _, err := chat.NewMessage("", out[len(out)-1:]); err != nil {
				why = catalog.BroadcastTooLong
			}
		}
		if why != "" {
			return nil, slip{why, len(out) + 1}
		}
		if len(out) > maxParagraphs {
			return nil, slip{catalog.BroadcastTooMany, maxParagraphs}
		}
	}
	return out, slip{}
}

// split cuts a text at its empty lines. Spaces at the end of a line are none.
func split(text string) (out []string) {
	var lines []string
	end := func() {
		if p := strings.Join(lines, "\n"); p != "" {
			out = append(out, p)
		}
		lines = nil
	}
	for line := range strings.SplitSeq(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n") {
		if line = strings.TrimRightFunc(line, unicode.IsSpace); line == "" {
			end()
			continue
		}
		lines = append(lines, line)
	}
	end()
	return out
}

// parseParagraph reads the marks of one paragraph; why is the sentence for
// what is wrong with them.
func parseParagraph(p string) (spans []chat.Span, why catalog.Key) {
	if strings.ContainsFunc(p, unprintable) {
		return nil, catalog.BroadcastOddSign
	}
	var plain strings.Builder
	flush := func() {
		if plain.Len() > 0 {
			spans = append(spans, chat.Plain(plain.String()))
			plain.Reset()
		}
	}
	for p != "" {
		span, rest, why := mark(p)
		switch {
		case why != "":
			return nil, why
		case span.Kind == "":
			plain.WriteString(p[:len(p)-len(rest)])
		default:
			flush()
			spans = append(spans, span)
		}
		p = rest
	}
	flush()
	return spans, ""
}

// mark reads the mark at the beginning of s. Without one the span is zero and
// rest is behind the first character.
func mark(s string) (span chat.Span, rest string, why catalog.Key) {
	if inner, ok := strings.CutPrefix(s, "**"); ok {
		words, rest, closed := strings.Cut(inner, "**")
		if !closed || strings.TrimSpace(words) == "" || strings.Contains(words, "](") {
			return span, "", catalog.BroadcastBold
		}
		return chat.Bold(words), rest, ""
	}
	if inner, ok := strings.CutPrefix(s, "["); ok {
		label, behind, closed := strings.Cut(inner, "](")
		if closed && !strings.ContainsAny(label, "[]\n") {
			address, rest, ends := strings.Cut(behind, ")")
			if !ends || strings.TrimSpace(label) == "" || strings.Contains(label, "**") || !safe(address) {
				return span, "", catalog.BroadcastLink
			}
			return chat.Link(label, address), rest, ""
		}
	}
	for i := range s {
		if i > 0 {
			return span, s[i:], ""
		}
	}
	return span, "", ""
}

// safe reports whether the address may stand in a message to everybody: https,
// a host, nobody's password, no space.
func safe(address string) bool {
	if !strings.HasPrefix(address, "https://") || strings.ContainsFunc(address, unicode.IsSpace) {
		return false
	}
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "https" && u.Hostname() != "" && u.User == nil
}

// unprintable finds signs that change what a text seems to say, or that are no
// text.
func unprintable(r rune) bool {
	if r == '\n' || r == '\t' {
		return false
	}
	return r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
}
