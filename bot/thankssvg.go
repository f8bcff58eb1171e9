package bot

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
)

// The card as a picture of the size of a name card (91 × 55 mm), to be printed.
// Here its words come out: into a file for one of the two.

// The card in tenths of a millimetre.
const (
	cardWide, cardHigh = 910, 550
	cardEdge           = 60
	cardSmall          = 34 // letters of the names
	cardLargest        = 44 // and of the words
	cardSmallest       = 24
	cardRoom           = cardHigh - 2*(cardEdge+cardSmall) - cardSmall // for the words
)

// cardFile is the picture; arg: pair.
func cardFile(s *scene, arg string) (f chat.File, err error) {
	rec, mentee, mentor, ok, err := s.cardPeople(arg)
	if err != nil || !ok {
		return f, err
	}
	words := cardWords(rec.Words.Reveal())
	to := s.w.T(catalog.CardTo, catalog.A("Name", mentor.Name))
	from := s.w.T(catalog.CardFrom, catalog.A("Name", mentee.Name))
	return chat.File{Name: s.w.T(catalog.CardFile) + ".svg", Type: "image/svg+xml", Data: drawCard(to, from, words)}, nil
}

// cardText is the words as they stand on the card.
type cardText struct {
	size  int
	lines []string
}

func (c cardText) high() int { return len(c.lines) * c.size * 3 / 2 }

// cardWords is the words in letters as large as they leave room for. Where they
// have more lines than a card, the lines run on.
func cardWords(words string) cardText {
	running := strings.Join(strings.Fields(words), " ")
	for _, text := range []string{words, running} {
		for size := cardLargest; size >= cardSmallest; size -= 4 {
			if c := (cardText{size: size, lines: wrap(text, (cardWide-2*cardEdge)*2/size)}); c.high() <= cardRoom {
				return c
			}
		}
	}
	return cardText{size: cardSmallest, lines: wrap(running, (cardWide-2*cardEdge)*2/cardSmallest)}
}

// wrap breaks the text into lines of so many half letters, after a mark where
// one is in the second half of the line.
func wrap(text string, width int) (out []string) {
	for line := range strings.Lines(text) {
		var held []rune
		for _, r := range strings.TrimRight(line, "\r\n") {
			held = append(held, r)
			if roomOf(held) <= width {
				continue
			}
			at := breakAt(held)
			out = append(out, string(held[:at]))
			held = held[at:]
		}
		out = append(out, string(held))
	}
	return out
}

// breakAt is where a line that has become one letter too long is broken.
func breakAt(line []rune) int {
	for i := len(line) - 1; i > len(line)/2; i-- {
		if strings.ContainsRune("、。！？!?, ", line[i-1]) {
			return i
		}
	}
	return max(1, len(line)-1)
}

// roomOf is how many half letters a line takes. A Japanese letter counts two,
// and so does a Latin one that may be as wide.
func roomOf(line []rune) (n int) {
	for _, r := range line {
		n++
		if r > 0x7F || r >= 'A' && r <= 'Z' || strings.ContainsRune("mw@%&", r) {
			n++
		}
	}
	return n
}

// drawCard is the picture: a frame, the names, the words between them.
func drawCard(to, from string, words cardText) []byte {
	var sb strings.Builder
	fmt.Fprintf(&sb, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+
		`<svg xmlns="http://www.w3.org/2000/svg" width="91mm" height="55mm" viewBox="0 0 %d %d" font-family="'Yu Gothic','Hiragino Sans','Noto Sans JP',sans-serif" fill="#222222">`+"\n"+
		`<rect x="10" y="10" width="%d" height="%d" rx="16" fill="#ffffff" stroke="#b5651d" stroke-width="6"/>`+"\n",
		cardWide, cardHigh, cardWide-20, cardHigh-20)
	line := func(x, y, size int, anchor, text string) {
		fmt.Fprintf(&sb, `<text x="%d" y="%d" font-size="%d" text-anchor="%s">`, x, y, size, anchor)
		_ = xml.EscapeText(&sb, []byte(text)) // a Builder takes everything
		sb.WriteString("</text>\n")
	}
	line(cardEdge, cardEdge+cardSmall, cardSmall, "start", to)
	height := words.size * 3 / 2
	top := (cardHigh-words.high())/2 + words.size
	for i, l := range words.lines {
		line(cardWide/2, top+i*height, words.size, "middle", l)
	}
	line(cardWide-cardEdge, cardHigh-cardEdge, cardSmall, "end", from)
	sb.WriteString(`<text x="` + strconv.Itoa(cardWide-cardEdge) + `" y="` + strconv.Itoa(cardEdge+cardSmall) +
		`" font-size="40" text-anchor="end" font-style="italic" fill="#b5651d">Thank you</text>` + "\n</svg>\n")
	return []byte(sb.String())
}
