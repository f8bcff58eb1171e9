package bot

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestCardFits draws the card with whatever somebody writes: it is well-formed,
// holds every letter as text, and no line leaves the frame.
func TestCardFits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.OneOf(
			rapid.StringN(1, cardMax, -1),
			rapid.SampledFrom([]string{strings.Repeat("あ", cardMax), strings.Repeat("W", cardMax), strings.Repeat("あ\n", 12), "<script>alert(1)</script>", "&amp;]]>"}),
		).Draw(t, "words")
		text := cardWords(words)
		if text.high() > cardRoom {
			t.Fatalf("%d lines of size %d leave the card", len(text.lines), text.size)
		}
		dec := xml.NewDecoder(bytes.NewReader(drawCard("雛形 誠さんへ", "模木 葵より", text)))
		for {
			tok, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if el, ok := tok.(xml.StartElement); ok && el.Name.Local != "svg" && el.Name.Local != "rect" && el.Name.Local != "text" {
				t.Fatalf("the card holds <%s>", el.Name.Local)
			}
		}
	})
}
