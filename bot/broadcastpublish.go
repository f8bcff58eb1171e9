package bot

import (
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// From HR's own words to everybody's. This is the one place where the words of
// a broadcast come out: when HR presses send or corrects what was sent, and in
// the preview that goes to who pressed for it alone.

// published is the wording as everybody gets it.
func published(w store.Wording) store.Notice {
	return store.Notice{Title: w.Title.Reveal(), Body: w.Body.Reveal(), TitleEn: w.TitleEn.Reveal(), BodyEn: w.BodyEn.Reveal()}
}

// draftWords shows HR a draft as it was typed, a language in each section.
func draftWords(w store.Wording, title string) (out []chat.Section) {
	for _, part := range []struct{ title, body private.Text }{{w.Title, w.Body}, {w.TitleEn, w.BodyEn}} {
		if part.body.Empty() {
			continue
		}
		sec := chat.Section{Title: title, Body: []chat.Block{chat.Paragraph(chat.Words(part.title))}}
		sec.Body = append(sec.Body, typed(part.body)...)
		out, title = append(out, sec), ""
	}
	return out
}

// typed is a text of HR's in blocks that are not too long for a page.
func typed(text private.Text) (out []chat.Block) {
	for _, p := range split(text.Reveal()) {
		out = append(out, chat.Paragraph(chat.Words(private.New(text.Owner(), p))))
	}
	return out
}

// readWording reads the fields of the form and says what is wrong with them.
func (t *turn) readWording(v chat.Values) store.Wording {
	w := store.Wording{
		Title: v.Text("title").OwnedBy(t.me.ID), Body: v.Text("body").OwnedBy(t.me.ID),
		TitleEn: v.Text("title_en").OwnedBy(t.me.ID), BodyEn: v.Text("body_en").OwnedBy(t.me.ID), WrittenAt: t.now,
	}
	switch {
	case w.TitleEn.Empty() && !w.BodyEn.Empty():
		t.wrong("title_en", catalog.BroadcastBoth)
	case !w.TitleEn.Empty() && w.BodyEn.Empty():
		t.wrong("body_en", catalog.BroadcastBoth)
	}
	t.checkWords("title", "body", w.Title, w.Body)
	t.checkWords("title_en", "body_en", w.TitleEn, w.BodyEn)
	return w
}

// roomBeside is how much of a message stands around the words: who it is from,
// that it was corrected, what the button does.
const roomBeside = 1500

func (t *turn) checkWords(titleField, bodyField string, title, body private.Text) {
	if body.Empty() || title.Empty() {
		return
	}
	if strings.ContainsFunc(title.Reveal(), unprintable) {
		t.wrong(titleField, catalog.BroadcastOddSign)
	}
	blocks, bad := paragraphs(body.Reveal())
	if bad.why != "" {
		t.wrong(bodyField, bad.why, catalog.N(bad.paragraph))
		return
	}
	full := append(blocks, chat.Line(strings.Repeat("-", roomBeside)))
	if _, err := chat.NewMessage("", full); err != nil {
		t.wrong(bodyField, catalog.BroadcastTooLong, catalog.N(len(blocks)))
	}
}

// noticeWords shows what everybody got, a language in each section.
func noticeWords(n store.Notice, title string) (out []chat.Section) {
	for _, part := range [][2]string{{n.Title, n.Body}, {n.TitleEn, n.BodyEn}} {
		if part[1] == "" {
			continue
		}
		sec := chat.Section{Title: title, Body: []chat.Block{chat.Paragraph(chat.Bold(part[0]))}}
		some, _ := paragraphs(part[1])
		sec.Body = append(sec.Body, some...)
		out, title = append(out, sec), ""
	}
	return out
}
